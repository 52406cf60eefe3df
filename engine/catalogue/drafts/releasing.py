"""A draft becomes a version: in one transaction with everything that goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.catalogue.drafts.approving import approvals
from engine.catalogue.drafts.checking import findings_of_draft
from engine.catalogue.drafts.contact import hand_over_contact
from engine.catalogue.drafts.ending import end, note
from engine.catalogue.drafts.packages import declared_in
from engine.catalogue.drafts.proofs import current_report
from engine.catalogue.drafts.proving import prove
from engine.catalogue.drafts.readiness import conditions_of, version_in_force
from engine.catalogue.drafts.rows import DraftId, DraftKind, files_of, open_row
from engine.catalogue.drafts.saving import overtaken
from engine.catalogue.files import File
from engine.catalogue.publishing import Published, PublishProcess, prepare
from engine.catalogue.rules import rules_of_draft
from engine.errors import InvalidInput, InvalidState
from engine.events import DraftPublished
from engine.sentences import joined, say
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork

LONGEST_NOTE = 2000
REFUSED = say("Der Entwurf wurde nicht veröffentlicht.")


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
        raise overtaken(uow, row, say("Den Entwurf"))
    files = files_of(uow, row)
    _insist_on_ready(uow, row, tuple((name, file.content) for name, file in files.items()), anyway=command.anyway)
    (name, main), *others = files.items()
    declared = declared_in(name, main.content)
    if declared is not None and declared.identity and declared.identity != row["municipality"]:
        raise InvalidInput("process.refused", REFUSED, findings=(_other(name),))
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
    hand_over_contact(uow, row)
    end(uow, row, "published", published.version)
    note(uow, row, DraftPublished(draft=command.draft, revision=command.revision, version=published.version))
    uow.commit()
    return published


def _insist_on_ready(uow: UnitOfWork, row: Mapping[str, Any], files: Sequence[File], *, anyway: bool) -> None:
    """What binds: the check, and what the municipality has switched on."""
    rules = rules_of_draft(uow, row)
    findings = findings_of_draft(uow, row, files, at_once=True)
    report = current_report(uow, row, files) or (prove(files) if rules.rehearsals or rules.coverage else None)
    given, current = approvals(uow, row), version_in_force(uow, row)
    conditions = conditions_of(findings, rules, report, given, row["base"], current)
    missing = [c for c in conditions if c.binding and not c.met and not (c.code == "base" and anyway)]
    if any(condition.code == "check" for condition in missing):
        raise InvalidInput(
            "process.refused",
            say("{refused} {missing}", refused=REFUSED, missing=missing[0].sentence),
            findings=findings,
        )
    if missing:
        code = f"publishing.{missing[0].code}"
        raise InvalidState(code, joined((REFUSED, *(condition.sentence for condition in missing)), " "))


def _other(name: str) -> Finding:
    return Finding(
        "municipality.identity",
        say("Der Prozess nennt eine andere Kommune als die, zu der dieser Entwurf gehört."),
        file=name,
        hint=say("Tragen Sie beim Prozess den AGS Ihrer Kommune ein."),
    )
