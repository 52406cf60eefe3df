"""The library: Mustervorlagen with their versions, who uses which, and the bytes that a clone comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engine.casework.history import actor_names
from engine.casework.loading import DEPLOYMENT, TENANT
from engine.catalogue.origins.said import Origin, origin_of_row
from engine.catalogue.origins.versions import LIBRARY, version_row
from engine.catalogue.process_pages import sees_all
from engine.errors import NotFound, NotPermitted
from engine.sentences import say
from engine.terms import TEMPLATE, Role
from engine.unit_of_work import UnitOfWork

LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Clone:
    """`behind`: versions of its origin that it has not taken over. `released`: live, else on trial."""

    slug: str
    name: str
    origin: Origin
    behind: int
    released: bool


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a Mustervorlage. `note`: what LaKI says of the change."""

    version: int
    published_at: datetime
    published_by: str
    note: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Template:
    """`versions`: the newest first. `version`: the newest that is not withdrawn, None where all are. `clones`: those
    that name it, for LaKI; others see how many there are."""

    key: str
    name: str
    documentation: str
    version: int | None
    versions: tuple[Release, ...]
    used: int
    clones: tuple[Clone, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A step of the chain from a clone up. `name`: of the Mustervorlage or municipality."""

    slug: str
    name: str
    version: int


def insist_on_reader(uow: UnitOfWork) -> None:
    """Raises NotPermitted."""
    if not (sees_all(uow) or Role.ENTWURF in uow.actor.roles):
        raise NotPermitted(
            "template.read", say("Die Mustervorlagen sehen die Entwurfsberechtigten und die Landesstelle.")
        )


def template_list(uow: UnitOfWork) -> tuple[Template, ...]:
    """By key. Raises NotPermitted."""
    insist_on_reader(uow)
    query = (
        select(*DEPLOYMENT.c, TENANT.c.slug)
        .join_from(DEPLOYMENT, TENANT, TENANT.c.identity == DEPLOYMENT.c.municipality)
        .where(TENANT.c.art == TEMPLATE)
        .order_by(TENANT.c.slug, DEPLOYMENT.c.version.desc())
        .execution_options(unscoped=LIBRARY)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in uow.connection.execute(query).mappings():
        found.setdefault(row["slug"], []).append(dict(row))
    clones = clones_by_origin(uow, {key: _newest(rows) for key, rows in found.items()})
    names = actor_names(uow, list({row["published_by"] for rows in found.values() for row in rows}))
    return tuple(_template(uow, key, rows, clones.get(key, ()), names) for key, rows in found.items())


def template(uow: UnitOfWork, key: str) -> Template:
    """Raises NotFound, NotPermitted."""
    found = next((each for each in template_list(uow) if each.key == key), None)
    if found is None:
        raise NotFound("template.unknown", say("Eine Mustervorlage „{key}“ gibt es nicht.", key=key))
    return found


def _newest(rows: list[dict[str, Any]]) -> int | None:
    return max((row["version"] for row in rows if row["withdrawn_at"] is None), default=None)


def _template(
    uow: UnitOfWork, key: str, rows: list[dict[str, Any]], clones: tuple[Clone, ...], names: Mapping[str, str]
) -> Template:
    newest = _newest(rows)
    row = next((row for row in rows if row["version"] == newest), rows[0])
    model = uow.definition(row["definition"]).processes[row["process_id"]]
    return Template(
        key,
        model.name or key,
        model.documentation or "",
        newest,
        tuple(
            Release(
                each["version"],
                each["published_at"],
                names[each["published_by"]],
                each["note"] or "",
                each["withdrawn_at"] is not None,
            )
            for each in rows
        ),
        len(clones),
        clones if sees_all(uow) else (),
    )


def clones_by_origin(uow: UnitOfWork, newest: Mapping[str, int | None]) -> dict[str, tuple[Clone, ...]]:
    """Municipalities by what the version on which their new cases start names as its origin."""
    own = DEPLOYMENT.alias("own")
    last = (
        select(own.c.municipality, func.max(own.c.version).label("version"))
        .where(own.c.withdrawn_at.is_(None))
        .group_by(own.c.municipality)
        .subquery()
    )
    query = (
        select(*DEPLOYMENT.c, TENANT.c.slug, TENANT.c.name, TENANT.c.released)
        .join_from(DEPLOYMENT, last, DEPLOYMENT.c.municipality == last.c.municipality)
        .join(TENANT, TENANT.c.identity == DEPLOYMENT.c.municipality)
        .where(DEPLOYMENT.c.version == last.c.version, DEPLOYMENT.c.origin.is_not(None))
        .order_by(TENANT.c.name)
        .execution_options(unscoped=LIBRARY)
    )
    found: dict[str, list[Clone]] = {}
    for row in uow.connection.execute(query).mappings():
        origin = Origin(row["origin"], row["origin_version"], row["origin_hash"])
        behind = max((newest.get(origin.key) or origin.version) - origin.version, 0)
        found.setdefault(origin.key, []).append(Clone(row["slug"], row["name"], origin, behind, row["released"]))
    return {key: tuple(clones) for key, clones in found.items()}


def chain(uow: UnitOfWork, origin: Origin | None) -> tuple[Link, ...]:
    """From the origin up: a clone of a clone has more than one. Ends where nothing is known."""
    found: list[Link] = []
    while origin is not None and len(found) < LONGEST_CHAIN and origin.key not in {link.slug for link in found}:
        row = version_row(uow, origin.key, origin.version) or version_row(uow, origin.key)
        found.append(Link(origin.key, row["name"] if row is not None else origin.key, origin.version))
        if row is not None and row["art"] == TEMPLATE:
            name = uow.definition(row["definition"]).processes[row["process_id"]].name
            found[-1] = Link(origin.key, name or origin.key, origin.version)
        origin = origin_of_row(row) if row is not None else None
    return tuple(found)
