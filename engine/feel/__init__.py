"""FEEL, the expression language of DMN 1.3 and later: grammar, values, evaluation. Knows no BPMN.

    evaluate('sicherheit = "akut" and glasl_stufe >= 7', {"sicherheit": "akut", "glasl_stufe": 8})  -> True

Faults inside an expression give null (None) with a diagnostic; only a text that is no FEEL raises
FeelSyntaxError, and one that asks for too much BudgetExceeded.
"""

from __future__ import annotations

from engine.feel.budget import Budget, BudgetExceeded
from engine.feel.expression import Expression, UnaryTests, evaluate, parse, parse_unary_tests
from engine.feel.syntax import FeelSyntaxError
from engine.feel.values import Function, Range, YearMonthDuration

__all__ = [
    "Budget",
    "BudgetExceeded",
    "Expression",
    "FeelSyntaxError",
    "Function",
    "Range",
    "UnaryTests",
    "YearMonthDuration",
    "evaluate",
    "parse",
    "parse_unary_tests",
]
