"""Values of our own properties: schutzzone, stufe, eskalation, freigabe. Pure text -> words; None when unreadable."""

from __future__ import annotations

from engine.bpmn.model import Release
from engine.terms import Stage, Zone

ZONE, STAGE, GROUP, ROLE = "schutzzone", "stufe", "gruppe", "rolle"
CONSENT = "freigabe_wenn"
"""FEEL: the release of the same element happens only when this is true."""
DEADLINE, ESCALATION, RELEASE, CONFIRMS, OUTCOME = "frist", "eskalation", "freigabe", "bestaetigt", "ergebnis"
ABOUT = "fuer"
"""Of a user task that is done for several: the variable that says for whom or what."""


def zone(text: str | None) -> Zone | None:
    return next((z for z in Zone if text is not None and z.value == text.strip().lower()), None)


def stage(text: str | None) -> Stage | None:
    return next((s for s in Stage if text is not None and s.value == text.strip().lower()), None)


def names(text: str | None) -> tuple[str, ...]:
    """ "Vertretung, Leitung" -> ("Vertretung", "Leitung")"""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def releases(text: str | None) -> tuple[Release, ...] | None:
    """ "mediation>beirat: ergebnis, datum; mediation>feedback: ergebnis"; None when it cannot be read."""
    found: list[Release] = []
    for part in (text or "").split(";"):
        if not part.strip():
            continue
        path, colon, listed = part.partition(":")
        source, arrow, target = path.partition(">")
        from_zone, to_zone, variables = zone(source), zone(target), names(listed)
        if not (colon and arrow and from_zone and to_zone and variables):
            return None
        found.append(Release(from_zone, to_zone, variables))
    return tuple(found)
