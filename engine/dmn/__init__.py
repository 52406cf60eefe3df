"""Decisions in DMN 1.1 to 1.5 over FEEL.

`read` gives the decisions of a file or refuses it with findings, `check` lists the findings, `evaluate` is the
entrance for checks from outside.
"""

from __future__ import annotations

from engine.dmn.decisions import Decisions, check, read
from engine.dmn.entrance import evaluate
from engine.dmn.model import Decision, DecisionResult, Rule

__all__ = ["Decision", "DecisionResult", "Decisions", "Rule", "check", "evaluate", "read"]
