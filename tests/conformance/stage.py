"""Where a piece runs, and how its case is kept between the steps, or between two elements of one step."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from SpiffWorkflow.util.task import TaskState

from engine import runtime
from engine.bpmn import compile
from engine.feel import codec as values
from engine.runtime import codec, commands, queries, specs
from engine.runtime.faults import placed
from engine.runtime.instance import Instance
from engine.runtime.settling import settle
from tests.bpmn.models import (
    boundary,
    call,
    document,
    element,
    event_sub_process,
    finder,
    flows,
    form,
    process,
    script,
    user,
)
from tests.conformance.pieces import HEAD, Do, Job, Piece, Send, Signal, Step, Trace, Wait
from tests.properties.driver import Memory
from tests.runtime.case import Case

STOP = '<bpmn:message id="stop" name="Stopp"/>'
BY_STOP = '<bpmn:messageEventDefinition messageRef="stop"/>'
find = finder({"blatt": form("blatt", "notiz")})


# -- places
def alone(one: Piece) -> tuple[bytes, Trace, Trace]:
    """The model, and what is completed before and after the piece: by its first step, and by its last."""
    body = element("startEvent", "s") + flows("s", one.first) + one.content
    return _file(one, body), (("s",),), ((),)


def embedded(one: Piece) -> tuple[bytes, Trace, Trace]:
    inner = element("startEvent", "os") + flows("os", one.first) + one.content
    return _file(one, _around(element("subProcess", "o", inner))), (("s", "os"),), (("o", "oe"),)


def called(one: Piece) -> tuple[bytes, Trace, Trace]:
    inner = process("kind", element("startEvent", "os"), flows("os", one.first), one.content)
    return _file(one, _around(call("o", "kind", all_in=True, all_out=True)), inner), (("s", "os"),), (("o", "oe"),)


def handling(one: Piece) -> tuple[bytes, Trace, Trace]:
    """In an event sub-process that interrupts the process."""
    inner = event_sub_process("o", BY_STOP, flows("o_s", one.first), one.content)
    body = element("startEvent", "s") + user("w") + element("endEvent", "oe") + flows("s", "w", "oe")
    return _file(one, body + inner), (("s",), ("o_s",)), (("o",),)


def stoppable(one: Piece) -> tuple[bytes, Trace, Trace]:
    """In a sub-process that a message interrupts."""
    inner = element("startEvent", "os") + flows("os", one.first) + one.content
    handler = boundary("ib", "o", BY_STOP) + script("ih", "{gestoppt: true}") + element("endEvent", "ie")
    model = _file(one, _around(element("subProcess", "o", inner)), handler + flows("ib", "ih", "ie"), behind=False)
    return model, (("s", "os"),), (("o", "oe"),)


def twice(one: Piece, two: Piece) -> bytes:
    """Two copies side by side; what undoes all at its level in a sub-process of its own."""
    fork = element("startEvent", "s") + element("parallelGateway", "fork") + flows("s", "fork")
    body = fork + _branch(one, 1) + _branch(two, 2)
    return document(body, before=head(one, 1) + head(two, 2, stop=False), extra=one.extra + two.extra)


def _branch(copy: Piece, number: int) -> str:
    if not copy.undoes:
        return flows("fork", copy.first) + copy.content
    inner = element("startEvent", f"begin{number}") + flows(f"begin{number}", copy.first) + copy.content
    return element("subProcess", f"level{number}", inner) + flows("fork", f"level{number}")


Place = Callable[[Piece], tuple[bytes, Trace, Trace]]
PLACES: dict[str, Place] = {"process": alone, "sub-process": embedded, "called": called, "event sub-process": handling}


def _around(activity: str) -> str:
    return element("startEvent", "s") + activity + element("endEvent", "oe") + flows("s", "o", "oe")


def head(one: Piece, number: int, *, stop: bool = True) -> str:
    """What stands before the process."""
    return (STOP if stop else "") + HEAD.replace("#", str(number)) + one.before


def _file(one: Piece, body: str, more: str = "", *, behind: bool = True) -> bytes:
    body, extra = (body, more + one.extra) if behind else (body + more, one.extra)
    return document(body, before=head(one, 1), extra=extra)


# -- what comes of it
@dataclass
class Outcome:
    """`trace`: by command."""

    trace: Trace
    variables: dict[str, Any]
    finished: bool
    left: list[str] = field(default_factory=list)
    """Tasks, work, messages, signals, times and scopes that are still there."""


def take(case: Case, step: Step) -> None:
    read_anew()
    definition, state = case.definition, case.state
    match step:
        case Do(task, variables):
            case.do(task, **variables)
        case Wait(minutes):
            case.wait(minutes=minutes)
        case Send(name, key):
            case.send(name, key)
        case Signal(name):
            case.apply(runtime.signal(definition, state, name, {}, case=case.fall, now=case.now))
        case Job(task, error):
            [job] = [j for j in runtime.waiting_jobs(definition, state) if j.element_id == task]
            found = runtime.finish_job(definition, state, job.task_id, {}, error=error, case=case.fall, now=case.now)
            case.apply(found)
    assert case.last.incident is None, case.last.incident


def outcome(case: Case) -> Outcome:
    read_anew()
    assert case.last.incident is None, case.last.incident
    definition, state = case.definition, case.state
    left = [f"Aufgabe {key}" for key in case.open]
    left += [f"Auftrag {job.element_id}" for job in runtime.waiting_jobs(definition, state)]
    left += [f"Nachricht {wait.name}" for wait in runtime.waiting_messages(definition, state)]
    left += [f"Signal {wait.name}" for wait in runtime.waiting_signals(definition, state)]
    left += [f"Zeit {element.id}" for element, _ in runtime.waiting_timers(definition, state)]
    return Outcome(_trace(case), case.root, case.finished, left + ["Bereich"] * case.scopes)


def _trace(case: Case) -> Trace:
    kind = runtime.PassedKind.COMPLETED
    return tuple(tuple(p.element_id for p in advance.passed if p.kind is kind) for advance in case.log)


# -- how it is kept
@contextmanager
def live() -> Iterator[None]:
    """In memory, never written or read."""
    memory = Memory()
    with mock.patch.object(commands, "codec", memory), mock.patch.object(queries, "codec", memory):
        yield


@contextmanager
def saved() -> Iterator[None]:
    """Saved after every command, and read by a process that knows nothing."""
    with mock.patch(f"{__name__}.read_anew", _forget):
        yield


def _forget() -> None:
    compile._cache.clear()
    specs._cache.clear()


def read_anew() -> None:
    """What is done before each command: nothing, as long as the process lives."""


@contextmanager
def saved_within() -> Iterator[None]:
    """Saved and read after every single element, too."""
    with saved(), mock.patch.object(Instance, "run", _in_small_steps):
        yield


KEEPING = {"live": live, "saved": saved, "saved within": saved_within}


def _in_small_steps(instance: Instance) -> None:
    """As Instance.run, but between any two elements the instance is written and read again."""
    while True:
        _anew(instance)
        instance._watch()
        while instance.queue:
            _anew(instance)
            token = instance.queue.popleft()
            if token._state == TaskState.READY and token.here:
                with placed(token.task_spec.element):
                    token.run()
                _anew(instance)
                instance._watch()
        if not instance.queue and not settle(instance):
            return


def _anew(instance: Instance) -> None:
    """The order in which ready tokens wait is the one thing that a saved state need not know: between commands there
    are none."""
    if instance.completed:
        return
    waiting = [token.id for token in instance.queue if token.here]
    structure, old = codec.encode(instance), instance.scopes
    parts = {zone: values.encode(old.part(zone) or {}) for zone in old.listed | old.dirty} | old.changed_parts()
    again = codec.decode(instance.definition, structure, parts, instance.case, instance.now)
    assert again.record.marks == instance.record.marks
    again.record, again.steps, again.scopes.dirty = instance.record, instance.steps, set(old.dirty)
    assert all(again.scopes.part(zone) is not None for zone in old.dirty)
    found = [again.token(key) for key in waiting]
    again.queue = deque(token for token in found if token is not None)
    assert len(again.queue) == len(waiting)
    instance.__dict__ = again.__dict__
