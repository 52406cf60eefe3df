"""The path of a case as a drawing with its marks, for pages without JavaScript, for PDF and for mail."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Table, select

from engine.bpmn.drawing import WORDS, draw_or_say
from engine.casework.case_page import diagram, shown_diagrams
from engine.casework.loading import load_case_row
from engine.casework.visibility import followed_zones
from engine.store.base import Base
from engine.store.models import IncidentRow
from engine.unit_of_work import UnitOfWork

INCIDENT: Table = Base.metadata.tables[IncidentRow.__tablename__]


def drawing(uow: UnitOfWork, aktenzeichen: str, process_id: str, words: Mapping[str, str] = WORDS) -> bytes:
    """SVG of one process of a case, marked where this reader may see that something is or was. `words` for
    "current", "finished", "incident". Raises NotFound."""
    content = diagram(uow, aktenzeichen, process_id)
    found = next((one for one in shown_diagrams(uow, aktenzeichen) if one.process_id == process_id), None)
    if found is None:
        return draw_or_say(content, title=process_id, words=words)
    marks = {**found.marks, **dict.fromkeys(_failed(uow, aktenzeichen, process_id), "incident")}
    return draw_or_say(content, marks=marks, title=found.name, words=words)


def _failed(uow: UnitOfWork, aktenzeichen: str, process_id: str) -> list[str]:
    """Elements with an open incident. In the mediation zone the row names none."""
    row = load_case_row(uow, aktenzeichen=aktenzeichen)
    query = select(INCIDENT.c.element).where(
        INCIDENT.c.municipality == row["municipality"],
        INCIDENT.c.instance == row["id"],
        INCIDENT.c.resolved_at.is_(None),
    )
    elements = uow.definition(row["definition"]).processes[process_id].elements
    zones = followed_zones(uow, row["id"])
    found = uow.connection.execute(query).scalars()
    return [element for element in found if element in elements and elements[element].zone in zones]
