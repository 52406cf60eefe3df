"""What a merge came to: what came in, with new locks told apart from what changes the path itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from engine.bpmn.comparing import changes
from engine.bpmn.locks import Lock, locks
from engine.bpmn.merging.locked import without_marks
from engine.bpmn.patch import apply
from engine.catalogue.merging.held import held
from engine.catalogue.merging.model import MergedFile, Question, Taken
from engine.catalogue.merging.whole import taken_of
from engine.errors import InvalidInput
from engine.formdefs.locks import FieldLock
from engine.sentences import say


class Held(Protocol):
    """A contradiction, and what is locked of it from now on."""

    @property
    def locks(self) -> Sequence[Lock | FieldLock]: ...


C = TypeVar("C", bound=Held)
MARK = b"pflicht"


def asked_of(
    name: str, ours: bytes, content: bytes, conflicts: Sequence[C], asking: Callable[[], Callable[[C], Question]]
) -> MergedFile:
    """`asking`: begun only where there is something to be asked."""
    question = asking() if conflicts else None
    questions = () if question is None else tuple(replace(question(c), locked=held(c.locks)) for c in conflicts)
    return MergedFile(content, questions, taken_in(name, ours, content))


def taken_in(name: str, before: bytes | None, after: bytes | None) -> tuple[Taken, ...]:
    if before is None or after is None or not name.endswith(".bpmn") or before.count(MARK) == after.count(MARK):
        return taken_of(name, before, after)
    try:
        plain, marked = _apart(before, after)
    except InvalidInput:
        return taken_of(name, before, after)
    marks = tuple(_told(name, lock) for lock in _new_locks(before, after))
    known = {key for each in marks for key in each.elements}
    other = (each for each in taken_of(name, before, marked) if known.isdisjoint(each.elements))
    return (*taken_of(name, before, plain), *marks, *(replace(each, mark=True) for each in other))


def _new_locks(before: bytes, after: bytes) -> list[Lock]:
    had = {(lock.element, lock.what) for lock in locks(before)}
    return [lock for lock in locks(after) if (lock.element, lock.what) not in had]


def _told(file: str, lock: Lock) -> Taken:
    reason = lock.reason or say("ohne Begründung")
    if lock.day is None:
        sentence = say("„{name}“: {reason}", name=lock.name, reason=reason)
    else:
        sentence = say("„{name}“ (bis {day}): {reason}", name=lock.name, day=f"{lock.day:%d.%m.%Y}", reason=reason)
    return Taken(file, (lock.element,), sentence, mark=True)


def _apart(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """(with all that is no mark of a lock, with these marks alone)"""
    found = changes(before, after)
    plain = without_marks(found)
    kept = set(map(id, plain))
    return apply(before, plain), apply(before, [change for change in found if id(change) not in kept])
