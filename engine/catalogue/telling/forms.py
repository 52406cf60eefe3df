"""What differs between two states of a form: by field, as the form's reader sees it."""

from __future__ import annotations

from collections.abc import Iterator

from engine import formdefs
from engine.catalogue.telling.words import changed
from engine.formdefs.model import Component


def form_differences(before: bytes, after: bytes) -> Iterator[str]:
    """Raises InvalidInput when one of the two is no form."""
    old, new = _fields(before), _fields(after)
    for path, field in new.items():
        if path not in old:
            yield f"Neues Feld „{_name(field)}“ ({path})."
    for path, field in old.items():
        if path not in new:
            yield f"Feld „{_name(field)}“ ({path}) ist entfallen."
    for path, field in new.items():
        if path in old and (facts := list(_facts(old[path], field))):
            yield f"Feld „{_name(field)}“: {'; '.join(facts)}."
    shared = [path for path in old if path in new]
    if shared != [path for path in new if path in old]:
        yield "Die Felder stehen in anderer Reihenfolge."


def _fields(content: bytes) -> dict[str, Component]:
    return {field.path: field for field in formdefs.read(content).fields()}


def _name(field: Component) -> str:
    return field.label or field.path


def _facts(old: Component, new: Component) -> Iterator[str]:
    if old.label != new.label:
        yield f"hieß bisher „{old.label}“"
    if old.type != new.type:
        yield changed("Art", old.type, new.type)
    if old.rules.required != new.rules.required:
        yield "ist jetzt Pflicht" if new.rules.required else "ist nicht mehr Pflicht"
    if old.hide != new.hide:
        yield changed("wird verborgen, wenn", old.hide, new.hide)
    if old.description != new.description:
        yield "Hinweis wurde geändert"
    if old.zone != new.zone:
        yield changed("Schutzzone", old.zone, new.zone)
    was, now = {str(each.value): each.label for each in old.options}, {str(e.value): e.label for e in new.options}
    if come := [label for value, label in now.items() if value not in was]:
        yield "neu zur Auswahl: " + ", ".join(f"„{label}“" for label in come)
    if gone := [label for value, label in was.items() if value not in now]:
        yield "nicht mehr zur Auswahl: " + ", ".join(f"„{label}“" for label in gone)
