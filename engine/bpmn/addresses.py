"""Where a node of a BPMN or DMN document is: by its id, or by steps from the nearest ancestor that has one.

An address means the same node in the file a designer brought and in what a modeller made of it: comments, foreign
elements and the order of attributes have no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from engine.bpmn.namespaces import BPMN, BPMNDI, XSI, reference, text_of

DI = frozenset(
    (
        BPMNDI,
        "http://www.omg.org/spec/DD/20100524/DI",
        "http://www.omg.org/spec/DD/20100524/DC",
        "https://www.omg.org/spec/DMN/20191111/DMNDI/",
        "http://www.omg.org/spec/DMN/20180521/DMNDI/",
        "http://www.omg.org/spec/DMN/20180521/DI/",
        "http://www.omg.org/spec/DMN/20180521/DC/",
    )
)
XSI_TYPE = f"{{{XSI}}}type"
REFERENCES = frozenset(("incoming", "outgoing", "source", "target"))
"""BPMN elements that hold nothing but an id, like all those whose name ends in Ref or Refs."""
KEYS = ("id", "name", "key", "target")
"""Attributes that tell one extension element from its siblings of the same tag, the first that it has."""


@dataclass(frozen=True, slots=True)
class Step:
    """One child that has no id of its own: `index` counts those of the same tag and key, from 0."""

    tag: str
    """{namespace}name"""
    key: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    owner: str = ""
    """Id of an element; "" is the document's root."""
    path: tuple[Step, ...] = ()


class Index:
    """The elements of one document by id and by step. Elements inside extensionElements have no id of their own:
    theirs need not be unique (the fields of two forms)."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.elements = list(root.iter(etree.Element))
        self.ids: dict[str, etree._Element] = {}
        self.own: dict[etree._Element, str] = {}
        self.doubled: set[str] = set()
        self._steps: dict[etree._Element, dict[etree._Element, Step]] = {}
        self._children: dict[etree._Element, dict[Step, etree._Element]] = {}
        self._read()

    def _read(self) -> None:
        extended: set[etree._Element] = set()
        for node in self.elements[1:]:
            parent = parent_of(node)
            if parent in extended or str(parent.tag).endswith("}extensionElements"):
                extended.add(node)
            elif (key := node.get("id")) is not None:
                if key in self.ids:
                    self.doubled.add(key)
                else:
                    self.ids[key] = node
                    self.own[node] = key

    def steps(self, parent: etree._Element) -> dict[etree._Element, Step]:
        """The children without an id of their own."""
        if parent not in self._steps:
            counts: dict[tuple[str, str], int] = {}
            found: dict[etree._Element, Step] = {}
            for child in parent.iterchildren(etree.Element):
                if child in self.own:
                    continue
                kind = (str(child.tag), key_of(child))
                number = counts.get(kind, 0)
                counts[kind] = number + 1
                found[child] = Step(*kind, number)
            self._steps[parent] = found
        return self._steps[parent]

    def address(self, node: etree._Element) -> Address:
        path: list[Step] = []
        while node is not self.root and node not in self.own:
            parent = parent_of(node)
            path.append(self.steps(parent)[node])
            node = parent
        return Address(self.own.get(node, ""), tuple(reversed(path)))

    def find(self, address: Address) -> etree._Element | None:
        node = self.ids.get(address.owner) if address.owner else self.root
        for step in address.path:
            if node is None:
                return None
            if node not in self._children:
                self._children[node] = {step: child for child, step in self.steps(node).items()}
            node = self._children[node].get(step)
        return node


def key_of(node: etree._Element) -> str:
    """What tells a node without an id from its siblings of the same tag; "" where only counting does."""
    namespace, name = split(str(node.tag))
    if namespace == BPMN:
        if name in REFERENCES or name.endswith(("Ref", "Refs")):
            return reference(text_of(node)) or ""
        return node.get("id") or ""
    if namespace in DI:
        return node.get("id") or node.get("bpmnElement") or ""
    return next((value for key in KEYS if (value := node.get(key))), "")


def parent_of(node: etree._Element) -> etree._Element:
    """Of any element but the root."""
    parent = node.getparent()
    if parent is None:
        raise LookupError("the root has no parent")
    return parent


def split(tag: str) -> tuple[str, str]:
    """{namespace}name -> (namespace, name); "" where there is no namespace."""
    namespace, closed, name = tag.rpartition("}")
    return (namespace[1:] if closed else "", name)


def name_of(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def text_in(node: etree._Element) -> str:
    """The text directly in a node: as it is where it has no child elements, else stripped; "" when blank."""
    if len(node) == 0:
        text = node.text or ""
        return text if text.strip() else ""
    pieces = [node.text or "", *(child.tail or "" for child in node)]
    joined = "".join(pieces)
    if not joined.strip():
        return ""
    leaf = next(node.iterchildren(etree.Element), None) is None
    return joined if leaf else " ".join(piece.strip() for piece in pieces if piece.strip())


def attributes_of(node: etree._Element) -> dict[str, str]:
    """By {namespace}name. The value of xsi:type is a {namespace}name, too: its prefix means nothing elsewhere."""
    found = {str(name): str(value) for name, value in node.attrib.items()}
    if XSI_TYPE in found:
        prefix, _, name = found[XSI_TYPE].strip().rpartition(":")
        namespace = node.nsmap.get(prefix or None)
        found[XSI_TYPE] = f"{{{namespace}}}{name}" if namespace else found[XSI_TYPE]
    return found
