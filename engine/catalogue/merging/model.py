"""What a merge of two packages says: the files, what a person has to decide, and what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.merging import Side

Package = Mapping[str, bytes]
"""File name within the package -> content; the path itself is always called PATH."""
PATH = "ablauf.bpmn"
Decided = Mapping[str, Side]
"""Question.key -> whose wish holds."""


@dataclass(frozen=True, slots=True)
class Question:
    """`key` stays the same as long as both sides want the same. `elements`: ids of BPMN or DMN elements, keys of
    fields, to be marked. `was`, `theirs`, `ours`: what stands in the Mustervorlage so far, in the new one and in our
    own, as values or sentences. `locked`: what of it is locked from now on, with the reason and the day; ours could not
    be published then."""

    key: str
    file: str
    elements: tuple[str, ...]
    title: str
    was: tuple[str, ...]
    theirs: tuple[str, ...]
    ours: tuple[str, ...]
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in from the Mustervorlage, in words. `mark`: that an element is locked from now on, no more."""

    file: str
    elements: tuple[str, ...]
    sentence: str
    mark: bool = False


@dataclass(frozen=True, slots=True)
class MergedFile:
    """`content` None: the file goes."""

    content: bytes | None
    questions: tuple[Question, ...] = ()
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedPackage:
    """`files`: ours with what came in; of what is not decided, ours stays."""

    files: dict[str, bytes]
    questions: tuple[Question, ...] = ()
    taken: tuple[Taken, ...] = ()
