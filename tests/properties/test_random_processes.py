"""Random sound processes over the whole profile: each runs as foretold, straight through and with everything saved,
forgotten and woken in another order after every step. RANDOM_MODELS says how many; `make soak` runs 20,000."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties import blocks as b
from tests.properties.driver import Drive, Outcome, package_of
from tests.properties.models import Model, models

FEW, MANY = int(os.environ.get("RANDOM_MODELS", "60")), int(os.environ.get("RANDOM_MODELS", "20000"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def runs_as_foretold(model: Model, seed: int) -> None:
    package = package_of(model)
    straight = Drive(model, package).run()
    other = Drive(model, package, random.Random(seed)).run()
    for outcome in (straight, other):
        _as_foretold(model, outcome)
    assert straight.variables == other.variables


def _as_foretold(model: Model, outcome: Outcome) -> None:
    expected = b.tally(model.expected)
    foretold = {key: n for key, n in expected.items() if key in model.compared}
    assert outcome.steps == foretold, {
        key: (outcome.steps[key], foretold.get(key, 0))
        for key in {*outcome.steps, *foretold}
        if outcome.steps[key] != foretold.get(key, 0)
    }
    assert outcome.finished
    assert outcome.after == model.expected.done
    counted = {name: value for name, value in outcome.variables.items() if name.startswith("v_")}
    assert counted == model.counts


@settings(max_examples=FEW, suppress_health_check=SLOW, deadline=None)
@given(models(), st.integers(0, 2**32))
def test_random_processes_run_as_foretold(model: Model, seed: int) -> None:
    runs_as_foretold(model, seed)


@pytest.mark.soak
@settings(max_examples=MANY, suppress_health_check=SLOW, deadline=None)
@given(models(depth=4), st.integers(0, 2**32))
def test_many_random_processes_run_as_foretold(model: Model, seed: int) -> None:
    runs_as_foretold(model, seed)
