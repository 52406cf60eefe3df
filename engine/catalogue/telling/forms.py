"""What differs between two states of a form: by field, as the form's reader sees it."""

from __future__ import annotations

from collections.abc import Iterator

from engine import formdefs
from engine.catalogue.telling.words import changed
from engine.formdefs.model import Component
from engine.sentences import joined, say


def form_differences(before: bytes, after: bytes) -> Iterator[str]:
    """Raises InvalidInput when one of the two is no form."""
    old, new = _fields(before), _fields(after)
    for path, field in new.items():
        if path not in old:
            yield say("Neues Feld „{field}“ ({path}).", field=_name(field), path=path)
    for path, field in old.items():
        if path not in new:
            yield say("Feld „{field}“ ({path}) ist entfallen.", field=_name(field), path=path)
    for path, field in new.items():
        if path in old and (facts := list(_facts(old[path], field))):
            yield say("Feld „{field}“: {facts}.", field=_name(field), facts=joined(facts, "; "))
    shared = [path for path in old if path in new]
    if shared != [path for path in new if path in old]:
        yield say("Die Felder stehen in anderer Reihenfolge.")


def _fields(content: bytes) -> dict[str, Component]:
    return {field.path: field for field in formdefs.read(content).fields()}


def _name(field: Component) -> str:
    return field.label or field.path


def _quoted(label: str) -> str:
    return say("„{label}“", label=label)


def _facts(old: Component, new: Component) -> Iterator[str]:
    if old.label != new.label:
        yield say("hieß bisher „{name}“", name=old.label)
    if old.type != new.type:
        yield changed(say("Art"), old.type, new.type)
    if old.rules.required != new.rules.required:
        yield say("ist jetzt Pflicht") if new.rules.required else say("ist nicht mehr Pflicht")
    if old.hide != new.hide:
        yield changed(say("wird verborgen, wenn"), old.hide, new.hide)
    if old.description != new.description:
        yield say("Hinweis wurde geändert")
    if old.zone != new.zone:
        yield changed(say("Schutzzone"), old.zone, new.zone)
    was, now = {str(each.value): each.label for each in old.options}, {str(e.value): e.label for e in new.options}
    if come := [label for value, label in now.items() if value not in was]:
        yield say("neu zur Auswahl: {labels}", labels=joined(map(_quoted, come)))
    if gone := [label for value, label in was.items() if value not in now]:
        yield say("nicht mehr zur Auswahl: {labels}", labels=joined(map(_quoted, gone)))
