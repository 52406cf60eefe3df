"""Which rows of the profile a file uses."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.event_reading import definition_nodes
from engine.bpmn.modelling import EVENTS
from engine.bpmn.namespaces import PREFIXES, local


def rows_in(xml: bytes) -> set[str]:
    root = etree.fromstring(xml)
    by_id = {str(node.get("id")): node for node in root.iter(etree.Element) if node.get("id")}
    found: set[str] = set()
    for node in root.iter(etree.Element):
        kind = local(node)
        if not kind:
            name = etree.QName(node)
            found.add(f"{PREFIXES.get(name.namespace or '', '')}:{name.localname}")
            continue
        found.add(kind)
        if kind in EVENTS:
            found.add(f"{kind}:{_definition(definition_nodes(node, by_id))}")
        for attribute, value in node.attrib.items():
            found |= {f"{kind}@{attribute}={value}", f"*@{attribute}={value}", f"*@{attribute}", str(attribute)}
    return found


def _definition(nodes: list[etree._Element]) -> str:
    if len(nodes) > 1:
        return "multiple"
    return local(nodes[0]).removesuffix("EventDefinition") if nodes else "none"
