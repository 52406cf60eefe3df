"""A FEEL text can never hang, recurse without end, or eat memory."""

from __future__ import annotations

import pytest

from engine.feel import Budget, BudgetExceeded, FeelSyntaxError, evaluate, parse

GROWING = "{f: function(s) if string length(s) > 100000000 then s else f(s + s)}.f"


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000000 return i",
        "some i in 1..1000000000 satisfies i < 0",
        "every i in [1..1000000000] satisfies i > 0",
        "count(for i in 1..1000, j in 1..1000, k in 1..1000 return 1)",
        "{f: function(x) f(x)}.f(1)",
        GROWING + '("ab")',
        "{f: function(s, n) if n = 0 then s else f([s, s], n - 1)}.f([1], 50)",
        'string({f: function(s, n) if n = 0 then s else f([s, s], n - 1)}.f(["x"], 50))',
        "{a: function(s, n) if n = 0 then s else a([s, s], n - 1), b: a([1], 40) = a([1], 40)}.b",
        "flatten({f: function(s, n) if n = 0 then s else f([s, s], n - 1)}.f([1], 40))",
        "sort(for i in 1..100000 return modulo(i * 7919, 100003), function(a, b) a < b)",
        'replace(string join(for i in 1..1000 return "a", ""), "a", string join(for i in 1..1000 return "b", ""))',
    ],
)
def test_a_greedy_text_is_stopped(text: str) -> None:
    with pytest.raises(BudgetExceeded):
        evaluate(text, {})


@pytest.mark.parametrize("text", ["(" * 10_000, "[" * 10_000, "-" * 10_000 + "1", "a" + ".b" * 10_000, "not(" * 5_000])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse(text)


@pytest.mark.parametrize("text", ["1e6145", "9" * 7_000, "[1, 2e99999]", "x > 1e9999999999999999999"])
def test_a_number_that_no_decimal_holds_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError, match="zu groß"):
        parse(text)


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(FeelSyntaxError):
        parse("1" + " + 1" * 20_000)


def test_a_long_flat_sum_is_no_nesting() -> None:
    assert evaluate("1" + " + 1" * 9_999, {}) == 10_000


def test_a_pattern_with_nested_quantifiers_does_not_backtrack_for_ever() -> None:
    text = 'matches(text, "^(a+)+$")'
    assert evaluate(text, {"text": "a" * 2_000 + "b"}) is False


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..100000 return lang + string(i)",
        "for i in 1..100000 return upper case(lang)",
        "for i in 1..100000 return append(liste, i)",
        "for i in 1..100000 return context put(kontext, string(i), i)",
    ],
)
def test_many_large_values_cannot_pile_up(text: str) -> None:
    context = {"lang": "a" * 50_000, "liste": [1] * 50_000, "kontext": {str(i): i for i in range(50_000)}}
    with pytest.raises(BudgetExceeded):
        evaluate(text, context)


def test_limits_are_those_of_the_caller() -> None:
    with pytest.raises(BudgetExceeded):
        evaluate("count(for i in 1..200 return i)", {}, budget=Budget(steps=100))
    with pytest.raises(BudgetExceeded):
        evaluate("for i in 1..200 return i", {}, budget=Budget(size=100))
