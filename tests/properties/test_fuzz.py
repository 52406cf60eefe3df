"""Whatever comes in: findings, or acceptance and then a bounded run. No crash, nothing over 10 s or 1 GiB.
FUZZ_INPUTS says how many; `make soak` runs 20,000."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from engine import feel
from engine.catalogue.check import check_file
from engine.catalogue.execute import ExecuteFile, execute
from engine.catalogue.findings import refused
from engine.catalogue.library import finder
from engine.catalogue.simulation import Answer
from tests.properties.mutations import NASTY, mutated, mutated_json, seeds

FEW, MANY = int(os.environ.get("FUZZ_INPUTS", "240")), int(os.environ.get("FUZZ_INPUTS", "20000"))
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
SECONDS, KILOBYTES = 10, 1024 * 1024
ANSWERS = [Answer(any=True)] * 30
SEEDS = seeds()
TEXTS = [
    "if a > 1 then b else c", "for x in [1, 2] return x + a", "some x in l satisfies x > 2", "a.b.c[1]", "{a: 1, b: a}",
    'date("2026-01-01") + duration("P1D")', "sum(l) / count(l)", 'substring("abc", 2)', "a between 1 and 3", "[1..a]",
    "l[item > 2]", 'matches("aaa", "(a+)+b")', "function(x) x", 'string join(l)', "sort(l, function(x, y) x < y)",
]  # fmt: skip


def bpmn(chance: random.Random) -> None:
    content = mutated(chance, chance.choice(SEEDS[".bpmn"]), SEEDS[".bpmn"])
    find = finder([("f.bpmn", content)])
    findings = check_file("f.bpmn", content, find)
    done = execute(ExecuteFile("f.bpmn", content, answers=ANSWERS), find, NOW)
    assert (done.status == "refused") == refused([f for f in findings if not f.code.startswith("municipality.")])


def dmn(chance: random.Random) -> None:
    content = mutated(chance, chance.choice(SEEDS[".dmn"]), SEEDS[".dmn"])
    check_file("f.dmn", content, finder())


def form(chance: random.Random) -> None:
    check_file("f.form", mutated_json(chance, chance.choice(SEEDS[".form"])), finder())


def text(chance: random.Random) -> None:
    pieces = chance.choice(TEXTS).split(" ")
    for _ in range(chance.choice([1, 2, 4])):
        at = chance.randrange(len(pieces) + 1)
        pieces[at:at] = [chance.choice([*NASTY, *chance.choice(TEXTS).split(" ")])]
        if chance.random() < 0.5:
            del pieces[chance.randrange(len(pieces))]
    with contextlib.suppress(feel.FeelSyntaxError, feel.BudgetExceeded):
        feel.parse(" ".join(pieces)).evaluate({"a": 2, "l": [1, 2, 3]}, now=NOW)


KINDS: list[Callable[[random.Random], None]] = [bpmn, bpmn, bpmn, dmn, form, text]


def bounded(seed: int) -> None:
    """Ends after SECONDS of CPU, whatever happens, and names the seed."""
    kind = KINDS[seed % len(KINDS)]
    signal.signal(signal.SIGVTALRM, _too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        kind(random.Random(seed))
    except Exception as fault:
        raise AssertionError(f"seed {seed} ({kind.__name__}): {type(fault).__name__}: {fault}") from fault
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError(f"more than {SECONDS} s of CPU")


@pytest.mark.parametrize("part", range(8))
def test_broken_input_has_findings_or_a_bounded_run(part: int) -> None:
    for seed in range(part, FEW, 8):
        bounded(seed)


@pytest.mark.soak
def test_much_broken_input_has_findings_or_a_bounded_run() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(1000, 1000 + MANY):
        bounded(seed)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KILOBYTES
