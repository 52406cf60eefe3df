"""Words for elements and for what can be set on them. Pure tables, and how a change of value is said."""

from __future__ import annotations

from collections.abc import Mapping

from engine.sentences import say

GATEWAYS = {
    "exclusiveGateway": say("Verzweigung"),
    "inclusiveGateway": say("Verzweigung (mehrere)"),
    "parallelGateway": say("Gleichzeitig"),
    "eventBasedGateway": say("Warten auf Ereignis"),
    "complexGateway": say("Verzweigung (Regel)"),
}
STEPS = (
    *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"),
    *("callActivity", "subProcess", "transaction", "adHocSubProcess"),
)
EVENTS = {
    "startEvent": say("Beginn"),
    "endEvent": say("Ende"),
    "intermediateCatchEvent": say("Warten"),
    "intermediateThrowEvent": say("Meldung"),
    "boundaryEvent": say("Ereignis am Rand"),
}
NODES: Mapping[str, str] = {**dict.fromkeys(STEPS, say("Schritt")), **GATEWAYS, **EVENTS}
"""Elements that a case passes, by tag."""
SUBJECTS: Mapping[str, str] = {
    **NODES,
    "lane": say("Bahn"),
    "participant": say("Pool"),
    "process": say("Prozess"),
    "textAnnotation": say("Anmerkung"),
    "dataObject": say("Datenobjekt"),
    "dataObjectReference": say("Datenobjekt"),
    "message": say("Nachricht"),
    "signal": say("Signal"),
    "error": say("Fehler"),
    "escalation": say("Eskalation"),
}
KINDS: Mapping[str, str] = {
    **EVENTS,
    **GATEWAYS,
    "task": say("Schritt ohne Art"),
    "userTask": say("Aufgabe"),
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
}
PROPERTIES: Mapping[str, str] = {
    "frist": say("Frist"),
    "schutzzone": say("Schutzzone"),
    "stufe": say("Stufe"),
    "gruppe": say("Gruppe"),
    "rolle": say("Rolle"),
    "eskalation": say("Eskalation"),
    "freigabe": say("Freigabe"),
    "bestaetigt": say("Bestätigung"),
    "ergebnis": say("Ergebnis"),
    "ags": say("AGS"),
    "art": say("Art der Kommune"),
    "kennung": say("Kennung"),
    "kreis": say("Kreis"),
    "loeschklasse": say("Löschklasse"),
    "vier_augen": say("Vier Augen mit"),
    "pflicht": say("Begründung der Pflicht"),
    "pflicht_bis": say("Pflicht bis"),
}
ATTRIBUTES: Mapping[str, str] = {
    "formDefinition.formId": say("Formular"),
    "formDefinition.formKey": say("Formular"),
    "formKey": say("Formular"),
    "formRef": say("Formular"),
    "assignmentDefinition.candidateGroups": say("Gruppe"),
    "assignmentDefinition.candidateUsers": say("Personenkreis"),
    "assignmentDefinition.assignee": say("zuständige Person"),
    "candidateGroups": say("Gruppe"),
    "candidateUsers": say("Personenkreis"),
    "assignee": say("zuständige Person"),
    "taskSchedule.dueDate": say("Frist"),
    "taskSchedule.followUpDate": say("Wiedervorlage"),
    "dueDate": say("Frist"),
    "followUpDate": say("Wiedervorlage"),
    "calledDecision.decisionId": say("Entscheidung"),
    "calledDecision.resultVariable": say("Ergebnisvariable"),
    "decisionRef": say("Entscheidung"),
    "resultVariable": say("Ergebnisvariable"),
    "calledElement.processId": say("aufgerufener Prozess"),
    "calledElement": say("aufgerufener Prozess"),
    "versionTag.value": say("Versionsname"),
    "versionTag": say("Versionsname"),
    "script.expression": say("Berechnung"),
    "script.resultVariable": say("Ergebnisvariable"),
    "taskDefinition.type": say("Art der Arbeit"),
    "cancelActivity": say("bricht den Schritt ab"),
    "isInterrupting": say("bricht ab"),
    "isExecutable": say("ausführbar"),
    "messageRef": say("Nachricht"),
    "signalRef": say("Signal"),
    "errorRef": say("Fehler"),
    "escalationRef": say("Eskalation"),
    "attachedToRef": say("angeheftet an"),
    "default": say("Standardweg"),
    "isSequential": say("nacheinander"),
    "subscription.correlationKey": say("Schlüssel der Nachricht"),
    "loopCharacteristics.inputCollection": say("Wiederholung über"),
    "loopCharacteristics.inputElement": say("jedes heißt"),
}
TEXTS: Mapping[str, str] = {
    "conditionExpression": say("Bedingung"),
    "timeDuration": say("Dauer"),
    "timeDate": say("Zeitpunkt"),
    "timeCycle": say("Wiederholung"),
    "condition": say("Bedingung"),
    "completionCondition": say("Abschlussbedingung"),
    "loopCardinality": say("Anzahl"),
    "script": say("Berechnung"),
    "text": say("Text"),
    "documentation": say("Beschreibung"),
}
LONG: frozenset[str] = frozenset({TEXTS["documentation"], TEXTS["script"], TEXTS["text"], PROPERTIES["pflicht"]})
"""What is too long to be quoted."""
YES_NO = {"true": say("ja"), "false": say("nein")}
LONGEST = 60


def changed(label: str, old: str | None, new: str | None) -> str:
    """ "Frist war 5 AT, ist 3 AT"; None and "" are nothing."""
    was, now = _shown(old), _shown(new)
    if label in LONG or max(len(was), len(now)) > LONGEST:
        if not was:
            return say("{label} ist neu", label=label)
        return say("{label} wurde geändert", label=label) if now else say("{label} ist entfallen", label=label)
    if not was:
        return say("{label} ist jetzt {now}, vorher keine Angabe", label=label, now=now)
    if now:
        return say("{label} war {was}, ist {now}", label=label, was=was, now=now)
    return say("{label} war {was}, ist entfallen", label=label, was=was)


def _shown(value: str | None) -> str:
    text = " ".join((value or "").split()).removeprefix("=").strip()
    return YES_NO.get(text, text)
