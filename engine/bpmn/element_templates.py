"""Element templates for Camunda Modeler: our properties as labelled fields, in both dialects.

Source of the format: @camunda/zeebe-element-templates-json-schema 0.46 and @camunda/element-templates-json-schema 0.22.
`docs/element-templates.json` is written from here, and the server gives the same out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.bpmn.declarations import ABOUT, CONFIRMS, CONSENT, DEADLINE, ESCALATION, OUTCOME, RELEASE, STAGE, ZONE
from engine.bpmn.escalation import REMINDER
from engine.bpmn.locks import LOCKED
from engine.bpmn.municipality import KINDS
from engine.terms import Stage, Zone

SCHEMAS = {
    "zeebe": "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json",
    "camunda": "https://unpkg.com/@camunda/element-templates-json-schema/resources/schema.json",
}
VERSION = 1


@dataclass(frozen=True, slots=True)
class Field:
    """`choices`: the only values; empty: any text."""

    name: str
    label: str
    description: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    key: str
    name: str
    description: str
    applies_to: tuple[str, ...]
    fields: tuple[Field, ...]


_ZONE = Field(
    ZONE,
    "Schutzzone",
    "Wer die Angaben sieht. Leer: die Zone der Lane oder des Teilprozesses, sonst Eingang.",
    tuple(zone.value for zone in Zone),
)
_STAGE = Field(
    STAGE,
    "Verfahrensstufe",
    "Steht in Listen und wird gezählt. Leer: die Stufe bleibt, wie sie ist.",
    tuple(stage.value for stage in Stage),
)
_LOCKED = Field(
    LOCKED,
    "Pflichtelement",
    "Nur in einer Mustervorlage: ja, oder der Grund. Wer sie übernimmt, kann das Element nicht ändern.",
)
_TASK = (
    Field(DEADLINE, "Frist", "Zum Beispiel 5 AT (Arbeitstage), 2 Wochen, 3 Monate, 4 Stunden."),
    Field(REMINDER, "Erinnerung", "Wie lange vor der Frist erinnert wird: 2 AT, oder keine. Leer: ein Arbeitstag."),
    Field(ESCALATION, "Eskalation", "Wen eine versäumte Frist erreicht, der Reihe nach: Vertretung, Leitung."),
    _STAGE,
    _ZONE,
    Field(
        RELEASE,
        "Freigabe",
        "Welche Angaben mit dem Erledigen in eine andere Zone gehen: mediation>beirat: ergebnis, datum.",
    ),
    Field(CONSENT, "Freigabe nur, wenn", "FEEL: Nur dann gilt die Freigabe, etwa =ergebnis_freigabe = true."),
    Field(CONFIRMS, "Bestätigt", "Ergebnisse von Entscheidungen, die hier ein Mensch bestätigt, mit Komma getrennt."),
    Field(ABOUT, "Für", "Bei mehrfachen Aufgaben: die Angabe, die sagt, für wen oder was."),
    Field(
        "vier_augen", "Vier Augen", "Kennung einer Aufgabe: wer sie zuletzt erledigt hat, darf diese nicht erledigen."
    ),
    _LOCKED,
)
TEMPLATES = (
    Template("aufgabe", "Schlichtwerk: Aufgabe", "Frist, Eskalation, Stufe und Freigabe.", ("bpmn:UserTask",), _TASK),
    Template(
        "schritt",
        "Schlichtwerk: Schritt",
        "Stufe und Schutzzone eines Schritts.",
        (
            *("bpmn:ServiceTask", "bpmn:ScriptTask", "bpmn:BusinessRuleTask", "bpmn:SendTask", "bpmn:ReceiveTask"),
            *("bpmn:CallActivity", "bpmn:SubProcess"),
        ),
        (_STAGE, _ZONE, _LOCKED),
    ),
    Template(
        "ende",
        "Schlichtwerk: Ende",
        "Womit ein Vorgang endet.",
        ("bpmn:EndEvent",),
        (
            Field(OUTCOME, "Ergebnis", "Kurzwort, das gezählt und verglichen wird: abschlussvereinbarung."),
            _STAGE,
            _LOCKED,
        ),
    ),
    Template(
        "weg",
        "Schlichtwerk: Gateway",
        "Ob ein Gateway in einer Mustervorlage Pflicht ist.",
        ("bpmn:ExclusiveGateway", "bpmn:ParallelGateway", "bpmn:InclusiveGateway", "bpmn:EventBasedGateway"),
        (_LOCKED,),
    ),
    Template(
        "prozess",
        "Schlichtwerk: Kommune",
        "Wem der Prozess gehört. Hat der Prozess einen Pool, stehen diese Angaben dort unter „Extension properties“.",
        ("bpmn:Process",),
        (
            Field("ags", "AGS", "Amtlicher Gemeindeschlüssel: 8 Ziffern, ein Kreis hat 5."),
            Field("art", "Art", "Was die Kommune ist.", KINDS),
            Field("kreis", "Kreis", "AGS des Kreises, zu dem sie gehört."),
            Field("kennung", "Kennung", "Nur wo es kein AGS ist: eigene Kennung."),
            Field("loeschklasse", "Löschklasse", "Wie lange Vorgänge aufbewahrt werden."),
            Field(
                "rueckstand",
                "Rückstand",
                "Läuft der Prozess nach der Uhr: alle, wenn Versäumtes nachgeholt wird. Leer: nicht.",
            ),
        ),
    ),
)


def element_templates() -> list[dict[str, Any]]:
    """One list for both dialects: the Modeler takes those that fit the diagram."""
    return [_written(template, dialect) for dialect in SCHEMAS for template in TEMPLATES]


def _written(template: Template, dialect: str) -> dict[str, Any]:
    group = {"id": "schlichtwerk", "label": "Schlichtwerk"}
    return {
        "$schema": SCHEMAS[dialect],
        "name": template.name,
        "id": f"de.schlichtwerk.{dialect}.{template.key}",
        "description": template.description,
        "version": VERSION,
        "appliesTo": list(template.applies_to),
        "entriesVisible": True,
        "groups": [group],
        "properties": [_property(field, dialect) for field in template.fields],
    }


def _property(field: Field, dialect: str) -> Mapping[str, Any]:
    shown: dict[str, Any] = {
        "label": field.label,
        "description": field.description,
        "type": "Dropdown" if field.choices else "String",
        "group": "schlichtwerk",
        "binding": {"type": f"{dialect}:property", "name": field.name},
    }
    if dialect == "zeebe":  # what is empty is not written; Camunda 7 writes it, and it counts as absent
        shown |= {"id": field.name, "optional": True}
    if field.choices:
        shown |= {"value": "", "choices": _choices(field.choices)}
    return shown


def _choices(values: Sequence[str]) -> list[dict[str, str]]:
    shown = [(value if value[:1].isupper() or " " in value else value.capitalize(), value) for value in values]
    return [{"name": "(keine Angabe)", "value": ""}, *({"name": name, "value": value} for name, value in shown)]
