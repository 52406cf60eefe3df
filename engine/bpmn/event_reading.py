"""Event definitions -> the model's words, those that are only referred to (eventDefinitionRef) included."""

from __future__ import annotations

from lxml import etree

from engine.bpmn import dialects
from engine.bpmn.model import EventDefinition, EventKind, TimerKind, TimerRule
from engine.bpmn.namespaces import bpmn, local, reference, text_of, zeebe

ById = dict[str, etree._Element]
_SUFFIX = "EventDefinition"
_KINDS = {kind.value: kind for kind in EventKind if kind not in (EventKind.NONE, EventKind.MULTIPLE)}
_WITH_MESSAGE = ("receiveTask", "sendTask")


def definition_nodes(node: etree._Element, by_id: ById) -> list[etree._Element]:
    """Definitions of an event, referenced ones (eventDefinitionRef) looked up."""
    found = [c for c in node if local(c).endswith(_SUFFIX)]
    for ref in node.findall(bpmn("eventDefinitionRef")):
        target = by_id.get(reference(text_of(ref)) or "")
        if target is not None:
            found.append(target)
    return found


def definitions(node: etree._Element, by_id: ById) -> tuple[EventDefinition, ...]:
    """What an event, a receive or a send task catches or throws, in document order."""
    if local(node) in _WITH_MESSAGE:
        return (_message(node, by_id),) if node.get("messageRef") or local(node) == "receiveTask" else ()
    return tuple(definition(found, by_id) for found in definition_nodes(node, by_id))


def kind_of(node: etree._Element, found: tuple[EventDefinition, ...]) -> EventKind:
    if local(node) in _WITH_MESSAGE or not found:
        return EventKind.NONE
    return found[0].kind if len(found) == 1 else EventKind.MULTIPLE


def definition(node: etree._Element, by_id: ById) -> EventDefinition:
    kind = _KINDS.get(local(node).removesuffix(_SUFFIX), EventKind.NONE)
    match kind:
        case EventKind.MESSAGE:
            return _message(node, by_id)
        case EventKind.TIMER:
            return EventDefinition(kind, timer=_timer(node))
        case EventKind.ERROR:
            return EventDefinition(kind, code=_code(by_id, node.get("errorRef"), "errorCode"))
        case EventKind.ESCALATION:
            return EventDefinition(kind, code=_code(by_id, node.get("escalationRef"), "escalationCode"))
        case EventKind.SIGNAL:
            return EventDefinition(kind, signal=_signal(node, by_id))
        case EventKind.CONDITIONAL:
            return EventDefinition(kind, condition=dialects.feel(text_of(node.find(bpmn("condition")))))
        case EventKind.LINK:
            return EventDefinition(kind, link=dialects.plain(node.get("name")))
        case EventKind.COMPENSATION:
            return EventDefinition(kind, activity=reference(node.get("activityRef")))
    return EventDefinition(kind)


def _signal(node: etree._Element, by_id: ById) -> str | None:
    """A shared definition without a signal means itself: all that refer to it mean the same."""
    outer = node.getparent()
    shared = node.get("signalRef") is None and outer is not None and local(outer) == "definitions"
    signal = node if shared else by_id.get(reference(node.get("signalRef")) or "")
    return None if signal is None else signal.get("name") or signal.get("id")


def _timer(node: etree._Element) -> TimerRule | None:
    for rule in TimerKind:
        if (text := text_of(node.find(bpmn(rule.value)))) is not None:
            return TimerRule(rule, text)
    return None


def _code(by_id: ById, ref: str | None, attribute: str) -> str | None:
    found = by_id.get(reference(ref) or "")
    return None if found is None else found.get(attribute) or found.get("name") or found.get("id")


def _message(node: etree._Element, by_id: ById) -> EventDefinition:
    message = by_id.get(reference(node.get("messageRef")) or "")
    if message is None:
        return EventDefinition(EventKind.MESSAGE)
    return EventDefinition(
        EventKind.MESSAGE,
        message=message.get("name") or None,
        correlation_key=dialects.correlation_key(message),
    )


def handlers(process: etree._Element) -> dict[str, str]:
    """Compensation boundary event -> the activity that its association leads to."""
    found: dict[str, str] = {}
    for node in process.iter(bpmn("association")):
        source, target = reference(node.get("sourceRef")), reference(node.get("targetRef"))
        if source and target:
            found[source] = target
    return found


def job_kind(node: etree._Element) -> str | None:
    """Kind of outgoing work: the type of zeebe:taskDefinition."""
    found = dialects.extension(node, zeebe("taskDefinition"))
    return None if found is None else dialects.plain(found.get("type"))
