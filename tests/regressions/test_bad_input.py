"""Bad input gets a finding or an incident, never a stack trace: in the check, in a run, and in a real case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.catalogue import guard
from engine.catalogue.execute import ExecuteFile, Execution, execute
from engine.catalogue.library import finder
from engine.errors import IncidentRaised, InvalidInput
from engine.terms import Finding
from tests.bpmn.models import END, START, boundary, call, catch, element, flow, flows, loop, throw, timer
from tests.kit.house import House
from tests.kit.paths import path, script, task

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
MILLION = 1_000_000
TWO_FILES = "calls itself through another file"


def chained(count: int, kind: str = "task") -> bytes:
    keys = [f"t{n}" for n in range(count)]
    return path(START, END, *(element(kind, key) for key in keys), flows("s", *keys, "e"))


def forks(count: int, join: str) -> bytes:
    """So many parallel blocks one behind the other; joined by `parallelGateway`, or not by `exclusiveGateway`."""
    body = [START, END]
    for n in range(count):
        body += [element("parallelGateway", f"f{n}"), element(join, f"j{n}"), throw(f"a{n}")]
        body += [flow(f"f{n}", f"a{n}"), flow(f"a{n}", f"j{n}"), flow(f"f{n}", f"j{n}")]
    around = ["s", *(key for n in range(count) for key in (f"f{n}", f"j{n}")), "e"]
    return path(*body, *(flow(a, b) for a, b in zip(around[::2], around[1::2], strict=True)))


def nested(depth: int) -> str:
    inner = element("startEvent", "x")
    for n in range(depth):
        inner = element("startEvent", f"s{n}") + element("subProcess", f"u{n}", inner) + flow(f"s{n}", f"u{n}")
    return inner


def waiting(kind: str, text: str) -> bytes:
    return path(START, END, catch("t", timer(text, kind)), flows("s", "t", "e"))


def watched(text: str) -> bytes:
    """A task with a timer beside it that repeats."""
    count = script("k", "{n: if n = null then 1 else n + 1}")
    body = boundary("b", "u", timer(text, "timeCycle"), interrupting=False) + count + element("endEvent", "e2")
    return path(START, END, task("u"), body, flows("s", "u", "e"), flows("b", "k", "e2"))


def scripts(*texts: str) -> bytes:
    keys = [f"k{n}" for n in range(len(texts))]
    made = (element("scriptTask", k, f"<bpmn:script>{t}</bpmn:script>") for k, t in zip(keys, texts, strict=True))
    return path(START, END, *made, task("u"), flows("s", *keys, "u", "e"))


def named(key: str) -> bytes:
    return path(START, END, task(key), flows("s", key, "e"))


SELF = path(START, END, call("c", "weg"), flows("s", "c", "e"))
HERE, THERE = (path(START, END, call("c", b), flows("s", "c", "e"), process=a) for a, b in (("weg", "q"), ("q", "weg")))
REFUSED: Mapping[str, tuple[bytes, str]] = {
    "calls itself": (SELF, "call.circle"),
    TWO_FILES: (HERE, "call.circle"),
    "500 sub-processes in one another": (path(nested(500)), "bpmn.unreadable"),
    "90 sub-processes in one another": (path(nested(90)), "subprocess.depth"),
    "more flow nodes than a file may have": (chained(10_001), "process.size"),
    "a script of 4 MB": (scripts("1 + " * MILLION + "1"), "feel.syntax"),
    "a number of 2 MB": (scripts("{x: " + "9" * 2 * MILLION + "}"), "feel.syntax"),
    "a number beyond every decimal": (scripts("{x: 1e9999}"), "feel.syntax"),
    "a condition in 10,000 brackets": (scripts("{x: " + "(" * 10_000 + "}"), "feel.syntax"),
    "a duration beyond the calendar": (waiting("timeDuration", "P9999Y"), "timer.text"),
    "a date beyond the calendar": (waiting("timeDate", "9999-12-31T23:59:59-14:00"), "timer.text"),
    "a date that no year has": (waiting("timeDate", "2026-02-30"), "timer.text"),
    "a cycle that does not move": (watched("R/PT0S"), "timer.text"),
    "a cycle from beyond the calendar": (watched("R/9999-12-31T23:59:59-14:00/PT1S"), "timer.text"),
    "an event that is repeated": (path(START, element("endEvent", "e", loop()), flows("s", "e")), "loop.place"),
    "an id twice": (path(START, END, task("e"), flows("s", "e")), "id.double"),
}
RUNS: Mapping[str, tuple[bytes, str, str]] = {
    "30 parallel blocks": (forks(30, "parallelGateway"), "completed", ""),
    "30 forks without a join": (forks(30, "exclusiveGateway"), "incident", "process.endless"),
    "a time in the past": (waiting("timeDate", "2020-01-01T00:00:00Z"), "completed", ""),
    "a time in the year 9999": (waiting("timeDate", "9999-12-31T23:59:59Z"), "waiting", ""),
    "a computed time beyond the calendar": (waiting("timeDuration", '=duration("P9999Y")'), "incident", "timer.value"),
    "a time that is none": (waiting("timeDuration", "=[1]"), "incident", "timer.value"),
    "a cycle that began long ago": (watched("R3/2020-01-01T00:00:00Z/PT1S"), "waiting", ""),
    "a cycle of a second without end": (watched("R/PT1S"), "waiting", ""),
    "a text that doubles": (scripts(*['{v: if v = null then "xxxxxxxxxx" else v + v}'] * 20), "incident", "feel.fault"),
    "texts that add up": (
        scripts('{v: string join(for i in 1..150000 return "x")}', *(f"{{v{n}: v}}" for n in range(60))),
        *("incident", "variable.size"),
    ),
    "a million items": (
        path(START, END, element("task", "m", loop("=for i in 1..150000 return i")), flows("s", "m", "e")),
        *("incident", "loop.many"),
    ),
    **{
        f"the id {key}": (named(key), "waiting", "")
        for key in ("Start", "End", "Root", "start", "Default", "__class__", "__init__", "None", "loop", "mediation")
    },
}  # fmt: skip
LARGE: Mapping[str, tuple[bytes, str]] = {
    "5,000 tasks": (chained(5_000, "userTask"), "waiting"),
    "5,000 events": (chained(5_000, "intermediateThrowEvent"), "completed"),
    "5,000 exclusive gateways": (chained(5_000, "exclusiveGateway"), "completed"),
    "5,000 parallel gateways": (chained(5_000, "parallelGateway"), "completed"),
    "5,000 inclusive gateways": (chained(5_000, "inclusiveGateway"), "completed"),
    "1,000 parallel blocks": (forks(1_000, "parallelGateway"), "completed"),
    "an attribute of 5 MB": (named("u").replace(b'name="u"', b'name="' + b"x" * 5 * MILLION + b'"'), "completed"),
    "an id of 1 MB": (named("x" * MILLION), "waiting"),
}


def errors(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings if finding.severity == "error"}


# ------------------------------------------------------------------ check
@pytest.fixture(scope="module")
def findings() -> dict[str, list[Finding]]:
    """Every file is checked in one child, as on the command line."""
    files = {name: given[0] for name, given in (*REFUSED.items(), *RUNS.items(), *LARGE.items())}
    alone = [name for name in files if name != TWO_FILES]
    found = guard.checked([(f"{name}.bpmn", files[name]) for name in alone], [])
    (both,) = guard.checked([("weg.bpmn", HERE)], [("weg.bpmn", HERE), ("q.bpmn", THERE)])
    return {TWO_FILES: both, **dict(zip(alone, found, strict=True))}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_reason(findings: dict[str, list[Finding]], name: str) -> None:
    assert REFUSED[name][1] in errors(findings[name])
    assert all(finding.message and finding.code != "check.fault" for finding in findings[name])


@pytest.mark.parametrize("name", [*RUNS, *LARGE])
def test_it_is_accepted_within_the_limits(findings: dict[str, list[Finding]], name: str) -> None:
    assert not errors(findings[name])


# ------------------------------------------------------------------ execute
@pytest.mark.parametrize("name", RUNS)
def test_it_runs_to_an_end_or_to_an_incident(name: str) -> None:
    content, status, code = RUNS[name]
    done = execute(ExecuteFile("weg.bpmn", content), finder([("weg.bpmn", content)]), NOW)
    assert (done.status, errors(list(done.findings))) == (status, {code} if code else set()), done.findings


@pytest.mark.parametrize("name", [name for name in REFUSED if name != TWO_FILES])
def test_what_is_refused_does_not_run(name: str) -> None:
    content = REFUSED[name][0]
    done = execute(ExecuteFile("weg.bpmn", content), finder([("weg.bpmn", content)]), NOW)
    assert done == Execution("refused", findings=done.findings) and done.findings


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_runs_within_the_limits(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 600)  # the limit is one of CPU; this machine may have other work
    content, status = LARGE[name]
    answers = json.dumps([{"do": "u"}])
    done = guard.executed({"file": "weg.bpmn", "content": content, "now": NOW.isoformat(), "answers": answers}, [])
    assert done["status"] == status and not [f for f in done["findings"] if f["severity"] == "error"]


VALUES: Mapping[str, tuple[Any, str]] = {
    "null": (None, "waiting"), "a truth": (True, "waiting"), "a text": ("text", "waiting"),
    "a context": ({"a": {"b": []}}, "waiting"), "100 MB of text": ("x" * 100 * MILLION, "incident"),
    "a million lists": ([[[]] * 1000] * 1000, "waiting"),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_a_variable_of_the_wrong_type_or_size_is_null_or_an_incident(name: str) -> None:
    value, status = VALUES[name]
    content = path(START, END, script("k", "{y: x + 1}"), task("u"), flows("s", "k", "u", "e"))
    done = execute(ExecuteFile("weg.bpmn", content, variables={"x": value}), finder(), NOW)
    assert done.status == status, done.findings


@pytest.mark.parametrize(("given", "code"), [
    ('{"x": ' + "9" * 5_000 + "}", "cli.json"), ('{"x": 1e99999999999999999999}', "cli.json"), ("[1]", "cli.json"),
    ('{"x": ' + "[" * 150 + "]" * 150 + "}", "cli.json"), ("[" * 100_000, "cli.json"), ('{"x": "\\ud800"}', "cli.json"),
    ("&a [*a]", "cli.json"), ("kein JSON", "cli.json"),
])  # fmt: skip
def test_variables_that_nobody_can_read_are_told(given: str, code: str) -> None:
    request = {"file": "weg.bpmn", "content": named("u"), "now": NOW.isoformat(), "variables": given}
    done = guard.executed(request, [])
    assert done["status"] == "refused" and [finding["code"] for finding in done["findings"]] == [code]


def test_answers_in_yaml_that_multiply_end_at_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 1)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    text = "- do: u\n  with:\n" + "".join(f"    {line}\n" for line in lines)
    request = {"file": "weg.bpmn", "content": named("u"), "now": NOW.isoformat(), "answers": text}
    done = guard.executed({**request, "answers_as_json": False}, [])
    assert [finding["code"] for finding in done["findings"]] == ["check.limits"]


# ------------------------------------------------------------------ a real case
@pytest.mark.parametrize("name", [name for name in REFUSED if name != TWO_FILES])
def test_what_is_refused_is_never_published(sqlite_house: House, name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sqlite_house.publish(REFUSED[name][0])
    assert REFUSED[name][1] in errors(list(refusal.value.findings))


@pytest.mark.parametrize("name", RUNS)
def test_a_case_runs_or_says_why_it_does_not_start(sqlite_house: House, name: str) -> None:
    content, status, code = RUNS[name]
    sqlite_house.publish(content)
    if status == "incident":
        with pytest.raises(IncidentRaised) as refusal:
            sqlite_house.start()
        assert refusal.value.code == code and refusal.value.sentence
        return
    case = sqlite_house.start()
    sqlite_house.wait(hours=1)
    assert sqlite_house.instance(case)["state"] == ("completed" if status == "completed" else "active")
    assert sqlite_house.verify().holds


def test_a_case_with_5000_tasks_is_published_and_goes_on(sqlite_house: House) -> None:
    keys = [f"t{n}" for n in range(5_000)]
    sqlite_house.publish(path(START, END, *(task(key) for key in keys), flows("s", *keys, "e")))
    case = sqlite_house.start()
    sqlite_house.do(case, "t0")
    assert sqlite_house.todo(case) == ["t1"]


@pytest.mark.parametrize("name", ["text", "texts", "list"])
def test_a_value_of_many_megabytes_never_enters_a_case(sqlite_house: House, name: str) -> None:
    large = {"text": "x" * 100 * MILLION, "texts": [["x" * 1000] * 1000] * 10, "list": {"a": ["x"] * 3 * MILLION}}
    value = large[name]
    sqlite_house.publish(named("u"))
    with pytest.raises(InvalidInput, match="zu groß"):
        sqlite_house.start(x=value)
    case = sqlite_house.start(x=1)
    with pytest.raises(InvalidInput, match="zu groß"):
        sqlite_house.do(case, "u", x=value)
    assert sqlite_house.todo(case) == ["u"]
    sqlite_house.do(case, "u", x=2)


def test_a_timer_that_fails_in_a_case_is_an_incident(sqlite_house: House) -> None:
    sqlite_house.publish(path(START, END, task("u"), catch("t", timer("=x")), flows("s", "u", "t", "e")))
    for value in ("P9999Y", "9999-12-31T23:59:59-14:00", "gestern", [1], 7):
        case = sqlite_house.start()
        assert "Zeitangabe" in (sqlite_house.do(case, "u", x=value).incident or "")
        assert sqlite_house.todo(case) == ["u"]
