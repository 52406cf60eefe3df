"""The demo's cases: fictional, one for each thing worth seeing. Names of people are never in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MEDIATORS = ("mediatorin", "mediator")
CLEARING = {"freiwilligkeit": "beide", "machtgefaelle": "gering", "glasl_stufe": "4", "zustaendigkeit": "eigene"}
QUORATE = {"beirat_mitglieder": 9, "beirat_anwesend": 7, "beirat_anwesend_zivil": 4, "beirat_vorsitz": True}


@dataclass(frozen=True, slots=True)
class Story:
    """`started`: days ago. `answers`: by element id, in the order of visits (the last one is repeated).

    `until`: element id at which the story rests, None to run to the end or as far as the calendar allows.
    """

    title: str
    falltyp: str
    district: str
    started: int
    until: str | None
    answers: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    pace: int = 30
    """Hours between two steps."""


# The oldest first, so that file references rise with time.
STORIES = (
    Story(
        "Streit im Treppenhaus über Schuhe und Kinderwagen",
        "F11",
        "Pelkum",
        250,
        None,
        {"beratungsgespraech": ({"beratung_ergebnis": "geklaert"},)},
    ),
    Story(
        "Bahnhofsvorplatz am Abend",
        "F07",
        "Mitte",
        75,
        "beirat_sitzung",
        {"verfahren_bestaetigen": ({"verfahren": "beirat"},)},
    ),
    Story(
        "Ehrenamtliche und Sozialamt reden aneinander vorbei",
        "F05",
        "Rhynern",
        60,
        "mediationssitzung",
        {"verfahren_bestaetigen": ({"verfahren": "mediation"},)},
    ),
    Story(
        "Klassenchat nach einem Streit unter Eltern",
        "F04",
        "Heessen",
        20,
        "verfahren_bestaetigen",
        {"beratungsgespraech": ({"beratung_ergebnis": "clearing"},)},
    ),
    Story("Vereinsräume: zwei Vereine, ein Schlüssel", "F06", "Bockum-Hövel", 16, "clearing"),
    Story("Lärm im Übergangsheim, Küche im 2. Stock", "F02", "Mitte", 9, "beratungsgespraech"),
    Story("Müllplatz vor dem Wohnblock", "F01", "Herringen", 0, "sicherheitspruefung"),
)
