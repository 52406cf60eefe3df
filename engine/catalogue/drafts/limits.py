"""How much there may be: of drafts, of files in one, and of all of them together. What is too much is said with a way
out; what is there already can always be made less."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import InvalidInput
from engine.sentences import say

MOST_DRAFTS = 100
"""Open ones of a municipality."""
MOST_FILES = 200
LARGEST_DRAFT = 30 * 1024 * 1024
"""Bytes of all files."""
LARGEST_PAST = 60 * 1024 * 1024
"""Bytes that the steps of a draft keep, packed; older ones cannot be undone any more."""
MEGABYTE = 1024 * 1024


def insist_on_room(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """Names of files with their sizes. Raises InvalidInput where they get more than there may be."""
    if len(after) > MOST_FILES and len(after) > len(before):
        raise InvalidInput(
            "draft.files",
            say(
                "Ein Entwurf hat höchstens {most} Dateien, dieser hätte {found}. Löschen Sie, was nicht mehr gebraucht "
                "wird, oder lassen Sie es beim Hochladen weg.",
                most=MOST_FILES,
                found=len(after),
            ),
        )
    size, was = sum(after.values()), sum(before.values())
    if size > LARGEST_DRAFT and size > was:
        raise InvalidInput(
            "draft.room",
            say(
                "Die Dateien eines Entwurfs haben zusammen höchstens {most} MB, diese hätten {found} MB. Löschen Sie, "
                "was nicht mehr gebraucht wird, oder teilen Sie den Weg auf mehrere Prozesse auf.",
                most=LARGEST_DRAFT // MEGABYTE,
                found=-(-size // MEGABYTE),
            ),
        )


def insist_on_place(drafts: int) -> None:
    """`drafts`: open ones of the municipality. Raises InvalidInput when there can be no other."""
    if drafts >= MOST_DRAFTS:
        raise InvalidInput(
            "draft.many",
            say(
                "Für diese Kommune sind schon {found} Entwürfe offen, mehr können es nicht sein. Auf der Seite "
                "„Prozesse“ stehen sie alle: Verwerfen Sie dort einen, den niemand mehr braucht.",
                found=drafts,
            ),
        )
