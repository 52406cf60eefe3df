"""What keeps a municipality from real work, and that nothing keeps it from trials."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import onboarding
from engine.catalogue import PublishProcess, publish
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.onboarding import GATE, StepState
from engine.terms import Actor, Role, TenantId
from tests.kit.house import OPERATOR, House
from tests.kit.paths import HAMM, tasks
from tests.kit.procedure import done, go_live, pass_gate

GOOD = b"name: Ein Schritt\nprocess: weg\nsteps:\n  - do: eins\nends: {}\n"
BAD = b"name: Kein Schritt\nprocess: weg\nsteps:\n  - do: gibt_es_nicht\n"


def release(house: House, by: Actor = OPERATOR, identity: str = HAMM) -> bool:
    with house.platform.command(by) as uow:
        return onboarding.release_municipality(uow, TenantId(identity))


def put(house: House, step: int, by: Actor = OPERATOR, **change: object) -> bool:
    with house.platform.command(by) as uow:
        return onboarding.set_step(uow, replace(done(step, HAMM), **change))  # type: ignore[arg-type]


def missing(house: House) -> list[int]:
    with house.platform.query(OPERATOR) as uow:
        return [item.step.number for item in onboarding.checklist(uow, TenantId(HAMM)).missing]


def with_rehearsal(house: House, content: bytes, *keys: str) -> None:
    with house.platform.command(OPERATOR) as uow:
        command = PublishProcess("hamm.bpmn", tasks(*keys), rehearsals=(("probe.rehearsal.yaml", content),))
        publish(uow, command)


def test_going_live_names_all_that_is_missing_and_trials_go_on(house: House) -> None:
    house.publish(tasks("eins"))
    before = house.everything()
    with pytest.raises(InvalidState) as refusal:
        release(house)
    assert refusal.value.code == "onboarding.gate"
    for step in GATE:
        assert f"Schritt {step.number} ({step.title}) ist offen" in refusal.value.sentence
    assert "Stadt Hamm kann noch nicht in den Echtbetrieb gehen." in refusal.value.sentence
    assert house.everything() == before
    assert house.page(house.start()).head.trial


@pytest.mark.parametrize("lacking", [step.number for step in GATE])
def test_each_of_the_four_blocks_by_itself(house: House, lacking: int) -> None:
    house.publish(tasks("eins"))
    pass_gate(house.platform, HAMM)
    put(house, lacking, state=StepState.OPEN, day="", evidence="", ticks=())
    with pytest.raises(InvalidState) as refusal:
        release(house)
    assert [step.number for step in GATE if f"Schritt {step.number}" in refusal.value.sentence] == [lacking]


def test_the_other_seventeen_do_not_block(house: House) -> None:
    house.publish(tasks("eins"))
    go_live(house.platform, HAMM)
    assert not house.page(house.start()).head.trial
    with house.platform.query(OPERATOR) as uow:
        found = onboarding.checklist(uow, TenantId(HAMM))
    assert found.released and found.missing == ()
    live = found.line(20)
    assert live is not None and live.now is not None and live.now.day == "2026-06-03"


def test_the_state_office_goes_live_for_another_municipality_and_nobody_else_does(house: House) -> None:
    house.publish(tasks("eins"))
    house.publish(tasks("eins", name="Landesstelle", ags="", kennung="laki", art="Landesstelle"), "laki.bpmn")
    pass_gate(house.platform, HAMM)
    with pytest.raises(NotPermitted):
        release(house, house.actor(Role.VERWALTUNG, Role.ENTWURF))
    laki = house.actor(Role.LAKI, of="laki", name="Leonie Muster")
    assert release(house, laki) and not release(house, laki)
    assert release(house, laki, "laki")  # it goes through no procedure itself
    with pytest.raises(NotFound):
        release(house, laki, "05154")


def test_rehearsals_that_fail_block_and_those_that_pass_do_not(house: House) -> None:
    with_rehearsal(house, BAD, "eins")
    designer = house.actor(Role.ENTWURF)
    with pytest.raises(InvalidState, match="noch nicht gespielt"):
        put(house, 18, designer)
    pass_gate(house.platform, HAMM)
    assert onboarding.play_rehearsals(house.platform, designer, TenantId(HAMM)).failed == 1
    assert missing(house) == [18]
    with pytest.raises(InvalidState, match="bestehen 1 nicht"):
        put(house, 18, designer, evidence="Trotzdem")
    with_rehearsal(house, GOOD, "eins")  # the same version, its rehearsal mended
    played = onboarding.play_rehearsals(house.platform, designer, TenantId(HAMM))
    assert (played.version, played.played, played.failed) == (1, 1, 0)
    assert put(house, 18, designer, evidence="Nun bestehen sie")
    assert missing(house) == [] and release(house)
    assert house.verify().holds


def test_another_version_needs_its_own_test_cases_or_rehearsals(house: House) -> None:
    house.publish(tasks("eins"))
    pass_gate(house.platform, HAMM)
    with_rehearsal(house, GOOD, "eins", "zwei")
    assert missing(house) == [18]
    with pytest.raises(InvalidState, match="Gespielt wurde Version 1, veröffentlicht ist Version 2"):
        release(house)
    assert put(house, 18, evidence="Auf Version 2 gespielt")
    assert missing(house) == []


def test_a_version_without_rehearsals_says_so(house: House) -> None:
    house.publish(tasks("eins"))
    with pytest.raises(InvalidState, match=r"onboarding\.no_rehearsal"):
        onboarding.play_rehearsals(house.platform, house.actor(Role.ENTWURF), TenantId(HAMM))
    with pytest.raises(NotPermitted):
        onboarding.play_rehearsals(house.platform, house.actor(Role.KOORDINATION), TenantId(HAMM))
