"""What LaKI locks is LaKI's to say: that a clone lost the mark, or never had it, is no wish of the municipality."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.addresses import name_of
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Removed

MARKS = ("pflicht", "pflicht_bis")
"""Properties; `pflicht.frist` is one of them, too."""
CONTAINERS = frozenset(("extensionElements", "properties"))


def without_marks(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if not _is_mark(change)]


def _is_mark(change: Change) -> bool:
    if isinstance(change, AttributeChanged):
        last = change.at.path[-1] if change.at.path else None
        return last is not None and name_of(last.tag) == "property" and _names_mark(last.key)
    return isinstance(change, Added | Removed) and _holds_marks_alone(change.content)


def _holds_marks_alone(content: Fragment) -> bool:
    tag = name_of(content.tag)
    if tag == "property":
        return _names_mark(dict(content.attributes).get("name", ""))
    inner = [piece for piece in content.content if isinstance(piece, Fragment)]
    return tag in CONTAINERS and bool(inner) and all(map(_holds_marks_alone, inner))


def _names_mark(name: str) -> bool:
    return name.partition(".")[0] in MARKS
