"""The rehearsals of a draft, played: once for the same bytes, in a child process with limits."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from engine.catalogue.files import File
from engine.catalogue.guard import Step
from engine.catalogue.rehearsal.story import ENDING
from engine.catalogue.rehearsing import Report, rehearse_files_given

KEPT = 32
_PLAYED: OrderedDict[tuple[File, ...], Report] = OrderedDict()
_LOCK = Lock()


def proof(files: Sequence[File]) -> Report | None:
    """What this process knows of these files, the main one first; None when it has not played them yet."""
    with _LOCK:
        return _PLAYED.get(tuple(files))


def prove(files: Sequence[File], step: Step | None = None) -> Report:
    """Plays them when nobody has; `step` is told the name of each that is done. Takes seconds: outside of any
    transaction, please."""
    known = proof(files)
    if known is not None:
        return known
    rehearsals = [file for file in files if file[0].endswith(ENDING)]
    own = [file for file in files[1:] if not file[0].endswith(ENDING)]
    report = rehearse_files_given(files[0], own, rehearsals, step=step)
    remember(files, report)
    return report


def remember(files: Sequence[File], report: Report) -> None:
    with _LOCK:
        _PLAYED[tuple(files)] = report
        while len(_PLAYED) > KEPT:
            _PLAYED.popitem(last=False)


def percent(report: Report) -> int:
    """Of the elements, flows and decision rules of the draft's own processes, rounded down: 100 means all."""
    shares = [share for each in report.coverage if each.process in report.own for share in each.shares]
    everything = sum(share.all for share in shares)
    return 100 * sum(share.passed for share in shares) // everything if everything else 0
