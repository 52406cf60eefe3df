"""What is thrown finds its catcher: errors and escalations outwards, level by level, signals everywhere, messages
one receiver. BPMN 2.0.2, 10.5.1, 10.5.6 and 13.5.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine.bpmn.model import EventDefinition, EventKind
from engine.runtime.catching import NOTHING, listens
from engine.runtime.faults import Fault
from engine.runtime.tokens import SubInstance, Token
from engine.runtime.waiting import key_of
from engine.sentences import say

if TYPE_CHECKING:
    from engine.runtime.instance import Instance

Happen = Callable[[], None]


def throw_definition(token: Token, definition: EventDefinition, payload: Mapping[str, Any] = NOTHING) -> None:
    """A signal, an escalation or an error, from where this token stands."""
    match definition.kind:
        case EventKind.SIGNAL:
            began = broadcast(token.instance, definition.signal or "", payload)
            token.instance.record.signal_sent(token.task_spec.element, definition.signal or "", payload, began=began)
        case EventKind.ESCALATION:
            throw_escalation(token, definition.code)
        case EventKind.ERROR:
            throw_error(token, definition.code)


def throw_error(token: Token, code: str | None) -> None:
    """To the nearest that catches it. Raises Fault when none does."""
    happen = find_catcher(token, EventKind.ERROR, code)
    if happen is None:
        thrower = token.task_spec.element
        raise Fault(
            "error.uncaught",
            thrower,
            say(
                "Der Fehler „{code}“ wird nirgends aufgefangen. Am umgebenden Teilprozess fehlt ein Fehler-Ereignis.",
                code=code or thrower.label,
            ),
        )
    happen()


def throw_escalation(token: Token, code: str | None) -> None:
    """To the nearest that catches it; it is no fault when none does."""
    happen = find_catcher(token, EventKind.ESCALATION, code)
    if happen is not None:
        happen()


def find_catcher(token: Token, kind: EventKind, code: str | None) -> Happen | None:
    """The event sub-process or boundary event that is nearest around; at one level one with the same code comes
    before one that takes all."""
    happen = _on_activity(token, kind, code)
    workflow, below = token.workflow, token.task_spec
    while happen is None:
        trigger = _best(workflow.spec.triggers if open_for_events(workflow) else (), kind, code, without=below)
        if trigger is not None:
            return _beginning(trigger, workflow)
        if not isinstance(workflow, SubInstance) or workflow.host.task_spec.apart:
            return None
        happen = _on_activity(workflow.host, kind, code)
        workflow, below = workflow.host.workflow, workflow.host.task_spec
    return happen


def _on_activity(token: Token, kind: EventKind, code: str | None) -> Happen | None:
    if "nr" in token.internal_data:  # it has ended and is only being undone
        return None
    body = token.task_spec.body_of(token)
    boundary = _best(getattr(body.task_spec, "boundaries", ()), kind, code)
    return None if boundary is None else lambda: boundary.strike(body)


def _beginning(trigger: Any, workflow: Any) -> Happen:
    return lambda: trigger.begin(workflow)


def _best(events: Iterable[Any], kind: EventKind, code: str | None, without: Any = None) -> Any:
    found = [
        (event, definition.code)
        for event in events
        for definition in event.element.definitions
        if definition.kind is kind and getattr(event, "starts", None) is not (without or event)
    ]
    exact = (event for event, own in found if own == code and code is not None)
    return next(exact, next((event for event, own in found if own is None), None))


def open_for_events(workflow: Any) -> bool:
    """False once an interrupting event sub-process has taken the place of all else at this level."""
    return not any(
        token.task_spec.element.by_event and token.task_spec.interrupting
        for token in workflow.task_tree.offspring()
        if not token.is_record
    )


def broadcast(instance: Instance, name: str, payload: Mapping[str, Any] = NOTHING, *, beginning: bool = True) -> bool:
    """A signal reaches everything that waits for it now, and starts the processes that begin with it; whether there
    are any. Not `beginning`: it comes from another case, where they have begun. Who has begun and still waits for it
    takes it, and no second one begins with it."""
    reached = [
        (token, number)
        for token in list(instance.tokens())
        if listens(token)
        for number, definition in token.task_spec.awaited(token, EventKind.SIGNAL)
        if definition.signal == name
    ]
    waited: set[Any] = set()
    for token, number in reached:
        if token.here and listens(token):
            waited |= _where_it_began(token)
            token.task_spec.catch(token, number, payload)
    starts = instance.starts(EventKind.SIGNAL, name) if beginning else []
    begun = [start for start in starts if start[0] not in waited]
    for start in begun:
        instance.begin_process(start, payload)
    return bool(begun)


def _where_it_began(token: Token) -> set[Any]:
    """The start event at which a process waits for more, or its gateway; empty further on."""
    here = [token, token.above]
    return {at.task_spec for at in here if at is not None and at.task_spec.begins}


def receivers(instance: Instance, name: str, key: Any) -> list[tuple[Token, int]]:
    """What waits for a message of this name and key."""
    return [
        (token, number)
        for token in instance.tokens()
        if listens(token)
        for number, definition in token.task_spec.awaited(token, EventKind.MESSAGE)
        if definition.message == name and same_key(key_of(token, number), key)
    ]


def send(token: Token, number: int) -> None:
    """To the one that has waited longest, else to a process that begins with it. What a partner of the same file
    will only ask for later is kept for it; the Advance names every message with what became of it."""
    instance, element = token.instance, token.task_spec.element
    definition = element.definitions[number]
    name = definition.message or ""
    scope = str(token.workflow.scope)
    payload = _payload(token)
    key = None
    if definition.correlation_key is not None:
        key = instance.evaluator.feel(element, scope, definition.correlation_key, towards=element.zone)
    found = receivers(instance, name, key)
    starts = instance.starts(EventKind.MESSAGE, name)
    kept = not found and not starts and instance.keep_message(element, number, key, payload)
    instance.record.message_sent(element, name, key, payload, delivered=bool(found or starts or kept))
    if found:
        receiver, number = found[0]
        receiver.task_spec.catch(receiver, number, payload)
    elif starts:
        instance.begin_process(starts[0], payload)


def _payload(token: Token) -> dict[str, Any]:
    """What the input mappings say. A send task has read them when it began: its own scope holds the values."""
    instance, element = token.instance, token.task_spec.element
    if token.id in instance.scopes.tree:
        return {m.target: instance.scopes.get(token.id, m.target) for m in element.inputs}
    return {m.target: instance.evaluator.into(element, token.scope, m.source, m.target) for m in element.inputs}


def same_key(kept_key: Any, given: Any) -> bool:
    return kept_key is None or (given is not None and str(kept_key) == str(given))


def check_conditions(instance: Instance) -> bool:
    """Conditions that have become true happen, the first first; whether any did."""
    for token in list(instance.tokens()):
        if not listens(token) or not token.here:
            continue
        node: Any = token.task_spec
        for number, definition in list(node.awaited(token, EventKind.CONDITIONAL)):
            held = token.internal_data.get("held", 0)
            true = instance.evaluator.condition(node.element, token.scope, definition.condition or "null")
            token.internal_data["held"] = held | 1 << number if true else held & ~(1 << number)
            if true and not held >> number & 1:
                node.catch(token, number)
                return True
    return False
