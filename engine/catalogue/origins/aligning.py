"""A Mustervorlage under the ids of a clone: what frames a path (definitions, pool, process, lanes' set, diagram) may be
called otherwise in every municipality, and is the same all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engine.bpmn.addresses import name_of
from engine.bpmn.reading import read_tree
from engine.catalogue.merging import PATH
from engine.catalogue.rehearsal.story import ENDING

FRAMES = ("definitions", "collaboration", "participant", "process", "laneSet", "BPMNDiagram", "BPMNPlane")
TEXTS = frozenset(("name", "value", "expression", "targetNamespace"))
"""Attributes in which a word that looks like an id is a word."""
_PROCESS = re.compile(rb"^(process: *)(\S+)[ \t]*$", re.MULTILINE)


def aligned(package: dict[str, bytes], like: bytes) -> dict[str, bytes]:
    """The package with the frames of its path called as in `like`, in its rehearsals, too."""
    names = frames(package[PATH], like)
    if not names:
        return package
    return {file: _called(file, content, names) for file, content in package.items()}


def frames(content: bytes, like: bytes) -> dict[str, str]:
    """Ids of frames -> what they are called in `like`, paired by kind and order where there are as many."""
    one, other = read_tree(content), read_tree(like)
    mine, theirs = _ids(one), _ids(other)
    found: dict[str, str] = {}
    for tag in FRAMES:
        old = [key for key in _of(one, tag) if key not in theirs]
        new = [key for key in _of(other, tag) if key not in mine]
        if len(old) == len(new):
            found |= dict(zip(old, new, strict=True))
    shapes = {shape.get("bpmnElement"): shape.get("id") for shape in _shapes(other)}
    for shape in _shapes(one):
        key, own = shape.get("id"), shapes.get(found.get(shape.get("bpmnElement") or "", ""))
        if key and own and key not in theirs and own not in mine:
            found[key] = own
    return found


def _of(root: etree._Element, tag: str) -> list[str]:
    return [key for node in root.iter(etree.Element) if name_of(node.tag) == tag and (key := node.get("id"))]


def _ids(root: etree._Element) -> set[str]:
    return {key for node in root.iter(etree.Element) if (key := node.get("id"))}


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    return (node for node in root.iter(etree.Element) if name_of(node.tag) == "BPMNShape")


def _called(file: str, content: bytes, names: dict[str, str]) -> bytes:
    if file.endswith(ENDING):
        return _PROCESS.sub(lambda m: m[1] + names.get(m[2].decode(), m[2].decode()).encode(), content)
    if not file.endswith(".bpmn"):
        return content
    root = read_tree(content)
    for node in root.iter(etree.Element):
        for name, value in node.attrib.items():
            if name_of(name) not in TEXTS and value in names:
                node.set(name, names[value])
        if name_of(node.tag).endswith("Ref") and (text := (node.text or "").strip()) in names:
            node.text = names[text]
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
