"""A clone becomes a municipality at once, or a draft first: in one transaction with what was said of it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from engine.accounts.office import begin_office_texts
from engine.catalogue.drafts.beginning import OpenDraft, opened
from engine.catalogue.drafts.contact import keep_contact
from engine.catalogue.drafts.rows import DRAFT, DraftId
from engine.catalogue.publishing import PublishProcess, one_after_the_other, prepare
from engine.catalogue.rehearsal.story import ENDING
from engine.catalogue.templates.cloning import Cloned, CloneTemplate, clone
from engine.errors import InvalidState
from engine.sentences import say
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork


def publish_clone(uow: UnitOfWork, command: CloneTemplate, texts: Mapping[str, str]) -> Cloned:
    """`texts`: what the municipality says of itself, by names of office fields. Two at once wait for each other: the
    second finds what the first has made. Raises NotFound, NotPermitted, InvalidInput with findings."""
    one_after_the_other(uow)
    made = clone(uow, command)
    (main, content), *others = made.files
    stories = tuple(file for file in others if file[0].endswith(ENDING))
    extra = tuple(file for file in others if not file[0].endswith(ENDING))
    note = say("Geklont von „{key}“, Version {n}", key=made.origin.key, n=made.origin.version)
    prepare(uow, PublishProcess(main, content, extra, note=note, rehearsals=stories))
    begin_office_texts(uow, TenantId(made.identity), texts)
    uow.commit()
    return made


def draft_clone(uow: UnitOfWork, command: CloneTemplate, texts: Mapping[str, str]) -> DraftId:
    """`texts`: as for `publish_clone`; they are the municipality's when the draft is published. Raises as that, and
    InvalidState where there is a draft of this municipality already."""
    one_after_the_other(uow)
    made = clone(uow, command)
    _insist_on_one(uow, made)
    number = opened(uow, OpenDraft(files=made.files, name=say("Klon von {key}", key=command.key)))
    keep_contact(uow, TenantId(made.identity), number, texts)
    uow.commit()
    return number


def _insist_on_one(uow: UnitOfWork, made: Cloned) -> None:
    query = select(DRAFT.c.id).where(DRAFT.c.municipality == made.identity, DRAFT.c.ended == "").limit(1)
    if (known := uow.connection.execute(query).scalar()) is not None:
        raise InvalidState(
            "template.drafted",
            say(
                "Für diese Kommune ist schon Entwurf {draft} offen. Arbeiten Sie dort weiter, oder verwerfen Sie ihn.",
                draft=known,
            ),
            found=str(known),
        )
