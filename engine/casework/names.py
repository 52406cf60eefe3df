"""Names of variables that come from outside: none of them may stand for what the engine says itself."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import InvalidInput
from engine.formdefs.model import RESERVED_NAMES

LONGEST = 200


def insist_on_names(names: Iterable[str]) -> None:
    """Raises InvalidInput for a reserved name (fall, heute, jetzt, …), a leading underscore, or no name at all."""
    wrong = [name for name in names if not _may_be_set(name)]
    if wrong:
        shown = ", ".join(repr(name[:40]) for name in sorted(wrong)[:5])
        raise InvalidInput("variables.reserved", f"Diese Namen sind vergeben oder unzulässig: {shown}.")


def _may_be_set(name: str) -> bool:
    return bool(name) and len(name) <= LONGEST and name[0] != "_" and name not in RESERVED_NAMES and name.isprintable()
