"""What steps are called in the outline: the screens' words for elements, by what they do."""

from __future__ import annotations

from engine.bpmn.model import Element, EventKind, TimerKind
from engine.bpmn.profile import DEFINITION_WORDS

KINDS = {
    "startEvent": "Beginn",
    "endEvent": "Ende",
    "intermediateCatchEvent": "Warten",
    "intermediateThrowEvent": "Meldung",
    "boundaryEvent": "Ereignis am Rand",
    "userTask": "Aufgabe",
    "task": "Schritt",
    "manualTask": "Handgriff",
    "serviceTask": "Dienst",
    "scriptTask": "Berechnung",
    "businessRuleTask": "Entscheidungstabelle",
    "sendTask": "Versand",
    "receiveTask": "Empfang",
    "callActivity": "Teilprozess (Bibliothek)",
    "subProcess": "Teilprozess",
    "transaction": "Teilprozess (Transaktion)",
    "adHocSubProcess": "Teilprozess (beliebige Reihenfolge)",
    "exclusiveGateway": "Verzweigung",
    "inclusiveGateway": "Verzweigung (mehrere)",
    "parallelGateway": "Gleichzeitig",
    "eventBasedGateway": "Warten auf Ereignis",
    "complexGateway": "Verzweigung (Regel)",
}
JOIN = "Zusammenführung"
MAIL = "E-Mail"
ASIDE = "Jederzeit möglich"
_TIMERS = {TimerKind.DURATION: "nach", TimerKind.DATE: "am", TimerKind.CYCLE: "immer wieder"}


def words_for(element: Element, *, joins: bool) -> str:
    """`joins`: a gateway that only brings together."""
    if joins:
        return JOIN
    if element.by_event:
        return f"{KINDS['subProcess']} ({ASIDE.lower()})"
    if element.job == "mail":
        return MAIL
    words = KINDS.get(element.type, element.type)
    if element.event is EventKind.NONE:
        return words
    return f"{words} ({DEFINITION_WORDS[element.event.value]})"


def deadline_of(element: Element) -> str:
    """Of a task, or what an event waits for, as the designer wrote it."""
    if element.timer is not None:
        return f"{_TIMERS[element.timer.kind]} {element.timer.expression}"
    return element.frist or element.due_date or ""


def condition_in_words(condition: str | None, default: bool) -> str:
    if condition:
        return f"wenn {condition.removeprefix('=').strip()}"
    return "sonst" if default else ""
