"""One broken input: made from a seed, checked, and run with a bound where it is accepted. Many of them are done in a
child process with the limits of engine/catalogue/guard.py, which tells of each what it cost."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import dmn, feel, formdefs
from engine.catalogue.check import check_file
from engine.catalogue.execute import ExecuteFile, execute
from engine.catalogue.findings import refused
from engine.catalogue.guard import MEMORY, SECONDS
from engine.catalogue.library import finder
from engine.catalogue.simulation import Answer
from engine.dmn import entrance
from engine.dmn.decisions import load
from engine.errors import NotFound
from engine.feel.codec import to_json
from engine.feel.values import Function
from engine.terms import Finding
from forms import binding
from tests.properties.mutations import mutated, mutated_json, seeds
from tests.properties.nasty import ATOMS, NASTY, feel_text, wide
from tests.properties.sound import sound_file
from tests.properties.trees import broken

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
TEXTS = [
    "if a > 1 then b else c", "for x in [1, 2] return x + a", "some x in l satisfies x > 2", "a.b.c[1]", "{a: 1, b: a}",
    'date("2026-01-01") + duration("P1D")', "sum(l) / count(l)", 'substring("abc", 2)', "a between 1 and 3", "[1..a]",
    "l[item > 2]", 'matches("aaa", "(a+)+b")', "function(x) x", 'string join(l)', "sort(l, function(x, y) x < y)",
]  # fmt: skip
VALUES: list[Any] = [
    *(None, True, 0, -1, 2.5, 10**30, "", "a", "x" * 5000, "2026-06-01", "9999-12-31", "PT1H", "\x00", "\ud800"),
    *([], {}, [1, 2, 3], [[]], {"a": {"b": [None]}}, [{"a": 1}] * 150, float("nan"), float("inf"), "NaN", "1,5", "=x"),
    "x" * 10**6,
]  # fmt: skip
VARIABLES = {"a": 2, "l": [1, 2, 3], "x": 1, "t": "text", "liste": [1, 2], "stufe": 3}
SEEDS = seeds()


def bpmn(chance: random.Random) -> str:
    content = sound_file(chance) if chance.random() < 0.6 else chance.choice(SEEDS[".bpmn"])
    content = _changed(chance, content, SEEDS[".bpmn"])
    find = finder([("f.bpmn", content)])
    findings = check_file("f.bpmn", content, find)
    given = {name: chance.choice(VALUES[:20]) for name in ("x", "v") if chance.random() < 0.3}
    answers = [Answer(any=True, variables=given)] * chance.choice([0, 30, 300])
    done = execute(ExecuteFile("f.bpmn", content, answers=answers, variables={**VARIABLES, **given}), find, NOW)
    assert (done.status == "refused") == refused([f for f in findings if not f.code.startswith("municipality.")])
    _tellable([*findings, *done.findings], list(done.trace))
    json.dumps([to_json(value) for value in done.variables.values() if not isinstance(value, Function)])
    return done.status


def decision(chance: random.Random) -> str:
    content = _changed(chance, chance.choice(SEEDS[".dmn"]), SEEDS[".dmn"])
    findings = check_file("f.dmn", content, finder())
    _tellable(findings)
    decisions, _ = load(content, "f.dmn", {})
    if decisions is None:
        return "refused"
    model = decisions.model
    names = [*decisions.decisions, *(s.name for s in model.services.values()), *model.knowledge]
    given = {data.name: chance.choice([*VALUES, *VARIABLES.values()]) for data in model.inputs.values()}
    for name in names[:20]:
        with contextlib.suppress(NotFound, feel.BudgetExceeded):
            entrance._value(decisions, name, {**VARIABLES, **given}, NOW)
        if name in decisions.decisions and not refused(findings):
            with contextlib.suppress(feel.BudgetExceeded):
                dmn.read(content, file="f.dmn").evaluate(name, {**VARIABLES, **given}, now=NOW)
    return "refused" if refused(findings) else "decided"


def form(chance: random.Random) -> str:
    content = mutated_json(chance, chance.choice(SEEDS[".form"]))
    findings = check_file("f.form", content, finder())
    _tellable(findings)
    if refused(findings):
        return "refused"
    definition = formdefs.read(content, file="f.form")
    names = [component.path for component in definition.fields()] or ["x"]
    raw = {chance.choice(names): chance.choice(VALUES) for _ in range(6)}
    for make in (formdefs.validate, formdefs.validate_values):
        make(definition, raw, VARIABLES, now=NOW)
        make(definition, chance.choice(VALUES), {**VARIABLES, **raw}, now=NOW)  # type: ignore[arg-type]  # that is it
    posted = MultiDict([(chance.choice(names), str(chance.choice([*VALUES, *NASTY]))) for _ in range(8)])
    return "taken" if binding.bind(definition, posted, {**VARIABLES, **raw}, now=NOW).validate() else "told"


def text(chance: random.Random) -> str:
    written = chance.choice([_words, _words, wide, feel_text, feel_text])(chance)
    context = {**VARIABLES, **({"a": chance.choice(VALUES)} if chance.random() < 0.3 else {})}
    try:
        value = feel.parse(written).evaluate(context, now=NOW)
        feel.parse_unary_tests(written).matches(1, context, now=NOW)
    except feel.FeelSyntaxError:
        return "refused"
    except feel.BudgetExceeded:
        return "costly"
    return "null" if value is None else "value"


def _tellable(findings: Sequence[Finding], more: Sequence[str] = ()) -> None:
    """Each has a sentence, and any terminal can show it."""
    assert all(finding.message and finding.code for finding in findings)
    json.dumps([[finding.as_json() for finding in findings], *more], ensure_ascii=False).encode()


def _changed(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """As a tree, as bytes, or both."""
    pick = chance.random()
    if pick < 0.8:
        content = broken(chance, content, others, chance.choice([1, 1, 1, 2, 3, 8]))
    return mutated(chance, content, others) if pick > 0.7 else content


def _words(chance: random.Random) -> str:
    pieces = chance.choice(TEXTS).split(" ")
    for _ in range(chance.choice([1, 2, 4])):
        at = chance.randrange(len(pieces) + 1)
        pieces[at:at] = [chance.choice([*NASTY, *ATOMS, *chance.choice(TEXTS).split(" ")])]
        if chance.random() < 0.5:
            del pieces[chance.randrange(len(pieces))]
    return " ".join(pieces)


KINDS: list[Callable[[random.Random], str]] = [bpmn, bpmn, bpmn, decision, form, text]


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """`outcome`: what became of it, or the fault after "!". Seconds of CPU; bytes are the most that its process held
    until then."""

    number: int
    kind: str
    outcome: str
    seconds: float
    memory: int


def one(seed: int, number: int) -> str:
    return KINDS[number % len(KINDS)](random.Random(f"{seed}:{number}"))


def many(seed: int, numbers: Sequence[int], batch: int = 100) -> Iterator[Fuzzed]:
    """Each number once; a child that dies is followed by another, and its last input is the one that it died of."""
    left = list(numbers)
    while left:
        began: int | None = None
        for line in _child(seed, left[:batch]):
            began = line[0]
            if len(line) > 1:
                yield Fuzzed(*line)
                left.remove(began)
                began = None
        if began is not None:
            yield Fuzzed(began, KINDS[began % len(KINDS)].__name__, "!ended by the limits", SECONDS, MEMORY)
            left.remove(began)


def _child(seed: int, numbers: Sequence[int]) -> list[list[Any]]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as out:
            _within_limits(seed, numbers, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        found = [json.loads(line) for line in lines if line.endswith("\n")]
    os.waitpid(child, 0)
    assert found, "the child did not begin"
    return found


def _within_limits(seed: int, numbers: Sequence[int], out: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in numbers:
        used = _used()
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + SECONDS + 1, -1))
        print(json.dumps([number]), file=out, flush=True)
        try:
            outcome = one(seed, number)
        except BaseException as fault:
            place = _place(fault)
            outcome = f"!{type(fault).__name__}: {str(fault)[:300]} {place}"
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        cost = [number, KINDS[number % len(KINDS)].__name__, outcome, round(_used() - used, 3), held]
        print(json.dumps(cost), file=out, flush=True)


def _place(fault: BaseException) -> str:
    """Where it happened, innermost last."""
    places, at = [], fault.__traceback__
    while at is not None:
        places.append(f"{os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}")
        at = at.tb_next
    return " > ".join(places[-4:])


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def report(seed: int, fuzzed: Sequence[Fuzzed]) -> str:
    """What a run came to, in a few lines."""
    slow = max(fuzzed, key=lambda f: f.seconds)
    large = max(fuzzed, key=lambda f: f.memory)
    outcomes = Counter((f.kind, f.outcome if not f.outcome.startswith("!") else "FAULT") for f in fuzzed)
    lines = [f"fuzz: seed {seed}, {len(fuzzed)} inputs, {sum(f.seconds for f in fuzzed):.0f} s CPU"]
    lines += [f"  {kind} {outcome}: {count}" for (kind, outcome), count in sorted(outcomes.items())]
    lines.append(f"  slowest: number {slow.number} ({slow.kind}), {slow.seconds:.1f} s")
    lines.append(f"  largest: {large.memory / 2**20:.0f} MiB, number {large.number} ({large.kind})")
    return "\n".join(lines) + "\n"


def bad(one: Fuzzed) -> bool:
    return one.outcome.startswith("!") or one.seconds > SECONDS or one.memory > MEMORY


def main(seed: int, first: int, last: int) -> int:
    """Prints faults as they come, then the report; 1 when there is a fault, or an input was lost."""
    found = []
    for each in many(seed, range(first, last)):
        found.append(each)
        if bad(each) or each.seconds > SECONDS / 2:
            sys.stdout.write(f"{each}\n")
            sys.stdout.flush()
    sys.stdout.write(report(seed, found))
    return int(any(map(bad, found)) or len(found) != last - first)


if __name__ == "__main__":  # python -m tests.properties.fuzzing SEED FIRST LAST
    sys.exit(main(*map(int, sys.argv[1:4])))
