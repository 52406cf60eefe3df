"""Words for codes: stages, roles, states and case types as the office says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Flask, g
from flask_babel import lazy_gettext as N_

from engine import catalogue
from engine.casework import Doing
from engine.terms import CandidateGroup
from webui.identity import query
from webui.language import chosen_language

STAGES = {
    "eingang": N_("Eingang"),
    "clearing": N_("Clearing"),
    "beratung": N_("Beratung"),
    "mediation": N_("Mediation"),
    "beirat": N_("Konfliktbeirat"),
    "feedback": N_("Feedback"),
    "verfahren": N_("Verfahrensschritt"),
}
ROLES = {
    "koordination": N_("Koordination"),
    "beratung": N_("Beratung"),
    "mediation": N_("Mediation"),
    "beirat": N_("Konfliktbeirat"),
    "fachstelle": N_("Fachstelle"),
    "entwurf": N_("Prozessentwurf"),
    "laki": N_("LaKI"),
    "revision": N_("Revision"),
    "datenschutz": N_("Datenschutz"),
    "verwaltung": N_("Verwaltung"),
}
GROUPS = {
    "fachkraefte": N_("Fachkräfte"),
    "konfliktlotsen": N_("Konfliktlots:innen"),
    "vertretung": N_("Vertretung"),
    "leitung": N_("Leitung"),
    "vorsitz": N_("Vorsitz"),
    "dezernat": N_("Dezernat"),
}
"""Groups that bear no role's name."""
CASE_STATES = {
    "active": N_("läuft"),
    "completed": N_("abgeschlossen"),
    "discarded": N_("verworfen"),
    "incident": N_("Störung"),
}
OUTCOMES = {
    "abschlussvereinbarung": N_("mit Vereinbarung"),
    "geklaert": N_("geklärt"),
    "ohne_einigung": N_("ohne Einigung"),
    "schutzweg": N_("Schutz an eine andere Stelle übergeben"),
    "verwiesen": N_("an eine andere Stelle verwiesen"),
    "beantwortet": N_("beantwortet"),
    "gehalten": N_("gehalten"),
    "entfallen": N_("entfallen"),
}
CASE_TYPES = {
    "F01": N_("Nachbarschaft und Unterkunft"),
    "F02": N_("Konflikt in einer Unterkunft"),
    "F03": N_("Moscheebau, Gebetsraum, Gebetsruf"),
    "F04": N_("Schule oder Klasse"),
    "F05": N_("Ehrenamt und Verwaltung"),
    "F06": N_("Verein oder Migrantenorganisation"),
    "F07": N_("Öffentlicher Raum, Jugendgruppen"),
    "F08": N_("Diskriminierung"),
    "F09": N_("Behörde und Kund:in"),
    "F10": N_("Familie oder Gruppe, Sicherheit berührt"),
    "F11": N_("Mietshaus, Lärm"),
    "F12": N_("Innerhalb der Verwaltung"),
    "F13": N_("Sport, Fußballspiel"),
    "F14": N_("Gerücht, Hetze im Netz"),
    "F15": N_("Kita"),
}
ELEMENTS = {
    "userTask": N_("Aufgabe"),
    "task": N_("Schritt"),
    "manualTask": N_("Handgriff"),
    "serviceTask": N_("Dienst"),
    "scriptTask": N_("Berechnung"),
    "businessRuleTask": N_("Entscheidungstabelle"),
    "sendTask": N_("Versand"),
    "receiveTask": N_("Empfang"),
    "callActivity": N_("Teilprozess (Bibliothek)"),
    "subProcess": N_("Teilprozess"),
    "exclusiveGateway": N_("Verzweigung"),
    "inclusiveGateway": N_("Verzweigung (mehrere)"),
    "parallelGateway": N_("Gleichzeitig"),
    "eventBasedGateway": N_("Warten auf Ereignis"),
    "startEvent": N_("Beginn"),
    "endEvent": N_("Ende"),
    "boundaryEvent": N_("Ereignis am Rand"),
    "intermediateCatchEvent": N_("Warten"),
    "intermediateThrowEvent": N_("Meldung"),
}
ACTIVITIES = frozenset(
    name for name in (*ELEMENTS, "task") if name.endswith("Task") or name in ("task", "callActivity", "subProcess")
)
EVENTS = {
    "account.changed": N_("Konto geändert"),
    "account.created": N_("Konto angelegt"),
    "account.rights_changed": N_("Rollen oder Gruppen geändert"),
    "audit.read": N_("Prüfspur heruntergeladen"),
    "barrier.reopened": N_("Hinweis auf eine Barriere wieder geöffnet"),
    "barrier.reported": N_("Hinweis auf eine Barriere eingegangen"),
    "barrier.resolved": N_("Hinweis auf eine Barriere erledigt"),
    "case.completed": N_("Vorgang abgeschlossen"),
    "case.discarded": N_("Vorgang verworfen"),
    "case.started": N_("Vorgang angelegt"),
    "decision.evaluated": N_("Entscheidungstabelle ausgewertet"),
    "draft.approved": N_("Entwurf freigegeben"),
    "draft.discarded": N_("Entwurf verworfen"),
    "draft.opened": N_("Entwurf angelegt"),
    "draft.published": N_("Entwurf veröffentlicht"),
    "draft.restored": N_("Entwurf wiederhergestellt"),
    "template.proposed": N_("Aktualisierung vorgeschlagen"),
    "template.taken": N_("Aktualisierung in einen Entwurf übernommen"),
    "template.declined": N_("Aktualisierung nicht übernommen"),
    "incident.occurred": N_("Störung aufgetreten"),
    "incident.resolved": N_("Störung erledigt"),
    "job.failed": N_("Nicht verschickt"),
    "job.sent": N_("Verschickt"),
    "message.received": N_("Nachricht eingegangen"),
    "message.undelivered": N_("Nachricht ohne Empfänger"),
    "municipality.created": N_("Kommune angelegt"),
    "municipality.released": N_("Kommune freigegeben"),
    "municipality.renamed": N_("Kommune umbenannt"),
    "office.changed": N_("Angaben der Kommune geändert"),
    "onboarding.rehearsed": N_("Probeläufe der veröffentlichten Version gespielt"),
    "onboarding.step": N_("Schritt des verkürzten Verfahrens gesetzt"),
    "process.published": N_("Prozess veröffentlicht"),
    "process.withdrawn": N_("Veröffentlichung zurückgenommen"),
    "process.reinstated": N_("Version wieder eingesetzt"),
    "publishing.rules": N_("Regeln für das Veröffentlichen geändert"),
    "signal.received": N_("Signal empfangen"),
    "signal.sent": N_("Signal gesendet"),
    "timer.fired": N_("Frist abgelaufen"),
    "user_task.canceled": N_("Aufgabe entfallen"),
    "user_task.claimed": N_("Aufgabe übernommen"),
    "user_task.completed": N_("Aufgabe abgeschlossen"),
    "user_task.created": N_("Aufgabe entstanden"),
    "user_task.escalated": N_("Aufgabe eskaliert"),
    "user_task.follow_up_removed": N_("Wiedervorlage aufgehoben"),
    "user_task.follow_up_set": N_("Aufgabe zur Wiedervorlage gelegt"),
    "user_task.handed_over": N_("Aufgabe weitergegeben"),
    "user_task.reminded": N_("An Frist erinnert"),
    "user_task.released": N_("Aufgabe zurückgegeben"),
    "variables.released": N_("Angaben freigegeben"),
}


