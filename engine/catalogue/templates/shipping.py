"""The Mustervorlagen that come with Schlichtwerk are in the library from the first day."""

from __future__ import annotations

from sqlalchemy import select

from engine.casework.loading import TENANT
from engine.catalogue.origins.versions import TEMPLATES
from engine.catalogue.publishing import PublishProcess, prepare
from engine.catalogue.rehearsal.story import ENDING
from engine.sentences import say
from engine.terms import TEMPLATE
from engine.unit_of_work import UnitOfWork


def ship_templates(uow: UnitOfWork) -> tuple[str, ...]:
    """Publishes those of which there is no version yet; later ones LaKI publishes. Keys of what is new."""
    known = set(uow.connection.execute(select(TENANT.c.slug).where(TENANT.c.art == TEMPLATE)).scalars())
    fresh = [file for file in sorted(TEMPLATES.glob("*.bpmn")) if file.stem not in known]
    for file in fresh:
        folder = TEMPLATES / file.stem
        stories = tuple((path.name, path.read_bytes()) for path in sorted(folder.glob(f"*{ENDING}")))
        note = say("So kam sie mit Schlichtwerk.")
        prepare(uow, PublishProcess(file.name, file.read_bytes(), folders=(folder,), note=note, rehearsals=stories))
    if fresh:
        uow.commit()
    return tuple(file.stem for file in fresh)
