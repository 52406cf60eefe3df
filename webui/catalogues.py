"""Words for codes: stages, roles, states and case types as the office says them."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

STAGES = {
    "eingang": _l("Eingang"),
    "clearing": _l("Clearing"),
    "beratung": _l("Beratung"),
    "mediation": _l("Mediation"),
    "beirat": _l("Konfliktbeirat"),
    "feedback": _l("Feedback"),
    "verfahren": _l("Verfahrensschritt"),
}
ROLES = {
    "koordination": _l("Koordination"),
    "beratung": _l("Beratung"),
    "mediation": _l("Mediation"),
    "beirat": _l("Konfliktbeirat"),
    "fachstelle": _l("Fachstelle"),
    "entwurf": _l("Prozessentwurf"),
    "laki": _l("LaKI"),
    "revision": _l("Revision"),
    "datenschutz": _l("Datenschutz"),
    "verwaltung": _l("Verwaltung"),
}
CASE_STATES = {
    "active": _l("läuft"),
    "completed": _l("abgeschlossen"),
    "incident": _l("Störung"),
}
CASE_TYPES = {
    "F01": _l("Nachbarschaft – Unterkunft"),
    "F02": _l("Konflikt in der Unterkunft"),
    "F03": _l("Moscheebau, Gebetsraum, Muezzinruf"),
    "F04": _l("Schule, Klasse"),
    "F05": _l("Ehrenamt – Verwaltung"),
    "F06": _l("Verein, Migrantenorganisation"),
    "F07": _l("Öffentlicher Raum, Jugendgruppen"),
    "F08": _l("Diskriminierungsbeschwerde"),
    "F09": _l("Behörde – Kundin oder Kunde"),
    "F10": _l("Familien- oder Gruppenkonflikt mit Sicherheitsbezug"),
    "F11": _l("Mietshaus, Lärm"),
    "F12": _l("Verwaltungsinterner Konflikt"),
    "F13": _l("Sport, Fußballspiel"),
    "F14": _l("Gerücht, Desinformation, Online-Hetze"),
    "F15": _l("Kita"),
}
ACTORS = {"operator": _l("Betrieb"), "system": _l("Schlichtwerk")}
ELEMENTS = {
    "userTask": _l("Aufgabe"),
    "task": _l("Schritt"),
    "manualTask": _l("Handgriff"),
    "serviceTask": _l("Dienst"),
    "scriptTask": _l("Berechnung"),
    "businessRuleTask": _l("Entscheidungstabelle"),
    "sendTask": _l("Versand"),
    "receiveTask": _l("Empfang"),
    "callActivity": _l("Teilprozess (Bibliothek)"),
    "subProcess": _l("Teilprozess"),
    "exclusiveGateway": _l("Verzweigung"),
    "inclusiveGateway": _l("Verzweigung (mehrere)"),
    "parallelGateway": _l("Gleichzeitig"),
    "eventBasedGateway": _l("Warten auf Ereignis"),
    "startEvent": _l("Beginn"),
    "endEvent": _l("Ende"),
    "boundaryEvent": _l("Ereignis am Rand"),
    "intermediateCatchEvent": _l("Warten"),
    "intermediateThrowEvent": _l("Meldung"),
}
ACTIVITIES = frozenset(
    name for name in (*ELEMENTS, "task") if name.endswith("Task") or name in ("task", "callActivity", "subProcess")
)
EVENTS = {
    "account.changed": _l("Konto geändert"),
    "account.created": _l("Konto angelegt"),
    "audit.read": _l("Prüfspur ausgeleitet"),
    "case.completed": _l("Vorgang abgeschlossen"),
    "case.started": _l("Vorgang angelegt"),
    "decision.evaluated": _l("Entscheidungstabelle ausgewertet"),
    "incident.occurred": _l("Störung aufgetreten"),
    "incident.resolved": _l("Störung erledigt"),
    "message.received": _l("Nachricht eingegangen"),
    "municipality.created": _l("Kommune angelegt"),
    "municipality.released": _l("Kommune freigegeben"),
    "municipality.renamed": _l("Kommune umbenannt"),
    "process.published": _l("Prozess veröffentlicht"),
    "timer.fired": _l("Frist abgelaufen"),
    "user_task.canceled": _l("Aufgabe entfallen"),
    "user_task.claimed": _l("Aufgabe übernommen"),
    "user_task.completed": _l("Aufgabe abgeschlossen"),
    "user_task.created": _l("Aufgabe entstanden"),
    "user_task.released": _l("Aufgabe zurückgegeben"),
    "variables.released": _l("Angaben freigegeben"),
}


def stage_name(code: str | None) -> str:
    return str(STAGES.get(code or "", code or "–"))


def role_name(code: str) -> str:
    return str(ROLES.get(str(code), code))


def case_state_name(code: str) -> str:
    return str(CASE_STATES.get(str(code), code))


def case_type_name(code: str | None) -> str:
    """ "F02" -> "Konflikt in der Unterkunft"; unknown codes as they are."""
    return str(CASE_TYPES.get(code or "", code or "–"))


def element_name(bpmn_type: str) -> str:
    """BPMN element type, with or without prefix and in either capitalisation, in the office's words."""
    bare = bpmn_type.rsplit(":", 1)[-1]
    return str(ELEMENTS.get(bare[:1].lower() + bare[1:], bare))


def event_name(kind: str) -> str:
    return str(EVENTS.get(kind, kind))


def group_name(code: str | None) -> str:
    """Candidate groups bear the ids of lanes: "koordination" -> "Koordination", "jugend_amt" -> "Jugend amt"."""
    if not code:
        return "–"
    return str(ROLES[code]) if code in ROLES else code[:1].upper() + code[1:].replace("_", " ")


def actor_name(name: str | None) -> str:
    """Names of people as they are; the two actors that are no person in words."""
    return str(ACTORS.get(name or "", name or "–"))


def init_app(app: Flask) -> None:
    for function in (
        stage_name,
        role_name,
        case_state_name,
        case_type_name,
        element_name,
        group_name,
        actor_name,
    ):
        app.add_template_filter(function)
