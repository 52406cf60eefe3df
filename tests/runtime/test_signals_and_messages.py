"""Signals reach all that wait, messages one; thrown by events, tasks and ends. BPMN 2.0.2, 10.5."""

from __future__ import annotations

import pytest

from engine import runtime
from tests.bpmn.models import (
    END,
    MESSAGE,
    SIGNAL,
    START,
    boundary,
    catch,
    document,
    element,
    event_sub_process,
    extensions,
    flow,
    flows,
    mapping,
    message,
    process,
    script,
    sub_process,
    throw,
    timer,
    user,
)
from tests.runtime.case import Case
from tests.runtime.places import EVERYTHING, PLACES, placed

AND = "parallelGateway"


@PLACES
@pytest.mark.parametrize("end", [True, False])
def test_a_signal_reaches_everything_that_waits_for_it(place: str, end: bool):
    thrower = element("endEvent", "t", SIGNAL) if end else throw("t", SIGNAL) + flow("t", "e")
    case = placed(
        place,
        START,
        element(AND, "g"),
        catch("c1", SIGNAL),
        catch("c2", SIGNAL),
        user("u"),
        boundary("b", "u", SIGNAL, interrupting=False),
        user("v"),
        user("w"),
        thrower,
        END,
        flows("s", "g", "c1", "w", "e"),
        flows("g", "c2", "w"),
        flows("g", "u", "e"),
        flows("b", "w"),
        flows("g", "v", "t"),
    )
    assert case.open == ["u", "v"]
    case.do("v")
    assert case.open == ["u", "w", "w", "w"]


def test_a_signal_that_nobody_waits_for_is_lost():
    case = placed("process", START, throw("t", SIGNAL), catch("c", SIGNAL), END, flows("s", "t", "c", "e"))
    assert not case.finished and case.trace == ["s", "t"]
    case.apply(runtime.signal(case.definition, case.state, "Signal", {}, case=case.fall, now=case.now))
    assert case.finished


@PLACES
def test_an_interrupting_signal_boundary_on_a_sub_process(place: str):
    inner = sub_process(
        "sp",
        element(AND, "g"),
        user("a"),
        user("b"),
        element("endEvent", "t", SIGNAL),
        flows("sp_s", "g", "a", "t"),
        flows("g", "b", "sp_e"),
    )
    case = placed(
        place, START, inner, boundary("bs", "sp", SIGNAL), user("v"), END, flows("s", "sp", "e"), flows("bs", "v", "e")
    )
    case.do("a")
    assert case.open == ["v"]
    assert case.do("v").finished


@PLACES
@pytest.mark.parametrize("kind", ["throw", "end", "task"])
def test_a_message_goes_to_the_one_that_waits_longest(place: str, kind: str):
    thrower = {
        "throw": throw("t", MESSAGE) + flow("t", "e"),
        "end": element("endEvent", "t", MESSAGE),
        "task": element("sendTask", "t", messageRef="m") + flow("t", "e"),
    }[kind]
    case = placed(
        place,
        START,
        element(AND, "g"),
        catch("c1", MESSAGE),
        element("receiveTask", "c2", messageRef="m"),
        user("v"),
        user("eins"),
        user("zwei"),
        thrower,
        END,
        flows("s", "g", "c1", "eins", "e"),
        flows("g", "c2", "zwei", "e"),
        flows("g", "v", "t"),
    )
    advance = case.do("v")
    assert case.open == ["eins"] and len(advance.messages) == 1
    assert [(m.name, m.delivered) for m in advance.sent] == [("Nachricht", True)]


def test_a_message_brings_what_the_input_mappings_name():
    out = extensions(mapping(inputs={"betrag": "=summe * 2"}))
    case = placed(
        "process",
        START,
        element(AND, "g"),
        catch("c", MESSAGE),
        user("v"),
        throw("t", out + MESSAGE),
        END,
        flows("s", "g", "c", "e"),
        flows("g", "v", "t", "e"),
    )
    case.do("v", summe=21)
    assert case.finished and case.root == {"summe": 21, "betrag": 42}


def test_a_send_task_reads_its_input_mappings_once():
    out = extensions(mapping(inputs={"summe": "=summe * 2"}))
    sends = element("sendTask", "t", out, messageRef="m")
    takes = element("receiveTask", "c", extensions(mapping(outputs={"betrag": "=summe"})), messageRef="m")
    ways = flows("s", "g", "c", "e") + flows("g", "v", "t", "e")
    case = placed("process", START, element(AND, "g"), takes, user("v"), sends, END, ways)
    case.do("v", summe=21)
    assert case.finished and case.root == {"summe": 21, "betrag": 42}


def test_a_message_of_another_key_is_not_taken():
    keyed = message(correlation="=nummer")
    model = document(
        START,
        element(AND, "g"),
        catch("c", MESSAGE),
        user("v"),
        throw("t", MESSAGE),
        END,
        flows("s", "g", "c", "e"),
        flows("g", "v", "t", "e"),
        before=keyed,
    )
    other, same = Case(model, nummer="alpha"), Case(model, nummer="alpha")
    assert other.do("v", nummer="bravo").sent[0].delivered is False
    assert not other.finished
    assert same.do("v").finished


def test_a_message_that_nobody_takes_goes_out():
    case = placed("process", START, throw("t", MESSAGE), END, flows("s", "t", "e"))
    assert case.finished and [(m.name, m.delivered) for m in case.last.sent] == [("Nachricht", False)]


# -- several processes of one file
def partners(first: str, second: str) -> bytes:
    return document(first, before=EVERYTHING, extra=process("partner", second))


