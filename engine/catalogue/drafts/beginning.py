"""A draft begins: from a published version, from files that somebody brings, or from an empty page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from engine.bpmn.municipality import KINDS
from engine.casework.loading import TENANT
from engine.catalogue.drafts.blank import blank_page
from engine.catalogue.drafts.filing import kind_of_name
from engine.catalogue.drafts.limits import insist_on_room
from engine.catalogue.drafts.packages import declared_in, main_of, published_files
from engine.catalogue.drafts.rows import DRAFT, FILE, Content, DraftId, DraftKind, insist_on_another, insist_on_designer
from engine.catalogue.drafts.saving import insist_on_readable
from engine.catalogue.files import File, slug_of
from engine.catalogue.process_pages import may_publish, sees_all
from engine.errors import InvalidInput, NotFound
from engine.events import DraftOpened
from engine.sentences import say
from engine.terms import Finding, TenantId
from engine.unit_of_work import UnitOfWork

LONGEST = 120
UNREADABLE = say("Es wurde kein Entwurf angelegt.")


@dataclass(frozen=True, slots=True)
class Place:
    """The municipality of an empty page: one that is known by its slug, or a new one in words."""

    slug: str = ""
    name: str = ""
    ags: str = ""
    kennung: str = ""
    art: str = ""
    kreis: str = ""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """One of three: `slug` (and `version`; without it the one that new cases start on), `files`, or `place`."""

    slug: str = ""
    version: int | None = None
    files: tuple[File, ...] = ()
    place: Place | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """`base`: the version that its files are of."""

    municipality: TenantId
    slug: str
    files: Mapping[str, Content]
    base: int | None = None


def open_draft(uow: UnitOfWork, command: OpenDraft) -> DraftId:
    """Raises NotFound, NotPermitted, InvalidInput with findings for files of which no draft can be made."""
    number = opened(uow, command)
    uow.commit()
    return number


def opened(uow: UnitOfWork, command: OpenDraft) -> DraftId:
    """As `open_draft`, without commit."""
    insist_on_designer(uow)
    if command.slug:
        begun = _from_published(uow, command.slug, command.version)
    elif command.files:
        begun = _from_files(uow, command.files)
    else:
        begun = _from_nothing(uow, command.place or Place())
    if not may_publish(uow.actor, begun.municipality):
        raise NotFound("process.unknown", say("Diesen Konfliktweg gibt es nicht."))
    return begin(uow, begun, command.name.strip()[:LONGEST] or "Entwurf")


def begin(uow: UnitOfWork, begun: Beginning, name: str) -> DraftId:
    """Without commit. Raises InvalidInput where there would be too much."""
    insist_on_another(uow, begun.municipality)
    insist_on_room({}, {file: len(of.content) for file, of in begun.files.items()})
    number = _insert(uow, begun, name)
    known = uow.connection.execute(select(TENANT.c.slug).where(TENANT.c.identity == begun.municipality)).first()
    if known is not None:  # a municipality that is new has no trail before it is published
        uow.record(DraftOpened(draft=number, file=f"{begun.slug}.bpmn", base=begun.base or 0), begun.municipality)
    return number


def _insert(uow: UnitOfWork, begun: Beginning, name: str) -> DraftId:
    who, tenant = uow.actor.audit_id, begun.municipality
    number = uow.connection.execute(
        insert(DRAFT)
        .values(
            municipality=tenant,
            slug=begun.slug,
            name=name,
            revision=1,
            base=begun.base,
            opened_at=uow.now,
            opened_by=who,
            changed_at=uow.now,
            changed_by=who,
            ended="",
        )
        .returning(DRAFT.c.id)
    ).scalar_one()
    rows = [
        {
            "municipality": tenant,
            "draft": number,
            "name": file,
            "kind": of.kind.value,
            "main": of.main,
            "content": of.content,
            "revision": 1,
            "changed_at": uow.now,
            "changed_by": who,
        }
        for file, of in begun.files.items()
    ]
    uow.connection.execute(insert(FILE), rows)
    return DraftId(number)


def _from_published(uow: UnitOfWork, slug: str, version: int | None) -> Beginning:
    row, files = published_files(uow, slug, version)
    main, *others = files
    contents = {f"{slug}.bpmn": Content(DraftKind.BPMN, True, main[1])}
    contents |= {name: Content(kind_of_name(name), False, content) for name, content in others}
    return Beginning(TenantId(row["municipality"]), slug, contents, row["version"])


def _from_files(uow: UnitOfWork, files: Sequence[File]) -> Beginning:
    for name, content in files:
        insist_on_readable(name, kind_of_name(name), content)
    main = main_of(files)
    if main is None:
        raise _refusal(say("Wählen Sie genau eine Prozessdatei mit der Endung .bpmn aus, die zu einer Kommune gehört."))
    declared = declared_in(*main)
    identity = declared.identity if declared is not None else ""
    tenant = TenantId(identity) if identity and may_publish(uow.actor, TenantId(identity)) else uow.actor.municipality
    if tenant is None:
        raise _refusal(
            say("Die Prozessdatei nennt keine Kommune."),
            say(
                "Tragen Sie beim Prozess die Eigenschaften „ags“ und „art“ ein, und geben Sie dem Pool "
                "den Namen der Kommune."
            ),
        )
    slug = uow.connection.execute(select(TENANT.c.slug).where(TENANT.c.identity == tenant)).scalar()
    slug = slug or slug_of(main[0].rsplit(".", 1)[0]) or "kommune"
    contents = {f"{slug}.bpmn": Content(DraftKind.BPMN, True, main[1])}
    for name, content in files:
        if name == main[0]:
            continue
        if name.casefold() in {other.casefold() for other in contents}:
            raise _refusal(say("Zwei Dateien heißen „{name}“.", name=name))
        contents[name] = Content(kind_of_name(name), False, content)
    return Beginning(tenant, slug, contents)


def _from_nothing(uow: UnitOfWork, place: Place) -> Beginning:
    if place.slug or not place.name:
        return _known(uow, place.slug)
    slug, name = slug_of(place.name), " ".join(place.name.split())
    identity = place.kennung.strip() or place.ags.strip()
    if not slug or not identity or place.art not in KINDS:
        raise _refusal(
            say("Für eine neue Kommune fehlt etwas."),
            say("Nötig sind ihr Name, ihr AGS (oder ihre Kennung) und ihre Art."),
        )
    if uow.connection.execute(select(TENANT.c.slug).where(TENANT.c.identity == identity)).first() is not None:
        raise _refusal(
            say("Die Kommune mit der Kennung {identity} gibt es schon.", identity=identity),
            say("Wählen Sie sie aus der Liste."),
        )
    own = {"ags": place.ags.strip(), "kennung": place.kennung.strip(), "art": place.art, "kreis": place.kreis.strip()}
    return Beginning(TenantId(identity), slug, _page(slug, name, own))


def _known(uow: UnitOfWork, slug: str) -> Beginning:
    """An empty page for a municipality that has a path already."""
    if not slug and sees_all(uow):
        raise _refusal(
            say("Für welche Kommune der Entwurf ist, fehlt."),
            say("Wählen Sie eine aus der Liste, oder nennen Sie eine neue."),
        )
    if not slug:
        query = select(TENANT.c.slug).where(TENANT.c.identity == (uow.actor.municipality or ""))
        slug = uow.connection.execute(query).scalar() or ""
    row, files = published_files(uow, slug, None)
    declared = declared_in(*files[0])
    if declared is None:
        raise NotFound("process.unknown", say("Diesen Konfliktweg gibt es nicht."))
    own = {"ags": declared.ags, "kennung": declared.kennung, "art": declared.art, "kreis": declared.kreis}
    return Beginning(TenantId(row["municipality"]), slug, _page(slug, declared.name, own), row["version"])


def _page(slug: str, name: str, own: dict[str, str]) -> dict[str, Content]:
    return {f"{slug}.bpmn": Content(DraftKind.BPMN, True, blank_page(slug, name, own))}


def _refusal(message: str, hint: str = "") -> InvalidInput:
    return InvalidInput("draft.refused", UNREADABLE, findings=(Finding("draft.refused", message, hint=hint),))
