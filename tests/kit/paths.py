"""The smallest municipal paths, in the Camunda 8 dialect, as text."""

from __future__ import annotations

import itertools
import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud" '
    'modeler:executionPlatformVersion="8.9.0" targetNamespace="x" id="defs">\n'
)
HAMM, SOEST = "05915000", "05974040"


def properties(**values: str) -> str:
    return "".join(f"<zeebe:property name={quoteattr(n)} value={quoteattr(v)}/>" for n, v in values.items() if v)


def element(kind: str, key: str, inner: str = "", *, name: str = "", **attributes: str) -> str:
    extra = "".join(f" {n}={quoteattr(v)}" for n, v in attributes.items())
    return f'<bpmn:{kind} id="{key}" name={quoteattr(name or key)}{extra}>{inner}</bpmn:{kind}>\n'


def task(
    key: str,
    group: str = "koordination",
    *,
    name: str = "",
    form: str = "",
    assignee: str = "",
    loop: str = "",
    **listed: str,
) -> str:
    """A user task of a candidate group; `listed`: schutzzone, stufe, frist, freigabe."""
    shown = f"<zeebe:formDefinition formId={quoteattr(form)}/>" if form else ""
    assigned = f" assignee={quoteattr(assignee)}" if assignee else ""
    inner = (
        f"<bpmn:extensionElements><zeebe:userTask/>{shown}"
        f"<zeebe:assignmentDefinition candidateGroups={quoteattr(group)}{assigned}/>"
        f"<zeebe:properties>{properties(**listed)}</zeebe:properties></bpmn:extensionElements>{loop}"
    )
    return element("userTask", key, inner, name=name)


def script(key: str, text: str, **listed: str) -> str:
    box = f"<zeebe:properties>{properties(**listed)}</zeebe:properties>" if listed else ""
    body = f"<bpmn:extensionElements>{box}</bpmn:extensionElements><bpmn:script>{escape(text)}</bpmn:script>"
    return element("scriptTask", key, body)


def timer(key: str, duration: str, **listed: str) -> str:
    box = f"<zeebe:properties>{properties(**listed)}</zeebe:properties>" if listed else ""
    return element(
        "intermediateCatchEvent",
        key,
        f"<bpmn:extensionElements>{box}</bpmn:extensionElements><bpmn:timerEventDefinition><bpmn:timeDuration "
        f'xsi:type="bpmn:tFormalExpression">{duration}</bpmn:timeDuration></bpmn:timerEventDefinition>',
    )


def flows(*keys: str) -> str:
    return "".join(
        f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>\n' for a, b in itertools.pairwise(keys)
    )


START, END = element("startEvent", "s"), element("endEvent", "e")


def path(
    *bodies: str,
    name: str = "Stadt Hamm",
    ags: str = HAMM,
    process: str = "weg",
    before: str = "",
    **listed: str,
) -> bytes:
    """A pool with the name and AGS of a municipality around the bodies."""
    art = "kreisfreie Stadt" if ags.endswith("000") or not ags else "kreisangehörige Stadt"
    listed = {"ags": ags, "art": art, **listed}
    return (
        f'{HEAD}{before}<bpmn:collaboration id="c"><bpmn:participant id="pool" name={quoteattr(name)} '
        f'processRef="{process}"/></bpmn:collaboration>\n'
        f'<bpmn:process id="{process}" name="Weg" isExecutable="true"><bpmn:extensionElements><zeebe:properties>'
        f"{properties(**listed)}</zeebe:properties></bpmn:extensionElements>\n{''.join(bodies)}</bpmn:process>"
        "</bpmn:definitions>"
    ).encode()


def in_a_row(*bodies: tuple[str, str], **listed: Any) -> bytes:
    """Start, the given elements one behind the other, end. Each body: id and XML."""
    return path(START, *(xml for _, xml in bodies), END, flows("s", *(key for key, _ in bodies), "e"), **listed)


def tasks(*keys: str, **listed: Any) -> bytes:
    """A path of user tasks of the coordinators, one behind the other."""
    return in_a_row(*((key, task(key)) for key in keys), **listed)


def form(key: str, *components: dict[str, Any]) -> tuple[str, bytes]:
    """File name and content of a form definition."""
    body = {"type": "default", "id": key, "schemaVersion": 19, "components": list(components)}
    return f"{key}.form", json.dumps(body, ensure_ascii=False).encode()


def field(key: str, kind: str = "textfield", **rest: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key, **rest}
