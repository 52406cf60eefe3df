"""A rehearsal's steps and entries in words, also of one that cannot be played."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.catalogue.merging.story_steps import about
from engine.catalogue.merging.values import ABSENT, alike
from engine.catalogue.rehearsal.telling import shown
from engine.sentences import Sentence, joined, say

Called = Callable[[str], str]
"""Element id -> its name."""
Fields = Callable[[str, str], str]
"""Element id and path of a field in its form -> what the field is called; the path where it has no name."""
ENTRIES: Mapping[str, Sentence] = {
    "name": say("Name"),
    "process": say("Prozess"),
    "begins": say("Beginn"),
    "mediators": say("Mediatorinnen und Mediatoren"),
    "start": say("Start des Vorgangs"),
    "ends": say("Ende des Vorgangs"),
    "at": say("Endereignis"),
    "ergebnis": say("Ergebnis"),
    "as": say("Gruppe"),
    "which": say("Auswahl"),
    "with": say("Angaben"),
    "fails": say("Fehler"),
    "wait": say("Wartezeit"),
    "key": say("Schlüssel"),
    "suggests": say("Vorschlag"),
    "expect": say("Erwartung"),
    "open": say("offene Aufgaben"),
    "overdue": say("überfällige Aufgaben"),
    "ended": say("beendet"),
    "variables": say("Werte"),
    "sent": say("versandt"),
    "incident": say("Störung"),
}
OUTER = frozenset(("with", "start", "ends", "expect", "variables", "suggests", "which"))
"""Entries that hold others: those are named."""
ELEMENTS = frozenset(("open", "overdue", "sent", "at", "ended"))
"""Entries whose values are ids of elements."""


class StoryWords:
    def __init__(self, called: Called, fields: Fields) -> None:
        self.called = called
        self.fields = fields

    def elements(self, steps: Iterable[Any]) -> tuple[str, ...]:
        """Ids of the elements that steps name."""
        named = (step.get(kind) for step in steps if isinstance(step, dict) for kind in ("do", "expect"))
        return tuple(dict.fromkeys(name for name in named if isinstance(name, str) and name))

    def label(self, path: Sequence[str], element: str = "") -> str:
        """An entry by its path within a step of this element (or within the rehearsal)."""
        inner = list(path)
        while len(inner) > 1 and inner[0] in OUTER:
            inner.pop(0)
        if len(inner) == 1 and inner[0] in ENTRIES and (len(path) == 1 or path[-2] in ("ends", "expect")):
            return ENTRIES[inner[0]]
        return say("Angabe „{field}“", field=self.fields(element, ".".join(inner)))

    def value(self, path: Sequence[str], value: Any) -> str:
        if value is ABSENT:
            return say("keine Angabe")
        if path and path[-1] in ELEMENTS and not isinstance(value, bool):
            return joined(say("„{name}“", name=self.called(str(one))) for one in _many(value))
        if isinstance(value, bool):
            return say("ja") if value else say("nein")
        return say("leer") if value in ("", None) or value == [] else shown(value)

    def named(self, step: Any) -> str:
        """A step without what it says."""
        kind, name = about(step)
        match kind:
            case "do":
                return say("„{name}“ erledigen", name=self.called(name))
            case "wait":
                return say("warten: {time}", time=shown(step["wait"]))
            case "message":
                return say("Nachricht „{name}“", name=name)
            case "signal":
                return say("Signal „{name}“", name=name)
        if isinstance(step, dict) and isinstance(step.get("expect"), dict):
            return say("Erwartung: {what}", what=joined(self.label(("expect", key)) for key in step["expect"]))
        return say("Erwartung: „{name}“", name=self.called(name))

    def step(self, step: Any) -> str:
        """With all that it says."""
        if not isinstance(step, dict):
            return shown(step)
        kind, name = about(step)
        said = [
            say("{what}: {value}", what=self.label(path, name), value=self.value(path, value))
            for path, value in leaves(step)
            if path != (kind,)
        ]
        if isinstance(step.get(kind), dict):
            return say("Erwartung: {details}", details=joined(said))
        named = self.named(step)
        return say("{step} ({details})", step=named, details=joined(said)) if said else named

    def differing(self, old: Any, new: Any, element: str = "", path: tuple[str, ...] = ()) -> Iterator[str]:
        """What an entry or step says now, and what before."""
        if alike(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict):
            for key in dict.fromkeys((*new, *old)):
                yield from self.differing(old.get(key, ABSENT), new.get(key, ABSENT), element, (*path, key))
            return
        said = {"was": self.value(path, old), "now": self.value(path, new)}
        yield say("{what} war {was}, ist {now}", what=self.label(path, element), **said)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
