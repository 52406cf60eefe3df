"""A stand-in for a modeller in the browser: what it makes of a file by itself, and random edits of a designer."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from engine.bpmn.namespaces import bpmn, zeebe

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
FILES = sorted(
    (*SAMPLES.glob("*/*.bpmn"), *(ROOT / "processes").glob("*.bpmn"), *(ROOT / "processes").glob("*/*.bpmn"))
)

Node = etree._Element
OMG = "{http://www.omg.org/spec/"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
KINDS = tuple(
    bpmn(name)
    for name in ("task", "userTask", "serviceTask", "scriptTask", "exclusiveGateway", "parallelGateway", "startEvent")
) + (bpmn("endEvent"), bpmn("subProcess"))
ORDERED = (bpmn("sequenceFlow"), bpmn("outgoing"), bpmn("lane"), WAYPOINT)
TEXTS = ("neu & <x>\nzweite Zeile", "=a > b", "]]> €", " mit Rand ", "<b> & 'c' \"d\"", "ü\n€ → x", "")


def export(xml: bytes) -> bytes:
    """What a modeller saves right after reading: no comments, no foreign children outside extensionElements, attributes
    in another order, indented anew. (bpmn-js itself is asked in test_patch_moddle.)"""
    root = etree.fromstring(xml, etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False))
    _forget(root, False)
    etree.indent(root, "  ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _forget(node: Node, extension: bool) -> None:
    extension = extension or node.tag == bpmn("extensionElements")
    for child in list(node):
        if extension or str(child.tag).startswith(OMG):
            _forget(child, extension)
        else:
            node.remove(child)
    if len(node) and not extension:
        node.text = None
        for child in node:
            child.tail = None
    attributes = sorted(node.attrib.items(), key=lambda item: (item[0] != "id", item[0]))
    node.attrib.clear()
    for name, value in attributes:
        node.set(name, value)


Meaning = tuple[object, ...]


def meaning(xml: bytes) -> Meaning:
    """The model of a document, comparable: order counts where BPMN gives it a meaning, and in extensions."""
    return _meaning(etree.fromstring(xml))


def _meaning(node: Node) -> Meaning:
    children = [child for child in node if isinstance(child.tag, str)]
    text = "".join([node.text or "", *(child.tail or "" for child in node)])
    text = " ".join(text.split()) if children else text if text.strip() else ""
    groups: dict[str, list[Meaning]] = {}
    for child in children:
        groups.setdefault(str(child.tag), []).append(_meaning(child))
    for tag, group in groups.items():
        if tag.endswith("}property") or (tag.startswith(OMG) and tag not in ORDERED):
            group.sort(key=repr)
    return (node.tag, tuple(sorted(node.attrib.items())), text, tuple(sorted((t, tuple(g)) for t, g in groups.items())))


def edit(exported: bytes, seed: int, *, without: tuple[str, ...] = ()) -> tuple[bytes, list[str]]:
    """One to six random edits, and their names."""
    dice = random.Random(seed)
    root = etree.fromstring(exported)
    names: list[str] = []
    for _ in range(dice.randint(1, 6)):
        nodes = [
            node for node in root.iter(*KINDS) if not any(a.tag == bpmn("extensionElements") for a in ancestors(node))
        ]
        if not nodes:
            break
        name = dice.choice(sorted(EDITS.keys() - {*without}))
        names.append(name)
        EDITS[name](root, dice.choice(nodes), dice)
    return export(etree.tostring(root)), names


def ancestors(node: Node) -> list[Node]:
    return list(node.iterancestors())


def _new(dice: random.Random) -> str:
    return f"neu_{dice.randrange(10**9)}"


def _pick(root: Node, dice: random.Random, *tags: str) -> Node | None:
    found = list(root.iter(*(tags or (etree.Element,))))
    return dice.choice(found) if found else None


def _insert(parent: Node, node: Node, dice: random.Random) -> None:
    parent.insert(dice.randint(0, len(parent)), node)


def _remove(node: Node) -> Node:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)
    return parent


def rename(root: Node, node: Node, dice: random.Random) -> None:
    node.set("name", dice.choice(TEXTS))


def forget_attribute(root: Node, node: Node, dice: random.Random) -> None:
    any_node = _pick(root, dice)
    assert any_node is not None
    if names := [name for name in any_node.attrib if name != "id"]:
        del any_node.attrib[dice.choice(names)]


def retext(root: Node, node: Node, dice: random.Random) -> None:
    if leaves := [leaf for leaf in root.iter(etree.Element) if len(leaf) == 0 and (leaf.text or "").strip()]:
        dice.choice(leaves).text = dice.choice(TEXTS)


def add(root: Node, node: Node, dice: random.Random) -> None:
    parent = node.getparent()
    assert parent is not None
    new = etree.Element(dice.choice(KINDS), id=_new(dice), name="N")
    etree.SubElement(new, bpmn("documentation")).text = "Hilfe & mehr"
    properties = etree.SubElement(etree.SubElement(new, bpmn("extensionElements")), zeebe("properties"))
    etree.SubElement(properties, zeebe("property"), name="frist", value="5 AT")
    _insert(parent, new, dice)


def remove(root: Node, node: Node, dice: random.Random) -> None:
    _remove(dice.choice(list(root.iter(etree.Element))[1:]))


def move(root: Node, node: Node, dice: random.Random) -> None:
    target = _pick(root, dice, bpmn("process"), bpmn("subProcess"))
    if target is not None and target is not node and node not in ancestors(target):
        _remove(node)
        _insert(target, node, dice)


def extend(root: Node, node: Node, dice: random.Random) -> None:
    found = _pick(root, dice, zeebe("property"))
    way = dice.randrange(3)
    if found is not None and way == 0:
        found.set("value", "neu")
    elif found is not None and way == 1:
        _remove(found)
    else:
        extensions = node.find(bpmn("extensionElements"))
        if extensions is None:
            extensions = etree.Element(bpmn("extensionElements"))
            node.insert(0, extensions)
        foreign = etree.SubElement(extensions, "{urn:vendor}thing", b="2")
        node.set("{urn:other}a", "1")
        foreign.text = "x "
        etree.SubElement(foreign, "{urn:vendor}part").tail = " y"


def retype(root: Node, node: Node, dice: random.Random) -> None:
    node.tag = dice.choice(KINDS)


def reorder(root: Node, node: Node, dice: random.Random) -> None:
    parent = _pick(root, dice)
    if parent is not None and len(parent) > 1:
        child = dice.choice(list(parent))
        parent.remove(child)
        _insert(parent, child, dice)


def wrap(root: Node, node: Node, dice: random.Random) -> None:
    """A new sub-process around an element and one of its neighbours, sometimes with something in between."""
    parent = node.getparent()
    assert parent is not None
    shell = etree.Element(bpmn("subProcess"), id=_new(dice), name="Hülle")
    inner = etree.SubElement(shell, bpmn("ioSpecification")) if dice.random() < 0.3 else shell
    parent.replace(node, shell)
    inner.append(node)
    if others := [other for other in parent.iterchildren(*KINDS) if other is not shell]:
        shell.append(dice.choice(others))


def rename_id(root: Node, node: Node, dice: random.Random) -> None:
    old, new = node.get("id"), _new(dice)
    for other in root.iter(etree.Element) if old else ():
        for name, value in other.attrib.items():
            if value == old:
                other.set(name, new)
        if other.text == old:
            other.text = new


def reroute(root: Node, node: Node, dice: random.Random) -> None:
    if (point := _pick(root, dice, WAYPOINT)) is not None:
        way = dice.randrange(3)
        if way == 0:
            _remove(point)
        elif way == 1:
            point.addprevious(etree.Element(WAYPOINT, x="1", y="2"))
        else:
            point.set("x", "77")


def document(root: Node, node: Node, dice: random.Random) -> None:
    found = node.find(bpmn("documentation"))
    if found is None:
        found = etree.Element(bpmn("documentation"))
        node.insert(0, found)
    found.text = dice.choice(TEXTS)


def change_lane(root: Node, node: Node, dice: random.Random) -> None:
    reference, lane = _pick(root, dice, bpmn("flowNodeRef")), _pick(root, dice, bpmn("lane"))
    if reference is not None and lane is not None:
        _remove(reference)
        lane.append(reference)


EDITS: dict[str, Callable[[Node, Node, random.Random], None]] = {
    function.__name__: function
    for function in (
        rename,
        forget_attribute,
        retext,
        add,
        remove,
        move,
        extend,
        retype,
        reorder,
        wrap,
        rename_id,
        reroute,
        document,
        change_lane,
    )
}
