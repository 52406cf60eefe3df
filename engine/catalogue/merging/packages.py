"""File by file: what only one side changed comes over, what both changed is merged, the rest are questions."""

from __future__ import annotations

from types import MappingProxyType

from engine.catalogue.merging.fields import merged_form
from engine.catalogue.merging.model import Decided, MergedFile, MergedPackage, Package, Question, Taken
from engine.catalogue.merging.models import merged_decision, merged_path
from engine.catalogue.merging.whole import merged_whole, taken_of
from engine.errors import InvalidInput

KINDS = {".bpmn": merged_path, ".dmn": merged_decision, ".form": merged_form}
NONE: Decided = MappingProxyType({})


def merge_package(base: Package, theirs: Package, ours: Package, *, decided: Decided = NONE) -> MergedPackage:
    """`base`: the Mustervorlage as it was when it was cloned or last taken over, `theirs`: as it is now. Never raises:
    what cannot be read is decided as a whole file."""
    files: dict[str, bytes] = {}
    questions: list[Question] = []
    taken: list[Taken] = []
    for name in dict.fromkeys((*ours, *theirs)):
        merged = _merged(name, base.get(name), theirs.get(name), ours.get(name), decided)
        if merged.content is not None:
            files[name] = merged.content
        questions += merged.questions
        taken += merged.taken
    return MergedPackage(files, tuple(questions), tuple(taken))


def _merged(name: str, base: bytes | None, theirs: bytes | None, ours: bytes | None, decided: Decided) -> MergedFile:
    if theirs in (base, ours):
        return MergedFile(ours)
    if ours == base:
        return MergedFile(theirs, (), taken_of(name, ours, theirs))
    merge = next((merge for ending, merge in KINDS.items() if name.endswith(ending)), None)
    if merge is not None and base is not None and theirs is not None and ours is not None:
        try:
            return merge(name, base, theirs, ours, _own(name, decided))
        except InvalidInput:
            pass  # one of the three is no such file: a question of the whole
    return merged_whole(name, base, theirs, ours, decided)


def _own(name: str, decided: Decided) -> Decided:
    return {key.removeprefix(f"{name}#"): side for key, side in decided.items() if key.startswith(f"{name}#")}
