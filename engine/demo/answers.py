"""What most stories answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.demo.story import Answers

CLEARING = {"freiwilligkeit": "beide", "machtgefaelle": "gering", "glasl_stufe": "4", "zustaendigkeit": "eigene"}
QUORATE = {"beirat_mitglieder": 9, "beirat_anwesend": 7, "beirat_anwesend_zivil": 4, "beirat_vorsitz": True}
HELD = (
    {"sitzung_teilnehmende": ["seiten", "mediation"], "sitzung_weiter": "weitere_sitzung", "sitzung_dauer": 90},
    {"sitzung_teilnehmende": ["seiten", "mediation"], "sitzung_weiter": "abschluss", "sitzung_dauer": 75},
)
AGREED = (
    *("freiwillig", "vertraulich", "rollen", "kosten"),
    *("dritte", "notizen", "datenschutz", "verschwiegenheit"),
)
SUGGESTED = {
    "verfahren_bestaetigen": ("verfahren",),
    "leitung_entscheidet": ("verfahren",),
    "bausteine_bestaetigen": ("weg", "bausteine"),
}
"""Fields in which people take what the decision table suggests, unless the story says otherwise."""
DEFAULTS: Answers = {
    "sicherheitspruefung": ({"sicherheit": "keine"},),
    "sicherheit_zweitpruefung": ({"sicherheit": "keine"},),
    "lage_pruefen": ({"sicherheit": "keine", "schutz_ergebnis": "weiter"},),
    "clearing": (CLEARING,),
    "beratungsgespraech": ({"beratung_ergebnis": "weiteres_gespraech"}, {"beratung_ergebnis": "clearing"}),
    "bausteine_bestaetigen": ({"verknuepfte_vorgaenge": 1},),
    "zustimmung_klaeren": ({"zustimmung_betroffene": "ja"},),
    "vorgespraech": ({"vorgespraech": {"verstanden": ["freiwillig", "vertraulich", "neutral", "recht"]}},),
    "mediationsvereinbarung": ({"vereinbarung_inhalt": list(AGREED)},),
    "mediationssitzung": HELD,
    "beirat_sitzung": ({**QUORATE, "sitzung_ergebnis": "beraten"},),
    "umlauf_vorlage": ({"umlauf_stellen": ["Ordnungsamt", "Schule", "Verein"]},),
    "abschluss": ({"abschluss_ergebnis": "geklaert"},),
}


def clearing(signs: str, *sides: str, **findings: object) -> tuple[Mapping[str, Any], ...]:
    """What the clearing finds: the signs of escalation, who faces whom, and what is unlike most cases."""
    return ({**CLEARING, "glasl_begruendung": signs, "parteien": [{"bezeichnung": s} for s in sides], **findings},)


def mediators(first: str, second: str) -> Answers:
    """The logins of those whom the coordinators propose."""
    return {"mediator_vorschlagen": ({"mediatorin_1": first, "mediatorin_2": second},)}
