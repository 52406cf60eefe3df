"""What an edit gives back: the changes, laid out, and what happened in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.bpmn.changes import Change
from engine.bpmn.comparing import changes
from engine.bpmn.editing.tree import Tree
from engine.bpmn.placing import place
from engine.bpmn.reading import Document


@dataclass(frozen=True, slots=True)
class Edited:
    """`said`: a German sentence; `element`: the step or flow to look at next."""

    changes: tuple[Change, ...]
    said: str
    element: str


def edited(document: Document, edit: Callable[[Tree], tuple[str, str]]) -> Edited:
    """Runs an edit that gives (said, element) on a copy, and lays out what it made. The document stays as it is."""
    tree = Tree(document)
    said, element = edit(tree)
    if tree.rerouted or tree.moved or tree.redrawn:
        place(tree.root, moved=frozenset(tree.moved), rerouted=frozenset(tree.rerouted))
    return Edited(changes(document.content, tree.content()), said, element)
