"""XML broken as trees: elements moved, doubled, nested, cut, pointed elsewhere, given what other files and
dialects have. What comes out is well-formed, so that it gets further than broken bytes do."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from lxml import etree

from tests.properties.nasty import NASTY, TIMES, feel_text
from tests.properties.pieces import ATTRIBUTES, BPMN, CAMUNDA, INTERNAL, PIECES, REFERENCES, ZEEBE


def broken(chance: random.Random, content: bytes, others: list[bytes], ways: int) -> bytes:
    """`content` with that many changes; unchanged where it is no XML."""
    root = _tree(content)
    if root is None:
        return content
    for _ in range(ways):
        chance.choice(_WAYS)(chance, root, others)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _tree(content: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _nodes(root: etree._Element) -> list[etree._Element]:
    """Without what only draws: most of a file is drawing, and nothing of it runs."""
    return [node for node in root.iter(etree.Element) if "/DI" not in node.tag and "/DC" not in node.tag]


def _any(chance: random.Random, root: etree._Element) -> etree._Element:
    return chance.choice(_nodes(root))


def _ids(root: etree._Element) -> list[str]:
    return [node.get("id") for node in root.iter(etree.Element) if node.get("id")] or ["x"]


def _move(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    node, place = _any(chance, root), _any(chance, root)
    if node is root or any(up is node for up in (place, *place.iterancestors())):
        return
    place.insert(chance.randrange(len(place) + 1), node)


def _double(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    node = _any(chance, root)
    if node is root or len(_nodes(root)) > 3_000:
        return
    twin = copy.deepcopy(node)
    if chance.random() < 0.5:
        for inner in twin.iter(etree.Element):
            if inner.get("id"):
                inner.set("id", inner.get("id") + "_2")
    (node.getparent() if chance.random() < 0.7 else _any(chance, root)).append(twin)


def _drop(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    node = _any(chance, root)
    if node is root:
        return
    parent = node.getparent()
    if chance.random() < 0.3:  # what it held stays
        for child in list(node):
            parent.append(child)
    parent.remove(node)


def _retarget(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    spots = [(node, name) for node in _nodes(root) for name in node.attrib if name in REFERENCES]
    if spots:
        node, name = chance.choice(spots)
        near = [str(other.get("id")) for other in _siblings(root, node.get(name)) if other.get("id")]
        node.set(name, chance.choice(near if near and chance.random() < 0.7 else [*_ids(root), "nirgends"]))


def _siblings(root: etree._Element, key: str | None) -> list[etree._Element]:
    """Flow nodes beside the one with that id: a flow to one of them crosses no border."""
    found = next((node for node in root.iter(etree.Element) if node.get("id") == key), None)
    parent = None if found is None else found.getparent()
    return [] if parent is None else [n for n in parent if n.get("id") and not str(n.tag).endswith(("Flow", "Set"))]


def _insert(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    """Something on the way of a sequence flow."""
    flows = [node for node in _nodes(root) if node.tag == f"{{{BPMN}}}sequenceFlow"]
    if not flows:
        return
    flow, key = chance.choice(flows), f"auf_{chance.randrange(10**9)}"
    kinds = ("userTask", "task", "parallelGateway", "exclusiveGateway", "inclusiveGateway", "intermediateThrowEvent")
    node = etree.SubElement(flow.getparent(), f"{{{BPMN}}}{chance.choice(kinds)}", {"id": key})
    ends = {"id": f"{key}_f", "sourceRef": key, "targetRef": flow.get("targetRef") or ""}
    etree.SubElement(flow.getparent(), f"{{{BPMN}}}sequenceFlow", ends)
    flow.set("targetRef", key)
    beside = _siblings(root, key)
    if chance.random() < 0.5 and beside and "Gateway" in str(node.tag):  # and from there anywhere
        more = {"id": f"{key}_g", "sourceRef": key, "targetRef": chance.choice(beside).get("id") or ""}
        extra = etree.SubElement(flow.getparent(), f"{{{BPMN}}}sequenceFlow", more)
        if "parallel" not in str(node.tag):
            node.set("default", f"{key}_f")
            etree.SubElement(extra, f"{{{BPMN}}}conditionExpression").text = _legal(feel_text(chance))


def _bridge(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    """A node taken out of its way: who came to it comes to what followed."""
    flows = [node for node in _nodes(root) if node.tag == f"{{{BPMN}}}sequenceFlow"]
    if not flows:
        return
    gone = chance.choice(flows)
    key, after = gone.get("sourceRef"), gone.get("targetRef")
    for node in _nodes(root):
        if node.get("id") == key and node is not root:
            node.getparent().remove(node)
    for flow in flows:
        if flow.get("targetRef") == key:
            flow.set("targetRef", after or "")
        elif flow.get("sourceRef") == key:
            flow.getparent().remove(flow)


def _rename(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    """An id becomes another one: a word of the engine, or one that is taken. Sometimes all who name it follow."""
    ids = _ids(root)
    old, new = chance.choice(ids), chance.choice([*INTERNAL, *INTERNAL, *ids])
    everywhere = chance.random() < 0.7
    for node in root.iter(etree.Element):
        for name, value in list(node.attrib.items()):
            if value == old and (everywhere or name == "id"):
                node.set(name, new)
        if everywhere and node.text is not None and node.text.strip() == old:
            node.text = new


def _swap(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    one, two = _any(chance, root), _any(chance, root)
    if chance.random() < 0.5:
        one.tag, two.tag = two.tag, one.tag
    else:
        first, second = dict(one.attrib), dict(two.attrib)
        one.attrib.clear()
        two.attrib.clear()
        one.attrib.update(second)
        two.attrib.update(first)


def _attribute(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    node = _any(chance, root)
    if node.attrib and chance.random() < 0.3:
        del node.attrib[chance.choice(list(node.attrib))]
        return
    name = chance.choice([*ATTRIBUTES, *list(node.attrib)])
    node.set(name, _legal(chance.choice([*ATTRIBUTES.get(name, ()), chance.choice(NASTY), *_ids(root)[:3]])))


def _text(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    spots = [node for node in _nodes(root) if node.text is not None and node.text.strip()]
    if spots:
        chance.choice(spots).text = _legal(_word(chance, root))


def _word(chance: random.Random, root: etree._Element) -> str:
    pick = chance.random()
    if pick < 0.4:
        return feel_text(chance)
    return chance.choice(TIMES if pick < 0.6 else NASTY if pick < 0.9 else _ids(root))


def _nest(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    """An element inside copies of itself."""
    node = _any(chance, root)
    if node is root or len(node) > 20:
        return
    for number in range(chance.choice([1, 3, 30, 190])):
        shell = etree.Element(node.tag, dict(node.attrib))
        if shell.get("id"):
            shell.set("id", f"{shell.get('id')}_{number}")
        node.getparent().replace(node, shell)
        shell.append(node)


def _wrap(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    """What a process holds goes into a sub-process of it."""
    holders = [node for node in _nodes(root) if node.tag in (f"{{{BPMN}}}process", f"{{{BPMN}}}subProcess")]
    if holders:
        node = chance.choice(holders)
        kind = chance.choice(["subProcess", "transaction", "adHocSubProcess"])
        shell = etree.Element(f"{{{BPMN}}}{kind}", {"id": f"um_{len(_nodes(root))}"})
        shell.extend(list(node))
        node.append(shell)


def _piece(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    """Something that BPMN or a modeler has, at a place where it may not belong."""
    text = chance.choice(PIECES)
    while "%" in text:
        at = text.index("%")
        kind = text[at + 1]
        word = {
            "T": lambda: chance.choice(TIMES),
            "F": lambda: feel_text(chance),
            "I": lambda: chance.choice(_ids(root)),
        }
        made = word[kind]() if kind in word else f"neu_{chance.randrange(10**6)}"
        plain = _legal(made).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("%", "&#37;")
        text = text[:at] + plain.replace("&#37;", "\x00") + text[at + 2 :]
    text = text.replace("\x00", "%")
    found = _tree(f'<x xmlns:b="{BPMN}" xmlns:z="{ZEEBE}" xmlns:c="{CAMUNDA}">{text}</x>'.encode())
    if found is not None:
        place = _any(chance, root)
        place.insert(chance.randrange(len(place) + 1), found[0])


def _foreign(chance: random.Random, root: etree._Element, others: list[bytes]) -> None:
    """A part of another file."""
    other = _tree(chance.choice(others))
    if other is not None:
        donor = _any(chance, other)
        if sum(1 for _ in donor.iter()) < 400:
            _any(chance, root).append(copy.deepcopy(donor))


def _legal(text: str) -> str:
    """What XML can hold of a text."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


_WAYS: list[Callable[[random.Random, etree._Element, list[bytes]], None]] = [
    *(_move, _double, _drop, _retarget, _retarget, _rename, _swap, _attribute, _nest, _wrap, _foreign),
    *(_insert, _insert, _insert, _bridge, _bridge, _text, _text, _text, _text, _piece, _piece),
]

__all__ = ["broken"]
