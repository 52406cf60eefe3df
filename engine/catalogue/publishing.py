"""Publish a path: check, then municipality, definition and version in one transaction.

A municipality comes into being by its file alone. Its identity is its `kennung` where given, else its AGS; a file
never takes over another municipality's identity, name or slug unless it says that it renames.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from sqlalchemy import Table, func, insert, select, update

from engine import bpmn
from engine.bpmn import Municipality as Declared
from engine.bpmn import Package
from engine.casework import plan_timer_starts
from engine.catalogue.files import LARGEST, File, slug_of
from engine.catalogue.findings import refused, too_large
from engine.catalogue.keeping import keep_rehearsals, store_package
from engine.catalogue.library import finder
from engine.catalogue.origins.demanding import DEMANDS
from engine.catalogue.origins.locking import locked_findings
from engine.catalogue.origins.said import origin_columns
from engine.catalogue.process_pages import may_publish
from engine.catalogue.rules import rules_of
from engine.errors import InvalidInput, InvalidState, NotPermitted
from engine.events import MunicipalityCreated, MunicipalityRenamed, ProcessPublished
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import DefinitionResource, Deployment, Municipality, Resource
from engine.store.studio import PublishedRehearsal
from engine.terms import TEMPLATE, Finding, Severity, TenantId
from engine.unit_of_work import UnitOfWork

TENANT: Table = Base.metadata.tables[Municipality.__tablename__]
DEPLOYMENT: Table = Base.metadata.tables[Deployment.__tablename__]
RESOURCE: Table = Base.metadata.tables[Resource.__tablename__]
CONSISTS: Table = Base.metadata.tables[DefinitionResource.__tablename__]
REHEARSAL: Table = Base.metadata.tables[PublishedRehearsal.__tablename__]
RESERVED_SLUGS = frozenset(("hochladen",))
"""Words that stand at the same place of an address."""
LONGEST_SLUG = 80
PUBLISHING = 5_205
"""Number of the advisory lock under which municipalities come into being."""


@dataclass(frozen=True, slots=True)
class PublishProcess:
    """`file`: its name gives the slug. `extra`: forms, decisions and called processes of the municipality's own.
    `note`: what the publisher says of the change; `rehearsals`: kept with the version."""

    file: str
    content: bytes
    extra: tuple[File, ...] = ()
    folders: tuple[Path, ...] = ()
    rename: bool = False
    note: str = ""
    rehearsals: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    slug: str
    name: str
    municipality: TenantId
    version: int
    definition: str
    unchanged: bool
    warnings: tuple[Finding, ...]


def publish(uow: UnitOfWork, command: PublishProcess) -> Published:
    """Raises InvalidInput with findings (nothing is stored then), NotPermitted, and InvalidState where the
    municipality binds its publications to more than the check: that is proven on a draft. The command line is bound
    by nothing but the check, and the trail says that it was the command line."""
    published = prepare(uow, command)
    if not (uow.actor.unrestricted or published.unchanged) and rules_of(uow, published.municipality).bind:
        raise InvalidState(
            "process.rules",
            say(
                "„{name}“ verlangt vor dem Veröffentlichen Probeläufe oder eine zweite Person. Legen Sie mit der "
                "Datei einen Entwurf an (Prozesse, Neuer Entwurf), und veröffentlichen Sie ihn dort. Es wurde nichts "
                "geändert.",
                name=published.name,
            ),
        )
    uow.commit()
    return published


def prepare(uow: UnitOfWork, command: PublishProcess) -> Published:
    """As `publish`, without commit."""
    file = _printable(PurePath(command.file).name)
    package, declared, warnings = _checked(file, command)
    identity = TenantId(declared.identity)
    insist_on_right(uow, identity)
    locked = locked_findings(uow, ((file, command.content), *command.extra))
    if broken := [finding for finding in locked if finding.code not in DEMANDS]:
        raise _refusal(file, broken)
    warnings = (*warnings, *(finding for finding in locked if finding.severity is Severity.WARNING))
    one_after_the_other(uow)
    slug = _slug(file, declared)
    _claim_identity(uow, identity, slug, declared, file, rename=command.rename)
    last = uow.connection.execute(
        select(DEPLOYMENT.c.version, DEPLOYMENT.c.definition, DEPLOYMENT.c.withdrawn_at)
        .where(DEPLOYMENT.c.municipality == identity)
        .order_by(DEPLOYMENT.c.version.desc())
        .limit(1)
    ).first()
    if last is not None and last.definition == package.hash and last.withdrawn_at is None:
        keep_rehearsals(uow, identity, last.version, command.rehearsals)
        return Published(slug, declared.name, identity, last.version, package.hash, True, warnings)
    if refused(locked):
        raise _refusal(file, locked)
    definition = bpmn.compile_package(package)
    store_package(uow, package)
    version = last.version + 1 if last is not None else 1
    uow.connection.execute(
        insert(DEPLOYMENT).values(
            municipality=identity,
            version=version,
            version_tag=definition.processes[declared.process_id].version_tag,
            definition=package.hash,
            process_id=declared.process_id,
            file=file,
            published_at=uow.now,
            published_by=uow.actor.audit_id,
            note=command.note or None,
            flows_counted=True,
            **origin_columns(command.content),
        )
    )
    keep_rehearsals(uow, identity, version, command.rehearsals)
    if declared.art != TEMPLATE:
        plan_timer_starts(uow, identity, definition)
    uow.record(ProcessPublished(file=file, version=version, definition=package.hash), identity)
    return Published(slug, declared.name, identity, version, package.hash, False, warnings)


def _printable(file: str) -> str:
    return "".join(sign if sign.isprintable() else "_" for sign in file)


def _slug(file: str, declared: Declared) -> str:
    """From the file's name. Raises InvalidInput for a name of which no address can be made."""
    slug = slug_of(PurePath(file).stem)
    if slug and slug not in RESERVED_SLUGS and len(slug) <= LONGEST_SLUG:
        return slug
    why = say("ist zu lang") if len(slug) > LONGEST_SLUG else say("lässt sich nicht als Adresse verwenden")
    finding = Finding(
        "municipality.slug",
        say("Der Dateiname „{file}“ {why}.", file=file[:80], why=why),
        file=file,
        line=declared.line,
        element_id=declared.process_id,
        hint=say("Speichern Sie die Datei unter dem Namen Ihrer Kommune, zum Beispiel bielefeld.bpmn."),
    )
    raise _refusal(file, [finding])