INCIDENTS = {
    Doing.COMPLETE: (
        N_("Die Aufgabe wird mit den damals gemachten Eingaben noch einmal abgeschlossen."),
        N_("Was eingegeben war, wird nicht übernommen. Die Aufgabe bleibt offen und kann neu abgeschlossen werden."),
    ),
    Doing.MESSAGE: (
        N_("Die Nachricht wird dem Vorgang noch einmal übergeben."),
        N_("Die Nachricht wird dem Vorgang nicht mehr übergeben."),
    ),
    Doing.SIGNAL: (
        N_("Das Signal wird dem Vorgang noch einmal übergeben."),
        N_("Das Signal wird dem Vorgang nicht mehr übergeben."),
    ),
    Doing.SENDING: (
        N_("Die Sendung geht noch einmal hinaus."),
        N_("Die Sendung wird verworfen. Wer sie bekommen sollte, erfährt von ihr nichts."),
    ),
    Doing.JOB: (
        N_("Die Sendung geht noch einmal hinaus. Gelingt sie, geht der Vorgang weiter."),
        N_("Der Vorgang kann ohne diese Sendung nicht weiter: Sie wird trotzdem noch einmal versucht."),
    ),
    Doing.TIMER: (
        N_("Was beim Ablauf der Frist geschehen sollte, wird noch einmal ausgeführt."),
        N_("Die Frist wird neu gestellt und läuft gleich noch einmal ab."),
    ),
}
"""What happens when somebody tries again, and when they put the incident aside."""


