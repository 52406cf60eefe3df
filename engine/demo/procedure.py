"""The shortened procedure of the demo's municipalities: what their administrations and LaKI have set, and when.

Fictional, as everything here. Those that work for real have all of it but the review; the county that still tries its
path waits for its staff council; some of the 54 have only written or decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from engine import accounts, onboarding
from engine.demo.story import Town
from engine.onboarding import STEPS, TEST_CASES, Owner, SetStep, StepState
from engine.terms import Actor, TenantId
from engine.unit_of_work import Platform

# Days before the municipality joined, evidence, reference.
_Said = tuple[int, str, str]
LANDESSTELLE = "laki"
"""Its slug, and the login of its account."""
EVIDENCE: Mapping[int, _Said] = {
    1: (320, "Schreiben der Verwaltungsspitze an die Landesstelle", "LaKI-KKM 1"),
    2: (250, "Beschluss des Rates, einstimmig", "Vorlage 114"),
    3: (240, "Integrationskonzept, fortgeschrieben", "Integrationskonzept, Kapitel 5"),
    4: (210, "Kooperationsvereinbarung, von beiden Seiten gezeichnet", "LaKI-KKM 4"),
    5: (200, "Koordination mit 0,5 VZÄ, Vertretung mit 0,2 VZÄ", ""),
    6: (170, "Niederschrift der ersten Sitzung der Steuerungsgruppe", ""),
    7: (150, "Bestandsaufnahme mit 14 Gesprächen: Person, Sache, System", ""),
    8: (140, "Drei Plätze im Kurs Integrationsmanagement und Systemdesign", "LaKI-KKM 8"),
    9: (90, "Weg aus dem Systemdesign der eigenen Steuerungsgruppe", ""),
    10: (45, "Bahnen, Fristen und Bezeichnungen mit den Fachämtern abgestimmt", ""),
    11: (40, "Liste der Mediator:innen, Sprachmittlung, Schiedsamt und Antidiskriminierungsberatung", ""),
    12: (35, "Neun Mitglieder berufen, Geschäftsordnung beschlossen", "Vorlage 163"),
    13: (30, "Folgenabschätzung, Verarbeitungsverzeichnis Nr. 87, Stellungnahme der bDSB ohne Auflagen", "DS 27"),
    14: (25, "Zustimmung des Personalrats, Dienstvereinbarung gezeichnet", "PR 41"),
    15: (20, "Konten und Rollen geprüft, zweiter Faktor eingerichtet", ""),
    16: (14, "Erklärung zur Barrierefreiheit, Merkblatt in Leichter Sprache, acht Übersetzungen", ""),
    17: (10, "Alle Schreiben tragen den Briefkopf der Kommune", ""),
    18: (7, "Fünf Testfälle in der Steuerungsgruppe durchgespielt", ""),
    19: (0, "Weg und Nachweise durchgesehen", "LaKI-KKM 19"),
}
UNFINISHED = frozenset((14, 18, 19))
"""What the municipality lacks that is not released yet."""
BEGUN: Mapping[str, tuple[int, ...]] = {
    "05711000": (1, 2, 3, 4, 5, 6, 7, 8),
    "05515000": (1, 2, 3, 4),
    "05978": (1, 2, 4),
    "05766": (1, 2),
    "05513000": (1,),
    "05334": (1,),
}
"""AGS of those that have no path yet, with the steps that LaKI has noted."""


def go_through(platform: Platform, town: Town) -> None:
    """The steps of one municipality, and its go-live when it has them all; of LaKI itself its go-live alone."""
    state_office = _actor(platform, LANDESSTELLE)
    clerk = state_office if town.slug == LANDESSTELLE else _actor(platform, town.login("verwaltung"))
    for step in STEPS if town.slug != LANDESSTELLE else ():
        if step.number not in EVIDENCE or (not town.released and step.number in UNFINISHED):
            continue
        by_state_office = step.owner in (Owner.LAKI, Owner.BOTH)
        # Their rehearsals came with them and are not played again for a demo: the command line says that they were.
        actor = Actor.operator() if step.number == 18 else state_office if by_state_office else clerk
        _set(platform, actor, town.identity, step.number)
    if town.released:
        with platform.command(state_office) as uow:
            onboarding.release_municipality(uow, town.identity)


def note_beginnings(platform: Platform) -> None:
    """What LaKI knows of municipalities that have only begun."""
    actor = _actor(platform, LANDESSTELLE)
    for ags, steps in BEGUN.items():
        for number in steps:
            _set(platform, actor, TenantId(ags), number)


def _actor(platform: Platform, login: str) -> Actor:
    with platform.query(Actor.operator()) as uow:
        return accounts.account_named(uow, login).actor()


def _set(platform: Platform, actor: Actor, place: TenantId, number: int) -> None:
    days, evidence, reference = EVIDENCE[number]
    day = (platform.clock.now() - timedelta(days=days)).date().isoformat()
    ticks = tuple(TEST_CASES) if number == 18 else ()
    with platform.command(actor) as uow:
        onboarding.set_step(
            uow, SetStep(place, number, StepState.DONE, day, evidence, reference, ticks=ticks, revision=0)
        )
