"""Writing fields: each value is looked at first, and what cannot be is said in a sentence beside its field."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine import feel
from engine.bpmn import declarations
from engine.bpmn.deadline import is_deadline
from engine.bpmn.editing.edited import Edited, edited
from engine.bpmn.editing.fields import specs
from engine.bpmn.editing.moving import put_into_lane
from engine.bpmn.editing.spec import Spec
from engine.bpmn.editing.tree import Tree, refuse
from engine.bpmn.expressions import is_timer_literal, parsed
from engine.bpmn.namespaces import local
from engine.bpmn.reading import Document
from engine.sentences import joined, say

_VARIABLE = re.compile(r"[^\W\d]\w*")
_CYCLE = re.compile(r"R\d*/\S+")


def faults(document: Document, key: str, values: Mapping[str, str]) -> dict[str, str]:
    """Field -> German sentence, for values that nobody could use. Raises InvalidInput("outline.unknown")."""
    tree = Tree(document)
    node = tree.node(key)
    found = {}
    for spec in specs(tree, node):
        value = _plain(values.get(spec.key, ""))
        if value and value != _plain(spec.get(tree, node)) and (fault := _fault(spec, value)):
            found[spec.key] = fault
    return found


def set_fields(document: Document, key: str, values: Mapping[str, str]) -> Edited:
    """The fields that are named, the others stay. An empty value takes the entry out of the file.

    Raises InvalidInput("outline.refused") with the first of `faults`, InvalidInput("outline.unknown")."""
    wrong = faults(document, key, values)
    if wrong:
        refuse(next(iter(wrong.values())))
    return edited(document, lambda tree: _set(tree, key, values))


def rename(document: Document, key: str, name: str) -> Edited:
    """Nothing else changes in the file. Raises as `set_fields`."""
    return set_fields(document, key, {"name": name})


def _set(tree: Tree, key: str, values: Mapping[str, str]) -> tuple[str, str]:
    node = tree.node(key)
    former, label = node.get("name") or "", tree.label(key)
    changed = []
    for spec in specs(tree, node):
        if spec.key not in values:
            continue
        value = _plain(values[spec.key])
        if value == _plain(spec.get(tree, node)):
            continue
        changed.append(spec.label)
        if spec.key == "bahn":
            put_into_lane(tree, key, value)
        else:
            spec.set(tree, node, value)
    if not changed:
        return say("An »{name}« hat sich nichts geändert.", name=label), key
    if changed == ["Name"] and former and node.get("name"):
        return say("»{former}« heißt jetzt »{name}«.", former=former, name=node.get("name")), key
    names = joined(say(label) for label in changed)
    if local(node) == "sequenceFlow":
        return say("Der Zweig »{name}« ist gespeichert: {names}.", name=tree.label(key), names=names), key
    return say("»{name}« ist gespeichert: {names}.", name=tree.label(key), names=names), key


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _fault(spec: Spec, value: str) -> str:
    expression = value.removeprefix("=").strip()
    match spec.check:
        case "feel":
            return _syntax(expression)
        case "mixed":
            return _syntax(expression) if value.startswith("=") else ""
        case "deadline" if not is_deadline(value):
            if value.startswith("="):
                return _syntax(expression)
            return say(
                "„{value}“ ist keine Frist. Möglich sind zum Beispiel 5 AT, 2 Wochen, 3 Monate oder 4 Stunden.",
                value=value,
            )
        case "time" if not is_timer_literal(value) and not _CYCLE.fullmatch(value):
            if value.startswith("="):
                return _syntax(expression)
            return say(
                "„{value}“ ist keine Zeit. Möglich sind zum Beispiel 10 AT, 3 Monate, 2026-12-31 oder R/P1D.",
                value=value,
            )
        case "release" if declarations.releases(value) is None:
            return say(
                "„{value}“ ist keine Freigabe. Schreiben Sie zum Beispiel mediation>beirat: ergebnis.", value=value
            )
        case "name" if not _VARIABLE.fullmatch(value):
            return say(
                "„{value}“ ist kein Name einer Variable. Möglich sind Buchstaben, Ziffern und Unterstriche.",
                value=value,
            )
    return ""


def _syntax(text: str) -> str:
    try:
        found = parsed(text)
    except feel.FeelSyntaxError as fault:
        return say("Der Ausdruck ist kein FEEL: {message}", message=fault.message)
    unknown = next(iter(found.unknown_functions), None)
    return say("Die Funktion „{unknown}“ gibt es in FEEL nicht.", unknown=unknown) if unknown else ""
