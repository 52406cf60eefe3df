"""Regular expressions of XPath, as matches, replace, split and extract use them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.feel import BudgetExceeded, evaluate, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('matches("abracadabra", "^a.*a$")', True),
        ('matches("abracadabra", "^bra")', False),
        ('matches("FooBar", "^foo", "i")', True),
        ('matches("a\\nb", "a.b")', False),
        ('matches("a\\nb", "a.b", "s")', True),
        ('matches("a\\nb", "^b$", "m")', True),
        ('matches("helloworld", "hello world", "x")', True),
        ('matches("hello world", "hello[ ]world", "x")', True),
        ('matches("a.b", "a.b", "q")', True),
        ('matches("axb", "a.b", "q")', False),
        ('matches("Äpfel", "^\\\\p{Lu}\\\\p{Ll}+$")', True),
        ('matches("fa", "[a-z-[aeiou]]a")', True),
        ('matches("aa", "[a-z-[aeiou]]a")', False),
        ('matches("abab", "(ab)\\\\1")', True),
        ('matches("aaa", "^a{2}$")', False),
        ('matches("aaa", "^a{2,}$")', True),
        ('matches("05915000", "^[0-9]{5}([0-9]{3})?$")', True),
        ('replace("banana", "a(n)", "<$1>")', "b<n><n>a"),
        ('replace("abc", "b", "\\\\$")', "a$c"),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('replace("a.b", ".", "$", "q")', "a$b"),
        ('replace("AAAA", "A+?", "b")', "bbbb"),
        ('split("a;b;c;;", ";")', ["a", "b", "c", "", ""]),
        ('split("John Doe", "\\\\s")', ["John", "Doe"]),
        ('split("abc", "")', ["a", "b", "c"]),
        ('extract("Az 1234, 1256", "12[0-9]*")', ["1234", "1256"]),
    ],
)
def test_patterns(text: str, value: Any) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize(
    "pattern", ["(", ")", "[a", "a**", "*", "a{2,1}", "\\\\y", "(?=a)", "\\\\1", "[z-a]", "\\\\p{Xx}"]
)
def test_a_wrong_pattern_is_null_and_says_why(pattern: str) -> None:
    value, messages = parse(f'matches("a", "{pattern}")').evaluate_with_diagnostics({})
    assert value is None
    assert messages


def test_a_pattern_that_fits_emptiness_replaces_nothing() -> None:
    assert evaluate('replace("abracadabra", ".*?", "x")', {}) is None


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(a*)*b", "a*a*a*a*a*b", "^(.*)*x$"])
def test_no_pattern_takes_more_than_its_budget(pattern: str) -> None:
    assert evaluate(f'matches(text, "{pattern}")', {"text": "a" * 300 + "!"}) is False


def test_backreferences_end_with_the_budget() -> None:
    with pytest.raises(BudgetExceeded):
        evaluate('matches(text, "^(a*)*(a*)*(a*)*\\\\1\\\\2b$")', {"text": "a" * 100})
