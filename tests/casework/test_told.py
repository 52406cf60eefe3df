"""The history names fields and decisions as people know them, not as the file calls them."""

from pathlib import Path

import pytest

from engine.bpmn import Definition
from engine.casework import AuditFilter, audit_csv, audit_trail
from engine.casework.told import entry_in_words, field_labels, quoted
from engine.terms import Actor, Role
from forms.language import in_words
from tests.kit.house import House
from tests.kit.paths import END, START, field, flows, form, task
from tests.kit.paths import path as file

HAMM = Path(__file__).parents[2] / "processes" / "hamm.bpmn"
RELEASED = {"names": ["falltyp", "personenzahl"], "source": "eingang", "target": "beirat"}


@pytest.fixture
def path(sqlite_house: House) -> Definition:
    sqlite_house.publish(HAMM.read_bytes())
    with sqlite_house.platform.query(Actor.operator()) as uow:
        return uow.definition(sqlite_house.rows("deployment")[0]["definition"])


def test_a_release_names_the_fields_as_their_forms_do(path: Definition) -> None:
    said = entry_in_words(path, "variables.released", RELEASED, "de")
    assert said == (
        "Angaben freigegeben: „Falltyp“, „Wie viele Menschen sind betroffen?“ "
        "(aus „Meldung und Clearing“ für „Konfliktbeirat“)"
    )
    english = in_words(entry_in_words(path, "variables.released", RELEASED, "en"), "en")
    assert english.startswith("Released: “Case type”, “How many people") and "betroffen" not in english


def test_what_the_reader_may_not_see_stays_out(path: Definition) -> None:
    assert entry_in_words(path, "variables.released", {}, "de") == "Angaben freigegeben: … (aus „…“ für „…“)"
    assert entry_in_words(path, "decision.evaluated", {}, "de") == "Entscheidungstabelle „…“ ausgewertet (Regeln: …)"


def test_a_field_that_no_form_has_is_told_in_words(path: Definition) -> None:
    assert quoted(["letzter_stand"], field_labels(path)) == "„Letzter stand“"


def test_a_decision_is_told_by_its_name_and_what_its_rules_say(path: Definition) -> None:
    decision = path.decisions["verfahrensvorschlag"].find("verfahrensvorschlag")
    values = {"decision_id": decision.id, "element_id": "x", "rules": [decision.rules[3].id]}
    said = entry_in_words(path, "decision.evaluated", values, "de")
    assert f"„{decision.name}“" in said and "Es geht um Diskriminierung." in said and decision.rules[3].id not in said
    of_another_version = {**values, "decision_id": "gibt_es_nicht_mehr"}
    assert "„gibt_es_nicht_mehr“" in entry_in_words(path, "decision.evaluated", of_another_version, "de")


def test_an_incident_says_where_and_at_which_step_without_codes(path: Definition) -> None:
    values = {"code": "mail.failed", "element_id": "clearing"}
    said = entry_in_words(path, "incident.occurred", values, "de")
    assert said == "Störung beim Versand einer E-Mail bei „Clearing durchführen“"
    english = in_words(entry_in_words(path, "incident.occurred", values, "en"), "en")
    assert english == "Incident while sending an e-mail at “Clearing durchführen”"
    assert "im Ablauf" in entry_in_words(path, "incident.occurred", {"code": "brand.neu", "element_id": "x"}, "de")


def test_auditors_read_the_words_of_the_path_too(sqlite_house: House) -> None:
    asked = form("gespraech", field("ergebnis", label="Ausgang des Gesprächs", properties={"zone": "beratung"}))
    talk = task("gespraech", form="gespraech", schutzzone="beratung", freigabe="beratung>eingang: ergebnis")
    sqlite_house.publish(file(START, talk, END, flows("s", "gespraech", "e")), "hamm.bpmn", asked)
    sqlite_house.do(sqlite_house.start(), "gespraech", ergebnis="geheim")
    with sqlite_house.platform.query(sqlite_house.actor(Role.REVISION)) as uow:
        (line,) = audit_trail(uow, AuditFilter(kind="variables.released")).lines
        row = list(audit_csv(uow, AuditFilter(kind="variables.released")))[1]
    assert "„Ausgang des Gesprächs“" in line.sentence and "geheim" not in line.sentence
    assert line.sentence in row
