"""Every fact has its sentence in both languages, and says no more in plain than it may."""

from __future__ import annotations

import json
import string
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest

from engine.audit import Entry, Head, Writer, details, verify_chain
from engine.events import KINDS, CaseEvent, Event, sentence
from engine.store.sealing import new_key
from engine.terms import InstanceId, Zone

KEY, INDEX = new_key(), new_key()
WRITER = Writer("05915000", "7", datetime(2026, 6, 3, 8, 0, tzinfo=UTC), KEY, INDEX)
EVENTS = sorted(KINDS.values(), key=lambda event: event.kind)
CASE_EVENTS = [event for event in EVENTS if issubclass(event, CaseEvent)]


def subclasses(root: type[Event]) -> set[type[Event]]:
    return {root, *(found for child in root.__subclasses__() for found in subclasses(child))}


def sample(event: type[Event], zone: Zone = Zone.EINGANG) -> Event:
    """Each text field says its own name, so that one can look for it."""
    hints = get_type_hints(event)
    values: dict[str, Any] = {}
    for field in fields(event):
        kind = hints[field.name]
        values[field.name] = (
            InstanceId("i" * 32)
            if field.name == "instance_id"
            else zone
            if field.name == "zone"
            else ("sentinel_" + field.name,)
            if kind == tuple[str, ...]
            else 4711
            if kind in (int, bool)
            else "sentinel_" + field.name
        )
    return event(**values)


def entry(event: Event, keys: dict[str, bytes]) -> Entry:
    entries, _ = WRITER.extend(Head(), [event], keys)
    return entries[0]


def test_every_event_is_known_by_its_kind() -> None:
    names = {event.__name__ for event in subclasses(Event)} - {"Event", "CaseEvent"}
    assert {event.__name__ for event in EVENTS} == names
    assert all(event.kind and event.kind.count(".") == 1 for event in EVENTS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_both_sentences_are_made_of_the_events_own_fields(event: type[Event]) -> None:
    own = {field.name for field in fields(event)} - {"instance_id", "zone"}
    for pattern in (event.german, event.english):
        assert pattern and {name for _, name, _, _ in string.Formatter().parse(pattern) if name} <= own
    values = sample(event).values()
    for language in ("de", "en"):
        told = sentence(event.kind, values, language)
        assert told and "…" not in told and "{" not in told
    assert event.german != event.english


@pytest.mark.parametrize("event", CASE_EVENTS, ids=lambda event: event.kind)
def test_personal_and_veiled_fields_are_fields_of_the_event(event: type[CaseEvent]) -> None:
    assert event.personal | event.veiled <= {field.name for field in fields(event)}


@pytest.mark.parametrize("zone", Zone)
@pytest.mark.parametrize("event", CASE_EVENTS, ids=lambda event: event.kind)
def test_hidden_fields_never_stand_in_the_facts(event: type[CaseEvent], zone: Zone) -> None:
    made = sample(event, zone)
    assert isinstance(made, CaseEvent)
    key = new_key()
    written = entry(made, {zone: key})
    hidden = event.personal | (event.veiled if zone is Zone.MEDIATION else frozenset())
    for name in hidden:
        assert f"sentinel_{name}" not in written.facts
    if zone is Zone.MEDIATION:
        assert "mediation" not in written.facts
    shown = details(written, key)
    for name, value in made.values().items():
        expected = list(value) if isinstance(value, tuple) else value
        assert shown[name] == expected


@pytest.mark.parametrize("event", CASE_EVENTS, ids=lambda event: event.kind)
def test_without_the_zones_key_the_hidden_is_lost_and_not_plain(event: type[CaseEvent]) -> None:
    written = entry(sample(event, Zone.MEDIATION), {})
    assert written.sealed is None
    for name in event.personal | event.veiled:
        assert f"sentinel_{name}" not in written.facts
    assert sentence(event.kind, json.loads(written.facts))


def test_a_field_that_the_reader_may_not_see_leaves_a_readable_sentence() -> None:
    assert sentence("user_task.completed", {}) == "Aufgabe „Verfahrensschritt“ abgeschlossen"
    assert sentence("unheard.of", {}) == "unheard.of"


def test_a_release_names_what_went_where_in_words() -> None:
    facts = {"names": ["mediation_ergebnis"], "source": "mediation", "target": "eingang"}
    german = "Angaben freigegeben: Mediation ergebnis (aus „Mediation“ für „Meldung und Clearing“)"
    assert sentence("variables.released", facts) == german
    assert sentence("variables.released", facts, "en").endswith("(from “mediation” to “report and clearing”)")
    assert sentence("variables.released", {}) == "Angaben freigegeben: … (aus „…“ für „…“)"


def test_a_chain_is_bound_to_its_key_and_its_beginning() -> None:
    entries, head = WRITER.extend(Head(), [sample(event) for event in EVENTS if not issubclass(event, CaseEvent)])
    assert verify_chain(KEY, entries, head) == (len(entries), None)
    assert verify_chain(new_key(), entries, head)[1] is not None
    assert verify_chain(KEY, entries[1:], head)[1] is not None
    assert verify_chain(KEY, [], Head()) == (0, None)
