"""Random sound processes over the whole profile: each runs as foretold, straight through and with everything saved,
forgotten and woken in another order after every step. RANDOM_MODELS says how many (`make soak` 20,000), RANDOM_SEED
which: it is printed, the same seed makes the same models. RANDOM_FIRST: the number of the first, to see one again."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.profile import PROFILE, Verdict
from tests.kit.progress import Progress
from tests.properties.happened import Event, is_trace
from tests.properties.judging import runs_as_foretold
from tests.properties.models import Model, models, seeded
from tests.properties.shrinking import smallest

MANY = int(os.environ.get("RANDOM_MODELS", "20000"))
FIRST = int(os.environ.get("RANDOM_FIRST", "0"))
LEAVES = 16
NOBODY_CONFIRMS = {"globalBusinessRuleTask"}
"""Runs, but the check wants what a decision suggests confirmed in the same process."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=30, suppress_health_check=SLOW, deadline=None)
@given(models(8), st.integers(0, 2**32))
def test_random_processes_run_as_foretold(model: Model, seed: int) -> None:
    runs_as_foretold(model, seed)


@pytest.mark.soak
def test_many_random_processes_run_as_foretold(capsys: pytest.CaptureFixture[str]) -> None:
    seed = os.environ.get("RANDOM_SEED") or str(random.SystemRandom().randrange(10**9))
    undecided = 0
    with capsys.disabled():
        sys.stderr.write(f"\nRandom processes with RANDOM_SEED={seed}\n")
        progress = Progress("Random processes", MANY)
        for count in range(MANY):
            undecided += not _judged(f"{seed}:{FIRST + count}", f"RANDOM_SEED={seed} RANDOM_FIRST={FIRST + count}")
            progress.at(count + 1)
        sys.stderr.write(f"{undecided} with too many possible orders to say whether theirs is one of them\n")
    assert undecided <= MANY // 100


def _judged(seed: str, again: str) -> bool:
    model = seeded(seed, LEAVES)
    fault = _fault(model, seed)
    if isinstance(fault, bool):
        return fault
    small = smallest(model.thrown, LEAVES, lambda found: isinstance(_fault(found, seed), Exception)) or model
    raise AssertionError(
        f"{again} RANDOM_MODELS=1: {fault!r}\nThe smallest: {small}\n{_fault(small, seed)!r}"
    ) from fault


def _fault(model: Model, seed: str) -> bool | Exception:
    """What goes wrong with it, whatever it is."""
    try:
        return runs_as_foretold(model, seed)
    except Exception as fault:
        return fault


# -- what stands behind it
def test_they_make_use_of_the_whole_profile() -> None:
    used = set[str]().union(*(seeded(f"profile:{n}", LEAVES).needs for n in range(400)))
    runs = {key for key, rule in PROFILE.items() if rule.verdict in (Verdict.RUNS, Verdict.COMPILED)}
    kinds = ("Task", "Gateway", "rocess", "task", "transaction", "callActivity", "LoopCharacteristics")
    wanted = {key for key in runs if key.split("@")[0].endswith(kinds) and not key.startswith(("zeebe:", "camunda:"))}
    wanted |= {key for key in runs if ":" in key and key.split(":")[0].endswith("Event")}
    wanted |= {key for key in runs if key.startswith("*@")}
    assert used <= runs, used - runs
    assert wanted - used <= NOBODY_CONFIRMS, sorted(wanted - used)


def test_the_same_seed_makes_the_same_model() -> None:
    assert repr(seeded("1:2", LEAVES).root) == repr(seeded("1:2", LEAVES).root) != repr(seeded("1:3", LEAVES).root)


def test_what_fails_is_made_small() -> None:
    numbers = (n for n in range(100) if b"signalEventDefinition" in seeded(f"small:{n}", LEAVES).xml)
    model = seeded(f"small:{next(numbers)}", LEAVES)
    small = smallest(model.thrown, LEAVES, lambda found: b"signalEventDefinition" in found.xml)
    assert small is not None and len(small.expected.steps) <= 3 and b"signalEventDefinition" in small.xml


@pytest.mark.parametrize(
    ("observed", "possible"), [("abcd", True), ("bacd", True), ("acbd", False), ("abc", False), ("abdc", False)]
)
def test_a_trace_is_one_of_those_that_can_be(observed: str, possible: bool) -> None:
    """a and b at once, then c, then d."""
    a, b = Event(0, "a"), Event(0, "b")
    c = Event(0, "c", [a, b])
    events = [a, b, c, Event(0, "d", [c])]
    assert is_trace([(0, key) for key in observed], events) is possible


def test_a_trace_of_equal_names_is_matched_in_whatever_way_it_can_be() -> None:
    """Two instances, one of them a step ahead: which was it?"""
    first = [Event(0, "x"), Event(0, "y")]
    second = [Event(0, "x"), Event(0, "x"), Event(0, "z")]
    for row in (first, second):
        for before, event in zip(row, row[1:], strict=False):
            event.after = [before]
    events = [*first, *second]
    assert Counter(e.key for e in events)["x"] == 3
    assert is_trace([(0, key) for key in "xxzxy"], events)
    assert not is_trace([(0, key) for key in "xyzxx"], events)
