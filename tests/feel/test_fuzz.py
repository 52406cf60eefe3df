"""Whatever is written, FEEL answers with a value, a refusal or an exhausted budget, and soon."""

from __future__ import annotations

import contextlib
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import Budget, BudgetExceeded, FeelSyntaxError, parse, parse_unary_tests
from engine.feel.builtins import BUILTINS
from engine.feel.codec import decode, encode

TIGHT = Budget(steps=20_000, seconds=1.0, size=20_000, depth=30)
NOW = dt.datetime(2026, 6, 3, 12, 30, tzinfo=dt.UTC)
VALUES = [
    *("0", "-1", "2.5", "1e6000", "99999999999999999999", '"a"', '"(a+)+"', '""', "null", "true", "x", "abs"),
    *("[1, 2, 3]", "[]", '["a", "b"]', "[[1], [2]]", "[null]", "{a: 1}", "{}", '[{key: "a", value: 1}]'),
    *('@"2026-01-01"', '@"9999-12-31"', '@"0001-01-01"', '@"P1D"', '@"-P999999999D"', '@"P999999999999Y"'),
    *('@"10:00:00"', '@"10:00:00@Europe/Berlin"', '@"0001-01-01T00:00:00Z"', '@"9999-12-31T23:59:59"'),
    *("[1..3]", "(< 5)", '["a".."c"]', "function(x, y) x < y", "function(x) x", '"smix"', '"[a-"', '"$1"'),
]
SIGNS = [
    *("?", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*", "/", "**", "=", "!=", "<", ">="),
    *("and", "or", "in", "between", "if", "then", "else", "for", "return", "some", "satisfies", "function"),
    *("instance of", "number", "list<number>", "item", "not", "i"),
]
CALLS = st.builds(
    lambda name, arguments: f"{name}({', '.join(arguments)})",
    st.sampled_from(sorted(BUILTINS)),
    st.lists(st.sampled_from(VALUES), max_size=4),
)
SOUPS = st.lists(st.sampled_from(SIGNS + VALUES), max_size=14).map(" ".join)
PAIRS = st.builds(" ".join, st.tuples(st.sampled_from(VALUES), st.sampled_from(SIGNS), st.sampled_from(VALUES)))


@settings(max_examples=400, deadline=None)
@given(st.one_of(CALLS, PAIRS, SOUPS, st.text(max_size=40)))
def test_any_text_has_a_value_or_a_refusal(text: str) -> None:
    try:
        value = parse(text).evaluate({"x": 1}, now=NOW, budget=TIGHT)
        assert decode(encode(value)) == value
    except (FeelSyntaxError, BudgetExceeded):
        pass
    except TypeError as error:
        assert "Funktion" in str(error)  # the one value that no store takes


@settings(max_examples=200, deadline=None)
@given(st.one_of(CALLS, SOUPS, st.text(max_size=40)))
def test_any_cell_matches_or_not(text: str) -> None:
    with contextlib.suppress(FeelSyntaxError, BudgetExceeded):
        assert parse_unary_tests(text).matches(1, {"x": 1}, now=NOW, budget=TIGHT) in (True, False, None)
