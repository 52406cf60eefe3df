"""Forms: each contradiction about a field as a question in words."""

from __future__ import annotations

from collections.abc import Sequence

from engine.catalogue.merging.model import Decided, MergedFile, Question
from engine.catalogue.merging.whole import taken_of
from engine.catalogue.telling import differences
from engine.formdefs.applying import applied
from engine.formdefs.differing import Change
from engine.formdefs.merging import FormConflict, merge_form
from engine.formdefs.patching import parsed_form, patched
from engine.sentences import joined, say


def merged_form(name: str, base: bytes, theirs: bytes, ours: bytes, decided: Decided) -> MergedFile:
    """Raises InvalidInput where one of the three is no form."""
    merged = merge_form(base, theirs, ours, decided=decided)
    questions = tuple(_question(name, base, conflict) for conflict in merged.conflicts)
    return MergedFile(merged.content, questions, taken_of(name, ours, merged.content))


def _question(name: str, base: bytes, conflict: FormConflict) -> Question:
    theirs, ours = (_wanted(name, base, wanted) for wanted in (conflict.theirs, conflict.ours))
    title = joined(conflict.components)
    return Question(f"{name}#{conflict.key}", name, conflict.components, title, (), theirs, ours)


def _wanted(name: str, base: bytes, wanted: Sequence[Change]) -> tuple[str, ...]:
    made = patched(base, applied(parsed_form(base), wanted))
    told = differences([(name, base)], [(name, made)])
    return tuple(each.sentence for each in told) or (say("anders"),)
