"""Files come from outside, from Camunda Modeler or a checkout, into a draft of whoever sends them, or to publication.
A sender knows no revisions: it writes only into the draft that it began, while nothing else has changed that one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.bpmn import Municipality, ResourceKind
from engine.casework.history import actor_names
from engine.casework.loading import DEPLOYMENT, TENANT
from engine.catalogue.drafts.beginning import Beginning, begin
from engine.catalogue.drafts.filing import kind_of_name
from engine.catalogue.drafts.packages import declared_in, main_of
from engine.catalogue.drafts.parcels import Overtaken, Part, Received, ReceiveFiles, Sender
from engine.catalogue.drafts.releasing import PublishDraft, publish_draft
from engine.catalogue.drafts.rows import (
    DRAFT,
    STEP,
    Content,
    DraftId,
    DraftKind,
    change,
    files_of,
    insist_on_designer,
    open_row,
    scoped,
)
from engine.catalogue.drafts.saving import insist_on_readable
from engine.catalogue.drafts.standing import standing
from engine.catalogue.files import File, slug_of
from engine.catalogue.library import keys_in, kind_of
from engine.catalogue.process_pages import may_publish
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.sentences import say
from engine.terms import Finding, TenantId
from engine.unit_of_work import UnitOfWork

REFUSED = say("Es wurde nichts gespeichert.")


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came, understood. `files`: under the names that they have in a draft, the main one first."""

    main: str
    sender: Sender
    declared: Municipality
    slug: str
    version: int | None
    published: Mapping[str, bytes]
    files: Mapping[str, Content]


def neighbours(uow: UnitOfWork, command: ReceiveFiles) -> tuple[File, ...]:
    """For the check: what the files sent may refer to, themselves first. Reads none of them. Raises NotPermitted."""
    insist_on_designer(uow)
    query = select(TENANT.c.slug).where(TENANT.c.identity == (uow.actor.municipality or ""))
    own = uow.connection.execute(query).scalar() or ""
    stems = [slug_of(name.rsplit(".", 1)[0]) for name, _ in command.files if kind_of(name) is ResourceKind.BPMN]
    there: dict[str, bytes] = {}
    for slug in dict.fromkeys((*stems, own)):
        row = None if command.publish else _mine(uow, slug, command.sender)
        drafted = {} if row is None else {name: file.content for name, file in files_of(uow, row).items()}
        there = drafted or _as_published(uow, slug)[1]
        if there:
            there.pop(f"{slug}.bpmn", None)
            break
    sent = {name for name, _ in command.files}
    return (*command.files, *(file for file in there.items() if file[0] not in sent and kind_of(file[0]) is not None))


def receive(uow: UnitOfWork, command: ReceiveFiles) -> Received:
    """Raises NotPermitted, InvalidInput with findings, Changed (the draft was changed elsewhere since)."""
    sent = _understood(uow, command)
    if command.publish:
        return _published(uow, sent)
    number, revision, unchanged = _into_draft(uow, sent)
    uow.commit()
    return _answer(sent, number, draft=number, revision=revision, unchanged=unchanged)


def _published(uow: UnitOfWork, sent: _Sent) -> Received:
    """By way of a draft, so that whatever binds publishing binds this, too."""
    same = all(sent.published.get(name) == file.content for name, file in sent.files.items())
    if sent.version is not None and same and not (sent.sender.whole and sent.published.keys() - sent.files.keys()):
        return _answer(sent, _row(uow, sent, sent.version), version=sent.version, unchanged=True)
    number = begin(uow, _beginning(sent), sent.sender.name)
    done = publish_draft(uow, PublishDraft(number, 1, note=sent.sender.said))
    return _answer(sent, _row(uow, sent, done.version), version=done.version, unchanged=done.unchanged)


def _into_draft(uow: UnitOfWork, sent: _Sent) -> tuple[DraftId, int, bool]:
    row = _mine(uow, sent.slug, sent.sender)
    if row is None:
        return begin(uow, _beginning(sent), sent.sender.name), 1, False
    row = open_row(uow, row["id"])
    there = files_of(uow, row)
    fresh = {n: f for n, f in sent.files.items() if n not in there or there[n].content != f.content}
    gone = dict.fromkeys(there.keys() - _beside(there, sent).keys() - sent.files.keys())
    if not fresh and not gone:
        return DraftId(row["id"]), row["revision"], True
    if not _last_was_mine(uow, row, sent.sender):
        raise _overtaken(uow, row)
    return DraftId(row["id"]), change(uow, row, {**fresh, **gone}, sent.sender.said), False


def _overtaken(uow: UnitOfWork, row: Mapping[str, Any]) -> Overtaken:
    who = actor_names(uow, [row["changed_by"]])[row["changed_by"]]
    refusal = Overtaken(
        say(
            "Den Entwurf „{name}“ hat inzwischen {who} in der Werkstatt geändert. Es wurde nichts "
            "gespeichert und nichts überschrieben. Laden Sie den Stand aus der Werkstatt herunter, "
            "oder verwerfen Sie den Entwurf dort: Dann beginnt das nächste Senden einen neuen.",
            name=row["name"],
            who=who,
        ),
        row["revision"],
        who,
        row["changed_at"],
    )
    refusal.draft = DraftId(row["id"])
    return refusal


