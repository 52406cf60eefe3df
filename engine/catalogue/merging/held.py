"""Questions about what the Mustervorlage locks from now on: why, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn.locks import Lock, day_in
from engine.catalogue.telling.words import ATTRIBUTES, PROPERTIES, TEXTS
from engine.formdefs.locks import FieldLock
from engine.sentences import say

UNCHANGED = say("unverändert, und jetzt Pflicht")
"""In the column of the newer Mustervorlage, where it locks and changes nothing else."""


def held(locks: Iterable[Lock | FieldLock]) -> tuple[str, ...]:
    """A sentence for each."""
    return tuple(dict.fromkeys(_said(lock) for lock in locks))


def _said(lock: Lock | FieldLock) -> str:
    name = say("„{name}“", name=lock.label) if isinstance(lock, FieldLock) else _name(lock)
    day = day_in(lock.until)
    told = (
        say("{name} ist in der neuen Version Pflicht.", name=name)
        if day is None
        else say("{name} ist in der neuen Version Pflicht, zu übernehmen bis {day}.", name=name, day=f"{day:%d.%m.%Y}")
    )
    if not lock.reason:
        return told
    return say("{sentence} Begründung der Landesstelle: {reason}.", sentence=told, reason=lock.reason.rstrip("."))


def _name(lock: Lock) -> str:
    if not lock.what:
        return say("„{name}“", name=lock.name)
    what = next(_labels(lock.what), say("Angabe „{name}“", name=lock.what))
    return say("{what} von „{name}“", what=what, name=lock.name)


def _labels(what: str) -> Iterator[str]:
    if what == "name":
        yield say("Name")
    for words in (PROPERTIES, TEXTS, ATTRIBUTES):
        if what in words:
            yield say(words[what])
    yield from (say(label) for key, label in ATTRIBUTES.items() if key.partition(".")[0] == what)
