"""To which zone of secrecy each variable belongs, and which may cross. A name has one zone per definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.expressions import written_by_script
from engine.bpmn.model import Element, ProcessModel
from engine.terms import Zone

FormFields = Mapping[str, Mapping[str, Zone | None]]
"""form id -> variable -> the zone that its field declares, or None."""


@dataclass(frozen=True, slots=True)
class Write:
    """`rank`: 0 a form field that names its zone, 1 a task that sets the name, 2 a local or mapped name."""

    name: str
    zone: Zone
    rank: int
    element: Element


def writes(processes: Iterable[ProcessModel], forms: FormFields) -> Iterator[Write]:
    for process in processes:
        for element in process.elements.values():
            for name, declared in forms.get(element.form_id or "", {}).items():
                yield Write(name, declared or element.zone, 0 if declared else 1, element)
            for name in written_by_script(element):
                yield Write(name, element.zone, 1, element)
            if element.decision and element.result_variable:
                yield Write(element.result_variable, element.zone, 1, element)
            if element.loop and element.loop.results:
                yield Write(element.loop.results, element.zone, 1, element)
            if element.loop and element.loop.item:
                yield Write(element.loop.item, element.zone, 2, element)
            for mapping in (*element.inputs, *element.outputs):
                yield Write(mapping.target, element.zone, 2, element)


def by_name(found: Iterable[Write]) -> dict[str, list[Write]]:
    """The writes that decide, per name: those of the best rank only."""
    result: dict[str, list[Write]] = {}
    for write in found:
        known = result.setdefault(write.name, [])
        if known and write.rank < known[0].rank:
            known.clear()
        if not known or write.rank == known[0].rank:
            known.append(write)
    return result


def zones(deciding: Mapping[str, list[Write]]) -> dict[str, Zone]:
    """name -> zone; of several zones the mediation's wins, so that a doubt never opens it."""
    return {
        name: Zone.MEDIATION if any(w.zone is Zone.MEDIATION for w in found) else found[0].zone
        for name, found in deciding.items()
    }


def released(process: ProcessModel) -> frozenset[tuple[str, Zone]]:
    """(name, target zone) pairs that some freigabe of the process names."""
    return frozenset(
        (name, release.target)
        for element in process.elements.values()
        for release in element.release
        for name in release.names
    )
