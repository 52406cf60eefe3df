"""Updates that flow: what LaKI changed in a Mustervorlage since it was cloned, merged into the clone as a draft.

Three states are compared (engine.catalogue.merging): the version that the clone names as its origin, the newest one,
and what the municipality has published. The result is a draft like any other: checked, rehearsed, published, or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select, update

from engine.bpmn.comparing import changes
from engine.bpmn.editing.extending import set_property
from engine.bpmn.editing.tree import Tree
from engine.bpmn.patch import apply
from engine.bpmn.reading import read
from engine.casework.loading import DEPLOYMENT, TENANT
from engine.catalogue.drafts.beginning import Beginning, begin
from engine.catalogue.drafts.checking import findings_of
from engine.catalogue.drafts.filing import kind_of_name
from engine.catalogue.drafts.packages import declared_in
from engine.catalogue.drafts.rows import DRAFT, Content, DraftId, insist_on_designer
from engine.catalogue.merging import PATH, MergedPackage, Question, Side, Taken, merge_package
from engine.catalogue.origins.aligning import aligned
from engine.catalogue.origins.demanding import Demand, demands_of
from engine.catalogue.origins.locking import locked_findings
from engine.catalogue.origins.said import PROPERTY, Origin, mark_of, origin_of_row
from engine.catalogue.origins.versions import LIBRARY, origin_row, package_at, version_row
from engine.catalogue.process_pages import deployment_of, may_publish
from engine.catalogue.rehearsal.story import ENDING
from engine.catalogue.templates.proposing import LONGEST, PROPOSAL, Proposal, one_at_a_time, proposal_for, where
from engine.catalogue.templates.reading import Link, chain
from engine.errors import InvalidState, NotFound
from engine.events import ProposalDeclined, UpdateTaken
from engine.sentences import say
from engine.terms import Finding, TenantId
from engine.unit_of_work import UnitOfWork

NONE: Mapping[str, Side] = {}


@dataclass(frozen=True, slots=True)
class Update:
    """`since`: (version, note) of what LaKI published since; `version`: the newest. Without one that is newer there is
    nothing to take over: `due` is false. `open_drafts`: others that are open. `demands`: Pflichtelemente with a day by
    which, that we do not have yet. `files` and `findings`: the result, undecided questions as we have them."""

    slug: str
    municipality: TenantId
    name: str
    base: int
    origin: Origin
    origins: tuple[Link, ...]
    version: int
    since: tuple[tuple[int, str], ...]
    proposal: Proposal | None
    questions: tuple[Question, ...] = ()
    taken: tuple[Taken, ...] = ()
    files: Mapping[str, bytes] | None = None
    findings: tuple[Finding, ...] = ()
    demands: tuple[Demand, ...] = ()
    open_drafts: tuple[tuple[DraftId, str], ...] = ()

    @property
    def due(self) -> bool:
        return self.version > self.origin.version


def plan_update(uow: UnitOfWork, slug: str, decided: Mapping[str, Side] = NONE) -> Update:
    """Changes nothing. Raises NotFound, NotPermitted; InvalidState for a path without origin, or whose origin nobody
    knows any more."""
    insist_on_designer(uow)
    row = deployment_of(uow, slug, None)
    if not may_publish(uow.actor, TenantId(row["municipality"])):
        raise NotFound("process.unknown", say("Diesen Konfliktweg gibt es nicht."))
    origin = origin_of_row(row)
    if origin is None:
        raise InvalidState("template.none", say("Dieser Konfliktweg nennt keine Mustervorlage, von der er stammt."))
    before, now = origin_row(uow, origin), version_row(uow, origin.key)
    known = TenantId(row["municipality"])
    name = uow.connection.execute(select(TENANT.c.name).where(TENANT.c.identity == known)).scalar_one()
    newest = max(now["version"] if now is not None else 0, origin.version if before is None else before["version"])
    found = Update(
        slug,
        known,
        name,
        row["version"],
        origin,
        chain(uow, origin),
        newest,
        (),
        proposal_for(uow, known, origin.key, newest),
    )
    if now is None or (before is not None and now["version"] <= before["version"]):
        return replace(found, version=origin.version)
    if before is None:
        raise InvalidState(
            "template.base",
            say(
                "Den Stand {version} der Mustervorlage „{key}“ gibt es hier nicht; ohne ihn lässt sich nicht sagen, "
                "was Sie selbst geändert haben. Klonen Sie die Mustervorlage neu, und tragen Sie Ihre Änderungen ein.",
                version=origin.version,
                key=origin.key,
            ),
        )
    return _merged(uow, found, row, before, now, decided)


def _merged(
    uow: UnitOfWork,
    found: Update,
    row: Mapping[str, Any],
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    decided: Mapping[str, Side],
) -> Update:
    ours = package_at(uow, {**row, "slug": found.slug})
    names = frozenset(ours)
    base = aligned(package_at(uow, before, names), ours[PATH])
    theirs = aligned(package_at(uow, now, names), ours[PATH])
    ours, theirs = _with_stories(ours, base), _with_stories(theirs, base)
    merged: MergedPackage = merge_package(base, theirs, ours, decided=decided)
    origin = Origin(found.origin.key, now["version"], mark_of(package_at(uow, now)[PATH]))
    files = {f"{found.slug}.bpmn": _stamped(merged.files[PATH], origin)}
    files |= {name: content for name, content in merged.files.items() if name != PATH}
    was = [(f"{found.slug}.bpmn" if name == PATH else name, content) for name, content in ours.items()]
    findings = (
        *findings_of(list(files.items()), list(files), was, at_once=True),
        *locked_findings(uow, [file for file in files.items() if not file[0].endswith(ENDING)]),
    )
    return replace(
        found,
        since=_since(uow, found.origin.key, before["version"]),
        questions=merged.questions,
        taken=merged.taken,
        files=files,
        findings=_answered(findings, merged.questions),
        demands=demands_of(uow, [file for file in was if not file[0].endswith(ENDING)]),
        open_drafts=_open_drafts(uow, found.municipality),
    )


def _answered(findings: Iterable[Finding], questions: Iterable[Question]) -> tuple[Finding, ...]:
    """What one of the questions decides says so: nobody has to mend it by hand."""
    asked = {key for question in questions if question.locked for key in question.elements}
    hint = say("Wählen Sie dazu oben „So übernehmen“. Mit „Unsere behalten“ bleibt das Ergebnis ein Entwurf.")
    return tuple(
        replace(each, hint=hint) if each.code == "template.locked" and each.element_id in asked else each
        for each in findings
    )


def _with_stories(package: dict[str, bytes], base: Mapping[str, bytes]) -> dict[str, bytes]:
    """Who publishes none at all, as with a file from a modeller, does not wish to be without."""
    if any(name.endswith(ENDING) for name in package):
        return package
    return package | {name: content for name, content in base.items() if name.endswith(ENDING)}


def _stamped(content: bytes, origin: Origin) -> bytes:
    document = read(content)
    declared = declared_in("", content)
    if declared is None:
        return content
    tree = Tree(document)
    set_property(tree, tree.node(declared.process_id), PROPERTY, str(origin))
    return apply(content, changes(content, tree.content()))


def _since(uow: UnitOfWork, key: str, version: int) -> tuple[tuple[int, str], ...]:
    query = (
        select(DEPLOYMENT.c.version, DEPLOYMENT.c.note)
        .join_from(DEPLOYMENT, TENANT, TENANT.c.identity == DEPLOYMENT.c.municipality)
        .where(TENANT.c.slug == key, DEPLOYMENT.c.version > version, DEPLOYMENT.c.withdrawn_at.is_(None))
        .order_by(DEPLOYMENT.c.version)
        .execution_options(unscoped=LIBRARY)
    )
    return tuple((row.version, row.note or "") for row in uow.connection.execute(query))


def _open_drafts(uow: UnitOfWork, tenant: TenantId) -> tuple[tuple[DraftId, str], ...]:
    query = select(DRAFT.c.id, DRAFT.c.name).where(DRAFT.c.municipality == tenant, DRAFT.c.ended == "")
    return tuple((DraftId(row.id), row.name) for row in uow.connection.execute(query.order_by(DRAFT.c.id)))


# ------------------------------------------------------------------ taking over
def take_update(uow: UnitOfWork, slug: str, version: int, decided: Mapping[str, Side]) -> DraftId:
    """The merge as a draft, with its questions decided (what is not, stays as we have it). `version`: the one that was
    looked at. Raises InvalidState when a newer one was published meanwhile, when there is nothing to take over, or when
    a draft of this update is open already; NotFound, NotPermitted."""
    one_at_a_time(uow, slug)
    found = plan_update(uow, slug, decided)
    if not found.due or found.files is None:
        raise InvalidState("template.current", say("Ihr Weg ist schon auf dem neuesten Stand der Mustervorlage."))
    if found.version != version:
        raise InvalidState(
            "template.newer",
            say(
                "Inzwischen gibt es Version {version} der Mustervorlage. Sehen Sie sich die Aktualisierung noch einmal "
                "an; es wurde nichts geändert.",
                version=found.version,
            ),
        )
    _insist_on_one(uow, found)
    files = {
        name: Content(kind_of_name(name), number == 0, content)
        for number, (name, content) in enumerate(found.files.items())
    }
    name = say("Aktualisierung auf Version {version} von „{key}“", version=found.version, key=found.origin.key)
    draft = begin(uow, Beginning(found.municipality, slug, files, found.base), name)
    _keep(uow, found, draft)
    uow.record(UpdateTaken(template=found.origin.key, version=found.version, draft=draft), found.municipality)
    uow.commit()
    return draft


def _insist_on_one(uow: UnitOfWork, found: Update) -> None:
    known = {number for number, _ in found.open_drafts}
    if found.proposal is not None and found.proposal.draft in known:
        raise InvalidState(
            "template.draft",
            say(
                "Diese Aktualisierung steht schon in Entwurf {draft}. Arbeiten Sie dort weiter, oder verwerfen Sie "
                "ihn.",
                draft=found.proposal.draft,
            ),
            found=str(found.proposal.draft),
        )


def _keep(uow: UnitOfWork, found: Update, draft: DraftId) -> None:
    here = where(found.municipality, found.origin.key, found.version)
    values = {"draft": draft, "declined_at": None, "declined_by": None, "reason": ""}
    if found.proposal is not None:
        uow.connection.execute(update(PROPOSAL).where(*here).values(values))
        return
    uow.connection.execute(
        insert(PROPOSAL).values(
            municipality=found.municipality,
            template=found.origin.key,
            version=found.version,
            note="",
            proposed_at=uow.now,
            proposed_by=uow.actor.audit_id,
            **values,
        )
    )


def decline_update(uow: UnitOfWork, slug: str, version: int, reason: str) -> None:
    """The municipality stays where it is; it can still take the update over later. Raises InvalidState, NotFound."""
    found = plan_update(uow, slug)
    if found.proposal is None or found.version != version or found.proposal.declined_at is not None:
        raise InvalidState("template.proposal", say("Diesen Vorschlag gibt es nicht mehr. Laden Sie die Seite neu."))
    here = where(found.municipality, found.origin.key, version)
    uow.connection.execute(
        update(PROPOSAL)
        .where(*here)
        .values(declined_at=uow.now, declined_by=uow.actor.audit_id, reason=reason.strip()[:LONGEST])
    )
    uow.record(ProposalDeclined(template=found.origin.key, version=version), found.municipality)
    uow.commit()
