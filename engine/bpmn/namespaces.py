"""The XML namespaces of process files, and the two questions that every reader asks of a node."""

from __future__ import annotations

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
MODELER = "http://camunda.org/schema/modeler/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

PREFIXES = {BPMN: "bpmn", ZEEBE: "zeebe", CAMUNDA: "camunda"}


def bpmn(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def zeebe(name: str) -> str:
    return f"{{{ZEEBE}}}{name}"


def camunda(name: str) -> str:
    return f"{{{CAMUNDA}}}{name}"


def local(node: etree._Element) -> str:
    """Local name of a BPMN element; "" for comments, processing instructions and foreign elements."""
    tag = node.tag
    if not isinstance(tag, str) or not tag.startswith("{" + BPMN + "}"):
        return ""
    return tag[len(BPMN) + 2 :]


def text_of(node: etree._Element | None) -> str | None:
    """All text inside a node, stripped; None when there is no node or no text."""
    if node is None:
        return None
    found = "".join(str(part) for part in node.itertext()).strip()
    return found or None


def flag(node: etree._Element, name: str, default: bool = False) -> bool:
    """A boolean attribute as XML Schema writes it: true, false, 1, 0."""
    text = node.get(name)
    return default if text is None else text.strip() in ("true", "1")


def reference(text: str | None) -> str | None:
    """A QName reference without its prefix (Signavio and others write `sid:id`)."""
    if text is None:
        return None
    text = text.strip()
    return text.rsplit(":", 1)[-1] or None


def line_of(node: etree._Element) -> int | None:
    """Line of the start tag, from 1 on."""
    line: object = node.sourceline
    return line if isinstance(line, int) else None
