"""Which elements, flows and decision rules of the process files the stories of a test module pass.

A story is a test function without fixtures. `passed_by(module)` tells all its stories once more and collects what they
pass; `left_out(file, passed)` names what no story has passed, in words that lead to the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from _pytest.mark.structures import ParameterSet

from engine.runtime import Advance
from tests.processes.files import NS, flow_nodes, tree


@dataclass(slots=True)
class Passed:
    """`steps`: process id and id of an element or flow. `rules`: decision id and rule id."""

    steps: set[tuple[str, str]] = field(default_factory=set)
    rules: set[tuple[str, str]] = field(default_factory=set)


_listening: list[Passed] = []


def saw(advance: Advance) -> None:
    """Called by the walker after each step."""
    for passed in _listening:
        passed.steps |= {(step.process_id, step.element_id) for step in advance.passed}
        passed.rules |= {(d.decision_id, rule) for d in advance.decisions for rule in d.matched}


def passed_by(*modules: ModuleType) -> Passed:
    passed = Passed()
    _listening.append(passed)
    try:
        for module in modules:
            for story, arguments in _stories(module):
                story(**arguments)
    finally:
        _listening.remove(passed)
    return passed


def left_out(file: Path, passed: Passed) -> list[str]:
    """Of every process, or every decision, in the file."""
    root = tree(file)
    found = []
    for decision in root.iterfind("dmn:decision", NS):
        for rule in decision.iterfind(".//dmn:rule", NS):
            if (decision.get("id"), rule.get("id")) not in passed.rules:
                found.append(f"{file.name}: {decision.get('id')}, {rule.get('id')}")
    for process in root.iterfind("bpmn:process", NS):
        inside = [n for n in flow_nodes(root) if process in n.iterancestors()]
        for step in [*inside, *process.iterfind(".//bpmn:sequenceFlow", NS)]:
            if (process.get("id"), step.get("id")) not in passed.steps:
                found.append(f"{file.name}: {step.get('id')} ({step.get('name') or 'ohne Namen'})")
    return found


def _stories(module: ModuleType) -> Iterator[tuple[Callable[..., None], Mapping[str, Any]]]:
    for name, story in vars(module).items():
        if not name.startswith("test_") or getattr(story, "__module__", None) != module.__name__:
            continue
        marks = [m for m in getattr(story, "pytestmark", ()) if m.name == "parametrize"]
        choices = [[_named(mark.args[0], case) for case in mark.args[1]] for mark in marks]
        for chosen in product(*choices):
            arguments = {name: value for part in chosen for name, value in part.items()}
            wanted = story.__code__.co_varnames[: story.__code__.co_argcount]
            if set(wanted) <= set(arguments):
                yield story, arguments


def _named(names: str | tuple[str, ...], case: Any) -> dict[str, Any]:
    keys = [part.strip() for part in names.split(",")] if isinstance(names, str) else list(names)
    values = case.values if isinstance(case, ParameterSet) else [case] if len(keys) == 1 else case
    return dict(zip(keys, values, strict=True))
