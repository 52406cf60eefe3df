"""BPMN and DMN: each contradiction of the model as a question in words."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.changes import Change
from engine.bpmn.merging import Conflict, merge
from engine.bpmn.patch import apply
from engine.catalogue.merging.model import Decided, MergedFile, Question
from engine.catalogue.merging.whole import taken_of
from engine.catalogue.telling import differences
from engine.sentences import joined, say


def merged_path(name: str, base: bytes, theirs: bytes, ours: bytes, decided: Decided) -> MergedFile:
    """Raises InvalidInput where one of the three cannot be read."""
    merged = merge(base, theirs, ours, decided=decided)
    questions = tuple(_question(name, base, conflict) for conflict in merged.conflicts)
    return MergedFile(merged.content, questions, taken_of(name, ours, merged.content))


merged_decision = merged_path


def _question(name: str, base: bytes, conflict: Conflict) -> Question:
    title = joined(conflict.elements)
    theirs, ours = (_wanted(name, base, wanted) for wanted in (conflict.theirs, conflict.ours))
    return Question(f"{name}#{conflict.key}", name, conflict.elements, title, (), theirs, ours)


def _wanted(name: str, base: bytes, wanted: Sequence[Change]) -> tuple[str, ...]:
    told = differences([(name, base)], [(name, apply(base, wanted))])
    return tuple(each.sentence for each in told) or (say("anders"),)
