"""What steps are called in the outline: the screens' words for elements, by what they do."""

from __future__ import annotations

from engine.bpmn.model import Element, EventKind, TimerKind
from engine.bpmn.profile import DEFINITION_WORDS
from engine.sentences import say

KINDS = {
    "startEvent": say("Beginn"),
    "endEvent": say("Ende"),
    "intermediateCatchEvent": say("Warten"),
    "intermediateThrowEvent": say("Meldung"),
    "boundaryEvent": say("Ereignis am Rand"),
    "userTask": say("Aufgabe"),
    "task": say("Schritt"),
    "manualTask": say("Handgriff"),
    "serviceTask": say("Dienst"),
    "scriptTask": say("Berechnung"),
    "businessRuleTask": say("Entscheidungstabelle"),
    "sendTask": say("Versand"),
    "receiveTask": say("Empfang"),
    "callActivity": say("Teilprozess (Bibliothek)"),
    "subProcess": say("Teilprozess"),
    "transaction": say("Teilprozess (Transaktion)"),
    "adHocSubProcess": say("Teilprozess (beliebige Reihenfolge)"),
    "exclusiveGateway": say("Verzweigung"),
    "inclusiveGateway": say("Verzweigung (mehrere)"),
    "parallelGateway": say("Gleichzeitig"),
    "eventBasedGateway": say("Warten auf Ereignis"),
    "complexGateway": say("Verzweigung (Regel)"),
}
JOIN = say("Zusammenführung")
MAIL = say("E-Mail")
ASIDE = "Jederzeit möglich"
_TIMERS = {TimerKind.DURATION: "nach", TimerKind.DATE: "am", TimerKind.CYCLE: "immer wieder"}


def words_for(element: Element, *, joins: bool) -> str:
    """`joins`: a gateway that only brings together."""
    if joins:
        return JOIN
    if element.by_event:
        return say("Teilprozess (jederzeit möglich)")
    if element.job == "mail":
        return MAIL
    words = KINDS.get(element.type, element.type)
    if element.event is EventKind.NONE:
        return words
    return say("{words} ({event})", words=words, event=DEFINITION_WORDS[element.event.value])


def deadline_of(element: Element) -> str:
    """Of a task, or what an event waits for, as the designer wrote it."""
    if element.timer is not None:
        return f"{_TIMERS[element.timer.kind]} {element.timer.expression}"
    return element.frist or element.due_date or ""


def condition_in_words(condition: str | None, default: bool) -> str:
    if condition:
        return f"wenn {condition.removeprefix('=').strip()}"
    return "sonst" if default else ""