def test_a_message_begins_the_process_of_a_partner_in_the_same_case():
    out = extensions(mapping(inputs={"anfrage": '="bitte " + thema'}))
    model = partners(
        START + throw("t", out + MESSAGE) + user("a") + END + flows("s", "t", "a", "e"),
        element("startEvent", "ps", MESSAGE) + user("b") + element("endEvent", "pe") + flows("ps", "b", "pe"),
    )
    case = Case(model, thema="laerm")
    assert case.open == ["a", "b"] and case.root == {"thema": "laerm"}
    assert case.context(case.tasks("b")[0]).variables == {"anfrage": "bitte laerm"}
    case.do("a")
    assert case.open == ["b"] and not case.finished
    assert case.do("b").finished and case.trace == ["s", "t", "ps", "a", "e", "b", "pe"]


def test_partners_answer_each_other_however_early_the_answer_comes():
    other = '<bpmn:message id="m2" name="Antwort"/>'
    answer = '<bpmn:messageEventDefinition messageRef="m2"/>'
    model = document(
        START + throw("t", MESSAGE) + user("langsam") + catch("c", answer) + END + flows("s", "t", "langsam", "c", "e"),
        before=EVERYTHING + other,
        extra=process(
            "partner",
            element("startEvent", "ps", MESSAGE),
            throw("pt", extensions(mapping(inputs={"wert": '="schnell"'})) + answer),
            element("endEvent", "pe"),
            flows("ps", "pt", "pe"),
        ),
    )
    case = Case(model)
    assert case.open == ["langsam"]
    assert case.do("langsam").finished and case.root == {"wert": "schnell"}


def test_a_terminated_process_leaves_its_partner_alone():
    model = partners(
        START
        + throw("t", MESSAGE)
        + user("a")
        + element("endEvent", "te", "<bpmn:terminateEventDefinition/>")
        + flows("s", "t", "a", "te"),
        element("startEvent", "ps", MESSAGE) + user("b") + element("endEvent", "pe") + flows("ps", "b", "pe"),
    )
    case = Case(model)
    case.do("a")
    assert case.open == ["b"]
    assert case.do("b").finished


def test_a_signal_begins_a_partner_too():
    model = partners(
        START + throw("t", SIGNAL) + END + flows("s", "t", "e"),
        element("startEvent", "ps", SIGNAL) + user("b") + element("endEvent", "pe") + flows("ps", "b", "pe"),
    )
    case = Case(model)
    assert case.open == ["b"]
    assert case.do("b").finished


# -- several definitions
def test_one_of_several_definitions_is_enough():
    both = MESSAGE + timer("PT1H") + SIGNAL
    for step in ("send", "wait"):
        case = placed("process", START, catch("c", both), user("v"), END, flows("s", "c", "v", "e"))
        case.send() if step == "send" else case.wait(hours=1)
        assert case.open == ["v"] and case.last.messages == () and len(case.last.timers_gone) == 1


@PLACES
def test_all_of_several_definitions_when_the_event_is_parallel(place: str):
    both = MESSAGE + timer("PT1H")
    event = catch("c", both, parallelMultiple="true")
    case = placed(place, START, event, user("v"), END, flows("s", "c", "v", "e"))
    case.send(wert=1)
    assert case.open == [] and case.last.messages == ()
    case.wait(hours=1)
    assert case.open == ["v"]


def test_a_multiple_event_throws_each_of_its_definitions():
    case = placed(
        "process",
        START,
        element(AND, "g"),
        catch("c1", SIGNAL),
        catch("c2", MESSAGE),
        user("u"),
        element("endEvent", "t", SIGNAL + MESSAGE),
        END,
        flows("s", "g", "c1", "e"),
        flows("g", "c2", "e"),
        flows("g", "u", "t"),
    )
    assert case.do("u").finished


def test_two_messages_of_one_boundary_event_are_told_apart():
    two = EVERYTHING + '<bpmn:message id="m2" name="Zweite"/>'
    model = document(
        START,
        user("u"),
        boundary("b", "u", MESSAGE + '<bpmn:messageEventDefinition messageRef="m2"/>', interrupting=False),
        script("z", "{zahl: if zahl = null then 1 else zahl + 1}"),
        END,
        flows("s", "u", "e"),
        flows("b", "z", "e"),
        before=two,
    )
    case = Case(model)
    assert len({w.task_id for w in case.last.messages}) == 2
    case.send("Zweite")
    case.send("Nachricht")
    assert case.root["zahl"] == 2 and len(case.last.messages) == 2


def test_a_message_event_sub_process_takes_what_its_own_process_sends():
    case = placed(
        "process",
        START,
        user("u"),
        throw("t", MESSAGE),
        user("v"),
        END,
        flows("s", "u", "t", "v", "e"),
        event_sub_process("es_", MESSAGE, user("w"), flows("es__s", "w", "es__e"), interrupting=False),
    )
    case.do("u")
    assert case.open == ["v", "w"]


def test_every_thrown_signal_is_told_for_other_cases_and_every_wait_for_one():
    case = placed("process", START, throw("t", SIGNAL), catch("c", SIGNAL), END, flows("s", "t", "c", "e"))
    assert [(s.element_id, s.name, s.began) for s in case.last.signals] == [("t", "Signal", False)]
    assert [wait.name for wait in case.last.listening] == ["Signal"]
    assert runtime.waiting_signals(case.definition, case.state) == case.last.listening
    case.apply(runtime.signal(case.definition, case.state, "Signal", {}, case=case.fall, now=case.now))
    assert case.last.signals == () and case.last.listening == ()
