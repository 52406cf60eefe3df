"""The form definitions: readable, with unique keys, options, help, and what the record of processing needs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine import formdefs
from forms.binding import bind
from tests.processes.files import BPMN_FILES, FORM_FILES, FORMS, NS, components, form, tree, variables

each_form = pytest.mark.parametrize("path", FORM_FILES, ids=lambda p: p.stem)
NOW = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)
CHOICES = ("select", "radio", "checklist")


@each_form
def test_id_is_the_file_name_and_the_version_is_that_of_the_modeller(path: Path) -> None:
    found = form(path)
    assert (found["id"], found["schemaVersion"], found["executionPlatform"]) == (path.stem, 19, "Camunda Cloud")


@each_form
def test_keys_and_component_ids_are_unique(path: Path) -> None:
    keys = Counter(c.get("key") or c.get("path") for c in variables(form(path)))
    ids = Counter(c["id"] for c in components(form(path)))
    assert max(keys.values()) == 1 and max(ids.values()) == 1


@each_form
def test_names_are_lower_snake_case(path: Path) -> None:
    names = [c.get("key") or c.get("path") for c in components(form(path)) if c.get("key") or c.get("path")]
    assert [n for n in names if not (n.isascii() and n.replace("_", "a").isalnum() and n == n.lower())] == []


@each_form
def test_the_engine_reads_it_without_a_finding(path: Path) -> None:
    assert formdefs.check(path.read_bytes(), file=path.name) == []


@each_form
def test_every_field_says_its_zone_purpose_person_and_retention(path: Path) -> None:
    for field in components(form(path)):
        if field.get("key") or field.get("path"):
            found = field["properties"]
            assert found["zone"] in {"eingang", "beratung", "mediation", "beirat", "feedback"}, field["id"]
            assert found["zweck"] and found["loeschklasse"], field["id"]
            assert found["personenbezug"] in {"nein", "mittelbar", "unmittelbar", "besondere Kategorie"}, field["id"]


@each_form
def test_choices_have_distinct_values_and_labels(path: Path) -> None:
    for field in components(form(path)):
        if field["type"] in CHOICES and "values" in field:
            for part in ("value", "label"):
                given = Counter(option[part] for option in field["values"])
                assert len(given) > 1 and max(given.values()) == 1, field["id"]


def test_every_form_is_used() -> None:
    used = {d.get("formId") for p in BPMN_FILES for d in tree(p).iterfind(".//zeebe:formDefinition", NS)}
    assert used == {p.stem for p in FORM_FILES}


def test_nobody_is_asked_for_origin_faith_or_residence_status() -> None:
    never = ("staatsangeh", "nationalit", "aufenthalt", "konfession", "religionszug", "herkunft", "ethni")
    for path in FORM_FILES:
        asked = [c.get("key", "") + c.get("label", "") for c in components(form(path))]
        assert [a for a in asked if any(word in a.lower() for word in never)] == [], path.stem


def test_words_of_the_house() -> None:
    for path in [*FORM_FILES, *BPMN_FILES]:
        text = path.read_text(encoding="utf-8")
        assert [w for w in ("Gegner", "Gegenpartei", "Ticket", "Instanz", "deploy") if w in text] == [], path.name


def _field(name: str, key: str) -> dict[str, Any]:
    return next(c for c in components(form(next(p for p in FORM_FILES if p.stem == name))) if c.get("key") == key)


def test_the_lists_find_their_three_keys_in_the_report() -> None:
    assert _field("meldung", "kurztitel")["validate"] == {"required": True, "maxLength": 80}
    assert len(_field("meldung", "falltyp")["values"]) == 15
    assert _field("meldung", "stadtbezirk")["validate"]["required"]


def test_stages_are_told_by_what_one_can_see() -> None:
    options = _field("clearing", "glasl_stufe")["values"]
    assert [o["value"] for o in options] == [str(n) for n in range(1, 10)]
    assert all(len(o["label"]) > 20 for o in options)


def _validated(name: str, given: dict[str, Any], data: dict[str, Any] | None = None) -> formdefs.Validated:
    path = next(p for p in FORM_FILES if p.stem == name)
    return formdefs.validate_values(formdefs.read(path.read_bytes(), file=path.name), given, data or {}, now=NOW)


def test_a_deviation_asks_for_its_reason_and_agreement_does_not() -> None:
    suggested = {"vorschlag": {"verfahren": "mediation", "begruendung": "…"}, "hinweise": []}
    assert not _validated("verfahren_bestaetigen", {"verfahren": "mediation"}, suggested).errors
    assert set(_validated("verfahren_bestaetigen", {"verfahren": "beirat"}, suggested).errors) == {"abweichung_grund"}


def test_answers_are_asked_only_of_those_who_answered() -> None:
    rows = [{"antwort": "keine", "konflikt": "besser"}, {"antwort": "ja", "konflikt": "besser"}]
    values = _validated("feedback_t1", {"t1_antworten": rows, "wiederaufnahme": False}).values
    assert [row.get("konflikt") for row in values["t1_antworten"]] == [None, "besser"]


def test_the_three_ticks_stand_before_an_agreement_and_only_there() -> None:
    ticks = {"abschluss_sachlage", "abschluss_pruefung", "abschluss_dokumentation"}
    given = {"notizen_vernichtet": True}
    agreed = _validated("mediation_abschluss", given | {"mediation_ergebnis": "abschlussvereinbarung"})
    failed = _validated("mediation_abschluss", given | {"mediation_ergebnis": "gescheitert"})
    assert set(agreed.errors) == ticks and not failed.errors


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("mediationssitzung", {"sitzung_datum", "sitzung_phase", "sitzung_dauer", "sitzung_naechste"}),
        ("schutz_pruefung", {"sicherheit", "schutz_ergebnis", "schutz_bericht"}),
        ("sicherheitspruefung", {"sicherheit", "sicherheit_begruendung"}),
        ("sicherheit_zweitpruefung", {"sicherheit"}),
    ],
)
def test_what_is_so_now_is_never_answered_by_what_was_so_then(name: str, keys: set[str]) -> None:
    path = next(p for p in FORM_FILES if p.stem == name)
    fields = formdefs.read(path.read_bytes(), file=path.name).fields()
    assert {f.key for f in fields if f.property("vorgabe") == "leer"} == keys


def test_a_suspicion_for_a_child_stays_until_somebody_takes_it_back() -> None:
    path = next(p for p in FORM_FILES if p.stem == "schutz_pruefung")
    fields = formdefs.read(path.read_bytes(), file=path.name).fields()
    assert [f.key for f in fields if f.property("vorgabe") == "bisher"] == ["kindeswohl"]


def _texts(name: str, data: dict[str, Any]) -> str:
    path = next(p for p in FORM_FILES if p.stem == name)
    shown = bind(formdefs.read(path.read_bytes(), file=path.name), None, data, now=NOW).layout()
    return " ".join(str(item.html) for item in shown)


@pytest.mark.parametrize(("yes", "no", "warned"), [(2, 1, False), (1, 1, True), (1, 2, True), (0, 0, True)])
def test_who_states_the_result_of_a_written_vote_reads_when_there_is_no_majority(
    yes: int, no: int, warned: bool
) -> None:
    told = _texts("umlauf_beschluss", {"stimmen_dafuer": yes, "stimmen_dagegen": no, "stimmen_ohne": 1})
    assert ("keine Mehrheit</strong>" in told and "an kein Fachamt" in told) is warned


@pytest.mark.parametrize(("known", "told"), [({"kindeswohl": True}, True), ({"kindeswohl": False}, False), ({}, False)])
def test_a_child_at_risk_names_the_youth_welfare_office_where_others_are_told(
    known: dict[str, Any], told: bool
) -> None:
    assert ("das Jugendamt (§ 8a SGB VIII)" in _texts("schutz_information", known)) is told


# ---------------------------------------------------------------- answers that do not fit together
def refused_at(name: str, **answers: Any) -> list[str]:
    """Paths of the fields that a shared form refuses, of those that are answered."""
    asked = formdefs.read((FORMS / f"{name}.form").read_bytes())
    return [path for path in formdefs.validate_values(asked, answers, {}, now=NOW).errors if path in answers]


def test_a_report_has_arrived_by_now() -> None:
    assert refused_at("meldung", eingang_am="2026-06-03T12:00:00+02:00") == []
    assert refused_at("meldung", eingang_am="2026-06-03T12:01:00+02:00") == ["eingang_am"]


@pytest.mark.parametrize(
    ("sicherheit", "schutz_ergebnis", "kindeswohl", "fits"),
    [
        ("akut", "weiter", False, False),
        ("akut", "fortsetzen", False, True),
        ("akut", "abgegeben", False, True),
        ("hinweise", "weiter", False, True),
        ("hinweise", "fortsetzen", False, True),
        ("keine", "fortsetzen", False, False),
        ("keine", "fortsetzen", True, True),
        ("keine", "weiter", True, True),
    ],
)
def test_what_follows_fits_the_danger_of_today(
    sicherheit: str, schutz_ergebnis: str, kindeswohl: bool, fits: bool
) -> None:
    answers = {"sicherheit": sicherheit, "schutz_ergebnis": schutz_ergebnis, "kindeswohl": kindeswohl}
    assert refused_at("schutz_pruefung", **answers) == ([] if fits else ["schutz_ergebnis"])
