"""Dates, deadlines and words: German first, English complete."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from engine import formdefs
from engine.events import KINDS
from engine.terms import InstanceState, Role, Stage
from tests.web.conftest import World
from webui import catalogues, formatting

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "sentence", "group"),
    [
        (None, "ohne Frist", "later"),
        (datetime(2026, 11, 18, 22, 59, tzinfo=UTC), "überfällig seit 3 AT, 18.11.2026", "overdue"),
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), "überfällig seit 1 AT, 20.11.2026", "overdue"),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "überfällig seit 1 AT, 22.11.2026", "overdue"),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "überfällig seit heute, 09:00 Uhr", "overdue"),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "heute bis 18:00 Uhr", "today"),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), "heute bis 23:59 Uhr", "today"),
        (datetime(2026, 11, 23, 23, 1, tzinfo=UTC), "bis 24.11.2026, 00:01 Uhr", "week"),
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), "in 1 AT, 24.11.2026", "week"),
        (datetime(2026, 11, 27, 22, 59, tzinfo=UTC), "in 4 AT, 27.11.2026", "week"),
        (datetime(2026, 11, 29, 22, 59, tzinfo=UTC), "in 4 AT, 29.11.2026", "week"),
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), "in 5 AT, 30.11.2026", "later"),
    ],
)
def test_a_deadline_is_said_in_words_with_its_date(
    world: World, due: datetime | None, sentence: str, group: str
) -> None:
    with world.app.test_request_context():
        assert formatting.deadline_text(due, NOW) == sentence
    assert formatting.urgency(due, NOW) == group


def test_times_are_berlin_times(world: World) -> None:
    with world.app.test_request_context():
        assert formatting.moment_text(datetime(2026, 6, 3, 12, 30, tzinfo=UTC)) == "03.06.2026, 14:30 Uhr"
        assert formatting.moment_text(datetime(2026, 12, 3, 12, 30, tzinfo=UTC)) == "03.12.2026, 13:30 Uhr"
        assert formatting.date_text(date(2026, 6, 3)) == "03.06.2026"
        assert formatting.moment_text(None) == "–"
    assert formatting.iso_text(datetime(2026, 6, 3, 12, 30, tzinfo=UTC)) == "2026-06-03T14:30:00+02:00"


def test_counts_stop_at_a_thousand() -> None:
    assert formatting.count_text(1000) == "1000"
    assert formatting.count_text(1001) == "1000+"


def test_every_code_that_people_meet_has_a_word() -> None:
    assert set(catalogues.STAGES) == {*Stage, "verfahren"}
    assert set(catalogues.ROLES) == set(Role)
    assert set(catalogues.CASE_STATES) == set(InstanceState)
    assert set(catalogues.EVENTS) == set(KINDS)


def test_lists_and_forms_call_a_case_type_the_same() -> None:
    for name in ("meldung", "clearing"):
        form = formdefs.read((ROOT / f"forms/definitions/{name}.form").read_bytes(), file=f"{name}.form")
        (field,) = [field for field in form.fields() if field.path == "falltyp"]
        assert {option.value: option.label for option in field.options} == catalogues.CASE_TYPES


def test_stages_stand_in_the_order_of_the_path() -> None:
    assert catalogues.by_stage({"feedback": 1, "clearing": 2, "eingang": 3}) == [
        ("eingang", 3), ("clearing", 2), ("feedback", 1),
    ]  # fmt: skip


def test_english_is_complete() -> None:
    """Every text of the pages and of the forms has an English one, and the catalogue holds nothing else."""
    mapping = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    texts = {
        message
        for house in ("webui", "forms")
        for _, _, message, _, _ in extract_from_dir(
            ROOT / house, mapping, directory_filter=lambda path: "node_modules" not in str(path)
        )
    }
    with (ROOT / "webui/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file)
    translated = {message.id for message in catalogue if message.id}
    empty = [message.id for message in catalogue if message.id and not all(parts(message.string))]
    assert texts - translated == set()
    assert translated - texts == set()
    assert empty == []
    assert not [message.id for message in catalogue if message.fuzzy]


def parts(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def test_placeholders_survive_translation() -> None:
    with (ROOT / "webui/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        problems = [(message.id, error) for message in read_po(file) for error in message.check()]
    assert problems == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("10 AT", "10 AT"), ("nach P3M", "3 Monate danach"), ('nach ="5 AT"', "nach 5 AT"), ("P1D", "1 Tag"),
        ("=frist_der_gruppe", "wird aus den Angaben berechnet"), ("", ""),
    ],
)  # fmt: skip
def test_a_deadline_is_said_in_words(world: World, rule: str, words: str) -> None:
    with world.app.test_request_context():
        assert formatting.rule_text(rule) == words
