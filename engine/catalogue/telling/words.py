"""Words for elements and for what can be set on them. Pure tables, and how a change of value is said."""

from __future__ import annotations

from collections.abc import Mapping

GATEWAYS = {
    "exclusiveGateway": "Verzweigung",
    "inclusiveGateway": "Verzweigung (mehrere)",
    "parallelGateway": "Gleichzeitig",
    "eventBasedGateway": "Warten auf Ereignis",
    "complexGateway": "Verzweigung (Regel)",
}
STEPS = (
    *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"),
    *("callActivity", "subProcess", "transaction", "adHocSubProcess"),
)
EVENTS = {
    "startEvent": "Beginn",
    "endEvent": "Ende",
    "intermediateCatchEvent": "Warten",
    "intermediateThrowEvent": "Meldung",
    "boundaryEvent": "Ereignis am Rand",
}
NODES: Mapping[str, str] = {**dict.fromkeys(STEPS, "Schritt"), **GATEWAYS, **EVENTS}
"""Elements that a case passes, by tag."""
SUBJECTS: Mapping[str, str] = {
    **NODES,
    "lane": "Bahn",
    "participant": "Pool",
    "process": "Prozess",
    "textAnnotation": "Anmerkung",
    "dataObject": "Datenobjekt",
    "dataObjectReference": "Datenobjekt",
    "message": "Nachricht",
    "signal": "Signal",
    "error": "Fehler",
    "escalation": "Eskalation",
}
KINDS: Mapping[str, str] = {
    **EVENTS,
    **GATEWAYS,
    "task": "Schritt ohne Art",
    "userTask": "Aufgabe",
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
}
PROPERTIES: Mapping[str, str] = {
    "frist": "Frist",
    "schutzzone": "Schutzzone",
    "stufe": "Stufe",
    "gruppe": "Gruppe",
    "rolle": "Rolle",
    "eskalation": "Eskalation",
    "freigabe": "Freigabe",
    "bestaetigt": "Bestätigung",
    "ergebnis": "Ergebnis",
    "ags": "AGS",
    "art": "Art der Kommune",
    "kennung": "Kennung",
    "kreis": "Kreis",
    "loeschklasse": "Löschklasse",
    "vier_augen": "Vier Augen mit",
}
ATTRIBUTES: Mapping[str, str] = {
    "formDefinition.formId": "Formular",
    "formDefinition.formKey": "Formular",
    "formKey": "Formular",
    "formRef": "Formular",
    "assignmentDefinition.candidateGroups": "Gruppe",
    "assignmentDefinition.candidateUsers": "Personenkreis",
    "assignmentDefinition.assignee": "zuständige Person",
    "candidateGroups": "Gruppe",
    "candidateUsers": "Personenkreis",
    "assignee": "zuständige Person",
    "taskSchedule.dueDate": "Frist",
    "taskSchedule.followUpDate": "Wiedervorlage",
    "dueDate": "Frist",
    "followUpDate": "Wiedervorlage",
    "calledDecision.decisionId": "Entscheidung",
    "calledDecision.resultVariable": "Ergebnisvariable",
    "decisionRef": "Entscheidung",
    "resultVariable": "Ergebnisvariable",
    "calledElement.processId": "aufgerufener Prozess",
    "calledElement": "aufgerufener Prozess",
    "versionTag.value": "Versionsname",
    "versionTag": "Versionsname",
    "script.expression": "Berechnung",
    "script.resultVariable": "Ergebnisvariable",
    "taskDefinition.type": "Art der Arbeit",
    "cancelActivity": "bricht den Schritt ab",
    "isInterrupting": "bricht ab",
    "isExecutable": "ausführbar",
    "messageRef": "Nachricht",
    "signalRef": "Signal",
    "errorRef": "Fehler",
    "escalationRef": "Eskalation",
    "attachedToRef": "angeheftet an",
    "default": "Standardweg",
    "isSequential": "nacheinander",
    "subscription.correlationKey": "Schlüssel der Nachricht",
    "loopCharacteristics.inputCollection": "Wiederholung über",
    "loopCharacteristics.inputElement": "jedes heißt",
}
TEXTS: Mapping[str, str] = {
    "conditionExpression": "Bedingung",
    "timeDuration": "Dauer",
    "timeDate": "Zeitpunkt",
    "timeCycle": "Wiederholung",
    "condition": "Bedingung",
    "completionCondition": "Abschlussbedingung",
    "loopCardinality": "Anzahl",
    "script": "Berechnung",
    "text": "Text",
    "documentation": "Beschreibung",
}
LONG = frozenset({"Beschreibung", "Berechnung", "Text"})
"""What is too long to be quoted."""
YES_NO = {"true": "ja", "false": "nein"}
LONGEST = 60


def changed(label: str, old: str | None, new: str | None) -> str:
    """ "Frist war 5 AT, ist 3 AT"; None and "" are nothing."""
    was, now = _shown(old), _shown(new)
    if label in LONG or max(len(was), len(now)) > LONGEST:
        if not was:
            return f"{label} ist neu"
        return f"{label} wurde geändert" if now else f"{label} ist entfallen"
    if not was:
        return f"{label} ist jetzt {now}, vorher keine Angabe"
    return f"{label} war {was}, ist {now}" if now else f"{label} war {was}, ist entfallen"


def _shown(value: str | None) -> str:
    text = " ".join((value or "").split()).removeprefix("=").strip()
    return YES_NO.get(text, text)
