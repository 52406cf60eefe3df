"""The table: for every row of the profile that runs, a piece of a process and the trace that BPMN gives it."""

from __future__ import annotations

from tests.conformance.boundaries import BOUNDARIES
from tests.conformance.calls import CALLS
from tests.conformance.events import EVENTS
from tests.conformance.gateways import GATEWAYS
from tests.conformance.handlers import HANDLERS
from tests.conformance.loops import LOOPS
from tests.conformance.mapped import MAPPED
from tests.conformance.partners import PARTNERS
from tests.conformance.pieces import Piece
from tests.conformance.steps import STEPS
from tests.conformance.undoing import UNDOING

PIECES: list[Piece] = [
    *STEPS, *CALLS, *LOOPS, *GATEWAYS, *EVENTS, *BOUNDARIES, *HANDLERS, *UNDOING, *PARTNERS, *MAPPED,
]  # fmt: skip
