"""The unit of work: one actor, one moment, one transaction for state, tasks, timers and audit trail.

`Platform` is the composition root, one per process. A use case loads cases through the unit of work, saves what the
runtime gives back, records events, and commits once. Sealing and opening happen here and nowhere else.
"""

from engine.unit_of_work.case import Case, open_parts, open_structure
from engine.unit_of_work.platform import Clock, Platform, SystemClock, load_package
from engine.unit_of_work.work import SELECT_PARTS, UnitOfWork

__all__ = [
    "SELECT_PARTS",
    "Case",
    "Clock",
    "Platform",
    "SystemClock",
    "UnitOfWork",
    "load_package",
    "open_parts",
    "open_structure",
]
