"""Whatever comes in: findings, or acceptance and then a bounded run. No crash, nothing over 10 s or 1 GiB.
FUZZ_INPUTS says how many, FUZZ_SEED which; `make soak` runs 20,000."""

from __future__ import annotations

import os
import sys

import pytest

from engine.catalogue.guard import MEMORY, SECONDS
from tests.properties.fuzzing import Fuzzed, many, report

FEW, MANY = int(os.environ.get("FUZZ_INPUTS", "240")), int(os.environ.get("FUZZ_INPUTS", "20000"))
SEED = int(os.environ.get("FUZZ_SEED", "20261"))
PARTS = 8


def fuzz(numbers: range) -> None:
    found = list(many(SEED, numbers))
    told = report(SEED, found)
    sys.stdout.write(told)
    bad = [one for one in found if _bad(one)]
    assert not bad, "\n".join([told, *map(str, bad[:40])])
    assert len(found) == len(numbers)


def _bad(one: Fuzzed) -> bool:
    return one.outcome.startswith("!") or one.seconds > SECONDS or one.memory > MEMORY


@pytest.mark.parametrize("part", range(PARTS))
def test_broken_input_has_findings_or_a_bounded_run(part: int) -> None:
    fuzz(range(part * (FEW // PARTS), (part + 1) * (FEW // PARTS)))


@pytest.mark.soak
def test_much_broken_input_has_findings_or_a_bounded_run(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        fuzz(range(MANY))