def _checked(file: str, command: PublishProcess) -> tuple[Package, Declared, tuple[Finding, ...]]:
    if len(command.content) > LARGEST:
        raise _refusal(file, [too_large(file, len(command.content))])
    package, findings = bpmn.resolve(command.content, file, finder(command.extra, command.folders))
    if package is None or refused(findings):
        raise _refusal(file, findings)
    document = bpmn.read(command.content, file=file)
    declared = bpmn.municipality_of(document)
    municipal = bpmn.municipality_findings(document, file)
    if declared is None or refused(municipal):
        raise _refusal(file, municipal or [_no_municipality(file)])
    if package.main.key != declared.process_id:
        package = Package(
            next(r for r in package.resources if r.key == declared.process_id and r.kind is package.main.kind),
            package.resources,
        )
    shown = [finding for finding in (*findings, *municipal) if finding.severity is Severity.WARNING]
    return package, declared, tuple(dict.fromkeys(shown))


def _refusal(file: str, findings: list[Finding]) -> InvalidInput:
    return InvalidInput(
        "process.refused", say("„{file}“ wurde nicht veröffentlicht.", file=file), findings=tuple(findings)
    )


def _no_municipality(file: str) -> Finding:
    return Finding(
        "municipality.missing",
        say("Kein Prozess dieser Datei nennt eine Kommune."),
        file=file,
        hint=say(
            "Tragen Sie beim Prozess des Pools die Eigenschaften „ags“ und „art“ ein, und geben Sie "
            "dem Pool den Namen der Kommune."
        ),
    )


def one_after_the_other(uow: UnitOfWork) -> None:
    """Two new municipalities must not take one name at once. SQLite has one writer anyway."""
    if not uow.platform.database.sqlite:
        uow.connection.execute(select(func.pg_advisory_xact_lock(PUBLISHING)))


def insist_on_right(uow: UnitOfWork, identity: TenantId) -> None:
    if may_publish(uow.actor, identity):
        return
    raise NotPermitted(
        "process.publish",
        say("Veröffentlichen dürfen die Entwurfsberechtigten der eigenen Kommune und die Landesstelle."),
    )


# ------------------------------------------------------------------ identity
def _claim_identity(
    uow: UnitOfWork, identity: TenantId, slug: str, declared: Declared, file: str, *, rename: bool
) -> None:
    """Creates or updates the municipality. Raises InvalidInput when identity, name or slug are another's."""
    t = TENANT.c
    rows = uow.connection.execute(
        select(t.identity, t.slug, t.name).where(
            (t.identity == identity) | (t.slug == slug) | (t.name == declared.name)
        )
    ).all()
    others = [row for row in rows if row.identity != identity]
    if others:
        raise _taken(file, declared, slug, others[0])
    values = {"slug": slug, "name": declared.name, "art": declared.art, "parent": declared.kreis or None}
    known = next((row for row in rows if row.identity == identity), None)
    if known is None:
        uow.connection.execute(
            insert(TENANT).values(
                identity=identity, released=False, created_at=uow.now, audit_count=0, audit_head=b"", **values
            )
        )
        uow.record(MunicipalityCreated(identity=identity, name=declared.name), identity)
        return
    if (known.slug, known.name) != (slug, declared.name):
        if not rename:
            raise _held(file, declared, identity, known.name, known.slug)
        uow.record(MunicipalityRenamed(identity=identity, before=known.name, after=declared.name), identity)
    uow.connection.execute(update(TENANT).where(t.identity == identity).values(**values))


def _held(file: str, declared: Declared, identity: str, name: str, slug: str) -> InvalidInput:
    finding = Finding(
        "municipality.identity",
        say("Die Kennung {identity} gehört schon zu „{name}“ ({slug}.bpmn).", identity=identity, name=name, slug=slug),
        file=file,
        line=declared.process_line,
        element_id=declared.process_id,
        hint=say(
            "Tragen Sie den AGS Ihrer Kommune ein. Heißt die Kommune ab jetzt wirklich anders, sagen "
            "Sie es beim Veröffentlichen dazu."
        ),
    )
    return _refusal(file, [finding])


def _taken(file: str, declared: Declared, slug: str, other: object) -> InvalidInput:
    same_name = getattr(other, "name", "") == declared.name
    what = (
        say("Der Name „{declared}“", declared=declared.name)
        if same_name
        else say("Der Dateiname „{slug}.bpmn“", slug=slug)
    )
    finding = Finding(
        "municipality.name" if same_name else "municipality.slug",
        say(
            "{what} gehört schon zur Kommune mit der Kennung {other}.", what=what, other=getattr(other, "identity", "")
        ),
        file=file,
        line=declared.line if same_name else None,
        element_id=declared.process_id,
        hint=say("Geben Sie dem Pool den Namen Ihrer Kommune.")
        if same_name
        else say("Speichern Sie die Datei unter dem Namen Ihrer Kommune."),
    )
    return _refusal(file, [finding])
