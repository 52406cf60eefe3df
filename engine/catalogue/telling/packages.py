"""What differs between two packages: file by file, the path itself first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.catalogue.files import File, shared_file
from engine.catalogue.rehearsal.story import ENDING
from engine.catalogue.telling.decisions import decision_differences
from engine.catalogue.telling.forms import form_differences
from engine.catalogue.telling.process import process_differences
from engine.errors import InvalidInput
from engine.sentences import say

MOST = 200
"""Sentences; whoever changes more has drawn another path."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`element_id`: what it is about, in a BPMN file; "" where it is about the file."""

    file: str
    sentence: str
    element_id: str = ""


def differences(before: Sequence[File], after: Sequence[File]) -> tuple[Difference, ...]:
    """The first file of each is the path, whatever its name; the others are the same by their names."""
    return _told(tuple(before), tuple(after))[:MOST]


@lru_cache(64)
def _told(before: tuple[File, ...], after: tuple[File, ...]) -> tuple[Difference, ...]:
    if not before or not after:
        return ()
    old, new = dict(before[1:]), dict(after[1:])
    found = list(_of_file(after[0][0], before[0][1], after[0][1]))
    for name, content in new.items():
        if name in old:
            found += _of_file(name, old[name], content)
        else:
            found += new_file(name, content)
    for name in (each for each in old if each not in new):
        found.append(Difference(name, say("Entfallen: {kind} „{name}“.", kind=kind_of_file(name), name=name)))
    return tuple(found)


def new_file(name: str, content: bytes) -> tuple[Difference, ...]:
    """That it is there now, and where it takes the place of what all share, what is different from that."""
    kind = kind_of_file(name)
    if (shared := shared_file(name)) is None:
        return (Difference(name, say("Neue Datei: {kind} „{name}“.", kind=kind, name=name)),)
    own = Difference(name, say("Eigene Fassung: {kind} „{name}“ statt der gemeinsamen Datei.", kind=kind, name=name))
    return (own, *_of_file(name, shared, content))


def _of_file(name: str, before: bytes, after: bytes) -> Iterator[Difference]:
    if before == after:
        return
    try:
        told = list(_sentences(name, before, after))
    except InvalidInput:
        told = [("", say("Die Datei wurde geändert; was genau, lässt sich nicht sagen."))]
    for element_id, sentence in told or [("", say("Nur Schreibweise oder Kommentare wurden geändert."))]:
        yield Difference(name, sentence, element_id)


def _sentences(name: str, before: bytes, after: bytes) -> Iterator[tuple[str, str]]:
    if name.endswith(".bpmn"):
        yield from process_differences(before, after)
    elif name.endswith(".form"):
        yield from (("", sentence) for sentence in form_differences(before, after))
    elif name.endswith(".dmn"):
        yield from (("", sentence) for sentence in decision_differences(before, after))
    else:
        yield "", say("Der Probelauf wurde geändert.")


def kind_of_file(name: str) -> str:
    if name.endswith(ENDING):
        return say("Probelauf")
    return {"form": say("Formular"), "dmn": say("Entscheidung")}.get(name.rpartition(".")[2], say("Prozess"))
