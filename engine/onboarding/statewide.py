"""How far each municipality of the state is: the 54 on their tiles, and whoever takes part besides them. As many
statements for all of them as for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, func, select

from engine.casework.visibility import insist_on
from engine.onboarding.places import OUTSIDE, TENANT
from engine.onboarding.rows import DEPLOYMENT, STEP, Row
from engine.onboarding.steps import GATE, LIVE, StepState
from engine.places import IntegrationCentre, integration_centres
from engine.sentences import say
from engine.terms import Role
from engine.unit_of_work import UnitOfWork

UMLAUTS = str.maketrans("äöü", "aou")
WHOLE_STATE = "the state office sees how far each municipality is"


class Stand(StrEnum):
    NOTHING = "nothing"
    PREPARING = "preparing"
    TRIAL = "trial"
    LIVE = "live"
    PAUSED = "paused"
    """All its versions were taken back: no new case begins."""


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    """`tile`: column and row, None for a municipality that is none of the 54. `settled`: of the 21 steps; `gates`: of
    the four that go-live needs. `version`: on which new cases start. `live_since`: ISO day, "" when not live, or
    unknown. `origin`: name of the Mustervorlage, with `origin_version`."""

    identity: str
    name: str
    kind: str
    parent: str
    slug: str
    tile: tuple[int, int] | None
    stand: Stand
    settled: int
    gates: int
    version: int | None
    published_at: datetime | None
    live_since: str
    origin: str
    origin_version: int | None


def municipality_lines(uow: UnitOfWork) -> tuple[MunicipalityLine, ...]:
    """By name. Raises NotPermitted for everybody but the state office."""
    insist_on(uow.actor, Role.LAKI, sentence=say("Die Übersicht über alle Kommunen führt die Landesstelle."))
    everybody = _municipalities(uow)
    joined = {identity: row for identity, row in everybody.items() if row["art"] not in OUTSIDE}
    steps, published = _steps(uow), _published(uow, {row["slug"]: row["name"] for row in everybody.values()})
    centres = integration_centres()
    known = {centre.ags for centre in centres}
    lines = [
        _line(centre.ags, _of_centre(centre, joined.get(centre.ags)), centre, steps, published) for centre in centres
    ]
    lines += [_line(identity, row, None, steps, published) for identity, row in joined.items() if identity not in known]
    return tuple(sorted(lines, key=lambda line: _in_order(line.name)))


def _in_order(name: str) -> str:
    """As a person looks for it: "Stadt Hamm" under H, "Köln" beside "Kohl"."""
    bare = name.removeprefix("Stadt ").removeprefix("Kreis ")
    return bare.lower().replace("ß", "ss").translate(UMLAUTS)


def _municipalities(uow: UnitOfWork) -> dict[str, Row]:
    t = TENANT.c
    query = select(t.identity, t.slug, t.name, t.art, t.parent, t.released)
    return {row["identity"]: dict(row) for row in uow.connection.execute(query).mappings()}


def _steps(uow: UnitOfWork) -> dict[str, Row]:
    s, done = STEP.c, STEP.c.state == StepState.DONE.value
    gates = s.step.in_([step.number for step in GATE])
    query = (
        select(
            s.municipality,
            func.sum(case((s.state != StepState.OPEN.value, 1), else_=0)).label("settled"),
            func.sum(case((done & gates, 1), else_=0)).label("gates"),
            func.max(case((done & (s.step == LIVE), s.day), else_="")).label("live_since"),
        )
        .group_by(s.municipality)
        .execution_options(unscoped=WHOLE_STATE)
    )
    return {row["municipality"]: dict(row) for row in uow.connection.execute(query).mappings()}


def _published(uow: UnitOfWork, names: Mapping[str, str]) -> dict[str, Row]:
    """The version on which new cases start; of a municipality whose versions are all taken back the last. `names`: by
    slug, of what a path may come from."""
    d = DEPLOYMENT.c
    valid = func.max(case((d.withdrawn_at.is_(None), d.version)))
    newest = (
        select(d.municipality, func.coalesce(valid, func.max(d.version)).label("version"))
        .group_by(d.municipality)
        .subquery()
    )
    query = (
        select(d.municipality, d.version, d.published_at, d.withdrawn_at, d.origin, d.origin_version)
        .join_from(d.id.table, newest, (d.municipality == newest.c.municipality) & (d.version == newest.c.version))
        .execution_options(unscoped=WHOLE_STATE)
    )
    return {
        row["municipality"]: {**row, "origin": names.get(row["origin"], row["origin"])}
        for row in uow.connection.execute(query).mappings()
    }


def _of_centre(centre: IntegrationCentre, row: Row | None) -> Row:
    if row is not None:
        return row
    return {"slug": "", "name": centre.full_name, "art": centre.kind, "parent": centre.parent, "released": False}


def _line(
    identity: str,
    row: Row,
    centre: IntegrationCentre | None,
    steps: Mapping[str, Row],
    published: Mapping[str, Row],
) -> MunicipalityLine:
    progress, version = steps.get(identity), published.get(identity)
    settled = int(progress["settled"]) if progress else 0
    return MunicipalityLine(
        identity,
        row["name"],
        row["art"],
        row["parent"] or "",
        row["slug"],
        (centre.column, centre.row) if centre else None,
        _stand(bool(row["released"]), settled, version),
        settled,
        int(progress["gates"]) if progress else 0,
        version["version"] if version and version["withdrawn_at"] is None else None,
        version["published_at"] if version else None,
        progress["live_since"] if progress and row["released"] else "",
        (version["origin"] or "") if version else "",
        version["origin_version"] if version else None,
    )


def _stand(released: bool, settled: int, version: Row | None) -> Stand:
    if version is None:
        return Stand.PREPARING if settled else Stand.NOTHING
    if version["withdrawn_at"] is not None:
        return Stand.PAUSED
    return Stand.LIVE if released else Stand.TRIAL
