"""Variables that come from outside: no name may stand for what the engine says itself, no value be too large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import InvalidInput
from engine.formdefs.model import RESERVED_NAMES
from engine.sentences import say

LONGEST = 200
LARGEST = 2_000_000
"""Characters and elements of all values of one step together."""


def insist_on_names(variables: Mapping[str, Any]) -> None:
    """Raises InvalidInput for a reserved name (fall, heute, jetzt, …), a leading underscore, or no name at all, and
    for values that are too large to be kept."""
    wrong = [name for name in variables if not _may_be_set(name)]
    if wrong:
        shown = ", ".join(repr(name[:40]) for name in sorted(wrong)[:5])
        raise InvalidInput(
            "variables.reserved", say("Diese Namen sind vergeben oder unzulässig: {shown}.", shown=shown)
        )
    if _size(variables) > LARGEST:
        raise InvalidInput(
            "variables.size", say("Die Angaben sind zusammen zu groß; höchstens 2 MB werden angenommen.")
        )


def _size(value: Any) -> int:
    """Counts no further than it must. Every level costs, however empty, so that depth is no way around it."""
    found, left = 0, [value]
    while left and found <= LARGEST:
        item = left.pop()
        found += 1
        if isinstance(item, str):
            found += len(item)
        elif isinstance(item, Mapping):
            left += item.values()
            found += sum(map(len, item))
        elif isinstance(item, list):
            left += item
    return found


def _may_be_set(name: str) -> bool:
    return bool(name) and len(name) <= LONGEST and name[0] != "_" and name not in RESERVED_NAMES and name.isprintable()
