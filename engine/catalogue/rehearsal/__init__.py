"""Rehearsals (Probeläufe): stories that a process must be able to tell, played in memory under a virtual clock."""

from engine.catalogue.rehearsal.filling import entered, filled
from engine.catalogue.rehearsal.fitting import findings_of
from engine.catalogue.rehearsal.open_work import StageTask, StageTimer
from engine.catalogue.rehearsal.parts import Coverage, Parts, Passed, Place, Share, coverage, parts_of
from engine.catalogue.rehearsal.reading import read
from engine.catalogue.rehearsal.recording import Recording
from engine.catalogue.rehearsal.replay import Played, play, staged, take, task_for
from engine.catalogue.rehearsal.stage import Refused, Stage
from engine.catalogue.rehearsal.story import (
    ENDING,
    Do,
    Ends,
    Expect,
    Message,
    Rehearsal,
    Signal,
    Start,
    Step,
    Wait,
)
from engine.catalogue.rehearsal.writing import to_yaml

__all__ = [
    "ENDING",
    "Coverage",
    "Do",
    "Ends",
    "Expect",
    "Message",
    "Parts",
    "Passed",
    "Place",
    "Played",
    "Recording",
    "Refused",
    "Rehearsal",
    "Share",
    "Signal",
    "Stage",
    "StageTask",
    "StageTimer",
    "Start",
    "Step",
    "Wait",
    "coverage",
    "entered",
    "filled",
    "findings_of",
    "parts_of",
    "play",
    "read",
    "staged",
    "take",
    "task_for",
    "to_yaml",
]
