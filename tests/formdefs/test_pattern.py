"""Patterns of designers: JavaScript's meaning, linear time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formdefs import expressions, validate
from engine.formdefs.pattern import PatternRefused, compile_pattern
from tests.formdefs.builders import NOW, field, form


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^[0-9]+$", "123", True),
        ("^[0-9]+$", "12a", False),
        ("[0-9]+", "a1b", True),
        ("^$", "", True),
        (r"^\d{5}$", "59065", True),
        (r"^\d{5}$", "5906", False),
        (r"^\d{2,4}$", "12345", False),
        (r"^(?:a|bc)*d?$", "abcad", True),
        (r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", "a@b.de", True),
        (r"^[A-ZÄÖÜ][a-zäöüß]+(-[A-Z][a-z]+)*$", "Ünna-Hamm", True),
        (r"\bFall\b", "der Fall!", True),
        (r"\bFall\b", "Abfall", False),
        (r"^(?<az>KKM)-\w+", "KKM-1", True),
        (r"^a.c$", "a\nc", False),
        ("^a$", "a\n", False),
        (r"^\d$", "٣", False),
    ],
)
def test_patterns_mean_what_they_mean_in_the_form_editor(pattern: str, text: str, found: bool) -> None:
    assert compile_pattern(pattern).found_in(text) is found


@pytest.mark.parametrize(
    "pattern", ["(", "[z-a]", r"(a)\1", "(?=a)b", "(?<!a)b", "(?i)a", "a{5000}", "x" * 501, "(?>a)"]
)
def test_what_cannot_run_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^a*a*a*a*a*$"])
def test_no_pattern_can_keep_the_server_busy(pattern: str) -> None:
    # A backtracking matcher would need years for these.
    assert compile_pattern(pattern).found_in("a" * 1000 + "!") is False


def test_what_takes_too_long_is_not_told_and_nothing_is_stored() -> None:
    assert compile_pattern("(a{0,30}){30}!").found_in("a" * 10_000) is None
    asking = form(*(field("textarea", f"t{n}", validate={"pattern": "(a{0,30}){30}!"}) for n in range(10)))
    validated = validate(asking, {f"t{n}": "a" * 10_000 for n in range(10)}, {}, now=NOW)
    assert "rechnet zu lange" in validated.errors[""]


def test_a_bound_that_takes_too_long_is_no_bound_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions.Purse, "__init__", lambda self: setattr(self, "left", 1e-9))
    asking = form(field("number", "n", validate={"max": "=count(for i in 1..100 return i)"}))
    assert "rechnet zu lange" in validate(asking, {"n": "101"}, {}, now=NOW).errors[""]


ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\d", "(a|b)", "(?:ab)"])
PATTERNS = st.lists(st.tuples(ATOMS, st.sampled_from(["", "*", "+", "?", "{1,2}", "*?"])), max_size=5).map(
    lambda parts: "".join(atom + times for atom, times in parts)
)


@given(PATTERNS, st.booleans(), st.text("ab1", max_size=8))
def test_it_agrees_with_re(pattern: str, anchored: bool, text: str) -> None:
    pattern = f"^{pattern}$" if anchored else pattern
    assert compile_pattern(pattern).found_in(text) is bool(re.search(pattern, text, re.ASCII))