def incident_consequences() -> dict[str, tuple[str, str]]:
    return {doing.value: (str(again), str(aside)) for doing, (again, aside) in INCIDENTS.items()}


def stage_name(code: str | None) -> str:
    return str(STAGES.get(code or "", code or "–"))


def by_stage(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """In the order of the path."""
    order = list(STAGES)
    return sorted(counts.items(), key=lambda item: order.index(item[0]) if item[0] in STAGES else len(order))


def role_name(code: str) -> str:
    return str(ROLES.get(str(code), code))


def case_state_name(code: str) -> str:
    return str(CASE_STATES.get(str(code), code))


def outcome_name(code: str) -> str:
    """ "ohne_einigung" -> "ohne Einigung"; a code of the municipality's own reads as its designers wrote it."""
    return str(OUTCOMES.get(code, code.replace("_", " ")))


def case_type_name(code: str | None) -> str:
    """ "F02" -> "Konflikt in einer Unterkunft"; unknown codes as they are."""
    return str(CASE_TYPES.get(code or "", code or "–"))


def element_name(bpmn_type: str) -> str:
    """BPMN element type, with or without prefix and in either capitalisation, in the office's words."""
    bare = bpmn_type.rsplit(":", 1)[-1]
    return str(ELEMENTS.get(bare[:1].lower() + bare[1:], bare))


def event_name(kind: str) -> str:
    return str(EVENTS.get(kind, kind))


def group_name(code: str | None) -> str:
    """As the path of the reader's municipality calls it: "bezirk_nord" -> "Bezirk Nord", "gemeinde_05374020" ->
    "Gemeindeverwaltung Lindlar"."""
    if not code:
        return "–"
    drawn, known = names_of_path().get(CandidateGroup(code)), ROLES.get(code) or GROUPS.get(code)
    if drawn and not (known and chosen_language() != "de"):
        return drawn
    return str(known) if known else code[:1].upper() + code[1:].replace("_", " ")


def names_of_path() -> Mapping[CandidateGroup, str]:
    """Asked once in a request, and only by pages that name a group."""
    if "group_names" not in g:
        with query() as uow:
            g.group_names = catalogue.group_names(uow)
    return cast("Mapping[CandidateGroup, str]", g.group_names)


def init_app(app: Flask) -> None:
    for function in (
        by_stage,
        stage_name,
        role_name,
        case_state_name,
        outcome_name,
        case_type_name,
        element_name,
        group_name,
    ):
        app.add_template_filter(function)


LOCKED = {
    "name": N_("Name"),
    "documentation": N_("Erklärung"),
    "frist": N_("Frist"),
    "formDefinition": N_("Formular"),
    "calledElement": N_("aufgerufener Baustein"),
    "calledDecision": N_("Entscheidungstabelle"),
    "bestaetigt": N_("dass ein Mensch bestätigt"),
    "ergebnis": N_("Ergebnis"),
    "loeschklasse": N_("Löschklasse"),
    "schutzzone": N_("Schutzzone"),
    "freigabe": N_("Freigabe"),
    "vier_augen": N_("vier Augen"),
    "eskalation": N_("Eskalation"),
    "gruppe": N_("Gruppe"),
}
"""What a lock may be about (`pflicht.<what>`)."""
