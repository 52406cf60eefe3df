"""Runs a model in three ways and says what is not as foretold. A fault is an AssertionError."""

from __future__ import annotations

import random
from collections import Counter

from tests.properties.driver import Drive, Memory, Outcome, package_of
from tests.properties.happened import Undecided, is_trace
from tests.properties.models import Model


def runs_as_foretold(model: Model, seed: int | str) -> bool:
    """Straight through in memory, the same saved after every step, and saved, forgotten and woken in another order
    (`seed`). False when it was too much to say whether a trace is one of those that can be."""
    package = package_of(model)
    straight = Drive(model, package, memory=Memory()).run()
    saved = Drive(model, package).run()
    assert saved.passed == straight.passed, "saving changes what happens"
    assert saved.variables == straight.variables
    other = Drive(model, package, random.Random(f"{seed} wake-ups")).run()
    possible = [_as_foretold(model, outcome) for outcome in (straight, other)]
    return all(possible)


def _as_foretold(model: Model, outcome: Outcome) -> bool:
    expected = Counter((e.at, e.key) for e in model.expected.steps if e.key in model.compared)
    found = Counter(outcome.trace)
    wrong = {step: (found[step], expected[step]) for step in {*found, *expected} if found[step] != expected[step]}
    assert not wrong, f"{{(time, step): (happened, foretold)}}: {wrong}"
    assert outcome.finished
    assert not outcome.left
    assert outcome.after == model.expected.done
    values = {name: value for name, value in outcome.variables.items() if name[:2] in ("v_", "z_", "o_", "b_")}
    assert values == model.variables
    try:
        assert is_trace(outcome.trace, model.expected.steps), f"no possible order: {outcome.trace}"
    except Undecided:
        return False
    return True


__all__ = ["runs_as_foretold"]
