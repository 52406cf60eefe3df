"""Paths that begin by the clock: a published timer start event really starts cases, once for each time."""

from __future__ import annotations

import pytest

from engine import casework
from engine.errors import InvalidInput, InvalidState
from engine.worker import run_worker
from tests.kit.house import House
from tests.kit.paths import END, START, element, flows, path, script, task

QUARTERLY = "R/2026-01-01T08:00:00+01:00/P3M"


def by_clock(rule: str, kind: str = "timeCycle", *, name: str = "vorbereiten", **listed: str) -> bytes:
    timer = f"<bpmn:timerEventDefinition><bpmn:{kind}>{rule}</bpmn:{kind}></bpmn:timerEventDefinition>"
    return path(element("startEvent", "quartal", timer), task(name), END, flows("quartal", name, "e"), **listed)


def cases(house: House) -> list[str]:
    return [row["aktenzeichen"] for row in house.rows("process_instance")]


def test_a_published_quarter_begins_a_case_each_quarter(house: House) -> None:
    house.publish(by_clock(QUARTERLY))
    house.wait(days=27)
    assert cases(house) == []
    house.wait(days=1)  # the first of July
    assert len(cases(house)) == 1 and house.todo(cases(house)[0]) == ["vorbereiten"]
    house.wait(days=91)
    assert len(cases(house)) == 1
    house.wait(days=1)
    assert len(cases(house)) == 2
    assert house.verify().holds


def test_a_case_begun_by_the_clock_is_a_trial_until_the_municipality_is_released(house: House) -> None:
    house.publish(by_clock("P1D", "timeDuration"))
    house.wait(days=1)
    assert house.instance(cases(house)[0])["trial"]


def test_nobody_discards_as_begun_by_mistake_what_the_clock_began(house: House) -> None:
    house.publish(by_clock("R/P30D"))
    house.wait(days=30)
    [case] = cases(house)
    coordinator = house.coordinator()
    assert not house.page(case, coordinator).may_discard
    with pytest.raises(InvalidState, match="von selbst begonnen"), house.platform.command(coordinator) as uow:
        casework.discard_case(uow, case)
    assert house.todo(case) == ["vorbereiten"]


def test_the_page_of_a_meeting_shows_the_meeting_and_not_the_path_beside_it(house: House) -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P30D</bpmn:timeCycle></bpmn:timerEventDefinition>"
    meeting = (
        '<bpmn:process id="sitzung" name="Sitzung" isExecutable="true">'
        + element("startEvent", "quartal", timer)
        + task("tagesordnung")
        + element("endEvent", "vorbei")
        + flows("quartal", "tagesordnung", "vorbei")
        + "</bpmn:process>"
    )
    both = path(START, task("eins"), END, flows("s", "eins", "e"))
    house.publish(both.replace(b"</bpmn:definitions>", meeting.encode() + b"</bpmn:definitions>"))
    report = house.start()
    house.wait(days=30)
    [begun] = [case for case in cases(house) if case != report]
    page = house.page(begun)
    assert [step.element_id for step in page.steps if step.type == "userTask"] == ["tagesordnung"]
    assert [diagram.process_id for diagram in page.diagrams] == ["sitzung"]
    assert [diagram.process_id for diagram in house.page(report).diagrams] == ["weg"]


def test_what_was_missed_is_not_made_up(house: House) -> None:
    house.publish(by_clock(QUARTERLY))
    house.wait(days=400)
    assert len(cases(house)) == 1
    [row] = house.rows("timer_start")
    assert row["due"].startswith("2027-10-01T")


def test_what_was_missed_is_made_up_where_the_process_says_so(house: House) -> None:
    house.publish(by_clock("R/P30D", rueckstand="alle"))
    house.wait(days=95)
    assert len(cases(house)) == 3


def test_a_case_that_cannot_begin_is_tried_again_and_stops_no_other(house: House) -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"
    broken = path(
        element("startEvent", "quartal", timer), script("rechnen", "{a: 1} + 1"), END, flows("quartal", "rechnen", "e")
    )
    house.publish(broken)
    house.publish(by_clock("R/P1D", name="anders", ags="05974040").replace(b"Stadt Hamm", b"Stadt Soest"), "soest.bpmn")
    house.wait(days=1)
    assert [case.split("-")[1] for case in cases(house)] == ["05974040"]
    assert len(house.rows("timer_start")) == 2


def test_a_count_ends(house: House) -> None:
    house.publish(by_clock("R2/P1D"))
    for _ in range(4):
        house.wait(days=1)
    assert len(cases(house)) == 2 and house.rows("timer_start") == []


def test_a_moment_begins_one_case_and_a_past_one_none(house: House) -> None:
    house.publish(by_clock("2026-06-10T08:00:00Z", "timeDate"))
    house.wait(days=30)
    assert len(cases(house)) == 1
    house.publish(by_clock("2020-06-10T08:00:00Z", "timeDate"))
    house.wait(days=30)
    assert len(cases(house)) == 1 and house.rows("timer_start") == []


def test_publishing_anew_keeps_the_moment_and_the_newest_path_begins(house: House) -> None:
    house.publish(by_clock("R/P30D"))
    house.wait(days=20)
    house.publish(by_clock("R/P30D", name="anders"))
    house.wait(days=10)
    assert [house.todo(case) for case in cases(house)] == [["anders"]]


def test_a_path_without_the_start_begins_no_more(house: House) -> None:
    house.publish(by_clock("R/P30D"))
    house.publish(path(element("startEvent", "s"), task("eins"), END, flows("s", "eins", "e")))
    house.wait(days=90)
    assert cases(house) == []


def test_two_workers_begin_one_case(house: House) -> None:
    house.publish(by_clock("R/P1D"))
    house.clock.move(days=1)
    other = house.again()
    assert casework.fire_timer_starts(house.platform) == 1
    assert casework.fire_timer_starts(other.platform) == 0
    assert len(cases(house)) == 1
    other.close()


def test_the_worker_looks_for_it(house: House) -> None:
    house.publish(by_clock("R/P1D"))
    house.clock.move(days=1)
    run_worker(house.platform, once=True)
    assert len(cases(house)) == 1


def test_a_time_that_is_none_is_refused_when_published(house: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        house.publish(by_clock("=unbekannt"))
    assert [finding.code for finding in refused.value.findings] == ["timer.value"]
    assert house.rows("deployment") == []
