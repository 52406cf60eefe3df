"""Event sub-processes, at every depth, interrupting or beside; escalations and errors on their way out."""

from __future__ import annotations

import pytest

from tests.bpmn.models import (
    CANCEL,
    END,
    ERROR,
    ESCALATION,
    MESSAGE,
    SIGNAL,
    START,
    boundary,
    condition,
    document,
    element,
    event_sub_process,
    extensions,
    flow,
    flows,
    loop,
    message,
    sub_process,
    throw,
    timer,
    user,
)
from tests.runtime.case import Case
from tests.runtime.places import PLACES, placed

AND = "parallelGateway"
TRIGGERS = {
    "message": MESSAGE,
    "signal": SIGNAL,
    "timer": timer("PT1H"),
    "condition": condition("x = 1"),
    "escalation": ESCALATION,
    "error": ERROR,
}


def with_handler(place: str, kind: str, *, interrupting: bool) -> Case:
    """u and v side by side; after v comes what triggers the event sub-process (unless it is time or a message)."""
    thrown = {"signal": throw("t", SIGNAL), "escalation": throw("t", ESCALATION)}.get(kind, throw("t"))
    after = element("endEvent", "t", ERROR) if kind == "error" else thrown + flow("t", "e")
    return placed(
        place,
        START,
        element(AND, "g"),
        user("u"),
        user("v"),
        after,
        END,
        flows("s", "g", "u", "e"),
        flows("g", "v", "t"),
        event_sub_process("h", TRIGGERS[kind], user("w"), flows("h_s", "w", "h_e"), interrupting=interrupting),
    )


def trigger(case: Case, kind: str) -> None:
    if kind == "message":
        case.send()
    elif kind == "timer":
        case.wait(hours=1)
    elif kind == "condition":
        case.do("v", x=1)
    else:
        case.do("v")


@PLACES
@pytest.mark.parametrize("kind", TRIGGERS)
def test_interrupting_it_takes_the_place_of_all_else(place: str, kind: str):
    case = with_handler(place, kind, interrupting=True)
    trigger(case, kind)
    assert case.open == ["w"] and case.last.messages == ()
    case.wait(days=2)
    assert case.open == ["w"]
    assert case.do("w").finished and case.scopes == 0
    assert case.trace.count("h") == 1


@PLACES
@pytest.mark.parametrize("kind", [k for k in TRIGGERS if k != "error"])
def test_beside_the_rest_it_leaves_all_as_it_is(place: str, kind: str):
    case = with_handler(place, kind, interrupting=False)
    trigger(case, kind)
    rest = ["u"] if kind in ("signal", "condition", "escalation") else ["u", "v"]
    assert case.open == [*rest, "w"]
    for key in rest:
        case.do(key)
    assert "w" in case.open and not case.finished
    while case.open:
        case.do("w")
    assert case.finished and case.last.messages == () and case.scopes == 0


def test_a_message_can_begin_it_again_and_again():
    case = with_handler("process", "message", interrupting=False)
    case.send()
    case.send()
    assert case.open == ["u", "v", "w", "w"]


def test_a_cycle_begins_it_each_time():
    case = placed(
        "process",
        START,
        user("u"),
        END,
        flows("s", "u", "e"),
        event_sub_process("h", timer("R2/PT1H", "timeCycle"), user("w"), flows("h_s", "w", "h_e"), interrupting=False),
    )
    case.wait(hours=5)
    assert case.open == ["u", "w", "w"]


def test_the_end_of_its_process_ends_its_waiting():
    case = with_handler("process", "timer", interrupting=False)
    case.do("u")
    advance = case.do("v")
    assert case.finished and len(advance.timers_gone) == 1


def test_inside_an_event_sub_process_inside_a_sub_process():
    inner = event_sub_process(
        "tief", SIGNAL, user("x"), throw("ts", SIGNAL), flows("tief_s", "x", "ts", "tief_e"), interrupting=True
    )
    deep = event_sub_process("h", MESSAGE, user("w"), flows("h_s", "w", "h_e"), inner, interrupting=False)
    case = placed(
        "process",
        START,
        sub_process("sp", user("u"), flows("sp_s", "u", "sp_e"), deep),
        element(AND, "g"),
        user("v"),
        throw("t", SIGNAL),
        END,
        flows("s", "g", "sp", "e"),
        flows("g", "v", "t", "e"),
    )
    case.send()
    assert case.open == ["u", "v", "w"]
    case.do("v")
    assert case.open == ["u", "x"]
    case.do("x")
    assert case.open == ["u"]
    assert case.do("u").finished


def test_one_that_has_interrupted_is_not_caught_by_its_neighbours():
    """The error inside the handler leaves the sub-process."""
    case = placed(
        "process",
        START,
        sub_process(
            "sp",
            user("u"),
            flows("sp_s", "u", "sp_e"),
            event_sub_process("h", MESSAGE, user("w"), element("endEvent", "x", ERROR), flows("h_s", "w", "x")),
            event_sub_process("h2", ERROR, user("falsch"), flows("h2_s", "falsch", "h2_e")),
        ),
        boundary("b", "sp", ERROR),
        user("v"),
        END,
        flows("s", "sp", "e"),
        flows("b", "v", "e"),
    )
    case.send()
    case.do("w")
    assert case.open == ["v"]


