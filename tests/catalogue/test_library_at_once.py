"""Two clicks at once in the library: the second waits and learns what the first has done. Nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.catalogue import templates
from engine.catalogue.files import PROCESSES
from engine.catalogue.templates import CloneTemplate
from engine.errors import InvalidInput, InvalidState
from engine.unit_of_work import UnitOfWork
from tests.kit.house import OPERATOR, House
from tests.kit.racing import race

TANDEM = (PROCESSES / "_vorlagen" / "tandem.bpmn").read_bytes()
BIELEFELD = CloneTemplate("tandem", "05711000", "Stadt Bielefeld")


@pytest.fixture
def library(house: House) -> House:
    house.publish(TANDEM, "tandem.bpmn")
    return house


def twice(house: House, act: Callable[[UnitOfWork], object]) -> tuple[list[object], list[Exception]]:
    """What came of two at once: (results, refusals)."""

    def once() -> object:
        with house.platform.command(OPERATOR) as uow:
            return act(uow)

    found = race(once, once)
    return [each for each in found if not isinstance(each, Exception)], [e for e in found if isinstance(e, Exception)]


def behind(house: House) -> None:
    """Bielefeld has cloned what there was before the newest version."""
    with house.platform.command(OPERATOR) as uow:
        templates.publish_clone(uow, BIELEFELD, {})
    house.publish(TANDEM.replace('name="Vorgang abschließen"'.encode(), b'name="Vorgang beenden"'), "tandem.bpmn")


def test_a_municipality_is_cloned_once(library: House) -> None:
    [made], [refusal] = twice(library, lambda uow: templates.publish_clone(uow, BIELEFELD, {"telefon": "0521 51"}))
    assert isinstance(made, templates.Cloned) and made.slug == "bielefeld"
    assert isinstance(refusal, InvalidInput) and "gehört schon zu „Stadt Bielefeld“" in refusal.sentence
    assert len(library.rows("deployment", municipality="05711000")) == 1
    assert len(library.rows("office_text", municipality="05711000")) == 1


def test_a_clone_is_drafted_once(library: House) -> None:
    [number], [refusal] = twice(library, lambda uow: templates.draft_clone(uow, BIELEFELD, {"telefon": "0521 51"}))
    assert isinstance(refusal, InvalidState) and f"schon Entwurf {number} offen" in refusal.sentence
    assert len(library.rows("studio_draft")) == len(library.rows("studio_contact")) == 1


def test_an_update_is_taken_over_once(library: House) -> None:
    behind(library)
    [number], [refusal] = twice(library, lambda uow: templates.take_update(uow, "bielefeld", 2, {}))
    assert isinstance(refusal, InvalidState) and f"steht schon in Entwurf {number}" in refusal.sentence
    assert len(library.rows("studio_draft")) == len(library.rows("template_proposal")) == 1


def test_an_update_is_proposed_once(library: House) -> None:
    behind(library)
    found, refusals = twice(library, lambda uow: templates.propose_update(uow, "tandem", "Klarere Wörter"))
    assert (sorted(map(str, found)), refusals) == (["0", "1"], [])
    assert len(library.rows("template_proposal")) == 1
