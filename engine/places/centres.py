"""The 54 Kommunale Integrationszentren of North Rhine-Westphalia, from `nrw_ki.csv` beside this file.

A Kreis has an AGS of 5 digits, a town one of 8; the leading zero is kept. The tiles are a map of our own: one square
each, about where it lies, no two on the same square. Stadt Aachen and StädteRegion Aachen both run a centre.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.errors import NotFound
from engine.sentences import say

FILE = "nrw_ki.csv"
STATE = "05"
"""What every AGS of North Rhine-Westphalia begins with."""
COUNTY, TOWN, FULL = 5, 8, 12
"""Digits of a Kreis, of a town or Gemeinde, and of the Regionalschlüssel, which is another number."""
PLACES = 54


@dataclass(frozen=True, slots=True)
class IntegrationCentre:
    """`kind`: the `art` of its process file. `parent`: AGS of the Kreis above it, "" for none. `column` and `row`: its
    tile, counted from 0 in the west and in the north."""

    ags: str
    name: str
    kind: str
    column: int
    row: int

    @property
    def parent(self) -> str:
        return self.ags[:COUNTY] if self.kind == "kreisangehörige Stadt" else ""

    @property
    def full_name(self) -> str:
        """As its pool is named: "Stadt Hamm", "Kreis Unna"."""
        return f"Stadt {self.name}" if self.kind == "kreisfreie Stadt" else self.name


@cache
def integration_centres() -> tuple[IntegrationCentre, ...]:
    """In the order of their AGS."""
    text = files("engine.places").joinpath(FILE).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return tuple(
        IntegrationCentre(row["ags"], row["name"], row["art"], int(row["kachel_spalte"]), int(row["kachel_zeile"]))
        for row in rows
    )


@cache
def _by_number() -> dict[str, IntegrationCentre]:
    return {centre.ags: centre for centre in integration_centres()}


def centre_of(ags: str) -> IntegrationCentre:
    """Raises NotFound with what is wrong with the number."""
    found = _by_number().get(ags)
    if found is None:
        raise NotFound("place.ags", ags_fault(ags))
    return found


def county_of(ags: str) -> IntegrationCentre | None:
    """The Kreis or Städteregion in which the town of this AGS lies; None for every other number."""
    return _by_number().get(ags[:COUNTY]) if _digits(ags, TOWN) and not ags.endswith("000") else None


def ags_fault(ags: str) -> str:
    """What is wrong with an AGS that ought to be one of the 54, with the way out; "" when it is one of them."""
    known = _by_number()
    if ags in known:
        return ""
    if not ags.strip():
        return say("Der AGS fehlt. Ein Kreis hat 5 Ziffern (05978), eine Stadt 8 (05915000).")
    if ags != (bare := re.sub(r"[\s.\-/]", "", ags)) and not ags_fault(bare):
        return say("Schreiben Sie den AGS ohne Zwischenraum und Zeichen: {ags}.", ags=bare)
    if not (ags.isascii() and ags.isdigit()):
        return say("Der AGS „{ags}“ besteht nicht nur aus Ziffern. Eine Stadt hat 8, zum Beispiel 05915000.", ags=ags)
    if f"0{ags}" in known:
        return say("Die führende Null fehlt: {name} hat den AGS {ags}.", name=known[f"0{ags}"].full_name, ags=f"0{ags}")
    return _other_length(ags, known)


def _other_length(ags: str, known: dict[str, IntegrationCentre]) -> str:
    """The number of a place under another's length, of a town in a Kreis, or of nowhere."""
    town, county = known.get(ags + "000"), known.get(ags[:COUNTY])
    if len(ags) == COUNTY and town is not None:
        return say(
            "{ags} hat nur 5 Ziffern, so wie ein Kreis. {name} hat den AGS {right}.",
            ags=ags, name=town.full_name, right=town.ags,
        )  # fmt: skip
    if len(ags) == FULL:
        return say(
            "{ags} ist ein Regionalschlüssel mit 12 Ziffern. Gebraucht wird der AGS: bei einer Stadt 8 Ziffern, "
            "bei einem Kreis die ersten 5.",
            ags=ags,
        )
    if len(ags) == TOWN and county is not None:
        if ags.endswith("000"):
            return say(
                "{ags} hat 8 Ziffern, so wie eine Stadt. {name} hat den AGS {right}.",
                ags=ags, name=county.full_name, right=county.ags,
            )  # fmt: skip
        return say(
            "{ags} liegt im Gebiet von {name} ({right}) und hat kein eigenes Kommunales Integrationszentrum.",
            ags=ags, name=county.full_name, right=county.ags,
        )  # fmt: skip
    if len(ags) not in (COUNTY, TOWN):
        return say("„{ags}“ hat {n} Ziffern. Ein Kreis hat 5, eine Stadt 8.", ags=ags, n=len(ags))
    if not ags.startswith(STATE):
        return say("{ags} liegt nicht in Nordrhein-Westfalen; dort beginnt jeder AGS mit 05.", ags=ags)
    return say(
        "{ags} gehört zu keinem der {places} Kommunalen Integrationszentren. Prüfen Sie die Ziffern.",
        ags=ags, places=PLACES,
    )  # fmt: skip


def _digits(text: str, length: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) == length
