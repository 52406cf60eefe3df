"""Deciding along the requirements graph: what each decision, function and service may see. DMN 1.5, 6.2.2 and 10.4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.dmn.model import Decision, InputData, Knowledge, Model, Outcome, Requirements, Service
from engine.dmn.texts import fit
from engine.feel.run import Run, Scope
from engine.feel.values import Function


class Known(Mapping[str, Any]):
    """What a decision sees: results of what it requires, then the caller's variables, then its `fallback`.

    The modellers of Camunda know a required result also by the id of its decision and by the names of its
    output columns; neither may hide a variable.
    """

    __slots__ = ("_fallback", "_required", "_variables")

    def __init__(
        self, required: Mapping[str, Any], variables: Mapping[str, Any], fallback: Mapping[str, Any] | None = None
    ) -> None:
        self._required = required
        self._variables = variables
        self._fallback = fallback or {}

    def __getitem__(self, name: str) -> Any:
        if name in self._required:
            return self._required[name]
        try:
            return self._variables[name]
        except KeyError:
            return self._fallback[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._fallback, **dict.fromkeys(self._variables), **self._required})

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Session:
    """One evaluation of one model. Results of decisions are kept for its length; a circle gives null."""

    __slots__ = ("_active", "_results", "model", "run", "variables")

    def __init__(self, model: Model, run: Run, variables: Mapping[str, Any]) -> None:
        self.model = model
        self.run = run
        self.variables = variables
        self._results: dict[str, Outcome] = {}
        self._active: set[str] = set()

    def decide(self, decision: Decision) -> Outcome:
        if decision.id in self._results:
            return self._results[decision.id]
        if decision.id in self._active:
            return Outcome(self.run.note(f"Die Entscheidung „{decision.name}“ hängt von sich selbst ab."))
        self._active.add(decision.id)
        self.run.meter.enter()
        caller = self.run.context
        try:
            self.run.context = self.known(decision.requirements, self.variables)
            outcome = decision.decide(self.run, None)
            value = fit(self.run, decision.type, outcome.value, f"Das Ergebnis von „{decision.name}“")
            outcome = Outcome(value, outcome.matched)
        finally:
            self.run.context = caller
            self.run.meter.leave()
            self._active.discard(decision.id)
        self._results[decision.id] = outcome
        return outcome

    def known(self, requirements: Requirements, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The context of a decision or a function."""
        if not (requirements.inputs or requirements.decisions or requirements.knowledge):
            return variables
        required: dict[str, Any] = {}
        fallback: dict[str, Any] = {}
        for reference in requirements.inputs:
            self._add_input(required, reference)
        for reference in (*requirements.decisions, *requirements.knowledge):
            self._add(required, reference)
            decision = self.model.decisions.get(reference)
            if decision is not None:
                fallback.update(_other_names(decision, required[decision.variable]))
        return Known(required, variables, fallback)

    def _add_input(self, required: dict[str, Any], reference: str) -> None:
        prefix, session, key = self.located(reference)
        data = session.model.inputs.get(key)
        if data is None:
            return
        try:
            value = session.input(data)
        except KeyError:
            return
        _put(required, prefix, data.name, value)

    def _add(self, required: dict[str, Any], reference: str) -> None:
        prefix, session, key = self.located(reference)
        model = session.model
        if key in model.decisions:
            _put(required, prefix, model.decisions[key].variable, session.decide(model.decisions[key]).value)
        elif key in model.knowledge:
            _put(required, prefix, model.knowledge[key].name, session.function(model.knowledge[key]))
        elif key in model.services:
            _put(required, prefix, model.services[key].name, session.service(model.services[key]))

    def located(self, reference: str) -> tuple[str, Session, str]:
        """The name of the import (empty for this model), a session of its model, and the id there."""
        namespace, _, key = reference.rpartition("#")
        if not namespace or namespace == self.model.namespace:
            return "", self, key
        for prefix, model in self.model.imports.items():
            if model.namespace == namespace:
                inner = self.variables.get(prefix)
                return prefix, Session(model, self.run, inner if isinstance(inner, Mapping) else self.variables), key
        return "", self, reference

    def input(self, data: InputData) -> Any:
        """Value of an input, as its type. Raises KeyError when the caller has none."""
        value = self.run.settle(data.name, self.variables[data.name])
        return fit(self.run, data.type, value, f"Die Eingabe „{data.name}“")

    def function(self, knowledge: Knowledge) -> Function:
        home: dict[str, Any] = {}

        def call(run: Run, arguments: Sequence[Any]) -> Any:
            caller, run.context = run.context, home
            try:
                return knowledge.body(run, Scope(dict(zip(knowledge.params, arguments, strict=True)), None))
            finally:
                run.context = caller

        function = Function(knowledge.params, call, types=knowledge.types, result=knowledge.result, name=knowledge.name)
        home[knowledge.name] = function
        for reference in knowledge.requirements.knowledge:
            if reference != knowledge.id:
                self._add(home, reference)
        return function

    def service(self, service: Service) -> Function:
        model = self.model
        data = [model.inputs[key] for key in service.inputs if key in model.inputs]
        decisions = [model.decisions[key] for key in service.decisions if key in model.decisions]
        params = [item.name for item in data] + [item.variable for item in decisions]
        types = [item.type for item in data] + [item.type for item in decisions]

        def call(run: Run, arguments: Sequence[Any]) -> Any:
            inner = Session(model, run, dict(zip(params, arguments, strict=True)))
            for decision, value in zip(decisions, arguments[len(data) :], strict=True):
                inner._results[decision.id] = Outcome(value)
            return inner.answer(service)

        return Function(params, call, types=types, name=service.name)

    def answer(self, service: Service) -> Any:
        """The value of a service: of its output decision, or a context of several."""
        outputs = [self.model.decisions[key] for key in service.outputs if key in self.model.decisions]
        values = {decision.name: self.decide(decision).value for decision in outputs}
        value = next(iter(values.values())) if len(values) == 1 else values
        return fit(self.run, service.type, value, f"Das Ergebnis von „{service.name}“")

    def preset(self, decision: Decision, value: Any) -> None:
        """Take a decision as decided, as an input decision of a service is."""
        self._results[decision.id] = Outcome(fit(self.run, decision.type, value))


def _other_names(decision: Decision, value: Any) -> dict[str, Any]:
    if len(decision.outputs) == 1:
        return {decision.id: value, decision.outputs[0]: value}
    entries = value if isinstance(value, dict) else {}
    return {decision.id: value, **{name: entries[name] for name in decision.outputs if name in entries}}


def _put(required: dict[str, Any], prefix: str, name: str, value: Any) -> None:
    if not prefix:
        required[name] = value
        return
    inner = required.setdefault(prefix, {})
    if isinstance(inner, dict):
        inner[name] = value
