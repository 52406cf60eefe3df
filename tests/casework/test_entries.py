"""Angaben: what a called process holds, while it runs and when it has ended."""

from __future__ import annotations

import pytest

from engine.terms import Role
from tests.kit.house import House
from tests.kit.paths import END, START, element, field, flows, form, path, script, task

BOARD = path(START, task("vorlage", form="vorlage", schutzzone="beirat"), task("sitzung"), END,
             flows("s", "vorlage", "sitzung", "e"), process="gremium", ags="")  # fmt: skip
FORM = form("vorlage", field("vorlage_titel", label="Titel", properties={"zone": "beirat"}))


def call(hands_on: bool) -> str:
    flag = str(hands_on).lower()
    inner = f'<zeebe:calledElement processId="gremium" propagateAllChildVariables="{flag}"/>'
    return element("callActivity", "ruf", f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>")


def entries(house: House, case: str) -> dict[str, str]:
    reader = house.actor(Role.BEIRAT, groups=("beirat",))
    house.grant(reader, case)
    return {label: value for group in house.page(case, reader).entries for label, value in group.rows}


@pytest.mark.parametrize("within", [False, True])
def test_the_board_reads_its_submission_before_it_meets_and_afterwards(house: House, within: bool) -> None:
    body = call(True)
    if within:
        inside = START.replace('"s"', '"s2"') + body + END.replace('"e"', '"e2"') + flows("s2", "ruf", "e2")
        body = element("subProcess", "ruf2", inside)
    steps = ("s", "ruf2" if within else "ruf", "nachher", "e")
    house.publish(path(START, body, task("nachher"), END, flows(*steps)), "hamm.bpmn", ("gremium.bpmn", BOARD), FORM)
    case = house.start()
    house.do(case, "vorlage", vorlage_titel="Der Platz")
    assert entries(house, case) == {"Titel": "Der Platz"}
    house.do(case, "sitzung")
    assert entries(house, case) == {"Titel": "Der Platz"}


def test_what_a_call_keeps_to_itself_is_not_shown(house: House) -> None:
    xml = path(START, call(False), task("nachher"), END, flows("s", "ruf", "nachher", "e"))
    house.publish(xml, "hamm.bpmn", ("gremium.bpmn", BOARD), FORM)
    case = house.start()
    house.do(case, "vorlage", vorlage_titel="Der Platz")
    assert entries(house, case) == {}


def test_a_choice_that_an_earlier_step_laid_down_is_shown_by_its_words(house: House) -> None:
    offer = script("angebot", '{gemeinden: [{label: "Lindlar", value: "05374020"}]}')
    question = field("gemeinde_ags", "select", label="Gemeinde", valuesKey="gemeinden")
    steps = flows("s", "angebot", "wahl", "nachher", "e")
    xml = path(START, offer, task("wahl", form="wahl"), task("nachher"), END, steps)
    house.publish(xml, "hamm.bpmn", form("wahl", question))
    case = house.start()
    house.do(case, "wahl", gemeinde_ags="05374020")
    told = {label: value for group in house.page(case, house.coordinator()).entries for label, value in group.rows}
    assert told["Gemeinde"] == "Lindlar"


def test_entries_stand_under_the_step_that_asked_for_them(house: House) -> None:
    first = form("anruf", field("anlass", label="Anlass"), field("ort", label="Ort"))
    second = form("besuch", field("ort", label="Ort"), field("eindruck", label="Eindruck"))
    steps = (task("anruf", name="Anruf annehmen", form="anruf"), task("besuch", name="Ort besuchen", form="besuch"))
    xml = path(START, *steps, task("nachher"), END, flows("s", "anruf", "besuch", "nachher", "e"))
    house.publish(xml, "hamm.bpmn", first, second)
    case = house.start()
    house.do(case, "anruf", anlass="Lärm", ort="Hof")
    house.do(case, "besuch", ort="Hinterhof", eindruck="ruhig")
    (group,) = house.page(case, house.coordinator()).entries
    assert [(section.title, dict(section.rows)) for section in group.sections] == [
        ("Anruf annehmen", {"Anlass": "Lärm", "Ort": "Hinterhof"}),
        ("Ort besuchen", {"Eindruck": "ruhig"}),
    ]


def test_a_step_of_another_zone_gives_its_entries_no_heading(house: House) -> None:
    asked = form("sitzung", field("folge", label="Folge für den Fall", properties={"zone": "eingang"}))
    talk = task("sitzung", name="Geheime Sitzung", form="sitzung", schutzzone="mediation")
    house.publish(path(START, talk, task("nachher"), END, flows("s", "sitzung", "nachher", "e")), "hamm.bpmn", asked)
    case = house.start(folge="keine")
    adviser = house.actor(Role.BERATUNG, groups=("beratung",))
    house.grant(adviser, case)
    ((section,),) = [group.sections for group in house.page(case, adviser).entries]
    assert (section.title, section.rows) == ("", (("Folge für den Fall", "keine"),))


def test_of_two_steps_that_ask_the_same_the_one_that_was_done_counts(house: House) -> None:
    """And an answer that only the other form offers is told in words."""

    def ending(key: str, label: str, value: str) -> tuple[str, bytes]:
        return form(key, field("ausgang", "radio", label=label, values=[{"label": value.title(), "value": value}]))

    steps = task("abbruch", form="abbruch"), task("abschluss", form="abschluss")
    fork = element("exclusiveGateway", "weiche", default="f_weiche_abschluss")
    aside = (
        '<bpmn:sequenceFlow id="f_x" sourceRef="weiche" targetRef="abbruch"><bpmn:conditionExpression>=false'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    order = flows("s", "weiche", "abschluss", "nachher", "e") + aside + flows("abbruch", "nachher")
    xml = path(START, fork, *steps, task("nachher"), END, order)
    house.publish(xml, "hamm.bpmn", ending("abbruch", "Warum?", "krank"), ending("abschluss", "Wie?", "einig"))
    case = house.start()
    house.do(case, "abschluss", ausgang="krank")
    ((section,),) = [group.sections for group in house.page(case, house.coordinator()).entries]
    assert (section.title, section.rows) == ("abschluss", (("Wie?", "Krank"),))
