"""The 21 steps of the shortened procedure (verkürztes Verfahren), with what counts as evidence and who sets them.

The list is that of the project's domain notes (4, onboarding of the ten); it is an assumption of the product, not a
rule of the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.sentences import say


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """Not needed here, with a reason."""


class Owner(StrEnum):
    """Who sets a step. What belongs to the municipality LaKI notes as long as it has no path, and so no accounts."""

    MUNICIPALITY = "municipality"
    BOTH = "both"
    LAKI = "laki"
    SYSTEM = "system"
    """Going live sets it."""


WORDS: Mapping[StepState, str] = {
    StepState.OPEN: say("offen"),
    StepState.DONE: say("erledigt"),
    StepState.DROPPED: say("nicht nötig"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """`evidence`: what shows that it is done. `gate`: without it nobody goes live."""

    number: int
    title: str
    evidence: str
    owner: Owner = Owner.MUNICIPALITY
    gate: bool = False


STEPS: tuple[Step, ...] = (
    Step(1, say("Interesse bekundet"), say("Schreiben oder E-Mail der Kommune an die Landesstelle"), Owner.BOTH),
    Step(
        2,
        say("Beschluss gefasst"),
        say("Rat, Kreistag oder Verwaltungsvorstand: Datum und Nummer der Vorlage"),
    ),
    Step(
        3,
        say("Integrationskonzept liegt vor"),
        say("Fundstelle des Konzepts; es ist Voraussetzung der Förderung (§ 8 TIntG)"),
    ),
    Step(4, say("Kooperation vereinbart"), say("Vereinbarung mit der Landesstelle, von beiden gezeichnet"), Owner.BOTH),
    Step(5, say("Koordination und Vertretung benannt"), say("Namen und Zeitanteil, zum Beispiel 0,5 VZÄ")),
    Step(6, say("Steuerungsgruppe eingerichtet"), say("Niederschrift der ersten Sitzung")),
    Step(
        7,
        say("Bestand aufgenommen"),
        say("Welche Angebote und Konflikte es gibt: Person, Sache, System"),
    ),
    Step(8, say("Kursplätze gebucht"), say("Anmeldung von 2 bis 3 Personen"), Owner.BOTH),
    Step(9, say("Mustervorlage gewählt und geklont"), say("Name und Version der Mustervorlage")),
    Step(10, say("Konfliktweg angepasst"), say("Bahnen, Fristen, Kontakte und Bezeichnungen der Kommune")),
    Step(
        11,
        say("Pool und Kontakte stehen"),
        say("Mediator:innen, Sprachmittlung, Schiedsamt, Antidiskriminierungsberatung"),
    ),
    Step(12, say("Konfliktbeirat berufen"), say("Mitglieder und Geschäftsordnung")),
    Step(
        13,
        say("Datenschutz geprüft"),
        say("Datenschutz-Folgenabschätzung, Eintrag im Verarbeitungsverzeichnis, AVV, Stellungnahme der bDSB"),
        gate=True,
    ),
    Step(
        14,
        say("Personalrat beteiligt"),
        say("Zustimmung des Personalrats oder Dienstvereinbarung"),
        gate=True,
    ),
    Step(
        15,
        say("Informationssicherheit geklärt"),
        say("Konten, zweiter Faktor und Rollen; Freigabe der Informationssicherheit"),
    ),
    Step(
        16,
        say("Barrierefreiheit erklärt"),
        say("Erklärung zur Barrierefreiheit, Leichte Sprache, Übersetzungen"),
    ),
    Step(17, say("Schreiben angepasst"), say("Briefkopf, Absender und Ansprechstelle in allen Schreiben")),
    Step(
        18,
        say("Testfälle gespielt"),
        say("Mindestens F01, F04, F08, ein akuter Fall und ein Abbruch, dazu die Probeläufe"),
        gate=True,
    ),
    Step(
        19,
        say("Landesstelle gibt frei"),
        say("Freigabe nach Durchsicht des Wegs und der Nachweise"),
        Owner.LAKI,
        gate=True,
    ),
    Step(
        20,
        say("Echtbetrieb begonnen"),
        say("Der Tag, von dem an neue Vorgänge keine Erprobung mehr sind"),
        Owner.SYSTEM,
    ),
    Step(
        21,
        say("Rückblick gehalten"),
        say("Nach 3 und nach 12 Monaten: was sich bewährt hat, was sich ändert"),
        Owner.BOTH,
    ),
)
BY_NUMBER: Mapping[int, Step] = {step.number: step for step in STEPS}
GATE: tuple[Step, ...] = tuple(step for step in STEPS if step.gate)
REHEARSED, RELEASE, LIVE = 18, 19, 20
TEST_CASES: Mapping[str, str] = {
    "F01": say("F01 Nachbarschaft und Unterkunft"),
    "F04": say("F04 Schule oder Klasse"),
    "F08": say("F08 Diskriminierung"),
    "akut": say("Akuter Fall (Schutzweg)"),
    "abbruch": say("Abbruch einer Mediation"),
}
"""What step 18 asks for at least."""