def _mine(uow: UnitOfWork, slug: str, sender: Sender) -> dict[str, Any] | None:
    """The draft that this sender of the account writes into."""
    query = (
        scoped(uow, select(*DRAFT.c))
        .where(DRAFT.c.slug == slug, DRAFT.c.ended == "", DRAFT.c.name == sender.name)
        .where(DRAFT.c.opened_by == uow.actor.audit_id)
        .order_by(DRAFT.c.id.desc())
        .limit(1)
    )
    row = uow.connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def _last_was_mine(uow: UnitOfWork, row: Mapping[str, Any], sender: Sender) -> bool:
    """Nothing but this sender has changed the draft since it was begun or last sent; nothing was undone either."""
    steps = uow.connection.execute(
        select(STEP.c.said, STEP.c.made_by, STEP.c.undone)
        .where(STEP.c.municipality == row["municipality"], STEP.c.draft == row["id"])
        .order_by(STEP.c.number.desc())
        .limit(1)
    ).first()
    return steps is None or (steps.said == sender.said and steps.made_by == uow.actor.audit_id and not steps.undone)


# ------------------------------------------------------------------ understanding what came
def _understood(uow: UnitOfWork, command: ReceiveFiles) -> _Sent:
    insist_on_designer(uow)
    for name, content in command.files:
        insist_on_readable(name, kind_of_name(name), content)
    main, declared = _main(command.files)
    if not may_publish(uow.actor, TenantId(declared.identity)):
        raise NotPermitted(
            "deploy.municipality",
            say(
                "Dieses Konto darf für „{declared_name}“ (Kennung {declared_identity}) nichts entwerfen.",
                declared_name=declared.name,
                declared_identity=declared.identity,
            ),
        )
    known = select(TENANT.c.slug).where(TENANT.c.identity == declared.identity)
    row = uow.connection.execute(known).first()
    if command.tenant and command.tenant not in (declared.identity, declared.name, row.slug if row else ""):
        raise _refusal(
            "deploy.tenant",
            say(
                "Den Mandanten „{tenant}“ gibt es hier nicht, oder er ist nicht „{declared}“.",
                tenant=command.tenant[:80],
                declared=declared.name,
            ),
            say("Lassen Sie das Feld „Tenant ID“ leer: Welche Kommune es ist, sagt die Prozessdatei."),
        )
    slug = row.slug if row is not None else slug_of(main[0].rsplit(".", 1)[0])
    version, published = _as_published(uow, slug if row is not None else "")
    files = {f"{slug}.bpmn": main[1]} | {name: content for name, content in command.files if name != main[0]}
    if len(files) != len(command.files):
        raise _refusal("deploy.names", say("Zwei Dateien haben denselben Namen."), say("Benennen Sie eine davon um."))
    contents = {name: Content(kind_of_name(name), name == f"{slug}.bpmn", files[name]) for name in files}
    return _Sent(main[0], command.sender, declared, slug, version, published, contents)


def _as_published(uow: UnitOfWork, slug: str) -> tuple[int | None, dict[str, bytes]]:
    try:
        found = standing(uow, slug)
    except NotFound:
        return None, {}
    return found.version, dict(found.files)


def _main(files: Sequence[File]) -> tuple[File, Municipality]:
    if not any(kind_of(name) is ResourceKind.BPMN for name, _ in files):
        raise _refusal(
            "deploy.main",
            say("Es ist keine Prozessdatei (.bpmn) dabei."),
            say(
                "Formulare und Entscheidungen gehen mit dem Prozess, der sie braucht: Senden Sie die "
                "Prozessdatei, und fügen Sie die anderen Dateien hinzu."
            ),
        )
    main = main_of(files)
    if main is None:
        raise _refusal(
            "deploy.main",
            say("Es sind mehrere Prozessdateien dabei, und nicht genau eine davon nennt eine Kommune."),
            say(
                "Senden Sie die Prozessdatei einer Kommune; was sie aufruft, kann dabei sein, nennt aber keine Kommune."
            ),
        )
    declared = declared_in(*main)
    if declared is None or not declared.identity:
        raise _refusal(
            "municipality.missing",
            say("Kein Prozess dieser Datei nennt eine Kommune."),
            say(
                "Tragen Sie beim Prozess des Pools die Eigenschaften „ags“ und „art“ ein, und geben Sie "
                "dem Pool den Namen der Kommune."
            ),
            main[0],
        )
    return main, declared


def _beginning(sent: _Sent) -> Beginning:
    """With what was sent, and of what is published what stays."""
    rest = {n: Content(kind_of_name(n), False, content) for n, content in sent.published.items()}
    files = {**sent.files, **_beside(rest, sent)}
    return Beginning(TenantId(sent.declared.identity), sent.slug, files, sent.version)


def _beside(there: Mapping[str, Content], sent: _Sent) -> dict[str, Content]:
    """Files that stay what they were: none of that name was sent, and none that bears the same key."""
    if sent.sender.whole:
        return {}
    keys = {(f.kind, key) for name, f in sent.files.items() for key in keys_in(name, f.content)}
    return {
        name: file
        for name, file in there.items()
        if name not in sent.files and not any((file.kind, key) in keys for key in keys_in(name, file.content))
    }


def _row(uow: UnitOfWork, sent: _Sent, version: int) -> int:
    this = (DEPLOYMENT.c.municipality == sent.declared.identity, DEPLOYMENT.c.version == version)
    return int(uow.connection.execute(select(DEPLOYMENT.c.id).where(*this)).scalar_one())


def _answer(sent: _Sent, number: int, **values: Any) -> Received:
    path = Part(DraftKind.BPMN, sent.declared.process_id, sent.main)
    parts = [
        Part(file.kind, key, sent.main if file.main else name)
        for name, file in sent.files.items()
        for key in sorted(keys_in(name, file.content))
    ]
    return Received(sent.slug, sent.declared.identity, tuple(dict.fromkeys((path, *parts))), number, **values)


def _refusal(code: str, message: str, hint: str, file: str = "") -> InvalidInput:
    return InvalidInput(code, REFUSED, findings=(Finding(code, message, file=file, hint=hint),))
