"""File by file: what only one side changed comes over, what both changed is merged, the rest are questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from engine.catalogue.merging.coming import taken_in
from engine.catalogue.merging.fields import merged_form
from engine.catalogue.merging.model import PATH, Decided, MergedFile, MergedPackage, Package, Taken
from engine.catalogue.merging.models import merged_path
from engine.catalogue.merging.naming import Naming
from engine.catalogue.merging.needed import missed
from engine.catalogue.merging.rehearsals import merged_rehearsal, taken_story
from engine.catalogue.merging.story_words import StoryWords
from engine.catalogue.merging.tables import merged_decision
from engine.catalogue.merging.whole import merged_whole
from engine.catalogue.rehearsal.story import ENDING
from engine.errors import InvalidInput
from engine.formdefs import read as read_form

KINDS = {".bpmn": merged_path, ".dmn": merged_decision, ".form": merged_form}
NONE: Decided = MappingProxyType({})


def merge_package(base: Package, theirs: Package, ours: Package, *, decided: Decided = NONE) -> MergedPackage:
    """`base`: the Mustervorlage as it was when it was cloned or last taken over, `theirs`: as it is now. Never raises:
    what cannot be read is decided as a whole file."""
    found: dict[str, MergedFile] = {}
    merge = _Merge((ours, base, theirs), decided)
    for name in sorted(dict.fromkeys((*ours, *theirs)), key=lambda name: name != PATH):
        found[name] = merge.file(name, base.get(name), theirs.get(name), ours.get(name))
    found |= missed(base, theirs, ours, _files(found), decided, lambda: merge.naming)
    questions = tuple(question for merged in found.values() for question in merged.questions)
    taken = tuple(each for merged in found.values() for each in merged.taken)
    return MergedPackage(_files(found), questions, taken)


def _files(found: Mapping[str, MergedFile]) -> dict[str, bytes]:
    return {name: merged.content for name, merged in found.items() if merged.content is not None}


class _Merge:
    def __init__(self, packages: Sequence[Package], decided: Decided) -> None:
        self.packages = packages
        self.decided = decided

    @cached_property
    def words(self) -> StoryWords:
        return StoryWords(self.naming.name, self._field)

    @cached_property
    def naming(self) -> Naming:
        """Of the path and of all that it calls; ours first."""
        paths = [(name, content) for package in self.packages for name, content in package.items()]
        return Naming(content for name, content in paths if name.endswith(".bpmn"))

    def _field(self, element: str, path: str) -> str:
        form = self.naming.form(element)
        return self._labels.get(form, {}).get(path, path) if form else path

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        """What fields are called: form id -> path -> label."""
        found: dict[str, dict[str, str]] = {}
        for name, content in (each for package in reversed(self.packages) for each in package.items()):
            if name.endswith(".form"):
                try:
                    form = read_form(content, file=name)
                except InvalidInput:
                    continue
                found.setdefault(form.id, {}).update({item.path: item.label for item in form.fields() if item.label})
        return found

    def file(self, name: str, base: bytes | None, theirs: bytes | None, ours: bytes | None) -> MergedFile:
        if theirs in (base, ours):
            return MergedFile(ours)
        if ours == base:
            return MergedFile(theirs, (), self._taken(name, ours, theirs))
        if base is not None and theirs is not None and ours is not None:
            try:
                return self._both(name, base, theirs, ours)
            except InvalidInput:
                pass  # one of the three is no such file: a question of the whole
        return merged_whole(name, base, theirs, ours, self.decided)

    def _taken(self, name: str, before: bytes | None, after: bytes | None) -> tuple[Taken, ...]:
        if name.endswith(ENDING) and before is not None and after is not None:
            try:
                return tuple(taken_story(name, before, after, self.words))
            except InvalidInput:
                pass  # told as a whole
        return taken_in(name, before, after)

    def _both(self, name: str, base: bytes, theirs: bytes, ours: bytes) -> MergedFile:
        decided = _own(name, self.decided)
        if name.endswith(ENDING):
            return merged_rehearsal(name, base, theirs, ours, decided, self.words)
        merge = next((merge for ending, merge in KINDS.items() if name.endswith(ending)), None)
        if merge is None:
            return merged_whole(name, base, theirs, ours, self.decided)
        return merge(name, base, theirs, ours, decided)


def _own(name: str, decided: Decided) -> Decided:
    return {key.removeprefix(f"{name}#"): side for key, side in decided.items() if key.startswith(f"{name}#")}
