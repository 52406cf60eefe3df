"""camunda:formData, the form that Camunda 7 makes of a list of fields -> a form definition (form-js JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lxml import etree

from engine.bpmn.juel import is_juel
from engine.bpmn.namespaces import bpmn, camunda, line_of
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding

_KINDS: Mapping[str, dict[str, Any]] = {
    "string": {"type": "textfield"},
    "long": {"type": "number", "decimalDigits": 0},
    "boolean": {"type": "checkbox"},
    "date": {"type": "datetime", "subtype": "date"},
    "enum": {"type": "select"},
}
_LIMITS = {"min": "min", "max": "max", "minlength": "minLength", "maxlength": "maxLength"}


def box_of(node: etree._Element) -> etree._Element | None:
    """The camunda:formData of a task or start event."""
    return node.find(f"{bpmn('extensionElements')}/{camunda('formData')}")


def key_of(node: etree._Element) -> str | None:
    """Form id of what is made of a task's formData; no form file has it by chance."""
    if box_of(node) is None:
        return None
    process = next(node.iterancestors(bpmn("process")), None)
    return ".".join(("" if process is None else process.get("id") or "", node.get("id") or "", "formData"))


def generated(document: Document) -> dict[str, bytes]:
    """Form id -> form file, for every formData of the document."""
    found = {}
    for box in document.root.iter(camunda("formData")):
        owner = next(box.iterancestors(bpmn("userTask"), bpmn("startEvent")), None)
        if owner is not None and box_of(owner) is box:
            found[str(key_of(owner))] = _form(owner, box)
    return found


def findings(document: Document) -> list[Finding]:
    """For whatever cannot become a form field that means the same."""
    return [
        Finding(
            "form_data.field",
            say("Feld „{key}“: {sentence}", key=key, sentence=sentence),
            file=document.file,
            line=line_of(owner),
            element_id=owner.get("id"),
            element_name=owner.get("name") or None,
            hint=say("Ein form-js-Formular anlegen und über seine ID verbinden."),
        )
        for owner in document.root.iter(bpmn("userTask"), bpmn("startEvent"))
        if (box := box_of(owner)) is not None
        for key, sentence in _troubles(box)
    ]


def _troubles(box: etree._Element) -> list[tuple[str, str]]:
    """(field id, German sentence)"""
    found: list[tuple[str, str]] = []
    for field in box.findall(camunda("formField")):
        key, kind = field.get("id") or "", field.get("type") or ""
        if kind not in _KINDS:
            found.append((key, say("Felder der Art „{kind}“ gibt es hier nicht.", kind=kind)))
        if kind == "date" and field.get("defaultValue"):
            found.append((key, say("Ein Datum als Vorgabe wird nicht gelesen.")))
        if is_juel(field.get("defaultValue")):
            found.append((key, say("Ein Ausdruck als Vorgabe wird nicht gelesen.")))
        for rule in field.iter(camunda("constraint")):
            if rule.get("name") not in ("required", "readonly", *_LIMITS):
                found.append((key, say("Die Regel „{name}“ läuft hier nicht.", name=rule.get("name"))))
            elif rule.get("name") in _LIMITS and _number(rule.get("config")) is None:
                found.append(
                    (
                        key,
                        say(
                            "„{config}“ ist keine Zahl für die Regel „{name}“.",
                            config=rule.get("config"),
                            name=rule.get("name"),
                        ),
                    )
                )
    return found


def _form(owner: etree._Element, box: etree._Element) -> bytes:
    fields = [_field(field) for field in box.findall(camunda("formField"))]
    if not fields:
        fields = [{"type": "text", "id": "leer", "text": "Hier ist nichts auszufüllen."}]
    form = {"type": "default", "id": key_of(owner), "schemaVersion": 19, "components": fields}
    return json.dumps(form, ensure_ascii=False, sort_keys=True).encode()


def _field(node: etree._Element) -> dict[str, Any]:
    key, kind = (node.get("id") or "").strip(), node.get("type") or ""
    field: dict[str, Any] = {"id": f"F_{key}", "key": key, "label": node.get("label") or key}
    field |= _KINDS.get(kind, {"type": f"camunda:{kind}"})
    if kind == "date":
        field["dateLabel"] = field["label"]
    if kind == "enum":
        values = [(v.get("id") or "", v.get("name") or "") for v in node.findall(camunda("value"))]
        field["values"] = [{"value": value, "label": label or value} for value, label in values]
    rules: dict[str, Any] = {}
    default = _default(kind, node.get("defaultValue"))
    for rule in node.iter(camunda("constraint")):
        name, number = rule.get("name") or "", _number(rule.get("config"))
        if name == "required":
            rules["required"] = True
        elif name == "readonly":
            field["readonly"] = True
        elif name in _LIMITS and number is not None:
            rules[_LIMITS[name]] = number
    return field | ({"validate": rules} if rules else {}) | ({} if default is None else {"defaultValue": default})


def _default(kind: str, text: str | None) -> Any:
    if text is None or not text.strip() or is_juel(text) or kind == "date":
        return None
    if kind == "boolean":
        return text.strip().lower() == "true"
    return _number(text) if kind == "long" else text


def _number(text: str | None) -> int | None:
    try:
        return int((text or "").strip()[:18])
    except ValueError:
        return None
