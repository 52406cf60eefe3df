"""What a DMN file says, ready to be decided on. All immutable and shared between cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel.run import Run, Scope
from engine.feel.types import Type

Evaluator = Callable[[Run, Scope | None], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """`number` counts from 1, as the modellers show it."""

    id: str
    number: int
    annotation: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Requirements:
    """Ids (or namespace#id of an import) of what a decision or a function builds upon."""

    inputs: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`matched` are ids of rules, in the order in which they counted; empty for anything but a table."""

    value: Any
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """`diagnostics` are German sentences about what became null on the way."""

    value: Any
    matched: tuple[str, ...] = ()
    diagnostics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """`names` are the variables that it reads, those of required decisions included, their results excluded.

    `variable` is the name under which other decisions find its result.
    """

    id: str
    name: str
    variable: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    names: frozenset[str]
    rules: tuple[Rule, ...]
    hit_policy: str
    """Empty for anything but a table."""
    requirements: Requirements
    decide: Callable[[Run, Scope | None], Outcome]
    type: Type | None = None
    line: int | None = None
    aggregates: bool = False
    """A table that collects into one number."""


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    name: str
    type: Type | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function with a name."""

    id: str
    name: str
    params: tuple[str, ...]
    types: tuple[Type | None, ...]
    result: Type | None
    body: Evaluator
    requirements: Requirements
    variable_type: Type | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: a function over parts of the requirements graph."""

    id: str
    name: str
    outputs: tuple[str, ...]
    inputs: tuple[str, ...]
    decisions: tuple[str, ...]
    type: Type | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """Everything of one file by id, imported parts by namespace#id."""

    name: str
    namespace: str
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    inputs: Mapping[str, InputData] = field(default_factory=dict)
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    imports: Mapping[str, Model] = field(default_factory=dict)
    """By the name that the importing file gives them."""
