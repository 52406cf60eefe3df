"""Files that the Mustervorlage has no more, but of which the merged paths still speak."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from engine.bpmn.addresses import name_of
from engine.bpmn.reading import read_tree
from engine.catalogue.library import keys_in
from engine.catalogue.merging.model import Decided, MergedFile, Package, Question
from engine.catalogue.merging.naming import Naming
from engine.catalogue.merging.whole import taken_of
from engine.catalogue.telling.packages import kind_of_file
from engine.errors import InvalidInput
from engine.merging import Side
from engine.sentences import joined, say

REFERRING = frozenset(("formId", "formRef", "decisionId", "decisionRef", "calledElement", "processId"))


def missed(
    base: Package, theirs: Package, ours: Package, merged: Package, decided: Decided, naming: Callable[[], Naming]
) -> Iterator[tuple[str, MergedFile]]:
    """Name and what becomes of each: it stays. Where the municipality itself has come to use it, that is a question;
    where the same step is in question already, it is none of its own."""
    gone = [name for name in base if name not in theirs and name not in merged and name in ours]
    if not gone:
        return
    said = {name: _referring(package) for name, package in (("base", base), ("theirs", theirs), ("merged", merged))}
    others = {key for name, content in merged.items() for key in keys_in(name, content)}
    for name in gone:
        wanted = [key for key in keys_in(name, ours[name]) if key in said["merged"] and key not in others]
        wanted = [key for key in wanted if key not in said["theirs"]]
        if not wanted:
            continue
        new = {element for key in wanted for element in said["merged"][key] - said["base"].get(key, frozenset())}
        if new:
            yield name, _asked(name, ours[name], sorted(new), decided, naming())
        else:
            yield name, MergedFile(ours[name])


def _asked(name: str, content: bytes, elements: list[str], decided: Decided, naming: Naming) -> MergedFile:
    key = f"{name}#needed-{'-'.join(elements)}"
    if decided.get(key) is Side.THEIRS:
        return MergedFile(None, (), taken_of(name, content, None))
    if key in decided:
        return MergedFile(content)
    title = say("{kind} „{name}“", kind=kind_of_file(name), name=name)
    used = say("wird gebraucht: {elements}", elements=joined(naming.phrase(element) for element in elements))
    question = Question(key, name, tuple(elements), title, (say("vorhanden"),), (say("entfällt"),), (used,))
    return MergedFile(content, (question,))


def _referring(package: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    """Id of a form, decision or process -> ids of the elements that name it."""
    found: dict[str, set[str]] = {}
    for name, content in package.items():
        if name.endswith(".bpmn"):
            try:
                root = read_tree(content)
            except InvalidInput:
                continue
            for node in root.iter(etree.Element):
                for attribute, value in node.attrib.items():
                    if name_of(str(attribute)) in REFERRING:
                        found.setdefault(str(value).rpartition(":")[2], set()).add(_owner(node))
    return {key: frozenset(elements) for key, elements in found.items()}


def _owner(node: etree._Element) -> str:
    around = (each.get("id") for each in (node, *node.iterancestors()))
    return next((key for key in around if key), "")
