"""What somebody gives a run of execute as text: variables as JSON, answers as JSON or YAML. Read in the child, with
its limits: a short YAML text can mean a very long one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from engine.catalogue.simulation import Answer
from engine.errors import InvalidInput
from engine.feel.codec import from_json
from engine.terms import Finding


def given_variables(text: str) -> dict[str, Any]:
    """FEEL values. Raises InvalidInput."""
    try:
        found = json.loads(text, parse_float=Decimal)
        if not isinstance(found, dict):
            raise _refusal("cli.json", '--variables: erwartet wird ein JSON-Objekt wie {"name": "wert"}.')
        return {name: from_json(value) for name, value in found.items()}
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise _refusal("cli.json", f"--variables: kein gültiges JSON ({_short(error)}).") from error


def given_answers(text: str, *, as_json: bool) -> list[Answer]:
    """A list of `{do: task, with: {…}}`. Raises InvalidInput for anything else."""
    try:
        found = json.loads(text, parse_float=Decimal) if as_json else yaml.safe_load(text)
        found = [] if found is None else found
        if not isinstance(found, list) or not all(_is_answer(entry) for entry in found):
            raise _refusal("cli.answers", "--answers: das ist keine Liste von {do: aufgabe, with: {…}}.")
        return [_answer(raw) for raw in found]
    except (ValueError, TypeError, ArithmeticError, yaml.YAMLError, RecursionError) as error:
        raise _refusal("cli.answers", f"--answers: nicht lesbar ({_short(error)}).") from error


def _is_answer(entry: object) -> bool:
    if not isinstance(entry, dict) or not (entry.get("do") or entry.get("send")):
        return False
    return isinstance(entry.get("with") or {}, dict)


def _answer(raw: dict[str, Any]) -> Answer:
    given = {str(name): from_json(_plain(value)) for name, value in (raw.get("with") or {}).items()}
    return Answer(str(raw.get("do") or ""), str(raw.get("send") or ""), from_json(_plain(raw.get("key"))), given)


def _plain(value: Any) -> Any:
    """YAML's dates as the texts that JSON would have."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _refusal(code: str, sentence: str) -> InvalidInput:
    return InvalidInput(code, sentence, findings=(Finding(code, sentence),))
