"""A small path to rehearse: a talk, a decision, a clearing with a deadline, a proposal."""

from __future__ import annotations

from textwrap import dedent

from engine.bpmn import Find, Resource, ResourceKind
from engine.catalogue.rehearsal import Played
from engine.catalogue.rehearsal.script import Script
from tests.bpmn.models import START, boundary, document, element, extensions, flow, flows, timer
from tests.formdefs.builders import choice, content, field

DECISION = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">
  <decision id="wahl" name="Wahl"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i"><inputExpression id="ie"><text>falltyp</text></inputExpression></input>
    <output id="o" name="verfahren"/>
    <output id="o2" name="grund"/>
    <rule id="r1"><inputEntry id="a"><text>"F02"</text></inputEntry>
      <outputEntry id="b"><text>"mediation"</text></outputEntry>
      <outputEntry id="b2"><text>"Beide wohnen dort."</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="c"><text>-</text></inputEntry>
      <outputEntry id="e"><text>"beratung"</text></outputEntry>
      <outputEntry id="e2"><text>"Sonst immer."</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>"""
FORMS = {
    "erstgespraech": content(
        choice("radio", "ergebnis", "weiter", "fertig", validate={"required": True}), id="erstgespraech"
    ),
    "clearing": content(
        choice("select", "verfahren", "mediation", "beratung", validate={"required": True}),
        field("textarea", "grund", hide='verfahren = "mediation"', validate={"required": True}),
        id="clearing",
    ),
}


def form(key: str, **properties: str) -> str:
    more = {"frist": "2 Wochen", **properties}
    return extensions("<zeebe:userTask/>", f'<zeebe:formDefinition formId="{key}"/>', properties=more)


LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="koordination" name="Koordination">'
    + "".join(
        f"<bpmn:flowNodeRef>{key}</bpmn:flowNodeRef>" for key in ("erstgespraech", "clearing", "mediator_vorschlagen")
    )
    + "</bpmn:lane></bpmn:laneSet>"
)
OUTCOME = extensions(properties={"ergebnis": "abschlussvereinbarung"})
PATH = document(
    LANES,
    START,
    element("userTask", "erstgespraech", form("erstgespraech")),
    element(
        "businessRuleTask", "triage", extensions('<zeebe:calledDecision decisionId="wahl" resultVariable="vorschlag"/>')
    ),
    element("userTask", "clearing", form("clearing", bestaetigt="vorschlag")),
    boundary("zu_lange", "clearing", timer("10 AT")),
    element("userTask", "mediator_vorschlagen"),
    element("endEvent", "ende_vereinbarung", OUTCOME),
    flows("s", "erstgespraech", "triage", "clearing", "mediator_vorschlagen", "ende_vereinbarung"),
    flow("zu_lange", "mediator_vorschlagen", key="f_zu_lange"),
    process="konfliktweg_hamm",
)


def shelf(kind: ResourceKind, key: str) -> Resource | None:
    if kind is ResourceKind.FORM and key in FORMS:
        return Resource(kind, key, f"{key}.form", FORMS[key])
    return Resource(kind, key, "wahl.dmn", DECISION) if (kind, key) == (ResourceKind.DMN, "wahl") else None


def script(path: bytes = PATH, find: Find = shelf) -> Script:
    return Script("hamm.bpmn", path, find)


def played(story: str, path: bytes = PATH) -> Played:
    """The story's head is `name: Probe` unless it has one."""
    text = dedent(story).lstrip("\n")
    return script(path).play(
        (text if text.startswith("name:") else f"name: Probe\n{text}").encode(), "probe.rehearsal.yaml"
    )
