"""A draft becomes a version: in one transaction with everything that goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalogue.drafts.ending import end, note
from engine.catalogue.drafts.packages import declared_in
from engine.catalogue.drafts.rows import DraftId, DraftKind, files_of, open_row
from engine.catalogue.drafts.saving import overtaken
from engine.catalogue.publishing import Published, PublishProcess, prepare
from engine.errors import InvalidInput
from engine.events import DraftPublished
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork

LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class PublishDraft:
    """`revision`: the one that was looked at; `note`: what the publisher says of the change. `anyway`: although
    another version was published since the draft was opened."""

    draft: DraftId
    revision: int
    note: str = ""
    anyway: bool = False


def publish_draft(uow: UnitOfWork, command: PublishDraft) -> Published:
    """The draft ends with it. Raises Changed, NotFound, NotPermitted, InvalidState, InvalidInput with findings."""
    row = open_row(uow, command.draft)
    if row["revision"] != command.revision:
        raise overtaken(uow, row, "Den Entwurf")
    files = files_of(uow, row)
    (name, main), *others = files.items()
    declared = declared_in(name, main.content)
    if declared is not None and declared.identity and declared.identity != row["municipality"]:
        raise InvalidInput("process.refused", "Der Entwurf wurde nicht veröffentlicht.", findings=(_other(name),))
    published = prepare(
        uow,
        PublishProcess(
            name,
            main.content,
            tuple((other, file.content) for other, file in others if file.kind is not DraftKind.REHEARSAL),
            note=command.note.strip()[:LONGEST_NOTE],
            rehearsals=tuple((other, file.content) for other, file in others if file.kind is DraftKind.REHEARSAL),
        ),
    )
    end(uow, row, "published", published.version)
    note(uow, row, DraftPublished(draft=command.draft, revision=command.revision, version=published.version))
    uow.commit()
    return published


def _other(name: str) -> Finding:
    return Finding(
        "municipality.identity",
        "Der Prozess nennt eine andere Kommune als die, zu der dieser Entwurf gehört.",
        file=name,
        hint="Tragen Sie beim Prozess den AGS Ihrer Kommune ein.",
    )
