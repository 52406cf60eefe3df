"""A Störung keeps the case as it was and what had been entered; trying again completes it."""

from __future__ import annotations

import pytest

from engine import casework
from engine.errors import IncidentRaised, InvalidState, NotFound
from engine.terms import Role
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, START, flows, in_a_row, path, script, task, timer

VALUE = "Sentinelwert des Formulars"


def faulty(house: House) -> str:
    """A script that works only once `faktor` is known; another task, open at the same time, sets it."""
    from tests.kit.paths import element

    xml = path(
        START,
        element("parallelGateway", "teilen"),
        task("eins"),
        script("rechnen", "if faktor = null then null else {produkt: 2 * faktor}"),
        task("zwei"),
        task("faktor_nennen"),
        element("endEvent", "e1"),
        END,
        flows("s", "teilen", "eins", "rechnen", "zwei", "e"),
        flows("teilen", "faktor_nennen", "e1"),
    )
    house.publish(xml)
    return house.start()


def test_an_incident_leaves_the_task_open_and_the_case_as_it_was(house: House) -> None:
    case = faulty(house)
    done = house.do(case, "eins", angabe=VALUE)
    assert done.incident is not None and done.opened == ()
    assert house.todo(case) == ["eins", "faktor_nennen"]
    assert house.page(case).head.state == "incident"
    with house.platform.query(OPERATOR) as uow:
        (line,) = casework.incident_list(uow)
    assert (line.aktenzeichen, line.element) == (case, "rechnen")
    assert VALUE not in line.message


def test_trying_again_completes_with_what_had_been_entered(house: House) -> None:
    case = faulty(house)
    house.do(case, "eins", angabe=VALUE)
    house.do(case, "faktor_nennen", faktor=21)
    admin = house.actor(Role.VERWALTUNG, name="Volker Beispiel")
    casework.retry_incident(house.platform, admin, house.rows("incident")[0]["id"])
    assert house.todo(case) == ["zwei"]
    assert house.page(case).head.state == "active"
    with house.platform.query(OPERATOR) as uow:
        assert casework.incident_list(uow) == ()
        data = casework.form_for_completion(uow, house.task(case, "zwei"))  # type: ignore[arg-type]
    assert (data[1]["angabe"], data[1]["produkt"]) == (VALUE, 42)
    assert house.verify().holds


def test_failing_again_is_told_and_kept_as_a_new_incident(house: House) -> None:
    case = faulty(house)
    house.do(case, "eins", angabe=VALUE)
    number = house.rows("incident")[0]["id"]
    with pytest.raises(IncidentRaised, match="erneut"):
        casework.retry_incident(house.platform, OPERATOR, number)
    with house.platform.query(OPERATOR) as uow:
        (line,) = casework.incident_list(uow)
    assert line.id != number
    assert house.page(case).head.state == "incident"


def test_a_resolved_incident_cannot_be_tried_again(house: House) -> None:
    case = faulty(house)
    house.do(case, "eins")
    number = house.rows("incident")[0]["id"]
    casework.resolve_incident(house.platform, OPERATOR, number)
    assert house.page(case).head.state == "active"
    for act in (casework.retry_incident, casework.resolve_incident):
        with pytest.raises(InvalidState, match="schon erledigt"):
            act(house.platform, OPERATOR, number)
        with pytest.raises(NotFound):
            act(house.platform, OPERATOR, 4711)


def test_a_timer_that_failed_fires_when_tried_again(house: House) -> None:
    house.publish(
        in_a_row(
            ("warten", timer("warten", "P2D")),
            ("rechnen", script("rechnen", 'if jetzt > date and time("2026-07-01T00:00:00Z") then {x: 1} else null')),
            ("zwei", task("zwei")),
        )
    )
    case = house.start()
    house.wait(days=3)
    assert house.page(case).head.state == "incident"
    house.clock.move(days=60)
    casework.retry_incident(house.platform, OPERATOR, house.rows("incident")[0]["id"])
    assert house.todo(case) == ["zwei"]
    assert house.rows("timer") == []


def silenced(house: House) -> str:
    """A timer has failed; what it needs comes later."""
    late = 'if jetzt > date and time("2026-07-01T00:00:00Z") then {x: 1} else null'
    house.publish(
        in_a_row(("warten", timer("warten", "P2D")), ("rechnen", script("rechnen", late)), ("zwei", task("zwei")))
    )
    case = house.start()
    house.wait(days=3)
    return case


def test_a_timer_whose_incident_was_put_aside_is_due_again(house: House) -> None:
    case = silenced(house)
    house.wait(days=60)
    assert house.todo(case) == [], "silent while somebody has to look at it"
    casework.resolve_incident(house.platform, OPERATOR, house.rows("incident")[0]["id"])
    house.wait(seconds=1)
    assert house.todo(case) == ["zwei"] and house.rows("timer") == []


def test_put_aside_without_mending_anything_the_timer_fails_again_and_says_so(house: House) -> None:
    case = silenced(house)
    casework.resolve_incident(house.platform, OPERATOR, house.rows("incident")[0]["id"])
    house.wait(seconds=1)
    assert house.page(case).head.state == "incident"
    with house.platform.query(OPERATOR) as uow:
        assert len(casework.incident_list(uow)) == 1
    assert casework.fire_timers(house.platform) == 0


@pytest.mark.parametrize("zone", ["mediation", "beirat"])
def test_a_timer_that_writes_where_the_key_is_gone_is_one_incident(house: House, zone: str) -> None:
    """Whether something was written there before (the mediation) or not (the board)."""
    house.publish(
        in_a_row(
            ("eins", task("eins", schutzzone="mediation")),
            ("warten", timer("warten", "P2D")),
            ("rechnen", script("rechnen", "{ergebnis: 1}", schutzzone=zone)),
        )
    )
    case = house.start()
    house.do(case, "eins", angabe=VALUE)
    house.erase(case, zone)
    house.wait(days=3)
    house.wait(days=3)
    assert [row["code"] for row in house.rows("incident")] == ["zone.locked"]
    assert house.page(case).head.state == "incident" and house.verify().holds


def test_what_no_form_knows_stays_in_the_mediation_where_it_was_entered(house: House) -> None:
    house.publish(in_a_row(("eins", task("eins", schutzzone="mediation")), ("zwei", task("zwei"))))
    case = house.start()
    house.do(case, "eins", unbekannt=VALUE)
    with house.platform.query(OPERATOR) as uow:
        _, data = casework.form_for_completion(uow, house.task(case, "zwei"))  # type: ignore[arg-type]
    assert "unbekannt" not in data
    house.erase(case, "mediation")
    assert VALUE not in repr(house.page(case, house.coordinator()))