def test_in_every_item_of_a_loop_for_itself():
    case = placed(
        "process",
        START,
        sub_process(
            "sp",
            user("u"),
            element("endEvent", "t", ESCALATION),
            flows("sp_s", "u", "t"),
            event_sub_process("h", ESCALATION, user("w"), flows("h_s", "w", "h_e")),
            loop=loop(),
        ),
        END,
        flows("s", "sp", "e"),
        liste=["eins", "zwei"],
    )
    case.do("u", 0)
    assert case.open == ["u", "w"]
    case.do("u")
    case.do("w")
    assert case.do("w").finished and case.scopes == 0


# -- escalations
def escalating(*, interrupting: bool, code: str = "es", end: bool = False) -> tuple[str, ...]:
    definition = (
        f'<bpmn:escalationEventDefinition escalationRef="{code}"/>' if code else "<bpmn:escalationEventDefinition/>"
    )
    thrower = element("endEvent", "t", ESCALATION) if end else throw("t", ESCALATION)
    after = () if end else (user("danach"), flows("t", "danach", "sp_e"))
    return (
        START,
        sub_process("sp", user("u"), thrower, flows("sp_s", "u", "t"), *after),
        boundary("b", "sp", definition, interrupting=interrupting),
        user("w"),
        END,
        flows("s", "sp", "e"),
        flows("b", "w", "e"),
    )


@PLACES
@pytest.mark.parametrize("code", ["es", ""])
def test_an_escalation_beside_lets_the_thrower_go_on(place: str, code: str):
    case = placed(place, *escalating(interrupting=False, code=code))
    case.do("u")
    assert case.open == ["danach", "w"]
    case.do("w")
    assert case.do("danach").finished


@PLACES
@pytest.mark.parametrize("end", [True, False])
def test_an_interrupting_escalation_ends_the_sub_process(place: str, end: bool):
    case = placed(place, *escalating(interrupting=True, end=end))
    case.do("u")
    assert case.open == ["w"]
    assert case.do("w").finished


def test_an_escalation_that_nobody_catches_is_no_fault():
    case = placed("process", *escalating(interrupting=True, code="es2"))
    case.do("u")
    assert case.open == ["danach"] and case.last.incident is None


def test_the_nearest_catcher_takes_an_escalation_and_no_other():
    case = placed(
        "process",
        START,
        sub_process(
            "sp",
            sub_process("in", user("u"), element("endEvent", "t", ESCALATION), flows("in_s", "u", "t")),
            boundary("b1", "in", ESCALATION, interrupting=False),
            user("nah"),
            flows("sp_s", "in", "sp_e"),
            flows("b1", "nah", "sp_e"),
        ),
        boundary("b2", "sp", ESCALATION, interrupting=False),
        user("fern"),
        END,
        flows("s", "sp", "e"),
        flows("b2", "fern", "e"),
    )
    case.do("u")
    assert case.open == ["nah"]


def test_an_error_event_sub_process_of_the_same_code_comes_first():
    case = placed(
        "process",
        START,
        user("u"),
        element("endEvent", "x", ERROR),
        flows("s", "u", "x"),
        event_sub_process("alle", "<bpmn:errorEventDefinition/>", user("a"), flows("alle_s", "a", "alle_e")),
        event_sub_process("genau", ERROR, user("g"), flows("genau_s", "g", "genau_e")),
    )
    case.do("u")
    assert case.open == ["g"]
    assert case.do("g").finished


def test_a_cancel_event_is_only_for_transactions():
    from tests.bpmn.models import document
    from tests.bpmn.test_refusals import errors

    xml = document(START, user("u"), boundary("b", "u", CANCEL), END, flows("s", "u", "e"), flow("b", "e"))
    assert errors(xml) == [("cancel.place", "b")]


@pytest.mark.parametrize(("interrupting", "outcome"), [(True, "schutzweg"), (False, "geklaert")])
def test_what_interrupts_the_path_for_good_tells_its_outcome(interrupting: bool, outcome: str):
    model = document(
        START,
        user("u"),
        element("endEvent", "e", extensions(properties={"ergebnis": "geklaert"})),
        flows("s", "u", "e"),
        event_sub_process(
            "h",
            MESSAGE,
            user("w"),
            element("endEvent", "h_ende", extensions(properties={"ergebnis": "schutzweg"})),
            flows("h_s", "w", "h_ende"),
            interrupting=interrupting,
        ),
        before=message(),
    )
    case = Case(model)
    case.send()
    for key in sorted(case.open):
        advance = case.do(key)
    assert advance.finished and advance.outcome == outcome


def test_what_interrupts_only_a_part_tells_no_outcome_of_the_case():
    part = sub_process(
        "p1",
        user("u"),
        flows("p1_s", "u", "p1_e"),
        event_sub_process(
            "h",
            MESSAGE,
            element("endEvent", "h_ende", extensions(properties={"ergebnis": "schutzweg"})),
            flows("h_s", "h_ende"),
        ),
    )
    case = Case(document(START, part, END, flows("s", "p1", "e"), before=message()))
    assert case.send().finished and case.last.outcome is None
