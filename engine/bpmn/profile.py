"""The executable profile: one table of what runs, from which check, documentation and modeller are drawn.

Keys: an element ("userTask"), an event with its definition ("boundaryEvent:timer"), an attribute value
("subProcess@triggeredByEvent=true", "*@startQuantity" for any element and any value but the standard's default),
an extension element ("zeebe:script") or attribute ("@camunda:class"). What the table does not know is refused when it
is BPMN, and ignored when it is foreign.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    RUNS = "runs"
    COMPILED = "compiled"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Rule:
    """`reason` and `hint` are German sentences, for refusals; `words` is what people call the thing."""

    key: str
    verdict: Verdict
    words: str
    reason: str = ""
    hint: str = ""


def _rules(verdict: Verdict, listed: dict[str, str]) -> list[Rule]:
    return [Rule(key, verdict, words) for key, words in listed.items()]


def _refused(key: str, words: str, reason: str, hint: str) -> Rule:
    return Rule(key, Verdict.REFUSED, words, reason, hint)


# fmt: off
_RUNS = {
    "process": "Prozess", "startEvent": "Startereignis", "endEvent": "Endereignis",
    "intermediateCatchEvent": "Zwischenereignis", "intermediateThrowEvent": "auslösendes Zwischenereignis",
    "boundaryEvent": "angeheftetes Ereignis", "task": "Aufgabe", "userTask": "Benutzeraufgabe",
    "manualTask": "manuelle Aufgabe", "scriptTask": "Skriptaufgabe", "script": "Skript",
    "businessRuleTask": "Geschäftsregelaufgabe", "receiveTask": "Empfangsaufgabe",
    "exclusiveGateway": "exklusives Gateway", "parallelGateway": "paralleles Gateway", "subProcess": "Teilprozess",
    "transaction": "Transaktion", "adHocSubProcess": "Ad-hoc-Teilprozess",
    "cancelRemainingInstances": "Abbruch offener Schritte",
    "subProcess@triggeredByEvent=true": "Ereignis-Teilprozess", "inclusiveGateway": "inklusives Gateway",
    "eventBasedGateway": "ereignisbasiertes Gateway", "serviceTask": "Serviceaufgabe (mail, webhook)",
    "sendTask": "Sendeaufgabe", "zeebe:taskDefinition": "Art der Serviceaufgabe",
    "standardLoopCharacteristics": "Schleife an einer Aktivität", "loopCondition": "Schleifenbedingung",
    "timeCycle": "wiederkehrende Zeit", "signalEventDefinition": "Signal", "escalationEventDefinition": "Eskalation",
    "conditionalEventDefinition": "Bedingung", "condition": "Bedingung", "compensateEventDefinition": "Kompensation",
    "cancelEventDefinition": "Abbruch", "signal": "Signal", "escalation": "Eskalation",
    "*@startQuantity": "startQuantity", "*@completionQuantity": "completionQuantity",
    "*@isForCompensation=true": "Kompensation", "*@parallelMultiple=true": "mehrfaches Ereignis",
    "callActivity": "Aufrufaktivität", "sequenceFlow": "Sequenzfluss", "conditionExpression": "Bedingung",
    "multiInstanceLoopCharacteristics": "Mehrfachausführung", "loopCardinality": "Anzahl der Durchläufe",
    "loopDataInputRef": "Sammlung", "loopDataOutputRef": "Ergebnisliste", "inputDataItem": "Element der Sammlung",
    "outputDataItem": "Ergebnis je Durchlauf", "completionCondition": "Abschlussbedingung",
    "messageEventDefinition": "Nachricht", "timerEventDefinition": "Zeit", "timeDuration": "Zeitdauer",
    "timeDate": "Zeitpunkt", "errorEventDefinition": "Fehler", "terminateEventDefinition": "Beendigung",
    "message": "Nachricht", "error": "Fehler", "dataObject": "Datenobjekt", "property": "Eigenschaft",
    "zeebe:formDefinition": "Formular", "zeebe:properties": "Eigenschaften", "zeebe:property": "Eigenschaft",
    "zeebe:assignmentDefinition": "Zuständigkeit", "zeebe:taskSchedule": "Fristen",
    "zeebe:calledElement": "aufgerufener Prozess", "zeebe:calledDecision": "Entscheidung",
    "zeebe:script": "FEEL-Skript", "zeebe:ioMapping": "Ein- und Ausgaben", "zeebe:input": "Eingabe",
    "zeebe:output": "Ausgabe", "zeebe:loopCharacteristics": "Mehrfachausführung", "zeebe:subscription": "Korrelation",
    "zeebe:versionTag": "Fassung", "zeebe:userTask": "Benutzeraufgabe", "camunda:properties": "Eigenschaften",
    "camunda:property": "Eigenschaft", "camunda:in": "Eingabe", "camunda:out": "Ausgabe",
}
_COMPILED = {
    "linkEventDefinition": "Link", "source": "Link", "target": "Link",
    "eventDefinitionRef": "Verweis auf eine Ereignisdefinition", "lane": "Bahn", "laneSet": "Bahnen",
    "camunda:formData": "generiertes Formular", "childLaneSet": "innere Bahnen", "flowNodeRef": "Element einer Bahn",
}
_IGNORED = {
    "definitions": "Datei", "collaboration": "Zusammenarbeit", "participant": "Pool",
    "messageFlow": "Nachrichtenfluss", "participantMultiplicity": "Anzahl der Beteiligten",
    "documentation": "Dokumentation", "extensionElements": "Erweiterungen", "incoming": "eingehend",
    "outgoing": "ausgehend", "textAnnotation": "Anmerkung", "text": "Text", "association": "Verbindung",
    "group": "Gruppe", "category": "Kategorie", "categoryValue": "Kategorie", "dataObjectReference": "Datenobjekt",
    "dataStore": "Datenspeicher", "dataStoreReference": "Datenspeicher", "dataState": "Zustand",
    "dataInput": "Dateneingabe", "dataOutput": "Datenausgabe", "dataInputAssociation": "Datenfluss",
    "dataOutputAssociation": "Datenfluss", "ioSpecification": "Datenbedarf", "inputSet": "Datenbedarf",
    "outputSet": "Datenbedarf", "dataInputRefs": "Datenbedarf", "dataOutputRefs": "Datenbedarf",
    "inputSetRefs": "Datenbedarf", "outputSetRefs": "Datenbedarf", "optionalInputRefs": "Datenbedarf",
    "optionalOutputRefs": "Datenbedarf", "whileExecutingInputRefs": "Datenbedarf",
    "whileExecutingOutputRefs": "Datenbedarf", "sourceRef": "Quelle", "targetRef": "Ziel", "assignment": "Zuweisung",
    "transformation": "Umformung", "from": "von", "to": "nach", "itemDefinition": "Datentyp", "import": "Import",
    "interface": "Schnittstelle", "operation": "Operation",
    "inMessageRef": "Nachricht", "outMessageRef": "Nachricht", "endPoint": "Endpunkt",
    "correlationKey": "Korrelation", "correlationProperty": "Korrelation", "correlationPropertyRef": "Korrelation",
    "correlationPropertyRetrievalExpression": "Korrelation", "messagePath": "Korrelation", "resource": "Ressource",
    "resourceParameter": "Ressource", "resourceRole": "Rolle", "performer": "Rolle", "humanPerformer": "Rolle",
    "potentialOwner": "Rolle", "resourceRef": "Rolle", "resourceAssignmentExpression": "Rolle",
    "formalExpression": "Ausdruck", "resourceParameterBinding": "Rolle", "expression": "Ausdruck",
    "rendering": "Darstellung", "auditing": "Aufzeichnung", "monitoring": "Überwachung", "extension": "Erweiterung",
    "relationship": "Beziehung", "supportedInterfaceRef": "Schnittstelle", "supports": "Verweis",
    "partnerRole": "Partner", "partnerEntity": "Partner", "participantRef": "Partner",
    "participantAssociation": "Partner", "innerParticipantRef": "Partner", "outerParticipantRef": "Partner",
    "messageFlowRef": "Nachrichtenfluss", "messageFlowAssociation": "Nachrichtenfluss",
    "conversation": "Konversation", "subConversation": "Konversation", "callConversation": "Konversation",
    "conversationNode": "Konversation", "conversationLink": "Konversation", "conversationAssociation": "Konversation",
    "globalTask": "globale Aufgabe", "globalUserTask": "globale Aufgabe", "globalManualTask": "globale Aufgabe",
    "globalScriptTask": "globale Aufgabe", "globalBusinessRuleTask": "globale Aufgabe",
    "categoryValueRef": "Kategorie", "structureRef": "Datentyp", "zeebe:taskHeaders": "Kopfdaten",
    "zeebe:header": "Kopfdaten", "zeebe:priorityDefinition": "Priorität", "zeebe:modelerTemplate": "Vorlage",
    "camunda:failedJobRetryTimeCycle": "Wiederholung", "camunda:potentialStarter": "Starterkreis",
    "camunda:list": "Liste", "camunda:entry": "Eintrag", "camunda:value": "Wert", "camunda:map": "Liste",
}
# fmt: on

_LATER = "Das kann die Engine in dieser Fassung noch nicht ausführen."
_NO_CODE = "Programmcode läuft hier nicht; Ausdrücke und Skripte sind FEEL."
_USE_TASK = "Eine Benutzeraufgabe zeichnen, in der jemand den Schritt erledigt."
_USE_FEEL = "Den Schritt als Skriptaufgabe mit FEEL oder als Benutzeraufgabe modellieren."

_REFUSALS = [
    _refused(
        "complexGateway",
        "komplexes Gateway",
        "Komplexe Gateways führt keine verbreitete Engine genau aus.",
        "Mit exklusiven und parallelen Gateways ausdrücken.",
    ),
    _refused(
        "correlationSubscription",
        "Korrelation nach BPMN",
        _LATER,
        "Den Korrelationsschlüssel an der Nachricht eintragen (Camunda 8: Subscription correlation key).",
    ),
    _refused(
        "choreography",
        "Choreographie",
        "Choreographien beschreiben nur und lassen sich nicht ausführen.",
        "Ein Prozessdiagramm zeichnen.",
    ),
    _refused(
        "globalChoreographyTask",
        "Choreographie",
        "Choreographien lassen sich nicht ausführen.",
        "Ein Prozessdiagramm zeichnen.",
    ),
    _refused(
        "globalConversation",
        "Konversation",
        "Konversationen lassen sich nicht ausführen.",
        "Ein Prozessdiagramm zeichnen.",
    ),
    _refused("complexBehaviorDefinition", "Ereignis der Mehrfachausführung", _LATER, "Die Angabe entfernen."),
    _refused(
        "eventBasedGateway@instantiate=true",
        "startendes Gateway",
        _LATER,
        "Für jeden Auslöser ein eigenes Startereignis zeichnen.",
    ),
    _refused(
        "eventBasedGateway@eventGatewayType=Parallel",
        "paralleles ereignisbasiertes Gateway",
        _LATER,
        "Ein paralleles Gateway vor die Ereignisse setzen.",
    ),
    _refused(
        "compensateEventDefinition@waitForCompletion=false",
        "Kompensation ohne Warten",
        "Es wird immer gewartet, bis die Kompensation fertig ist.",
        "Das Attribut entfernen.",
    ),
    _refused("receiveTask@instantiate=true", "startende Empfangsaufgabe", _LATER, "Ein Startereignis zeichnen."),
    _refused(
        "multiInstanceLoopCharacteristics@behavior=None",
        "Ereignis der Mehrfachausführung",
        _LATER,
        "Das Attribut behavior entfernen.",
    ),
    _refused(
        "multiInstanceLoopCharacteristics@behavior=One",
        "Ereignis der Mehrfachausführung",
        _LATER,
        "Das Attribut behavior entfernen.",
    ),
    _refused(
        "multiInstanceLoopCharacteristics@behavior=Complex",
        "Ereignis der Mehrfachausführung",
        _LATER,
        "Das Attribut behavior entfernen.",
    ),
    _refused(
        "zeebe:userTaskForm",
        "eingebettetes Formular",
        "Eingebettete Formulare werden nicht gelesen.",
        "Das Formular als eigene .form-Datei speichern und über seine ID verbinden.",
    ),
    _refused("zeebe:executionListeners", "Listener", _NO_CODE, _USE_FEEL),
    _refused("zeebe:taskListeners", "Listener", _NO_CODE, _USE_FEEL),
    _refused("zeebe:linkedResources", "verknüpfte Ressource", _LATER, "Die Verknüpfung entfernen."),
    _refused("zeebe:adHoc", "Ad-hoc-Teilprozess", _LATER, "Einen gewöhnlichen Teilprozess zeichnen."),
    _refused("zeebe:conditionalFilter", "bedingtes Ereignis", _LATER, "Ein exklusives Gateway zeichnen."),
    _refused("camunda:executionListener", "Listener", _NO_CODE, _USE_FEEL),
    _refused("camunda:taskListener", "Listener", _NO_CODE, _USE_FEEL),
    _refused("camunda:connector", "Konnektor", _NO_CODE, _USE_FEEL),
    _refused("camunda:field", "Java-Feld", _NO_CODE, _USE_FEEL),
    _refused(
        "camunda:inputOutput",
        "Ein- und Ausgaben (Camunda 7)",
        _LATER,
        "Die Werte mit einer Skriptaufgabe (FEEL) setzen.",
    ),
    *[
        _refused(
            f"@camunda:{name}",
            f"camunda:{name}",
            "Es läuft immer die Fassung, die mit der Datei veröffentlicht wird.",
            "Das Attribut entfernen.",
        )
        for name in ("calledElementVersion", "calledElementVersionTag", "decisionRefVersion", "formRefVersion")
    ],
    _refused("camunda:errorEventDefinition", "Fehler eines externen Workers", _LATER, "Die Angabe entfernen."),
    *[
        _refused(
            f"@camunda:{name}",
            f"camunda:{name}",
            "Diese Variable wird hier nicht gesetzt.",
            "Das Attribut entfernen und den Wert mit einer Skriptaufgabe (FEEL) setzen.",
        )
        for name in ("errorCodeVariable", "errorMessageVariable", "initiator")
    ],
    *[
        _refused(f"@camunda:{name}", f"camunda:{name}", _NO_CODE, _USE_FEEL)
        for name in (
            "class",
            "delegateExpression",
            "expression",
            "topic",
            "type",
            "variableMappingClass",
            "variableMappingDelegateExpression",
            "caseRef",
            "taskListener",
            "executionListener",
        )
    ],
]

_HINTS = {
    "message": "Eine Benutzeraufgabe zeichnen, in der jemand die Nachricht schickt, oder den Prozess von Hand starten.",
    "signal": "Eine Nachricht oder eine Benutzeraufgabe verwenden.",
    "conditional": "Ein exklusives Gateway mit der Bedingung zeichnen.",
    "link": "Die beiden Stellen mit einem Sequenzfluss verbinden.",
    "escalation": "Ein angeheftetes Zeitereignis oder einen eigenen Zweig zeichnen.",
    "compensate": "Das Rückgängigmachen als eigenen Schritt in den Ablauf zeichnen.",
    "cancel": "Einen gewöhnlichen Teilprozess mit Fehlerereignis zeichnen.",
    "timer": "Ein Startereignis ohne Auslöser zeichnen und den Vorgang von Hand beginnen.",
    "error": "Das Fehlerereignis an den Teilprozess anheften.",
    "none": "Dem Ereignis eine Zeit oder eine Nachricht geben.",
    "terminate": "Ein Endereignis mit Beendigung zeichnen.",
    "multiple": "Die Ereignisse einzeln zeichnen.",
}
_EVENTS = {
    "startEvent": "Startereignis",
    "endEvent": "Endereignis",
    "intermediateCatchEvent": "Zwischenereignis",
    "intermediateThrowEvent": "auslösendes Zwischenereignis",
    "boundaryEvent": "angeheftetes Ereignis",
}
DEFINITION_WORDS = {
    "none": "ohne Auslöser",
    "message": "Nachricht",
    "timer": "Zeit",
    "signal": "Signal",
    "error": "Fehler",
    "escalation": "Eskalation",
    "conditional": "Bedingung",
    "link": "Link",
    "compensate": "Kompensation",
    "cancel": "Abbruch",
    "terminate": "Beendigung",
    "multiple": "mehrere Auslöser",
}


RUNNING_EVENTS = {
    "startEvent": ("none", "message", "timer", "signal", "conditional", "error", "escalation", "multiple"),
    "endEvent": (
        *("none", "message", "signal", "error", "escalation", "compensate", "cancel", "terminate"),
        "multiple",
    ),
    "intermediateCatchEvent": ("message", "timer", "signal", "conditional", "link", "multiple"),
    "intermediateThrowEvent": ("none", "message", "signal", "escalation", "link", "compensate", "multiple"),
    "boundaryEvent": (
        *("message", "timer", "signal", "conditional", "error", "escalation", "compensate", "cancel"),
        "multiple",
    ),
}
"""Definitions that run, by event; where each may stand is in check_events.py."""


def _event_rule(event: str, definition: str) -> Rule:
    key, words = f"{event}:{definition}", f"{_EVENTS[event]} ({DEFINITION_WORDS[definition]})"
    if definition in RUNNING_EVENTS[event]:
        return Rule(key, Verdict.COMPILED if definition == "link" else Verdict.RUNS, words)
    return _refused(key, words, "Das gibt es in BPMN an dieser Stelle nicht.", _HINTS[definition])


def _table() -> dict[str, Rule]:
    rules = [
        *_rules(Verdict.RUNS, _RUNS),
        *_rules(Verdict.COMPILED, _COMPILED),
        *_rules(Verdict.IGNORED, _IGNORED),
        *_REFUSALS,
        *(_event_rule(event, definition) for event in _EVENTS for definition in DEFINITION_WORDS),
    ]
    return {rule.key: rule for rule in rules}


PROFILE: dict[str, Rule] = _table()
"""The one table."""

DEFAULTS = {"startQuantity": "1", "completionQuantity": "1"}
"""The standard's own values, which need no rule."""
