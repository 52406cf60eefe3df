"""What FEEL expressions mean, as DMN 1.5, chapter 10, says."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import FeelSyntaxError, Range, YearMonthDuration, evaluate, parse, parse_unary_tests

D = Decimal
NOW = dt.datetime(2026, 6, 3, 12, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", D(7)),
        ("=1 + 1", D(2)),
        ("-2 ** 2", D(4)),
        ("2 ** 3 ** 2", D(64)),
        ("10 / 4 - 1", D("1.5")),
        ("1 / 0", None),
        ('"a" + "b"', "ab"),
        ('"a" + 1', None),
        ("1 = 1.0", True),
        ('1 = "1"', None),
        ("null = null", True),
        ("null != 3", True),
        ("3 < null", None),
        ("[1, 2] = [1, 2]", True),
        ("true and null", None),
        ("false and null", False),
        ("true or null", True),
        ("not(null)", None),
        ("5 between 1 and 7", True),
        ("1 in [1..5]", True),
        ("5 in (1..5[", False),
        ("5 in ]1..5]", True),
        ("5 in (< 3, > 4)", True),
        ('"a" in ("a", "b")', True),
        ('"c" in ["a", "b"]', False),
        ('if 1 > 2 then "a" else "b"', "b"),
        ('if null then "a" else "b"', "b"),
        ("for i in 1..3 return i * i", [D(1), D(4), D(9)]),
        ("for i in 3..1 return i", [D(3), D(2), D(1)]),
        ("for a in [1, 2], b in [3, 4] return a * b", [D(3), D(4), D(6), D(8)]),
        ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [D(1), D(2), D(6), D(24)]),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("[1, 2, 3][item > 1]", [D(2), D(3)]),
        ("[1, 2, 3][-1]", D(3)),
        ("[1, 2, 3][4]", None),
        ("[{a: 1}, {a: 2}][a = 2]", [{"a": D(2)}]),
        ("[{a: 1}, {a: 2}].a", [D(1), D(2)]),
        ("{a: 1, b: a + 1}.b", D(2)),
        ("{first name: 1, b: first name + 1}.b", D(2)),
        ('{"first name": 3}.first name', D(3)),
        ("(function(x) x + 1)(2)", D(3)),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1)}.f(5)", D(120)),
        ("1 instance of number", True),
        ("[1, 2] instance of list<number>", True),
        ('date("2026-01-01") instance of date', True),
        ("null instance of string", False),
        ('date("2026-01-31") + duration("P1M")', dt.date(2026, 2, 28)),
        ('date("2026-03-01") - date("2026-02-01")', dt.timedelta(days=28)),
        ('@"P1Y2M" + @"P3M"', YearMonthDuration(17)),
        ('date("2026-06-03").weekday', D(3)),
        ('duration("P1DT2H").hours', D(2)),
        ('date("2026-13-01")', None),
        ("[1..5]", Range(D(1), D(5), True, True)),
        ("1 // a comment\n + 1 /* another */", D(2)),
        ('"\\u00e4\\n"', "ä\n"),
        ("today()", dt.date(2026, 6, 3)),
        ("now().hour", D(14)),
    ],
)
def test_an_expression_has_the_value_of_the_standard(text: str, value: Any) -> None:
    assert evaluate(text, {}, now=NOW) == value


def test_without_a_clock_today_is_null() -> None:
    value, messages = parse("today()").evaluate_with_diagnostics({})
    assert value is None
    assert "today()" in messages[0]


def test_a_local_time_is_one_of_berlin() -> None:
    assert evaluate('now() > date and time("2026-06-03T14:29:59")', {}, now=NOW) is True
    assert evaluate('now() > date and time("2026-06-03T14:30:01")', {}, now=NOW) is False


def test_a_day_added_over_the_change_of_summer_time_is_24_hours() -> None:
    assert evaluate('string(@"2026-03-28T12:00:00@Europe/Berlin" + @"P1D")', {}) == "2026-03-29T13:00:00@Europe/Berlin"


def test_variables_come_from_the_context_and_unknown_ones_are_null_with_a_diagnostic() -> None:
    expression = parse('sicherheit = "akut" and glasl_stufe >= 7')
    assert expression.evaluate({"sicherheit": "akut", "glasl_stufe": 7}) is True
    value, messages = expression.evaluate_with_diagnostics({"sicherheit": "akut"})
    assert value is None
    assert messages[0] == "Die Variable „glasl_stufe“ ist nicht bekannt."


def test_python_numbers_in_nested_values_are_feel_numbers() -> None:
    assert evaluate("p[alter > 17].alter[1] + k", {"p": ({"alter": 17}, {"alter": 18.5}), "k": 1}) == D("19.5")


def test_names_are_the_free_variables_and_nothing_that_the_text_binds() -> None:
    text = "for x in liste return x.a + stufe + count(orte[ort = k].name) + {z: 1, y: z}.y"
    expression = parse(text)
    assert expression.names == {"liste", "stufe", "orte"}
    assert expression.possible_names == {"ort", "k"}


def test_unknown_functions_are_told() -> None:
    assert parse("summe(1) + sum(2) + (function(f) f(1))(abs)").unknown_functions == ("summe",)


def test_names_with_spaces_and_operators_are_read_when_they_are_known() -> None:
    expression = parse("Alter der Person - Soll-Alter", names=["Alter der Person", "Soll-Alter"])
    assert expression.evaluate({"Alter der Person": 20, "Soll-Alter": 18}) == D(2)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1 +", 3),
        ('"offen', 0),
        ("a b", 2),
        ("if a then b", 11),
        ("(1", 2),
        ("„akut“", 0),
        ("{a 1}", 1),
        ("", 0),
        ("a == 1", 3),
    ],
)
def test_what_is_no_feel_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(FeelSyntaxError) as error:
        parse(text)
    assert error.value.position == position


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("a == 1", "einfachen"),
        ("a && b", "and"),
        ("a || b", "or"),
        ("!a", "not("),
        ("a = 'x'", "geraden"),
        ("${a}", "kein FEEL"),
    ],
)
def test_habits_of_other_languages_are_answered_with_the_way_out(text: str, way_out: str) -> None:
    with pytest.raises(FeelSyntaxError, match=re.escape(way_out)):
        parse(text)


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("-", 1, True),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ('not("a", "b")', "c", True),
        ("[1..5]", 5, True),
        ("[1..5[", 5, False),
        ("< 5, > 7", 8, True),
        ("? > 3 and ? < 5", 4, True),
        ('contains(?, "x")', "axb", True),
        ("true", True, True),
        ("null", None, True),
        ("< 5", None, None),
        ('date("2026-01-01")', dt.date(2026, 1, 1), True),
        ("> grenze", 8, True),
        ('["a", "b"]', "b", True),
        ("not(> grenze)", 8, False),
        ("not(?) or ? = 3", 3, True),
    ],
)
def test_a_cell_matches(cell: str, value: Any, passes: bool | None) -> None:
    assert parse_unary_tests(cell).matches(value, {"grenze": 7}) is passes
