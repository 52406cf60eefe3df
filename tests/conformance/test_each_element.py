"""Every row of the profile that runs, four ways: plain, interrupted or competing, inside something, saved and restored
after every single step (and after every single element of a step)."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from engine.bpmn.profile import PROFILE, Verdict
from tests.conformance import stage
from tests.conformance.elements import PIECES
from tests.conformance.pieces import Piece, Trace, Wait
from tests.conformance.rows import rows_in
from tests.conformance.stage import KEEPING, PLACES, Outcome, Place
from tests.runtime.case import Case

WAITING = [piece for piece in PIECES if piece.steps and not piece.apart]


def _name(piece: object) -> str:
    return piece.rows[0] if isinstance(piece, Piece) else str(piece)


def every(pieces: list[Piece]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("piece", pieces, ids=_name)


somewhere = pytest.mark.parametrize(
    ("piece", "place"),
    [(piece, place) for piece in PIECES for place in PLACES if not (piece.undoes and place == "event sub-process")],
    ids=_name,
)


def run(piece: Piece, place: Place) -> tuple[Outcome, Trace]:
    """Also the trace that is expected there."""
    one = piece.copy(1)
    xml, before, after = place(one)
    case = Case(xml, stage.find, **one.given)
    for _ in before[1:]:
        case.send("Stopp")
    for step in one.steps:
        stage.take(case, step)
    return stage.outcome(case), _joined(before, one.trace, after)


def _joined(before: Trace, middle: Trace, after: Trace) -> Trace:
    """The piece begins in the command in which what is before it ends, and so on."""
    parts = [*before[:-1], before[-1] + middle[0], *middle[1:]]
    return (*parts[:-1], parts[-1] + after[0])


@somewhere
def test_it_runs_as_bpmn_says_wherever_it_stands(piece: Piece, place: str):
    found, expected = run(piece, PLACES[place])
    assert found.trace == expected
    assert found.finished and not found.left
    assert {name: found.variables.get(name) for name in piece.copy(1).sets} == piece.copy(1).sets


@every(WAITING)
def test_interrupted_after_any_of_its_steps_it_leaves_nothing_behind(piece: Piece):
    one = piece.copy(1)
    xml, before, _ = stage.stoppable(one)
    for steps in range(len(one.steps)):
        case = Case(xml, stage.find, **one.given)
        for step in one.steps[:steps]:
            stage.take(case, step)
        case.send("Stopp")
        found = stage.outcome(case)
        assert found.trace == (*_joined(before, one.trace[: steps + 1], ((),)), ("ib", "ih", "ie"))
        assert found.finished and not found.left and found.variables["gestoppt"] is True


def both(piece: Piece) -> Outcome:
    """Two copies, step by step; the time passes for both."""
    one, two = piece.copy(1), piece.copy(2)
    case = Case(stage.twice(one, two), stage.find, **(one.given | two.given))
    for first, second in zip(one.steps, two.steps, strict=True):
        stage.take(case, first)
        if not isinstance(first, Wait):
            stage.take(case, second)
    return stage.outcome(case)


@every(PIECES)
def test_two_of_it_side_by_side_keep_apart(piece: Piece):
    found = both(piece)
    for copy in (piece.copy(1), piece.copy(2)):
        seen = [key for key in chain(*found.trace) if key in copy.ids]
        assert seen == list(chain(*copy.trace))
        assert {name: found.variables.get(name) for name in copy.sets} == copy.sets
    assert found.finished and not found.left


@somewhere
@pytest.mark.parametrize("keeping", ["saved", "saved within"])
def test_saved_after_every_step_it_runs_as_in_memory(piece: Piece, place: str, keeping: str):
    with stage.live():
        expected, _ = run(piece, PLACES[place])
    with KEEPING[keeping]():
        found, _ = run(piece, PLACES[place])
    assert found == expected


@every(PIECES)
@pytest.mark.parametrize("keeping", ["saved", "saved within"])
def test_saved_after_every_step_two_of_it_run_as_in_memory(piece: Piece, keeping: str):
    with stage.live():
        expected = both(piece)
    with KEEPING[keeping]():
        assert both(piece) == expected


def _xml(piece: Piece) -> bytes:
    return stage.alone(piece.copy(1))[0]


def test_every_row_that_runs_has_a_piece():
    """A new row of the profile must bring its piece, and so its tests."""
    shown = {row for piece in PIECES for row in piece.rows}
    running = {key for key, rule in PROFILE.items() if rule.verdict in (Verdict.RUNS, Verdict.COMPILED)}
    assert not running - _implied(shown)
    assert not shown - running


def _implied(shown: set[str]) -> set[str]:
    """An event with its definition shows the event, and the definition, too."""
    pairs = [re.split("[:@]", row) for row in shown if row[0] != "@" and not re.match("zeebe|camunda", row)]
    return shown | {pair[0] for pair in pairs} | {f"{pair[1]}EventDefinition" for pair in pairs if len(pair) > 1}


@every(PIECES)
def test_a_piece_holds_what_it_says(piece: Piece):
    assert set(piece.rows) <= rows_in(_xml(piece))
