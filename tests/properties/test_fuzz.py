"""Whatever comes in: findings, or acceptance and then a bounded run. No crash, nothing over 10 s or 1 GiB.
FUZZ_INPUTS says how many, FUZZ_SEED which; `make soak` runs 20,000."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

FEW, MANY = int(os.environ.get("FUZZ_INPUTS", "240")), int(os.environ.get("FUZZ_INPUTS", "20000"))
SEED = int(os.environ.get("FUZZ_SEED", "20261"))
PARTS = 8


def fuzz(first: int, last: int, output: int | None) -> None:
    """In a small process of its own: the memory of an input is counted from there, not from a grown test run."""
    command = [sys.executable, "-m", "tests.properties.fuzzing", str(SEED), str(first), str(last)]
    ended = subprocess.run(command, stdout=output, stderr=None if output is None else subprocess.STDOUT, text=True)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("part", range(PARTS))
def test_broken_input_has_findings_or_a_bounded_run(part: int) -> None:
    fuzz(part * (FEW // PARTS), (part + 1) * (FEW // PARTS), subprocess.PIPE)


@pytest.mark.soak
def test_much_broken_input_has_findings_or_a_bounded_run(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        fuzz(0, MANY, None)
