"""The part of the profile that says no: what is refused, with reason and way out."""

from __future__ import annotations

from engine.bpmn.rule import Rule, refused
from engine.sentences import say

LATER = say("Das kann die Engine in dieser Fassung noch nicht ausführen.")
_NO_CODE = say("Programmcode läuft hier nicht; Ausdrücke und Skripte sind FEEL.")
_USE_TASK = say("Eine Benutzeraufgabe zeichnen, in der jemand den Schritt erledigt.")
_USE_FEEL = say("Den Schritt als Skriptaufgabe mit FEEL oder als Benutzeraufgabe modellieren.")

REFUSALS: list[Rule] = [
    refused(
        "complexGateway",
        say("komplexes Gateway"),
        say("Nach BPMN nimmt es beim Zurücksetzen seine Flüsse noch einmal; das kann die Engine noch nicht ausführen."),
        say("Mit exklusiven und parallelen Gateways ausdrücken."),
    ),
    refused(
        "correlationSubscription",
        say("Korrelation nach BPMN"),
        LATER,
        say("Den Korrelationsschlüssel an der Nachricht eintragen (Camunda 8: Subscription correlation key)."),
    ),
    refused(
        "choreography",
        say("Choreographie"),
        say("Choreographien beschreiben nur und lassen sich nicht ausführen."),
        say("Ein Prozessdiagramm zeichnen."),
    ),
    refused(
        "globalChoreographyTask",
        say("Choreographie"),
        say("Choreographien lassen sich nicht ausführen."),
        say("Ein Prozessdiagramm zeichnen."),
    ),
    refused(
        "globalConversation",
        say("Konversation"),
        say("Konversationen lassen sich nicht ausführen."),
        say("Ein Prozessdiagramm zeichnen."),
    ),
    refused(
        "compensateEventDefinition@waitForCompletion=false",
        say("Kompensation ohne Warten"),
        say("Es wird immer gewartet, bis die Kompensation fertig ist."),
        say("Das Attribut entfernen."),
    ),
    refused(
        "zeebe:userTaskForm",
        say("eingebettetes Formular"),
        say("Eingebettete Formulare werden nicht gelesen."),
        say("Das Formular als eigene .form-Datei speichern und über seine ID verbinden."),
    ),
    refused("zeebe:executionListeners", say("Listener"), _NO_CODE, _USE_FEEL),
    refused("zeebe:taskListeners", say("Listener"), _NO_CODE, _USE_FEEL),
    refused("zeebe:linkedResources", say("verknüpfte Ressource"), LATER, say("Die Verknüpfung entfernen.")),
    refused("zeebe:adHoc", say("Ad-hoc-Teilprozess"), LATER, say("Einen gewöhnlichen Teilprozess zeichnen.")),
    refused("zeebe:conditionalFilter", say("bedingtes Ereignis"), LATER, say("Ein exklusives Gateway zeichnen.")),
    refused("camunda:executionListener", say("Listener"), _NO_CODE, _USE_FEEL),
    refused("camunda:taskListener", say("Listener"), _NO_CODE, _USE_FEEL),
    refused("camunda:connector", say("Konnektor"), _NO_CODE, _USE_FEEL),
    refused("camunda:field", say("Java-Feld"), _NO_CODE, _USE_FEEL),
    refused(
        "camunda:inputOutput",
        say("Ein- und Ausgaben (Camunda 7)"),
        LATER,
        say("Die Werte mit einer Skriptaufgabe (FEEL) setzen."),
    ),
    *[
        refused(
            f"@camunda:{name}",
            f"camunda:{name}",
            say("Es läuft immer die Fassung, die mit der Datei veröffentlicht wird."),
            say("Das Attribut entfernen."),
        )
        for name in ("calledElementVersion", "calledElementVersionTag", "decisionRefVersion", "formRefVersion")
    ],
    refused("camunda:errorEventDefinition", say("Fehler eines externen Workers"), LATER, say("Die Angabe entfernen.")),
    *[
        refused(
            f"@camunda:{name}",
            f"camunda:{name}",
            say("Diese Variable wird hier nicht gesetzt."),
            say("Das Attribut entfernen und den Wert mit einer Skriptaufgabe (FEEL) setzen."),
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
