"""Many expressions that each keep to their budget must not add up to a standstill."""

from __future__ import annotations

import pytest

from engine.runtime import evaluation
from tests.bpmn.models import END, START, document, element, extensions, flows, loop, user
from tests.runtime.case import Case

SUM = '<zeebe:script expression="=count(for i in 1..100, j in 1..100 return i * j)" resultVariable="x"/>'


def test_all_expressions_of_one_command_share_a_budget(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(evaluation, "COMMAND_SECONDS", 0.05)
    many = element("scriptTask", "a", extensions(SUM) + loop("=for i in 1..900 return i"))
    incident = Case(document(START, many, user("u"), END, flows("s", "a", "u", "e"))).last.incident
    assert incident is not None and incident.code == "process.costly"
