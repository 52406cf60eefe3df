"""The executable profile: one table of what runs, from which check, documentation and modeller are drawn.

Keys: an element ("userTask"), an event with its definition ("boundaryEvent:timer"), an attribute value
("subProcess@triggeredByEvent=true", "*@startQuantity" for any element and any value but the standard's default),
an extension element ("zeebe:script") or attribute ("@camunda:class"). What the table does not know is refused when it
is BPMN, and ignored when it is foreign.
"""

from __future__ import annotations

from engine.bpmn.profile_refusals import REFUSALS
from engine.bpmn.rule import Rule, Verdict, refused, rules
from engine.sentences import say

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
    "complexBehaviorDefinition": "Ereignisse der Mehrfachausführung", "event": "Ereignis der Mehrfachausführung",
    "*@behavior": "Ereignisse der Mehrfachausführung", "receiveTask@instantiate=true": "startende Empfangsaufgabe",
    "eventBasedGateway@instantiate=true": "startendes Gateway",
    "camunda:property": "Eigenschaft", "camunda:in": "Eingabe", "camunda:out": "Ausgabe",
}
_COMPILED = {
    "linkEventDefinition": "Link", "source": "Link", "target": "Link",
    "eventDefinitionRef": "Verweis auf eine Ereignisdefinition", "lane": "Bahn", "laneSet": "Bahnen",
    "camunda:formData": "generiertes Formular", "childLaneSet": "innere Bahnen",
    "globalTask": "globale Aufgabe", "globalUserTask": "globale Aufgabe", "globalManualTask": "globale Aufgabe",
    "globalScriptTask": "globale Aufgabe", "globalBusinessRuleTask": "globale Aufgabe",
    "flowNodeRef": "Element einer Bahn",
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


    "categoryValueRef": "Kategorie", "structureRef": "Datentyp", "zeebe:taskHeaders": "Kopfdaten",
    "zeebe:header": "Kopfdaten", "zeebe:priorityDefinition": "Priorität", "zeebe:modelerTemplate": "Vorlage",
    "camunda:failedJobRetryTimeCycle": "Wiederholung", "camunda:potentialStarter": "Starterkreis",
    "camunda:list": "Liste", "camunda:entry": "Eintrag", "camunda:value": "Wert", "camunda:map": "Liste",
}
# fmt: on

_HINTS = {
    "message": say(
        "Eine Benutzeraufgabe zeichnen, in der jemand die Nachricht schickt, oder den Prozess von Hand starten."
    ),
    "signal": say("Eine Nachricht oder eine Benutzeraufgabe verwenden."),
    "conditional": say("Ein exklusives Gateway mit der Bedingung zeichnen."),
    "link": say("Die beiden Stellen mit einem Sequenzfluss verbinden."),
    "escalation": say("Ein angeheftetes Zeitereignis oder einen eigenen Zweig zeichnen."),
    "compensate": say("Das Rückgängigmachen als eigenen Schritt in den Ablauf zeichnen."),
    "cancel": say("Einen gewöhnlichen Teilprozess mit Fehlerereignis zeichnen."),
    "timer": say("Ein Startereignis ohne Auslöser zeichnen und den Vorgang von Hand beginnen."),
    "error": say("Das Fehlerereignis an den Teilprozess anheften."),
    "none": say("Dem Ereignis eine Zeit oder eine Nachricht geben."),
    "terminate": say("Ein Endereignis mit Beendigung zeichnen."),
    "multiple": say("Die Ereignisse einzeln zeichnen."),
}
_EVENTS = {
    "startEvent": say("Startereignis"),
    "endEvent": say("Endereignis"),
    "intermediateCatchEvent": say("Zwischenereignis"),
    "intermediateThrowEvent": say("auslösendes Zwischenereignis"),
    "boundaryEvent": say("angeheftetes Ereignis"),
}
DEFINITION_WORDS = {
    "none": say("ohne Auslöser"),
    "message": say("Nachricht"),
    "timer": say("Zeit"),
    "signal": say("Signal"),
    "error": say("Fehler"),
    "escalation": say("Eskalation"),
    "conditional": say("Bedingung"),
    "link": say("Link"),
    "compensate": say("Kompensation"),
    "cancel": say("Abbruch"),
    "terminate": say("Beendigung"),
    "multiple": say("mehrere Auslöser"),
}


RUNNING_EVENTS = {
    "startEvent": (
        *("none", "message", "timer", "signal", "conditional", "error", "escalation", "compensate"),
        "multiple",
    ),
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


def _told(event: str, definition: str) -> str:
    return say("{event} ({definition})", event=_EVENTS[event], definition=DEFINITION_WORDS[definition])


def _event_rule(event: str, definition: str) -> Rule:
    key, words = f"{event}:{definition}", _told(event, definition)
    if definition in RUNNING_EVENTS[event]:
        return Rule(key, Verdict.COMPILED if definition == "link" else Verdict.RUNS, words)
    return refused(key, words, say("Das gibt es in BPMN an dieser Stelle nicht."), _HINTS[definition])


def _table() -> dict[str, Rule]:
    found = [
        *rules(Verdict.RUNS, _RUNS),
        *rules(Verdict.COMPILED, _COMPILED),
        *rules(Verdict.IGNORED, _IGNORED),
        *REFUSALS,
        *(_event_rule(event, definition) for event in _EVENTS for definition in DEFINITION_WORDS),
    ]
    return {rule.key: rule for rule in found}


PROFILE: dict[str, Rule] = _table()
"""The one table."""

DEFAULTS = {"startQuantity": "1", "completionQuantity": "1"}
"""The standard's own values, which need no rule."""

__all__ = ["DEFAULTS", "DEFINITION_WORDS", "PROFILE", "RUNNING_EVENTS", "Rule", "Verdict"]
