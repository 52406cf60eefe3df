"""The 21 steps: who sets what, what counts as evidence, what stays of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine import onboarding
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.onboarding import GATE, STEPS, TEST_CASES, Owner, SetStep, StepState
from engine.terms import Actor, Role, TenantId
from tests.kit.house import OPERATOR, House
from tests.kit.paths import HAMM, SOEST, tasks
from tests.kit.procedure import done

KLEVE = "05154"
"""One of the 54 that has no path."""


@pytest.fixture
def hamm(house: House) -> House:
    house.publish(tasks("eins"))
    return house


def put(house: House, wish: SetStep, by: Actor = OPERATOR) -> bool:
    with house.platform.command(by) as uow:
        return onboarding.set_step(uow, wish)


def look(house: House, identity: str = HAMM, by: Actor = OPERATOR) -> onboarding.Checklist:
    with house.platform.query(by) as uow:
        return onboarding.checklist(uow, TenantId(identity))


def line(house: House, step: int, identity: str = HAMM) -> onboarding.StepLine:
    found = look(house, identity).line(step)
    assert found is not None
    return found


def test_there_are_21_steps_and_four_of_them_block_going_live() -> None:
    assert [step.number for step in STEPS] == list(range(1, 22))
    assert [step.number for step in GATE] == [13, 14, 18, 19]


def test_a_step_keeps_who_set_it_when_and_what_was_there_before(hamm: House) -> None:
    clerk = hamm.actor(Role.VERWALTUNG, name="Vera Muster")
    wish = SetStep(TenantId(HAMM), 2, StepState.DONE, "2026-05-04", "Beschluss des Rates", "Vorlage 12", "Dezernat V")
    assert put(hamm, wish, clerk)
    hamm.clock.move(days=1)
    assert put(hamm, replace(wish, reference="Vorlage 13", revision=1), clerk)
    found = line(hamm, 2)
    assert found.now is not None and (found.now.reference, found.now.set_by) == ("Vorlage 13", "Vera Muster")
    assert found.now.set_at == hamm.clock.now()
    assert [before.reference for before in found.history] == ["Vorlage 12"]
    entries = [row for row in hamm.rows("audit_entry") if row["kind"] == "onboarding.step"]
    assert len(entries) == 2 and all("Vorlage" not in row["facts"] for row in entries)
    assert hamm.verify().holds


def test_setting_a_step_to_what_it_is_writes_nothing(hamm: House) -> None:
    assert put(hamm, done(2, HAMM))
    before = hamm.everything()
    assert not put(hamm, done(2, HAMM))
    assert hamm.everything() == before


def test_two_who_set_the_same_step_do_not_overwrite_each_other(hamm: House) -> None:
    first, second = hamm.actor(Role.ENTWURF, name="Enno Muster"), hamm.actor(Role.VERWALTUNG)
    assert put(hamm, replace(done(2, HAMM), revision=0), first)
    with pytest.raises(InvalidState, match=r"onboarding\.changed.*Enno Muster"):
        put(hamm, replace(done(2, HAMM), evidence="Anderes", revision=0), second)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "gestern"}, "day"),
        ({"day": "2026-6-3"}, "day"),
        ({"day": "2026-06-04"}, "day"),  # tomorrow
        ({"evidence": "  "}, "evidence"),
        ({"evidence": "x" * 2001}, "evidence"),
        ({"responsible": "Vera\x00Muster"}, "responsible"),
        ({"state": StepState.DROPPED}, "reason"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(hamm: House, change: dict[str, Any], field: str) -> None:
    before = hamm.everything()
    with pytest.raises(InvalidInput) as refusal:
        put(hamm, replace(done(2, HAMM), **change))
    assert refusal.value.code == f"onboarding.{field}" and refusal.value.sentence
    assert hamm.everything() == before


def test_a_step_may_be_needless_here_with_a_reason(hamm: House) -> None:
    assert put(hamm, SetStep(TenantId(HAMM), 12, StepState.DROPPED, reason="Kein ständiger Beirat, sondern Umlauf"))
    assert line(hamm, 12).state is StepState.DROPPED
    assert look(hamm).settled == 1


@pytest.mark.parametrize("step", [step.number for step in GATE])
def test_no_reason_makes_a_step_needless_that_going_live_requires(hamm: House, step: int) -> None:
    with pytest.raises(InvalidInput, match="kann nicht entfallen"):
        put(hamm, SetStep(TenantId(HAMM), step, StepState.DROPPED, reason="Bei uns nicht"))


@pytest.mark.parametrize("lacking", TEST_CASES)
def test_the_test_cases_are_done_only_when_each_was_played(hamm: House, lacking: str) -> None:
    ticks = tuple(key for key in TEST_CASES if key != lacking)
    with pytest.raises(InvalidInput, match=r"onboarding\.ticks"):
        put(hamm, replace(done(18, HAMM), ticks=ticks))


def test_nobody_says_by_hand_that_work_is_real(hamm: House) -> None:
    for actor in (OPERATOR, hamm.actor(Role.LAKI), hamm.actor(Role.VERWALTUNG)):
        with pytest.raises(NotPermitted):
            put(hamm, done(20, HAMM), actor)


def test_who_may_set_which_step(hamm: House, subtests: pytest.Subtests) -> None:
    people = {role: hamm.actor(role) for role in Role}
    own, both = {Role.ENTWURF, Role.VERWALTUNG}, {Role.ENTWURF, Role.VERWALTUNG, Role.LAKI}
    allowed = {Owner.MUNICIPALITY: own, Owner.BOTH: both, Owner.LAKI: {Role.LAKI}, Owner.SYSTEM: set()}
    for step in (2, 4, 19, 20):
        owner = STEPS[step - 1].owner
        for role, person in people.items():
            with subtests.test(step=step, role=role):
                if role in allowed[owner]:
                    put(hamm, replace(done(step, HAMM), evidence=f"von {role}"), person)
                else:
                    with pytest.raises(NotPermitted):
                        put(hamm, done(step, HAMM), person)


def test_who_reads_the_checklist_of_their_own_municipality(hamm: House, subtests: pytest.Subtests) -> None:
    readers = {Role.LAKI, Role.ENTWURF, Role.VERWALTUNG, Role.KOORDINATION, Role.REVISION, Role.DATENSCHUTZ}
    for role in Role:
        with subtests.test(role=role):
            if role in readers:
                assert look(hamm, by=hamm.actor(role)).name == "Stadt Hamm"
            else:
                with pytest.raises(NotPermitted):
                    look(hamm, by=hamm.actor(role))


def test_the_state_office_notes_for_a_municipality_that_has_no_path_yet(hamm: House) -> None:
    laki = hamm.actor(Role.LAKI)
    assert put(hamm, done(1, KLEVE), laki) and put(hamm, done(2, KLEVE), laki)
    with pytest.raises(NotPermitted):  # what the municipality itself has to prove
        put(hamm, done(13, KLEVE), laki)
    found = look(hamm, KLEVE, laki)
    assert (found.name, found.settled, found.joined, found.may_release) == ("Kreis Kleve", 2, False, False)
    hamm.publish(tasks("eins", name="Kreis Kleve", ags=KLEVE, art="Kreis"), "kleve.bpmn")
    assert look(hamm, KLEVE, laki).settled == 2
    with pytest.raises(NotPermitted):  # from now on it has people of its own
        put(hamm, replace(done(2, KLEVE), evidence="Anderes"), laki)


def test_without_a_state_office_nobody_notes_what_no_trail_could_tell(house: House) -> None:
    with pytest.raises(InvalidState, match=r"onboarding\.no_office"):
        put(house, done(1, KLEVE))
    assert house.rows("onboarding_step") == []


@pytest.mark.parametrize("unknown", ["05999", "5154", "nirgends", ""])
def test_what_is_no_municipality_has_no_checklist(hamm: House, unknown: str) -> None:
    with pytest.raises(NotFound):
        look(hamm, unknown, hamm.actor(Role.LAKI))


def test_what_the_product_knows_stands_beside_the_evidence(hamm: House) -> None:
    hamm.coordinator()
    hamm.start()
    known = {item.sentence: item.good for each in look(hamm).lines for item in each.known}
    assert known["Benutzerkonten mit der Rolle Koordination: 1."] is False  # nobody deputises
    assert known["Version 1 ist seit 03.06.2026 veröffentlicht."] is True
    assert known["Vorgänge in Erprobung: 1."] is True
    assert known["Zur veröffentlichten Version gibt es keinen Probelauf."] is False


def test_a_neighbour_learns_nothing(hamm: House) -> None:
    hamm.publish(tasks("zwei", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    neighbour = hamm.actor(Role.ENTWURF, Role.VERWALTUNG, of=SOEST)
    for wish in (HAMM, KLEVE, "05999"):
        with pytest.raises(NotFound):
            look(hamm, wish, neighbour)
        with pytest.raises(NotFound):
            put(hamm, done(2, wish), neighbour)
