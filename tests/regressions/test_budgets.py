"""Many expressions that each keep to their budget must not add up to a standstill."""

from __future__ import annotations

import json
import time

import pytest
from werkzeug.datastructures import MultiDict

from engine import formdefs
from engine.formdefs import expressions
from engine.runtime import evaluation
from forms import binding
from tests.bpmn.models import END, START, document, element, extensions, flows, loop, user
from tests.runtime.case import NOW, Case

SUM = '<zeebe:script expression="=count(for i in 1..100, j in 1..100 return i * j)" resultVariable="x"/>'


def test_all_expressions_of_one_command_share_a_budget(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(evaluation, "COMMAND_SECONDS", 0.05)
    many = element("scriptTask", "a", extensions(SUM) + loop("=for i in 1..900 return i"))
    incident = Case(document(START, many, user("u"), END, flows("s", "a", "u", "e"))).last.incident
    assert incident is not None and incident.code == "process.costly"


def costly_form(fields: int) -> formdefs.FormDefinition:
    formula = "=count(for i in 1..100, j in 1..100 return i * j) = 1"
    components = [
        {"type": "textfield", "id": f"F{n}", "key": f"k{n}", "label": "x", "conditional": {"hide": formula}}
        for n in range(fields)
    ]
    return formdefs.read(json.dumps({"id": "f", "type": "default", "components": components}).encode())


def test_all_formulas_of_one_form_share_a_budget_and_nothing_is_stored_beyond_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(expressions.Purse, "__init__", lambda self: setattr(self, "left", 0.05))
    began = time.monotonic()
    bound = binding.bind(costly_form(400), MultiDict({f"k{n}": "x" for n in range(400)}), {}, now=NOW)
    assert not bound.validate() and "rechnet zu lange" in bound.errors[""]
    assert time.monotonic() - began < 2


def test_a_form_within_its_budget_is_taken():
    assert binding.bind(costly_form(2), MultiDict({"k0": "x", "k1": "x"}), {}, now=NOW).validate()
