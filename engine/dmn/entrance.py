"""The entrance for checks from outside: a file, a name, inputs, a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.dmn.decisions import Decisions, load
from engine.dmn.graph import Session
from engine.dmn.model import Model
from engine.dmn.reading import imported_namespaces
from engine.dmn.xml import Unreadable, attribute, read_root
from engine.errors import InvalidInput, NotFound
from engine.feel import temporal
from engine.feel.calls import invoke
from engine.feel.run import Run
from engine.sentences import both

_DEEPEST_IMPORT = 5


@dataclass(frozen=True, slots=True)
class Lexical:
    """A temporal value that Python cannot hold as text of its own, such as a time in a named zone."""

    text: str

    def __str__(self) -> str:
        return self.text


def evaluate(dmn_path: str | Path, name: str, inputs: Mapping[str, Any], *, now: dt.datetime | None = None) -> Any:
    """Value of a decision, service or function (by name or id) of a DMN file, which may import its neighbours.

    Numbers are Decimal, contexts dicts; dates, times and durations those of Python, where they hold the value, else
    an object whose str() is the ISO form. Texts of a str subclass are read as such forms. Parts of the file
    that are no valid FEEL are null; so are now() and today() without `now`. Raises InvalidInput and NotFound.
    """
    path = Path(dmn_path)
    decisions = _loaded(path, path.stat().st_mtime_ns)
    variables = _nested({key: _inward(value) for key, value in inputs.items()}, decisions.model.imports)
    return _outward(_value(decisions, name, variables, now))


def _value(decisions: Decisions, name: str, variables: dict[str, Any], now: dt.datetime | None) -> Any:
    model, run = decisions.model, Run(variables, now)
    session = Session(model, run, variables)
    if service := decisions.service(name):
        for key in service.decisions:
            decision = model.decisions.get(key)
            if decision is not None:
                session.preset(decision, variables.get(decision.name))
        return session.answer(service)
    knowledge = next((k for k in model.knowledge.values() if name in (k.name, k.id)), None)
    try:
        return session.decide(decisions.find(name)).value
    except NotFound:
        if knowledge is None:
            raise
    return invoke(run, session.function(knowledge), [variables.get(param) for param in knowledge.params])


@lru_cache(maxsize=64)
def _loaded(path: Path, modified: int, depth: int = 0) -> Decisions:
    xml = path.read_bytes()
    available: dict[str, Model] = {}
    try:
        wanted = imported_namespaces(read_root(xml, path.name))
    except Unreadable as error:
        raise InvalidInput(
            "dmn.refused", both(error.finding.message, error.finding.hint), findings=(error.finding,)
        ) from None
    if wanted and depth < _DEEPEST_IMPORT:
        namespaces = {namespace for namespace, _ in wanted}
        for neighbour in sorted(path.parent.glob("*.dmn")):
            if neighbour != path and _namespace(neighbour) in namespaces:
                model = _loaded(neighbour, neighbour.stat().st_mtime_ns, depth + 1).model
                available[model.namespace] = model
    decisions, findings = load(xml, path.name, available)
    if decisions is None:
        raise InvalidInput("dmn.refused", both(findings[0].message, findings[0].hint), findings=tuple(findings))
    return decisions


def _namespace(path: Path) -> str | None:
    try:
        return attribute(read_root(path.read_bytes(), path.name), "namespace")
    except Unreadable:
        return None


def _inward(value: Any) -> Any:
    if isinstance(value, str) and value.__class__ is not str:
        return temporal.parse_literal(str(value))
    if isinstance(value, Mapping):
        return {key: _inward(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_inward(item) for item in value]
    return value


def _nested(variables: dict[str, Any], imports: Mapping[str, Model]) -> dict[str, Any]:
    """Inputs of an imported model come as "import.name"; the import sees them by its own names."""
    for key in list(variables):
        prefix, _, name = key.partition(".")
        if name and prefix in imports:
            variables.setdefault(prefix, {})[name] = variables[key]
    for prefix, model in imports.items():
        if isinstance(variables.get(prefix), dict):
            variables[prefix] = _nested(variables[prefix], model.imports)
    return variables


def _outward(value: Any) -> Any:
    if isinstance(value, list):
        return [_outward(item) for item in value]
    if isinstance(value, dict):
        return {key: _outward(item) for key, item in value.items()}
    if isinstance(value, dt.time) and value.tzinfo is not None and value.utcoffset() is None:
        return Lexical(temporal.render(value))
    return value
