"""The part of the profile that says no: what is refused, with reason and way out."""

from __future__ import annotations

from engine.bpmn.rule import Rule, refused

LATER = "Das kann die Engine in dieser Fassung noch nicht ausführen."
_NO_CODE = "Programmcode läuft hier nicht; Ausdrücke und Skripte sind FEEL."
_USE_TASK = "Eine Benutzeraufgabe zeichnen, in der jemand den Schritt erledigt."
_USE_FEEL = "Den Schritt als Skriptaufgabe mit FEEL oder als Benutzeraufgabe modellieren."

REFUSALS: list[Rule] = [
    refused(
        "complexGateway",
        "komplexes Gateway",
        "Nach BPMN nimmt es beim Zurücksetzen seine Flüsse noch einmal; das kann die Engine noch nicht ausführen.",
        "Mit exklusiven und parallelen Gateways ausdrücken.",
    ),
    refused(
        "correlationSubscription",
        "Korrelation nach BPMN",
        LATER,
        "Den Korrelationsschlüssel an der Nachricht eintragen (Camunda 8: Subscription correlation key).",
    ),
    refused(
        "choreography",
        "Choreographie",
        "Choreographien beschreiben nur und lassen sich nicht ausführen.",
        "Ein Prozessdiagramm zeichnen.",
    ),
    refused(
        "globalChoreographyTask",
        "Choreographie",
        "Choreographien lassen sich nicht ausführen.",
        "Ein Prozessdiagramm zeichnen.",
    ),
    refused(
        "globalConversation",
        "Konversation",
        "Konversationen lassen sich nicht ausführen.",
        "Ein Prozessdiagramm zeichnen.",
    ),
    refused(
        "compensateEventDefinition@waitForCompletion=false",
        "Kompensation ohne Warten",
        "Es wird immer gewartet, bis die Kompensation fertig ist.",
        "Das Attribut entfernen.",
    ),
    refused(
        "zeebe:userTaskForm",
        "eingebettetes Formular",
        "Eingebettete Formulare werden nicht gelesen.",
        "Das Formular als eigene .form-Datei speichern und über seine ID verbinden.",
    ),
    refused("zeebe:executionListeners", "Listener", _NO_CODE, _USE_FEEL),
    refused("zeebe:taskListeners", "Listener", _NO_CODE, _USE_FEEL),
    refused("zeebe:linkedResources", "verknüpfte Ressource", LATER, "Die Verknüpfung entfernen."),
    refused("zeebe:adHoc", "Ad-hoc-Teilprozess", LATER, "Einen gewöhnlichen Teilprozess zeichnen."),
    refused("zeebe:conditionalFilter", "bedingtes Ereignis", LATER, "Ein exklusives Gateway zeichnen."),
    refused("camunda:executionListener", "Listener", _NO_CODE, _USE_FEEL),
    refused("camunda:taskListener", "Listener", _NO_CODE, _USE_FEEL),
    refused("camunda:connector", "Konnektor", _NO_CODE, _USE_FEEL),
    refused("camunda:field", "Java-Feld", _NO_CODE, _USE_FEEL),
    refused(
        "camunda:inputOutput",
        "Ein- und Ausgaben (Camunda 7)",
        LATER,
        "Die Werte mit einer Skriptaufgabe (FEEL) setzen.",
    ),
    *[
        refused(
            f"@camunda:{name}",
            f"camunda:{name}",
            "Es läuft immer die Fassung, die mit der Datei veröffentlicht wird.",
            "Das Attribut entfernen.",
        )
        for name in ("calledElementVersion", "calledElementVersionTag", "decisionRefVersion", "formRefVersion")
    ],
    refused("camunda:errorEventDefinition", "Fehler eines externen Workers", LATER, "Die Angabe entfernen."),
    *[
        refused(
            f"@camunda:{name}",
            f"camunda:{name}",
            "Diese Variable wird hier nicht gesetzt.",
            "Das Attribut entfernen und den Wert mit einer Skriptaufgabe (FEEL) setzen.",
        )
        for name in ("errorCodeVariable", "errorMessageVariable", "initiator")
    ],
    *[
        refused(f"@camunda:{name}", f"camunda:{name}", _NO_CODE, _USE_FEEL)
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
