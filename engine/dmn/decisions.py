"""Decisions of one file: what other rooms hold, look into and evaluate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.dmn.graph import Session
from engine.dmn.model import Decision, DecisionResult, Model, Service
from engine.dmn.reading import Imports, read_model
from engine.dmn.xml import Unreadable
from engine.errors import InvalidInput, NotFound
from engine.feel import Budget, BudgetExceeded
from engine.feel.operators import weigh
from engine.feel.run import Run
from engine.sentences import both, say
from engine.terms import Finding, Severity


@dataclass(frozen=True, slots=True)
class Decisions:
    """`decisions` by id. Immutable, to be shared between cases."""

    model: Model
    decisions: Mapping[str, Decision]

    def find(self, key: str) -> Decision:
        """By id, else by name. Raises NotFound."""
        found = self.decisions.get(key) or next((d for d in self.decisions.values() if d.name == key), None)
        if found is None:
            raise NotFound("dmn.decision", say("Die Entscheidung „{key}“ gibt es nicht.", key=key))
        return found

    def evaluate(
        self, key: str, context: Mapping[str, Any], *, now: dt.datetime | None = None, budget: Budget | None = None
    ) -> DecisionResult:
        """Decide over the variables of `context`. Raises NotFound and BudgetExceeded."""
        decision = self.find(key)
        run = Run(context, now, budget)
        try:
            outcome = Session(self.model, run, context).decide(decision)
        except RecursionError:
            raise BudgetExceeded(say("Die Entscheidung ruft sich zu tief selbst auf.")) from None
        weigh(run, outcome.value)
        return DecisionResult(outcome.value, outcome.matched, tuple(run.diagnostics))

    def service(self, key: str) -> Service | None:
        services = self.model.services
        return services.get(key) or next((s for s in services.values() if s.name == key), None)


def read(xml: bytes, *, file: str = "", available: Imports | None = None) -> Decisions:
    """The decisions of a file. Raises InvalidInput with findings when one of them is an error.

    `available` are models that the file may import, by namespace.
    """
    decisions, findings = load(xml, file, available or {})
    if decisions is None or any(finding.severity is Severity.ERROR for finding in findings):
        raise InvalidInput("dmn.refused", both(findings[0].message, findings[0].hint), findings=tuple(findings))
    return decisions


def check(xml: bytes, *, file: str, available: Imports | None = None) -> list[Finding]:
    """Everything that is wrong with a file, nothing for a good one."""
    return load(xml, file, available or {})[1]


def load(xml: bytes, file: str, available: Imports) -> tuple[Decisions | None, list[Finding]]:
    """What can be read of a file, however wrong it is (None when it is no DMN), with its findings."""
    try:
        model, findings = read_model(xml, file, available)
    except Unreadable as error:
        return None, [error.finding]
    decisions = {key: replace(d, names=_names(model, d, set())) for key, d in model.decisions.items()}
    return Decisions(model, decisions), findings


def _names(model: Model, decision: Decision, seen: set[str]) -> frozenset[str]:
    """Variables that a decision reads, itself or through what it requires."""
    seen.add(decision.id)
    given = {model.knowledge[k].name for k in decision.requirements.knowledge if k in model.knowledge}
    given |= {model.services[k].name for k in decision.requirements.knowledge if k in model.services}
    given |= set(model.imports)
    names: set[str] = set()
    for key in decision.requirements.decisions:
        required = model.decisions.get(key)
        if required is not None:
            given |= {required.variable, required.id, *required.outputs}
            if required.id not in seen:
                names |= _names(model, required, seen)
    return frozenset(names | (decision.names - given))
