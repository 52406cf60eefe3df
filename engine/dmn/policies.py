"""Hit policies: which of the matching rules count, and what the table then says. DMN 1.5, 8.2.8 and 8.2.11."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.dmn.model import Rule
from engine.feel import operators
from engine.feel.builtins import BUILTINS
from engine.feel.run import Run


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: its outputs by column, and its value (one output) or context (several)."""

    rule: Rule
    outputs: tuple[Any, ...]
    value: Any


Priorities = Sequence[Sequence[Any]]
Choice = tuple[Any, Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Policy:
    """`first` may stop at one match; `many` gives a list; `ordered` needs the output values by priority."""

    choose: Callable[[Run, Sequence[Hit], Priorities], Choice]
    first: bool = False
    many: bool = False
    ordered: bool = False


def _first(run: Run, hits: Sequence[Hit], priorities: Priorities) -> Choice:
    if not hits:
        return run.note("Keine Regel der Tabelle trifft zu."), ()
    return hits[0].value, hits[:1]


def _unique(run: Run, hits: Sequence[Hit], priorities: Priorities) -> Choice:
    if len(hits) > 1:
        rules = ", ".join(str(hit.rule.number) for hit in hits)
        return run.note(f"Die Tabelle erlaubt nur einen Treffer (UNIQUE), es treffen aber die Regeln {rules} zu."), hits
    return _first(run, hits, priorities)


def _any(run: Run, hits: Sequence[Hit], priorities: Priorities) -> Choice:
    if any(operators.equal(run, hit.value, hits[0].value) is not True for hit in hits[1:]):
        return run.note("Mehrere Regeln treffen zu und sagen Verschiedenes (ANY)."), hits
    return _first(run, hits, priorities)


def _by_priority(run: Run, hits: Sequence[Hit], priorities: Priorities) -> list[Hit]:
    def rank(hit: Hit) -> list[int]:
        ranks = []
        for value, listed in zip(hit.outputs, priorities, strict=False):
            places = (i for i, item in enumerate(listed) if operators.equal(run, value, item) is True)
            ranks.append(next(places, len(listed)))
        return ranks

    return sorted(hits, key=rank)


def _priority(run: Run, hits: Sequence[Hit], priorities: Priorities) -> Choice:
    return _first(run, _by_priority(run, hits, priorities), priorities)


def _output_order(run: Run, hits: Sequence[Hit], priorities: Priorities) -> Choice:
    return _all(run, _by_priority(run, hits, priorities), priorities)


def _all(run: Run, hits: Sequence[Hit], priorities: Priorities) -> Choice:
    return [hit.value for hit in hits], hits


POLICIES: dict[str, Policy] = {
    "UNIQUE": Policy(_unique),
    "FIRST": Policy(_first, first=True),
    "ANY": Policy(_any),
    "PRIORITY": Policy(_priority, ordered=True),
    "RULE ORDER": Policy(_all, many=True),
    "OUTPUT ORDER": Policy(_output_order, many=True, ordered=True),
    "COLLECT": Policy(_all, many=True),
}


def _aggregated(name: str) -> Callable[[Run, Sequence[Any]], Any]:
    def aggregate(run: Run, values: Sequence[Any]) -> Any:
        return BUILTINS[name].call(run, [list(values)]) if values else None

    return aggregate


AGGREGATORS: dict[str, Callable[[Run, Sequence[Any]], Any]] = {
    "SUM": _aggregated("sum"),
    "MIN": _aggregated("min"),
    "MAX": _aggregated("max"),
    "COUNT": lambda run, values: Decimal(len(values)),
}
