"""What begins a case: plain, stopped or beside another, saved and restored after every single step. Inside a
sub-process the same events begin event sub-processes, or other processes of the case: handlers.py and partners.py."""

from __future__ import annotations

from itertools import chain

import pytest

from engine import runtime
from engine.bpmn import Definition, compile_package
from engine.bpmn.profile import PROFILE, RUNNING_EVENTS
from engine.catalogue.execute import _joined
from engine.runtime import State
from tests.bpmn.models import document, event_sub_process, flows, script
from tests.conformance import stage
from tests.conformance.beginnings import BEGINNINGS, Beginning
from tests.conformance.pieces import Piece, Wait
from tests.conformance.rows import rows_in
from tests.conformance.stage import KEEPING, Outcome
from tests.runtime.case import NOW, Case, package_of

BY_HAND = [found for found in BEGINNINGS if found.event is None]
STOPPED = event_sub_process("i", stage.BY_STOP, script("ih", "{gestoppt: true}"), flows("i_s", "ih"))
INSIDE_ONLY = {"error", "escalation", "compensate"}
"""No process begins with them."""


def _name(found: object) -> str:
    return found.piece.rows[0] if isinstance(found, Beginning) else str(found)


def every(found: list[Beginning]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("beginning", found, ids=_name)


class Begun(Case):
    """A case that begins as told; where there is another file, its process begins beside it."""

    def __init__(self, xml: bytes, beginning: Beginning, other: bytes = b"") -> None:
        self.package, self.now, self.state = package_of(xml, stage.find), NOW, State(b"", {})
        self.other = package_of(other, stage.find) if other else None
        self.secrets, self.log, self.missing = set(), [], set()
        found = runtime.start(
            self.definition,
            start_event=beginning.event.replace("#", "1") if beginning.event else None,
            by_clock=beginning.by_clock,
            beside=["q"] if other else [],
            variables={},
            case=self.fall,
            now=self.now,
        )
        self.apply(found)

    @property
    def definition(self) -> Definition:
        own = compile_package(self.package)
        return _joined(own, compile_package(self.other)) if self.other else own


def model(one: Piece, *more: str) -> bytes:
    return document(one.content, *more, before=stage.head(one, 1))


def run(beginning: Beginning, *more: str, steps: int | None = None) -> Begun:
    one = beginning.piece.copy(1)
    case = Begun(model(one, *more), beginning)
    for step in one.steps[:steps]:
        stage.take(case, step)
    return case


@every(BEGINNINGS)
def test_it_begins_a_case_as_bpmn_says(beginning: Beginning):
    found = stage.outcome(run(beginning))
    assert found.trace == beginning.piece.copy(1).trace
    assert found.finished and not found.left


@every(BEGINNINGS)
def test_stopped_after_any_of_its_steps_it_leaves_nothing_behind(beginning: Beginning):
    one = beginning.piece.copy(1)
    for steps in range(len(one.steps)):
        case = run(beginning, STOPPED, steps=steps)
        case.send("Stopp")
        found = stage.outcome(case)
        assert found.trace == (*one.trace[: steps + 1], ("i_s", "ih", "i"))
        assert found.finished and not found.left and found.variables["gestoppt"] is True


def both(beginning: Beginning) -> Outcome:
    """Beside another process of the case that begins in the same way."""
    one, two = beginning.piece.copy(1), beginning.piece.copy(2)
    other = document(two.content, before=stage.head(two, 2), process="q")
    case = Begun(model(one), beginning, other)
    for first, second in zip(one.steps, two.steps, strict=True):
        stage.take(case, first)
        if not isinstance(first, Wait):
            stage.take(case, second)
    return stage.outcome(case)


@every(BY_HAND)
def test_two_that_begin_so_keep_apart(beginning: Beginning):
    found = both(beginning)
    for copy in (beginning.piece.copy(1), beginning.piece.copy(2)):
        assert [key for key in chain(*found.trace) if key in copy.ids] == list(chain(*copy.trace))
    assert found.finished and not found.left


@every(BEGINNINGS)
@pytest.mark.parametrize("keeping", ["saved", "saved within"])
def test_saved_after_every_step_it_runs_as_in_memory(beginning: Beginning, keeping: str):
    with stage.live():
        expected = stage.outcome(run(beginning))
    with KEEPING[keeping]():
        assert stage.outcome(run(beginning)) == expected


@every(BY_HAND)
@pytest.mark.parametrize("keeping", ["saved", "saved within"])
def test_saved_after_every_step_two_that_begin_so_run_as_in_memory(beginning: Beginning, keeping: str):
    with stage.live():
        expected = both(beginning)
    with KEEPING[keeping]():
        assert both(beginning) == expected


def test_every_row_that_can_begin_a_case_has_a_piece():
    events = {f"startEvent:{kind}" for kind in RUNNING_EVENTS["startEvent"] if kind not in INSIDE_ONLY}
    instantiating = {key for key in PROFILE if key.endswith("@instantiate=true")}
    assert events | instantiating <= {row for beginning in BEGINNINGS for row in beginning.piece.rows}


@every(BEGINNINGS)
def test_a_beginning_holds_what_it_says(beginning: Beginning):
    one = beginning.piece.copy(1)
    assert set(one.rows) <= rows_in(model(one))
