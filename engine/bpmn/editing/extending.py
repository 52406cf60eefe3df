"""Where each dialect keeps what BPMN has no place for: reading and writing one value at a time.

What becomes empty goes, with the box that held nothing else.
"""

from __future__ import annotations

from lxml import etree

from engine.bpmn.addresses import parent_of
from engine.bpmn.editing.tree import Dialect, Node, Tree
from engine.bpmn.namespaces import BPMN, XSI, bpmn, camunda, local, text_of, zeebe

_EARLY = ("documentation", "extensionElements")


def attribute(node: Node, name: str, value: str) -> None:
    if value:
        node.set(name, value)
    elif name in node.attrib:
        del node.attrib[name]


def documentation(node: Node) -> str:
    return text_of(node.find(bpmn("documentation"))) or ""


def set_documentation(node: Node, value: str) -> None:
    found = node.find(bpmn("documentation"))
    if found is None and value:
        found = etree.Element(bpmn("documentation"))
        node.insert(0, found)
    if found is not None and value:
        found.text = value
    elif found is not None:
        node.remove(found)


def box(node: Node) -> Node:
    found = node.find(bpmn("extensionElements"))
    if found is None:
        found = etree.Element(bpmn("extensionElements"))
        node.insert(sum(1 for child in node if local(child) == "documentation"), found)
    return found


def prune(node: Node) -> None:
    """Up from an extension element that may hold nothing any more."""
    while node is not None and len(node) == 0 and not node.attrib and not (node.text or "").strip():
        if local(node) not in ("", "extensionElements"):
            return
        parent = parent_of(node)
        parent.remove(node)
        node = parent


def set_property(tree: Tree, node: Node, name: str, value: str) -> None:
    """zeebe:property or camunda:property; the last of that name counts when it is read, so that is the one changed."""
    make = zeebe if tree.dialect is Dialect.ZEEBE else camunda
    found = [
        entry
        for group in (zeebe, camunda)
        for entries in node.findall(f"{bpmn('extensionElements')}/{group('properties')}")
        for entry in entries.findall(group("property"))
        if (entry.get("name") or "").strip() == name
    ]
    if value and found:
        found[-1].set("value", value)
    elif value:
        extension = box(node)
        entries = extension.find(make("properties"))
        if entries is None:
            entries = etree.SubElement(extension, make("properties"))
        etree.SubElement(entries, make("property"), {"name": name, "value": value})
    for entry in found if not value else ():
        entries = parent_of(entry)
        entries.remove(entry)
        prune(entries)


def extension(node: Node, tag: str, name: str) -> str:
    """An attribute of the first extension element of that tag."""
    found = node.find(f"{bpmn('extensionElements')}/{tag}")
    return "" if found is None else (found.get(name) or "").strip()


def set_extension(node: Node, tag: str, name: str, value: str) -> None:
    found = node.find(f"{bpmn('extensionElements')}/{tag}")
    if found is None and value:
        found = etree.SubElement(box(node), tag)
    if found is None:
        return
    attribute(found, name, value)
    prune(found)


def formal(parent: Node, name: str, text: str) -> Node:
    """A child that holds an expression, written as modellers read it; the same one where there is one."""
    found = parent.find(bpmn(name))
    if found is None:
        found = etree.SubElement(parent, bpmn(name))
        prefix = next((p for p, uri in parent.nsmap.items() if uri == BPMN), None)
        found.set(f"{{{XSI}}}type", f"{prefix}:tFormalExpression" if prefix else "tFormalExpression")
    found.text = text
    return found


def mapping(node: Node, target: str) -> str:
    """The source of a zeebe:input; a plain text where it is nothing but a text in FEEL."""
    for entry in node.iterfind(f"{bpmn('extensionElements')}/{zeebe('ioMapping')}/{zeebe('input')}"):
        if entry.get("target") == target:
            source = (entry.get("source") or "").strip()
            inner = source[2:-1] if source.startswith('="') and source.endswith('"') and len(source) > 2 else None
            if inner is not None and '"' not in inner and "\\" not in inner:
                return inner
            return source
    return ""


def set_mapping(node: Node, target: str, value: str) -> None:
    """A text without a leading = is written as a text in FEEL."""
    path = f"{bpmn('extensionElements')}/{zeebe('ioMapping')}"
    holder = node.find(path)
    found = [e for e in holder.findall(zeebe("input")) if e.get("target") == target] if holder is not None else []
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    source = value if value.startswith("=") else f'="{escaped}"'
    if value and found:
        found[0].set("source", source)
    elif value:
        if holder is None:
            holder = etree.SubElement(box(node), zeebe("ioMapping"))
        at = sum(1 for entry in holder if entry.tag == zeebe("input"))
        holder.insert(at, etree.Element(zeebe("input"), {"source": source, "target": target}))
    for entry in found if not value else ():
        inner = parent_of(entry)
        inner.remove(entry)
        prune(inner)
