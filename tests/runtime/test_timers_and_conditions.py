"""Cycles, timer starts, conditions. BPMN 2.0.2, 10.5.1 and 10.5.4."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bpmn.models import (
    END,
    START,
    boundary,
    catch,
    condition,
    document,
    element,
    flow,
    flows,
    loop,
    script,
    sub_process,
    timer,
    user,
)
from tests.runtime.case import NOW, Case
from tests.runtime.places import PLACES, placed


def cyclic(text: str, *, interrupting: bool = False, place: str = "process") -> Case:
    return placed(
        place,
        START,
        user("u"),
        boundary("b", "u", timer(text, "timeCycle"), interrupting=interrupting),
        script("zaehlen", "{zahl: zahl + 1}"),
        END,
        flows("s", "u", "e"),
        flows("b", "zaehlen", "e"),
        zahl=0,
    )


@PLACES
def test_a_cycle_fires_as_often_as_it_says(place: str):
    case = cyclic("R3/PT10M", place=place)
    for number in range(1, 6):
        advance = case.wait(minutes=10)
        assert case.trace.count("b") == min(number, 3)
        assert len(advance.timers_set) == (1 if number < 3 else 0)
    assert case.do("u").finished


def test_what_was_missed_is_made_up_each_time_once():
    case = cyclic("R3/PT10M")
    case.wait(days=9)
    assert case.root["zahl"] == 3 and case.last.timers_set == ()


def test_a_late_look_does_not_move_the_rhythm():
    case = cyclic("R/PT10M")
    case.wait(minutes=25)
    assert case.root["zahl"] == 2 and [t.due for t in case.last.timers_set] == [NOW + timedelta(minutes=30)]
    assert case.do("u").timers_gone and case.finished


def test_a_cycle_from_a_moment_on():
    case = cyclic("R2/2026-06-02T08:00:00Z/P1D")
    case.wait(hours=23)
    assert case.root["zahl"] == 0
    case.wait(hours=1)
    case.wait(days=1)
    case.wait(days=9)
    assert case.root["zahl"] == 2


def test_a_cycle_from_an_expression_keeps_its_text():
    case = cyclic('="R2/PT" + string(minuten) + "M"')
    assert case.last.incident is not None  # minuten is null
    case = placed(
        "process",
        START,
        user("u"),
        boundary("b", "u", timer('="R2/PT" + string(minuten) + "M"', "timeCycle"), interrupting=False),
        END,
        flows("s", "u", "e"),
        flow("b", "e"),
        minuten=5,
    )
    case.wait(minutes=5)
    case.wait(minutes=5)
    case.wait(minutes=5)
    assert case.trace.count("b") == 2


def test_an_interrupting_cycle_fires_once():
    case = cyclic("R3/PT10M", interrupting=True)
    case.wait(days=1)
    assert case.root["zahl"] == 1 and case.finished


def test_a_catch_event_waits_for_the_first_time_of_its_cycle():
    case = placed("process", START, catch("c", timer("R3/PT10M", "timeCycle")), END, flows("s", "c", "e"))
    case.wait(minutes=9)
    assert not case.finished
    assert case.wait(minutes=1).finished


def test_a_timer_start_event_waits_for_its_time():
    case = Case(document(element("startEvent", "s", timer("PT2H")), user("u"), END, flows("s", "u", "e")))
    assert case.open == [] and len(case.last.timers_set) == 1
    case.wait(hours=2)
    assert case.open == ["u"] and case.trace == ["s"]


def conditional(*, interrupting: bool) -> tuple[str, ...]:
    return (
        START,
        element("parallelGateway", "g"),
        user("u"),
        boundary("b", "u", condition("x > 3"), interrupting=interrupting),
        user("v"),
        element("exclusiveGateway", "m"),
        script("zaehlen", "{zahl: if zahl = null then 1 else zahl + 1}"),
        END,
        flows("s", "g", "u", "e"),
        flows("g", "m2", "v", "x1"),
        element("exclusiveGateway", "m2"),
        element("exclusiveGateway", "x1", default="d"),
        flow("x1", "m2", "=nochmal"),
        flow("x1", "e", key="d"),
        flows("b", "zaehlen", "e"),
    )


@PLACES
def test_an_interrupting_condition_happens_when_it_becomes_true(place: str):
    bodies = [b for b in conditional(interrupting=True) if b != element("exclusiveGateway", "m")]
    case = placed(place, *bodies)
    case.do("v", x=3, nochmal=True)
    assert case.open == ["u", "v"]
    case.do("v", x=4)
    assert case.open == ["v"] and case.trace.count("b") == 1


def test_a_non_interrupting_condition_must_become_false_before_it_happens_again():
    bodies = [b for b in conditional(interrupting=False) if b != element("exclusiveGateway", "m")]
    case = placed("process", *bodies)
    for x, times in [(4, 1), (5, 1), (1, 1), (9, 2)]:
        case.do("v", x=x, nochmal=True)
        assert case.trace.count("b") == times == case.root["zahl"]


def test_a_condition_that_holds_for_one_moment_is_seen():
    case = placed(
        "process",
        START,
        element("parallelGateway", "g"),
        user("u"),
        boundary("b", "u", condition("x = 1"), interrupting=False),
        user("v"),
        script("an", "{x: 1}"),
        script("aus", "{x: 0}"),
        END,
        flows("s", "g", "u", "e"),
        flow("b", "e"),
        flows("g", "v", "an", "aus", "e"),
    )
    case.do("v")
    assert case.trace.count("b") == 1


@PLACES
def test_a_conditional_catch_event(place: str):
    case = placed(
        place,
        START,
        element("parallelGateway", "g"),
        catch("c", condition("x = 1")),
        user("v"),
        END,
        flows("s", "g", "c", "e"),
        flows("g", "v", "e"),
    )
    assert case.do("v", x=1).finished
    at_once = placed(place, START, catch("c", condition("x = 1")), END, flows("s", "c", "e"), x=1)
    assert at_once.finished


def test_a_conditional_start_event():
    model = document(element("startEvent", "s", condition("x = 1")), user("u"), END, flows("s", "u", "e"))
    assert (Case(model, x=1).open, Case(model, x=0).open) == (["u"], [])


def test_conditions_that_feed_each_other_end_in_an_incident_not_in_an_endless_loop():
    case = placed(
        "process",
        START,
        user("u"),
        boundary("b1", "u", condition("x = 1"), interrupting=False),
        boundary("b2", "u", condition("x = 2"), interrupting=False),
        script("z1", "{x: 2}"),
        script("z2", "{x: 1}"),
        END,
        flows("s", "u", "e"),
        flows("b1", "z1", "e"),
        flows("b2", "z2", "e"),
        x=1,
    )
    assert case.last.incident is not None and case.last.incident.code == "process.endless"


def test_a_conditional_boundary_on_a_multi_instance_and_a_sub_process():
    case = placed(
        "process",
        START,
        sub_process("sp", user("u", loop()), flows("sp_s", "u", "sp_e")),
        boundary("b", "sp", condition("stopp = true")),
        user("v"),
        END,
        flows("s", "sp", "e"),
        flows("b", "v", "e"),
        liste=[1, 2, 3],
    )
    case.do("u", 0, stopp=True)
    assert case.open == ["v"] and case.scopes == 0


@pytest.mark.parametrize("place", ["process"])
def test_interrupted_timers_of_a_cycle_are_gone(place: str):
    case = cyclic("R/P1D", place=place)
    due = case.last.timers_set[0].task_id
    case.wait(days=1)
    assert case.do("u").timers_gone == (due,)
