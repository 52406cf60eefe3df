"""Timers, messages, errors, terminate: as catch events, on boundaries, at ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import InvalidState
from tests.bpmn.models import (
    END,
    ERROR,
    ERROR_HEAD,
    MESSAGE,
    START,
    TERMINATE,
    boundary,
    call,
    document,
    element,
    extensions,
    flow,
    flows,
    loop,
    mapping,
    message,
    process,
    script,
    sub_process,
    timer,
    user,
)
from tests.runtime.case import NOW, Case


def catch(definition: str) -> bytes:
    return document(
        START,
        element("intermediateCatchEvent", "c", definition),
        user("danach"),
        END,
        flows("s", "c", "danach", "e"),
        before=message(),
    )


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("PT4H", "timeDuration", NOW + timedelta(hours=4)),
        ("P1M", "timeDuration", datetime(2026, 7, 1, 8, tzinfo=UTC)),
        ("5 AT", "timeDuration", datetime(2026, 6, 9, 21, 59, tzinfo=UTC)),
        ('=duration("P2D")', "timeDuration", NOW + timedelta(days=2)),
        ('="PT" + string(stunden) + "H"', "timeDuration", NOW + timedelta(hours=3)),
        ('=duration("P1Y")', "timeDuration", datetime(2027, 6, 1, 8, tzinfo=UTC)),
        ("2026-06-03T10:00:00Z", "timeDate", datetime(2026, 6, 3, 10, tzinfo=UTC)),
        ("=termin", "timeDate", datetime(2026, 6, 1, 22, tzinfo=UTC)),
        ("9999-12-31T00:00:00Z", "timeDate", datetime(9999, 12, 31, tzinfo=UTC)),
    ],
)
def test_a_timer_is_set_once_by_the_given_clock(text: str, kind: str, due: datetime):
    case = Case(catch(timer(text, kind)), stunden=3, termin="2026-06-02")
    assert [t.due for t in case.last.timers_set] == [due] and case.open == []
    assert case.last.timers_set[0].element_id == "c"


def test_a_timer_fires_when_due_and_not_before():
    case = Case(catch(timer("PT4H")))
    task = case.last.timers_set[0].task_id
    quiet = case.wait(hours=3, minutes=59)
    assert quiet.structure == case.log[0].structure and not quiet.passed
    fired = case.wait(minutes=1)
    assert case.open == ["danach"] and fired.timers_gone == (task,)
    assert case.trace == ["s", "c"]


def test_a_date_in_the_past_fires_at_the_next_look():
    case = Case(catch(timer("2020-01-01T00:00:00Z", "timeDate")))
    assert case.open == []
    case.wait(seconds=0)
    assert case.open == ["danach"]


@pytest.mark.parametrize("text", ['="bald"', "=42", "=fehlt"])
def test_a_timer_without_a_time_is_an_incident(text: str):
    incident = Case(catch(timer(text))).last.incident
    assert incident is not None and incident.code == "timer.value" and incident.element_id == "c"


def on_task(definition: str, *, interrupting: bool) -> bytes:
    return document(
        START,
        user("u"),
        boundary("b", "u", definition, interrupting=interrupting),
        user("spaet"),
        END,
        flows("s", "u", "e"),
        flows("b", "spaet", "e"),
        before=message(),
    )


def test_interrupting_timer_boundary_takes_the_task_away():
    case = Case(on_task(timer("P1D"), interrupting=True))
    opened = case.last.opened[0].task_id
    advance = case.wait(days=1)
    assert case.open == ["spaet"]
    assert [(c.task_id, c.reason) for c in advance.closed] == [(opened, "CANCELED")]
    with pytest.raises(InvalidState) as refused:
        case.state, before = case.state, opened
        from engine import runtime

        runtime.complete(case.definition, case.state, before, {}, case={}, now=case.now)
    assert refused.value.code == "user_task.complete" and refused.value.expected == "CREATED"


def test_non_interrupting_timer_boundary_fires_once_beside_the_task():
    case = Case(on_task(timer("P1D"), interrupting=False))
    case.wait(days=1)
    assert case.open == ["spaet", "u"]
    case.wait(days=5)
    assert case.open == ["spaet", "u"]
    case.do("u")
    assert not case.finished
    assert case.do("spaet").finished


def test_completing_the_task_disarms_its_boundaries():
    case = Case(on_task(timer("P1D"), interrupting=True))
    timer_id = case.last.timers_set[0].task_id
    advance = case.do("u")
    assert advance.finished and advance.timers_gone == (timer_id,)


def test_due_timers_fire_in_the_order_of_their_due_times():
    model = document(
        START,
        user("u"),
        boundary("b1", "u", timer("PT2H"), interrupting=False),
        boundary("b2", "u", timer("PT1H"), interrupting=False),
        script("zwei", '{folge: concatenate(folge, ["b1"])}'),
        script("eins", '{folge: concatenate(folge, ["b2"])}'),
        END,
        flows("s", "u", "e"),
        flows("b1", "zwei", "e"),
        flows("b2", "eins", "e"),
    )
    case = Case(model, folge=[])
    case.wait(hours=9)
    assert case.root["folge"] == ["b2", "b1"]


def test_an_interrupting_timer_that_is_due_takes_the_later_one_with_it():
    model = document(
        START,
        user("u"),
        boundary("b1", "u", timer("PT1H")),
        boundary("b2", "u", timer("PT2H")),
        user("x1"),
        user("x2"),
        END,
        flows("s", "u", "e"),
        flows("b1", "x1", "e"),
        flows("b2", "x2", "e"),
    )
    case = Case(model)
    case.wait(hours=9)
    assert case.open == ["x1"]


def test_a_message_reaches_the_catch_event_with_its_payload():
    case = Case(catch(MESSAGE))
    assert [(m.name, m.correlation_key, m.label) for m in case.last.messages] == [("Nachricht", None, "c")]
    case.send(antwort="zugestimmt")
    assert case.open == ["danach"] and case.root["antwort"] == "zugestimmt" and case.last.messages == ()
    with pytest.raises(InvalidState) as refused:
        case.send()
    assert refused.value.code == "message.correlate"


def test_correlation_by_key_evaluated_when_the_wait_begins():
    model = document(
        START,
        user("vor"),
        element("receiveTask", "c", messageRef="m"),
        user("danach"),
        END,
        flows("s", "vor", "c", "danach", "e"),
        before=message(correlation="=partei.kennung"),
    )
    case = Case(model)
    case.do("vor", partei={"kennung": "partei-eins"})
    assert case.last.messages[0].correlation_key == "partei-eins"
    for wrong in ("partei-zwei", None):
        with pytest.raises(InvalidState):
            case.send(key=wrong)
    case.send(key="partei-eins")
    assert case.open == ["danach"] and case.scopes == 0


def test_an_empty_correlation_key_is_an_incident():
    model = document(
        START,
        element("receiveTask", "c", messageRef="m"),
        END,
        flows("s", "c", "e"),
        before=message(correlation="=fehlt"),
    )
    incident = Case(model).last.incident
    assert incident is not None and incident.code == "message.key"


def test_the_exit_from_a_running_sub_process_by_message():
    model = document(
        START,
        sub_process(
            "sp",
            user("eins"),
            user("zwei"),
            element("parallelGateway", "g"),
            flows("sp_s", "g", "eins", "sp_e"),
            flows("g", "zwei", "sp_e"),
        ),
        boundary("b", "sp", MESSAGE),
        user("beenden"),
        END,
        flows("s", "sp", "e"),
        flows("b", "beenden", "e"),
        before=message(name="ausstieg"),
    )
    case = Case(model)
    case.do("eins")
    advance = case.send("ausstieg")
    assert case.open == ["beenden"] and [c.element_id for c in advance.closed] == ["zwei"] and case.scopes == 0
    assert case.do("beenden").finished


def test_a_non_interrupting_message_can_come_again():
    case = Case(on_task(MESSAGE, interrupting=False))
    case.send(grund="erstens")
    case.send(grund="zweitens")
    assert case.open == ["spaet", "spaet", "u"] and case.root["grund"] == "zweitens"
    case.do("u")
    assert case.last.messages == ()


def test_two_waits_for_one_name_get_one_message_each():
    model = document(
        START,
        element("parallelGateway", "g"),
        element("receiveTask", "r1", messageRef="m"),
        element("receiveTask", "r2", messageRef="m"),
        user("a"),
        user("b"),
        END,
        flows("s", "g", "r1", "a", "e"),
        flows("g", "r2", "b", "e"),
        before=message(),
    )
    case = Case(model)
    case.send()
    assert case.open == ["a"]
    case.send()
    assert case.open == ["a", "b"]


def test_a_receive_task_with_a_deadline():
    model = document(
        START,
        element("receiveTask", "r", messageRef="m"),
        boundary("b", "r", timer("15 AT")),
        user("da"),
        user("frist"),
        END,
        flows("s", "r", "da", "e"),
        flows("b", "frist", "e"),
        before=message(),
    )
    came, late = Case(model), Case(model)
    came.send()
    late.wait(days=40)
    assert (came.open, late.open, came.last.timers_set, late.last.messages) == (["da"], ["frist"], (), ())


def test_output_mapping_of_a_message_keeps_the_rest_out():
    inner = extensions(mapping(outputs={"antwort": "=rohtext"}))
    model = document(
        START,
        element("receiveTask", "r", inner, messageRef="m"),
        user("u"),
        END,
        flows("s", "r", "u", "e"),
        before=message(),
    )
    case = Case(model)
    case.send(rohtext="wortlaut", anderes="bleibt-draussen")
    assert case.root == {"antwort": "wortlaut"}


def throwing(where: str) -> bytes:
    end = element("endEvent", "xe", ERROR)
    inside = user("x") + flows("x", "xe") + end
    if where == "called":
        act = call("sp", "kind")
        extra = process("kind", element("startEvent", "ks"), inside, flow("ks", "x"))
    elif where == "nested":
        deep = sub_process("tief", inside, flow("tief_s", "x"))
        act, extra = sub_process("sp", deep, flows("sp_s", "tief", "sp_e")), ""
    else:
        act, extra = sub_process("sp", inside, flow("sp_s", "x")), ""
    return document(
        START,
        act,
        boundary("b", "sp", ERROR),
        user("fang"),
        user("gut"),
        END,
        flows("s", "sp", "gut", "e"),
        flows("b", "fang", "e"),
        before=ERROR_HEAD,
        extra=extra,
    )


@pytest.mark.parametrize("where", ["embedded", "nested", "called"])
def test_an_error_ends_what_is_around_it_and_is_caught(where: str):
    case = Case(throwing(where))
    case.do("x", notiz="aufgefallen")
    assert case.open == ["fang"] and case.scopes == 0
    assert case.do("fang").finished


def test_an_error_without_a_catcher_is_an_incident():
    case = Case(document(START, user("x"), element("endEvent", "xe", ERROR), flows("s", "x", "xe"), before=ERROR_HEAD))
    incident = case.do("x").incident
    assert incident is not None and incident.code == "error.uncaught" and case.open == ["x"]


def test_a_catcher_of_the_same_code_comes_before_one_of_all():
    other = "<bpmn:errorEventDefinition/>"
    model = document(
        START,
        sub_process("sp", user("x"), element("endEvent", "xe", ERROR), flows("sp_s", "x", "xe")),
        boundary("alle", "sp", other),
        boundary("genau", "sp", ERROR),
        user("a"),
        user("g"),
        END,
        flows("s", "sp", "e"),
        flows("alle", "a", "e"),
        flows("genau", "g", "e"),
        before=ERROR_HEAD,
    )
    case = Case(model)
    case.do("x")
    assert case.open == ["g"]


def test_terminate_ends_the_process_with_all_its_branches():
    model = document(
        START,
        element("parallelGateway", "g"),
        user("a"),
        user("b"),
        boundary("bt", "b", timer("P1D")),
        END,
        element("endEvent", "te", extensions(properties={"ergebnis": "abgebrochen"}) + TERMINATE),
        flows("s", "g", "a", "te"),
        flows("g", "b", "e"),
        flow("bt", "e"),
    )
    case = Case(model)
    advance = case.do("a")
    assert advance.finished and advance.outcome == "abgebrochen" and case.open == []
    assert [c.element_id for c in advance.closed] == ["a", "b"] and len(advance.timers_gone) == 1


def test_terminate_in_a_sub_process_ends_only_that():
    model = document(
        START,
        sub_process(
            "sp",
            element("parallelGateway", "g"),
            user("a"),
            user("b"),
            element("endEvent", "te", TERMINATE),
            flows("sp_s", "g", "a", "te"),
            flows("g", "b", "sp_e"),
        ),
        user("danach"),
        END,
        flows("s", "sp", "danach", "e"),
    )
    case = Case(model)
    case.do("a", y="gemerkt")
    assert case.open == ["danach"] and case.scopes == 0 and case.root == {"y": "gemerkt"}


def test_an_intermediate_none_event_marks_a_point():
    case = Case(
        document(START, element("intermediateThrowEvent", "punkt"), user("u"), END, flows("s", "punkt", "u", "e"))
    )
    assert case.trace == ["s", "punkt"] and case.open == ["u"]


def test_a_timer_on_a_loop_covers_all_its_items():
    model = document(
        START,
        user("u", loop()),
        boundary("b", "u", timer("P1D")),
        user("spaet"),
        END,
        flows("s", "u", "e"),
        flows("b", "spaet", "e"),
    )
    case = Case(model, liste=["eins", "zwei"])
    assert len(case.last.timers_set) == 1
    advance = case.wait(days=1)
    assert case.open == ["spaet"] and len(advance.closed) == 2 and case.scopes == 0


def test_the_outcome_of_the_end_event_that_was_reached():
    ends = [element("endEvent", key, extensions(properties={"ergebnis": key})) for key in ("einigung", "keine")]
    model = document(
        START,
        user("u"),
        element("exclusiveGateway", "g", default="d"),
        *ends,
        flows("s", "u", "g"),
        flow("g", "einigung", "=ja"),
        flow("g", "keine", key="d"),
    )
    case = Case(model)
    assert case.do("u", ja=True).outcome == "einigung"
