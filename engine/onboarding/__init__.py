"""The shortened procedure (verkürztes Verfahren): how a municipality comes from its first letter to real work.

Trials need nothing of it. Going live needs four of its 21 steps: data protection, staff council, test cases, and LaKI's
release.
"""

from engine.onboarding.gate import Missing
from engine.onboarding.known import Known
from engine.onboarding.looking import Change, Checklist, StepLine, checklist
from engine.onboarding.playing import Played, play_rehearsals
from engine.onboarding.release import release_municipality
from engine.onboarding.setting import SetStep, set_step, step_faults
from engine.onboarding.statewide import MunicipalityLine, Stand, municipality_lines
from engine.onboarding.steps import GATE, STEPS, TEST_CASES, Owner, Step, StepState

__all__ = [
    "GATE",
    "STEPS",
    "TEST_CASES",
    "Change",
    "Checklist",
    "Known",
    "Missing",
    "MunicipalityLine",
    "Owner",
    "Played",
    "SetStep",
    "Stand",
    "Step",
    "StepLine",
    "StepState",
    "checklist",
    "municipality_lines",
    "play_rehearsals",
    "release_municipality",
    "set_step",
    "step_faults",
]
