"""Two things a form cannot know when it is drawn: a day that is a holiday, an option that is not offered any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import holidays

from engine.formdefs.coercion import token_of
from engine.formdefs.expressions import BERLIN, spoken
from engine.formdefs.model import CHOICE_TYPES, Component
from engine.formdefs.state import Node
from engine.sentences import say


def on_holiday(item: Component, value: Any) -> str | None:
    """A sentence when the day of a field with the property `feiertag` = "nein" is a public holiday in NRW."""
    if item.property("feiertag") != "nein" or not isinstance(value, dt.date):
        return None
    day = value.astimezone(BERLIN).date() if isinstance(value, dt.datetime) else value
    if day not in _holidays(day.year):
        return None
    return say(
        "Der {day} ist in Nordrhein-Westfalen ein Feiertag. Bitte wählen Sie einen anderen Tag.", day=spoken(day)
    )


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))


def withdrawn(node: Node) -> tuple[Any, ...]:
    """What the case holds for a choice whose form does not offer it, as after a newer version of the form."""
    if node.component.type not in CHOICE_TYPES or not node.options or not node.editable:
        return ()
    stored: Any = node.scope.stored
    for part in node.component.parts:
        stored = stored.get(part) if isinstance(stored, Mapping) else None
    values = stored if isinstance(stored, (list, tuple)) else [stored]
    offered = {option.token for option in node.options}
    return tuple(value for value in values if value not in (None, "") and token_of(value) not in offered)


def about_withdrawn(node: Node) -> str:
    """What stands beside such a choice; "" when everything stored is still offered."""
    gone = withdrawn(node)
    if not gone:
        return ""
    return say(
        "Gespeichert ist: {values}. Das steht hier nicht mehr zur Auswahl und bleibt, bis Sie etwas anderes wählen.",
        values=spoken(gone),
    )
