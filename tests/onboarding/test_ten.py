"""The ten of the project's domain notes go through the procedure: clone, first trial, blocked, released, live."""

from __future__ import annotations

import pytest

from engine import casework, onboarding
from engine.catalogue import templates, withdraw
from engine.catalogue.templates import CloneTemplate
from engine.errors import InvalidState
from engine.onboarding import STEPS, Owner, SetStep, Stand
from engine.places import centre_of
from engine.terms import Actor, Role, TenantId
from tests.kit.house import OPERATOR, House
from tests.kit.procedure import done
from tests.processes.files import PROCESSES
from tests.processes.test_ten import TEN, Clone, cloned

TEMPLATE_OF = {
    "hamm": "tandem",
    "duisburg": "dezentral",
    "herne": "schlank",
    "solingen": "schutz-zuerst",
    "soest": "verbund",
    "oberbergischer-kreis": "kreis",
}
AFTERWARDS = (20, 21)
"""Set by going live, and after it."""


def lines(house: House, by: Actor) -> dict[str, onboarding.MunicipalityLine]:
    with house.platform.query(by) as uow:
        return {line.identity: line for line in onboarding.municipality_lines(uow)}


def put(house: House, wish: SetStep, by: Actor) -> None:
    with house.platform.command(by) as uow:
        assert onboarding.set_step(uow, wish)


def first_case(house: House, clone: Clone) -> str:
    with house.platform.command(OPERATOR) as uow:
        command = casework.StartCase(TenantId(clone.ags), start_event=clone.start)
        return casework.start_case(uow, command).aktenzeichen


@pytest.mark.parametrize("clone", TEN, ids=lambda clone: clone.slug)
def test_one_of_the_ten_goes_from_a_letter_to_real_work(sqlite_house: House, clone: Clone) -> None:
    house = sqlite_house
    house.publish((PROCESSES / "laki.bpmn").read_bytes(), "laki.bpmn")
    laki = house.actor(Role.LAKI, of="laki")
    assert centre_of(clone.ags).full_name == clone.name
    assert lines(house, laki)[clone.ags].stand is Stand.NOTHING
    # A letter, an agreement: noted by the state office, before there is anything of it.
    for step in (1, 4, 8):
        put(house, done(step, clone.ags), laki)
    assert lines(house, laki)[clone.ags].stand is Stand.PREPARING
    # Its clone, and the first case on trial at once.
    key = TEMPLATE_OF[clone.parent]
    house.publish((PROCESSES / "_vorlagen" / f"{key}.bpmn").read_bytes(), f"{key}.bpmn")
    with house.platform.query(laki) as uow:
        (file, content), *_ = templates.clone(uow, CloneTemplate(key, clone.ags, clone.name)).files
    assert house.publish(content, file, by=laki).warnings == ()
    assert house.page(first_case(house, clone)).head.trial
    assert lines(house, laki)[clone.ags].stand is Stand.TRIAL
    # Its own people go on; before the four are there nobody goes live.
    clerk = house.actor(Role.VERWALTUNG, of=clone.ags)
    with pytest.raises(InvalidState, match=f"{clone.name} kann noch nicht"), house.platform.command(laki) as uow:
        onboarding.release_municipality(uow, TenantId(clone.ags))
    for step in STEPS:
        if step.owner is Owner.MUNICIPALITY:
            put(house, done(step.number, clone.ags), clerk)
    with pytest.raises(InvalidState) as refusal, house.platform.command(laki) as uow:
        onboarding.release_municipality(uow, TenantId(clone.ags))
    assert "Schritt 19 (Landesstelle gibt frei)" in refusal.value.sentence
    assert "Schritt 13" not in refusal.value.sentence
    put(house, done(19, clone.ags), laki)
    with house.platform.command(laki) as uow:
        assert onboarding.release_municipality(uow, TenantId(clone.ags))
    # Real work.
    assert not house.page(first_case(house, clone)).head.trial
    line = lines(house, laki)[clone.ags]
    assert (line.stand, line.settled, line.live_since) == (Stand.LIVE, len(STEPS) - 1, "2026-06-03")
    assert house.verify().holds


def test_the_state_is_seen_with_as_many_statements_for_all_as_for_one(sqlite_house: House) -> None:
    house = sqlite_house
    counts = []
    for clones in (TEN[:1], TEN):
        for clone in clones:
            house.publish(cloned(clone), f"{clone.slug}.bpmn")
            put_all(house, clone)
        with house.counting() as counter:
            found = lines(house, OPERATOR)
        counts.append(len(counter.statements))
    assert counts[0] == counts[1] <= 5
    assert sum(line.stand is Stand.TRIAL for line in found.values()) == len(TEN)
    assert len(found) == 54


def put_all(house: House, clone: Clone) -> None:
    for step in STEPS:
        if step.number not in AFTERWARDS:
            with house.platform.command(OPERATOR) as uow:
                onboarding.set_step(uow, done(step.number, clone.ags))


def test_a_municipality_beside_the_54_is_listed_without_a_tile(house: House) -> None:
    for slug in ("soest", "laki"):
        house.publish((PROCESSES / f"{slug}.bpmn").read_bytes(), f"{slug}.bpmn")
    found = lines(house, OPERATOR)
    assert len(found) == 55 and "laki" not in found
    soest = found["05974040"]
    assert (soest.tile, soest.parent, soest.stand) == (None, "05974", Stand.TRIAL)


def test_where_a_path_comes_from_is_told_with_its_version(house: House) -> None:
    house.publish((PROCESSES / "hamm.bpmn").read_bytes(), "hamm.bpmn")
    line = lines(house, OPERATOR)["05915000"]
    assert line.origin and line.origin_version == 1
    with house.platform.query(OPERATOR) as uow:
        cloned_step = onboarding.checklist(uow, TenantId("05915000")).line(9)
    assert cloned_step is not None and [item.good for item in cloned_step.known] == [True]
    assert f"{line.origin}, Version 1" in cloned_step.known[0].sentence


def test_taking_a_path_back_shows_as_suspended(house: House) -> None:
    house.publish(cloned(TEN[0]), "bielefeld.bpmn")
    with house.platform.command(OPERATOR) as uow:
        withdraw(uow, "bielefeld")
    assert lines(house, OPERATOR)[TEN[0].ags].stand is Stand.PAUSED
