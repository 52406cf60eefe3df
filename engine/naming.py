"""Readable ids: from the name, in ASCII, unique in the document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 40
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "&": " und "})


def slug(name: str, otherwise: str) -> str:
    """ "Erstgespräch führen" -> "erstgespraech_fuehren"; an id may not begin with a digit."""
    text = unicodedata.normalize("NFKD", name.translate(_SPELLED)).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if len(found) > LONGEST:
        found = found[:LONGEST].rsplit("_", 1)[0] if "_" in found[:LONGEST] else found[:LONGEST]
    if not found:
        return otherwise
    return found if found[0].isalpha() else f"{otherwise}_{found}"


def unique(wanted: str, taken: Container[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found
