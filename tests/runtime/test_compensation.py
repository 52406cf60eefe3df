"""Compensation, cancel and transactions: undone in reverse order, once. BPMN 2.0.2, 10.7, 13.3.4 and 13.5.5."""

from __future__ import annotations

import pytest

from tests.bpmn.models import (
    CANCEL,
    END,
    MESSAGE,
    START,
    boundary,
    compensate,
    element,
    event_sub_process,
    flow,
    flows,
    sub_process,
    throw,
    timer,
    undo,
    user,
)
from tests.runtime.places import PLACES, placed

AND = "parallelGateway"


@PLACES
@pytest.mark.parametrize("end", [True, False])
def test_what_has_ended_is_undone_last_first(place: str, end: bool):
    thrower = element("endEvent", "t", compensate()) if end else throw("t", compensate()) + flows("t", "danach", "e")
    case = placed(
        place,
        START,
        user("a") + undo("a", "ua"),
        user("b") + undo("b", "ub"),
        user("c") + undo("c", "uc"),
        thrower,
        *(() if end else (user("danach"), END)),
        flows("s", "a", "b", "t"),
        element(AND, "g"),
        flow("a", "g"),
        flow("g", "c"),
        flow("c", "e3"),
        element("endEvent", "e3"),
    )
    case.do("a")
    case.do("b")
    assert case.open == ["c", "ub"]
    case.do("ub")
    assert case.open == ["c", "ua"]
    case.do("ua")
    assert case.open == ["c"] if end else ["c", "danach"]


def test_nothing_to_undo_goes_on_at_once():
    case = placed(
        "process", START, user("a") + undo("a", "ua"), throw("t", compensate()), END, flows("s", "t", "a", "e")
    )
    assert case.open == ["a"]
    assert case.do("a").finished


def test_each_is_undone_once_only():
    case = placed(
        "process",
        START,
        user("a") + undo("a", "ua"),
        throw("t", compensate()),
        throw("t2", compensate()),
        END,
        flows("s", "a", "t", "t2", "e"),
    )
    case.do("a")
    assert case.do("ua").finished


def test_only_the_named_activity():
    case = placed(
        "process",
        START,
        user("a") + undo("a", "ua"),
        user("b") + undo("b", "ub"),
        throw("t", compensate("a")),
        user("v"),
        END,
        flows("s", "a", "b", "t", "v", "e"),
    )
    case.do("a")
    case.do("b")
    assert case.open == ["ua"]
    case.do("ua")
    assert case.open == ["v"]


def test_every_round_is_undone_by_itself():
    case = placed(
        "process",
        START,
        element("exclusiveGateway", "m0"),
        user("a") + undo("a", "ua"),
        element("exclusiveGateway", "x", default="d"),
        throw("t", compensate()),
        END,
        flows("s", "m0", "a", "x"),
        flow("x", "m0", "=nochmal"),
        flow("x", "t", key="d"),
        flow("t", "e"),
    )
    case.do("a", nochmal=True)
    case.do("a", nochmal=False)
    case.do("ua")
    assert case.open == ["ua"]
    assert case.do("ua").finished


def nested(throwing: str) -> tuple[str, ...]:
    return (
        START,
        user("a") + undo("a", "ua"),
        sub_process(
            "sp",
            user("b") + undo("b", "ub"),
            user("c") + undo("c", "uc"),
            flows("sp_s", "b", "c", "sp_e"),
            '<bpmn:dataObject id="lokal" name="lokal"/>',
        ),
        user("d"),
        throwing,
        END,
        flows("s", "a", "sp", "d", "t", "e"),
    )


@PLACES
def test_a_sub_process_is_undone_from_inside_with_its_own_names(place: str):
    case = placed(place, *nested(throw("t", compensate())))
    case.do("a")
    case.do("b")
    case.do("c", lokal="wert-von-innen")
    assert "lokal" not in case.root
    case.do("d")
    assert case.open == ["uc"] and case.context(case.tasks("uc")[0]).variables["lokal"] == "wert-von-innen"
    case.do("uc")
    assert case.open == ["ub"]
    case.do("ub")
    assert case.open == ["ua"]
    assert case.do("ua").finished and case.scopes == 0


def test_a_sub_process_alone():
    case = placed("process", *nested(throw("t", compensate("sp"))))
    for key in ("a", "b", "c", "d", "uc", "ub"):
        case.do(key)
    assert case.finished


def test_a_sub_process_with_a_handler_of_its_own_is_not_undone_from_inside():
    case = placed(
        "process",
        START,
        sub_process("sp", user("b") + undo("b", "ub"), flows("sp_s", "b", "sp_e")) + undo("sp", "usp"),
        throw("t", compensate()),
        END,
        flows("s", "sp", "t", "e"),
    )
    case.do("b")
    assert case.open == ["usp"]
    assert case.do("usp").finished


def test_an_interrupting_handler_undoes_what_had_ended_around_it():
    case = placed(
        "process",
        START,
        user("a") + undo("a", "ua"),
        user("b") + undo("b", "ub"),
        END,
        flows("s", "a", "b", "e"),
        event_sub_process("h", MESSAGE, throw("t", compensate()), flows("h_s", "t", "h_e")),
    )
    case.do("a")
    case.send()
    assert case.open == ["ua"]
    assert case.do("ua").finished


def test_what_is_interrupted_while_it_undoes_undoes_no_further():
    case = placed(
        "process",
        START,
        sub_process(
            "sp",
            user("a") + undo("a", "ua"),
            user("b") + undo("b", "ub"),
            throw("t", compensate()),
            flows("sp_s", "a", "b", "t", "sp_e"),
        ),
        boundary("bt", "sp", timer("P1D")),
        user("v"),
        END,
        flows("s", "sp", "e"),
        flows("bt", "v", "e"),
    )
    case.do("a")
    case.do("b")
    case.wait(days=1)
    assert case.open == ["v"] and case.do("v").finished and case.scopes == 0


TRANSACTION = (
    START
    + element(
        "transaction",
        "tr",
        element("startEvent", "ts")
        + element(AND, "g")
        + user("a")
        + undo("a", "ua")
        + user("b")
        + undo("b", "ub")
        + user("c")
        + element("exclusiveGateway", "x", default="d")
        + element("endEvent", "te")
        + element("endEvent", "ce", CANCEL)
        + flows("ts", "g", "a", "b", "x")
        + flow("x", "ce", "=abbruch")
        + flow("x", "te", key="d")
        + flows("g", "c", "te"),
    )
    + boundary("bc", "tr", CANCEL)
    + user("abgebrochen")
    + user("fertig")
    + END
    + flows("s", "tr", "fertig", "e")
    + flows("bc", "abgebrochen", "e")
)


@PLACES
def test_a_canceled_transaction_is_undone_and_left_by_its_cancel_event(place: str):
    case = placed(place, TRANSACTION)
    case.do("a")
    case.do("b", abbruch=True)
    assert case.open == ["ub"]
    case.do("ub")
    assert case.open == ["ua"]
    case.do("ua")
    assert case.open == ["abgebrochen"]
    assert case.do("abgebrochen").finished and case.scopes == 0


@PLACES
def test_a_transaction_that_ends_goes_on(place: str):
    case = placed(place, TRANSACTION)
    case.do("c")
    case.do("a")
    case.do("b", abbruch=False)
    assert case.open == ["fertig"]
    assert case.do("fertig").finished and case.scopes == 0
