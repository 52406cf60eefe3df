"""Compensation event sub-processes: they undo the sub-process around them once it has ended. BPMN 2.0.2, 13.5.5."""

from __future__ import annotations

import pytest

from tests.bpmn.models import (
    END,
    START,
    boundary,
    compensate,
    document,
    element,
    event_sub_process,
    flows,
    script,
    sub_process,
    throw,
    timer,
    undo,
    user,
)
from tests.bpmn.test_refusals import errors
from tests.runtime.case import Case
from tests.runtime.places import PLACES, placed

HANDLER = event_sub_process("h", compensate(), user("zurueck"), flows("h_s", "zurueck", "h_e"))


def around(inside: str, *, target: str | None = None) -> tuple[str, ...]:
    """Start, a sub-process x with a task, a throwing event, a last task, end."""
    body = sub_process("x", user("a"), inside, flows("x_s", "a", "x_e"))
    throwing, last = throw("t", compensate(target)), user("z") + element("endEvent", "e")
    return (element("startEvent", "s"), body, throwing, last, flows("s", "x", "t", "z", "e"))


@PLACES
@pytest.mark.parametrize("target", [None, "x"])
def test_it_runs_when_its_sub_process_is_undone_and_not_before(place: str, target: str | None):
    case = placed(place, *around(HANDLER, target=target))
    assert case.open == ["a"]
    case.do("a")
    assert case.open == ["zurueck"]
    case.do("zurueck")
    assert case.open == ["z"]
    assert case.do("z").finished and case.scopes == 0


def test_it_takes_the_place_of_undoing_what_is_inside():
    case = Case(document(*around(HANDLER + undo("a", "ua"))))
    case.do("a")
    assert case.open == ["zurueck"]
    case.do("zurueck")
    assert case.open == ["z"]


def test_it_may_undo_what_is_inside_by_throwing_itself():
    handler = event_sub_process(
        "h", compensate(), user("zurueck"), throw("ht", compensate()), flows("h_s", "zurueck", "ht", "h_e")
    )
    case = Case(document(*around(handler + undo("a", "ua"))))
    case.do("a")
    case.do("zurueck")
    assert case.open == ["ua"]
    case.do("ua")
    assert case.open == ["z"] and case.trace[-2:] == ["h", "t"]


def test_it_sees_the_variables_as_they_were_when_its_sub_process_ended():
    inside = '<bpmn:dataObject id="d" name="drin"/>' + script("k", "{drin: wert}")
    handler = event_sub_process("h", compensate(), script("hk", "{gesehen: drin}"), flows("h_s", "hk", "h_e"))
    body = sub_process("x", inside, handler, flows("x_s", "k", "x_e"))
    change, steps = script("n", "{wert: 2}"), flows("s", "x", "n", "t", "u", "e")
    case = Case(document(START, body, change, throw("t", compensate()), user("u"), END, steps), wert=1)
    assert case.root == {"wert": 2, "gesehen": 1}


def test_what_has_not_ended_is_not_undone():
    body = sub_process("x", user("a"), HANDLER, flows("x_s", "a", "x_e"))
    model = document(
        START, body, boundary("b", "x", timer("PT1H")), throw("t", compensate()), user("z"), END,
        flows("s", "x", "e"), flows("b", "t", "z", "e"),
    )  # fmt: skip
    case = Case(model)
    case.wait(hours=1)
    assert case.open == ["z"]


def test_an_interrupted_handler_undoes_no_further():
    inner = sub_process("x", user("a"), HANDLER, flows("x_s", "a", "x_e"))
    outer = sub_process("o", inner, throw("t", compensate()), flows("o_s", "x", "t", "o_e"))
    model = document(
        START, outer, boundary("b", "o", timer("PT1H")), user("z"), END, flows("s", "o", "e"), flows("b", "z", "e")
    )
    case = Case(model)
    case.do("a")
    assert case.open == ["zurueck"]
    case.wait(hours=1)
    assert case.open == ["z"] and case.do("z").finished and case.scopes == 0


def test_where_it_can_never_run_it_is_refused():
    alone = document(START, user("u"), HANDLER, END, flows("s", "u", "e"))
    assert [code for code, _ in errors(alone)] == ["compensation.start"]
    second = event_sub_process("h2", compensate(), user("v"), flows("h2_s", "v"))
    assert "compensation.several" in [code for code, _ in errors(document(*around(HANDLER + second)))]
    twice = '<bpmn:standardLoopCharacteristics loopMaximum="2"/>'
    repeated = document(START, sub_process("x", HANDLER, loop=twice), END, flows("s", "x", "e"))
    assert "compensation.loop" in [code for code, _ in errors(repeated)]
