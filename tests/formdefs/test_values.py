"""Raw input of every type of field: a good value, a bad one, none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.formdefs import validate, validate_values
from tests.formdefs.builders import NOW, REQUIRED, choice, field, form, rows

BERLIN = ZoneInfo("Europe/Berlin")


def value(component: dict[str, Any], raw: Any) -> Any:
    validated = validate(form(component), {component["key"]: raw}, {}, now=NOW)
    assert validated.errors == {}
    return validated.values[component["key"]]


def sentence(component: dict[str, Any], raw: Any) -> str:
    validated = validate(form(component), {component["key"]: raw}, {}, now=NOW)
    assert component["key"] not in validated.values
    return validated.errors[component["key"]]


DATE, TIME, MOMENT = (field("datetime", "d", subtype=kind) for kind in ("date", "time", "datetime"))


@pytest.mark.parametrize(
    ("component", "raw", "expected"),
    [
        (field("textfield", "t"), "  Lärm ", "Lärm"),
        (field("textfield", "t"), "zwei\nZeilen", "zwei Zeilen"),
        (field("textfield", "t"), "La\u0308rm", "Lärm"),
        (field("textfield", "t"), " ", None),
        (field("textarea", "t"), "a\r\nb", "a\nb"),
        (field("checkbox", "c"), "true", True),
        (field("checkbox", "c"), ["", "true"], True),
        (field("checkbox", "c"), "", False),
        (field("number", "n"), "12", Decimal(12)),
        (field("number", "n"), "2,50", Decimal("2.50")),
        (field("number", "n"), "1.234,5", Decimal("1234.5")),
        (field("number", "n"), "1.500", Decimal(1500)),
        (field("number", "n"), "0.125", Decimal("0.125")),
        (field("number", "n"), "-3", Decimal(-3)),
        (field("number", "n"), "", None),
        (DATE, "2026-06-03", dt.date(2026, 6, 3)),
        (DATE, "3.6.2026", dt.date(2026, 6, 3)),
        (DATE, "", None),
        (TIME, "14:30", dt.time(14, 30)),
        (MOMENT, "2026-06-03T14:30", dt.datetime(2026, 6, 3, 14, 30, tzinfo=BERLIN)),
        (MOMENT, "03.06.2026 14:30", dt.datetime(2026, 6, 3, 14, 30, tzinfo=BERLIN)),
        (MOMENT, "2026-06-03T12:30:00Z", dt.datetime(2026, 6, 3, 14, 30, tzinfo=BERLIN)),
        (choice("radio", "r", "a", "b"), "b", "b"),
        (choice("select", "s", 1, 2), "2", Decimal(2)),
        (choice("select", "s", True, False), "false", False),
        (choice("select", "s", "a"), "", None),
        (choice("checklist", "l", "a", "b", "c"), ["c", "a", "c", ""], ["a", "c"]),
        (choice("taglist", "l", "a", "b"), "b", ["b"]),
        (choice("checklist", "l", "a"), [], None),
    ],
)
def test_good_input_becomes_a_feel_value(component: dict[str, Any], raw: Any, expected: Any) -> None:
    assert value(component, raw) == expected
    assert type(value(component, raw)) is type(expected)


@pytest.mark.parametrize(
    ("component", "raw"),
    [
        (field("textfield", "t"), "x" * 1001),
        (field("textarea", "t"), "x" * 20_001),
        (field("textfield", "t"), "a\x00b"),
        (field("textfield", "t"), "\ud800"),
        (field("textfield", "t"), {"a": 1}),
        (field("textfield", "t", validate={"minLength": 3}), "ab"),
        (field("textfield", "t", validate={"maxLength": 3}), "abcd"),
        (field("textfield", "t", validate={"maxLength": "=1 + 2"}), "abcd"),
        (field("textfield", "t", validate={"pattern": "^[0-9]{5}$"}), "5906"),
        (field("textfield", "t", validate={"validationType": "email"}), "wer@ist"),
        (field("textfield", "t", validate={"validationType": "phone"}), "ruf an"),
        (field("number", "n"), "NaN"),
        (field("number", "n"), "-Infinity"),
        (field("number", "n"), "1e400"),
        (field("number", "n"), "1,2,3"),
        (field("number", "n"), "٣"),
        (field("number", "n"), "9" * 30),
        (field("number", "n", decimalDigits=0), "1,5"),
        (field("number", "n", decimalDigits=2), "1,555"),
        (field("number", "n", validate={"min": 1}), "0"),
        (field("number", "n", validate={"max": 9}), "10"),
        (DATE, "2026-02-30"),
        (DATE, "31.02.2026"),
        (DATE, "0026-06-03"),
        (DATE, "gestern"),
        (field("datetime", "d", subtype="date", disallowPassedDates=True), "2026-06-02"),
        (TIME, "25:00"),
        (MOMENT, "2026-06-03"),
        (MOMENT, "2026-03-29T02:30"),
        (MOMENT, "2026-06-03T14:30+99:00"),
        (choice("radio", "r", "a"), "b"),
        (choice("select", "s", "a"), ["z", "a"]),
        (choice("checklist", "l", "a"), ["a", "b"]),
        (choice("checklist", "l", "a"), ["a"] * 501),
        (choice("checklist", "l", "a"), {"a": "a"}),
    ],
)
def test_bad_input_gets_a_german_sentence(component: dict[str, Any], raw: Any) -> None:
    assert sentence(component, raw).endswith(".")


@pytest.mark.parametrize(
    "component",
    [
        field("textfield", "x", validate=REQUIRED),
        field("textarea", "x", validate=REQUIRED),
        field("checkbox", "x", validate=REQUIRED),
        field("number", "x", validate=REQUIRED),
        field("datetime", "x", subtype="date", validate=REQUIRED),
        field("datetime", "x", subtype="time", validate=REQUIRED),
        choice("radio", "x", "a", validate=REQUIRED),
        choice("select", "x", "a", validate=REQUIRED),
        choice("checklist", "x", "a", validate=REQUIRED),
        choice("taglist", "x", "a", validate=REQUIRED),
    ],
    ids=lambda component: component["type"],
)
@pytest.mark.parametrize("raw", ["", "   ", [], None])
def test_required_means_more_than_blanks(component: dict[str, Any], raw: Any) -> None:
    if component["type"] in ("radio", "select", "checklist", "taglist") and raw == "   ":
        raw = [""]
    assert sentence(component, raw).startswith("Bitte")
    assert validate(form(component), {}, {}, now=NOW).errors.keys() == {"x"}


def test_the_designer_may_word_the_pattern_error() -> None:
    rule = {"pattern": "^[0-9]{5}$", "patternErrorMessage": "Eine Postleitzahl hat fünf Ziffern."}
    assert sentence(field("textfield", "plz", validate=rule), "1") == "Eine Postleitzahl hat fünf Ziffern."


def test_unknown_and_reserved_names_are_dropped() -> None:
    raw = {"name": "Ada", "fall": {"stufe": "beirat"}, "heute": "x", "__class__": "x", "_row": "0", "anders": "x"}
    assert validate(form(field("textfield", "name")), raw, {}, now=NOW).values == {"name": "Ada"}


@pytest.mark.parametrize("key", ["typename", "constructor", "data", "errors"])
def test_odd_names_are_data(key: str) -> None:
    assert validate(form(field("textfield", key)), {key: "x"}, {}, now=NOW).values == {key: "x"}


@pytest.mark.parametrize("raw", [None, [], "x", 7, {"name": {"name": "x"}}])
def test_raw_input_of_any_shape_is_survived(raw: Any) -> None:
    assert "name" in validate(form(field("textfield", "name", validate=REQUIRED)), raw, {}, now=NOW).errors


def test_disabled_and_readonly_fields_keep_what_the_case_has() -> None:
    made = form(
        field("textfield", "a", disabled=True), field("textfield", "b", readonly=True),
        field("textfield", "c", readonly="=a = 1"), field("textfield", "d", readonly="=a = 2"),
    )  # fmt: skip
    raw = dict.fromkeys("abcd", "neu")
    assert validate(made, raw, {"a": Decimal(1), "b": "alt", "c": "alt"}, now=NOW).values == {"d": "neu"}


def test_a_whole_submission_has_a_limit_too() -> None:
    made = form(*[field("textarea", f"t{number}") for number in range(20)])
    validated = validate(made, {f"t{number}": "x" * 20_000 for number in range(20)}, {}, now=NOW)
    assert "zusammen zu lang" in validated.errors[""]


def test_options_may_come_from_the_case_or_from_feel() -> None:
    made = form(
        field("select", "wer", valuesKey="pool"),
        field("checklist", "tage", valuesExpression='=for t in ["Mo", "Di"] return {label: t, value: lower case(t)}'),
    )
    data = {"pool": [{"label": "Ada", "value": "m1"}, "m2"]}
    good = validate(made, {"wer": "m2", "tage": ["di"]}, data, now=NOW)
    assert good.values == {"wer": "m2", "tage": ["di"]} and good.ok
    assert validate(made, {"wer": "m3", "tage": ["Mo"]}, data, now=NOW).errors.keys() == {"wer", "tage"}


def test_programs_give_json_values() -> None:
    made = form(
        field("textfield", "t"), field("number", "n"), field("checkbox", "c"), DATE, choice("select", "s", 1),
        choice("checklist", "l", "a", "b"), rows("r", field("number", "n")),
    )  # fmt: skip
    given = {"t": "x", "n": 1.5, "c": True, "d": "2026-06-03", "s": 1, "l": ["b"], "r": [{"n": 2}], "mehr": 1}
    assert validate_values(made, given, {}, now=NOW).values == {
        "t": "x", "n": Decimal("1.5"), "c": True, "d": dt.date(2026, 6, 3), "s": Decimal(1), "l": ["b"],
        "r": [{"n": Decimal(2)}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("component", "given"),
    [
        (field("textfield", "x"), 7),
        (field("number", "x"), "1.234,5"),
        (field("number", "x"), True),
        (field("number", "x"), float("nan")),
        (field("number", "x"), float("inf")),
        (field("checkbox", "x"), "true"),
        (DATE | {"key": "x"}, 20260603),
        (choice("select", "x", "a"), "b"),
        (choice("checklist", "x", "a"), "a"),
    ],
)
def test_json_values_of_the_wrong_kind_are_refused(component: dict[str, Any], given: Any) -> None:
    assert validate_values(form(component), {"x": given}, {}, now=NOW).errors.keys() == {"x"}


@pytest.mark.parametrize(
    ("subtype", "value"), [("datetime", NOW.replace(second=0)), ("date", NOW.date()), ("time", dt.time(14))]
)
def test_a_date_may_start_with_now(subtype: str, value: Any) -> None:
    made = form(field("datetime", "x", subtype=subtype, properties={"vorgabe": "jetzt"}))
    assert validate_values(made, {}, {}, now=NOW).values == {"x": value}
    assert validate(made, {}, {}, now=NOW).values == {"x": None}, "left blank on the page"


def test_what_a_program_does_not_name_keeps_its_value_or_takes_the_default() -> None:
    made = form(
        field("textfield", "alt", validate=REQUIRED), field("textfield", "vorgabe", defaultValue="v"),
        field("textfield", "leer"), field("checkbox", "haken"), field("textfield", "fehlt", validate=REQUIRED),
    )  # fmt: skip
    validated = validate_values(made, {}, {"alt": "da"}, now=NOW)
    assert validated.values == {"vorgabe": "v", "leer": None, "haken": False}
    assert validated.errors.keys() == {"fehlt"}


@pytest.mark.parametrize("subtype", ["date", "datetime"])
def test_a_meeting_on_a_holiday_is_refused_where_the_form_says_so(subtype: str) -> None:
    """4 June 2026 is Fronleichnam in North Rhine-Westphalia."""
    late = "" if subtype == "date" else "T18:00"
    meeting = field("datetime", "sitzung", subtype=subtype, properties={"feiertag": "nein"})
    assert sentence(meeting, f"2026-06-04{late}").startswith("Der 04.06.2026 ist in Nordrhein-Westfalen ein Feiertag.")
    assert value(meeting, f"2026-06-05{late}") is not None
    assert value(field("datetime", "geboren", subtype=subtype), f"2026-06-04{late}") is not None


@pytest.mark.parametrize("kind", ["select", "radio"])
def test_a_stored_option_that_is_gone_stays_until_another_is_chosen(kind: str) -> None:
    made, case = form(choice(kind, "weg", "neu", "ganz neu")), {"weg": "alt"}
    assert validate(made, {"weg": ""}, case, now=NOW).values == {}
    assert validate(made, {"weg": "neu"}, case, now=NOW).values == {"weg": "neu"}
    assert validate(made, {"weg": "alt"}, case, now=NOW).errors.keys() == {"weg"}
    must = form(choice(kind, "weg", "neu", validate=REQUIRED))
    assert validate(must, {"weg": ""}, case, now=NOW).errors.keys() == {"weg"}


def test_stored_options_that_are_gone_stay_in_a_list_of_choices() -> None:
    made, case = form(choice("checklist", "themen", "neu")), {"themen": ["alt"]}
    assert validate(made, {"themen": [""]}, case, now=NOW).values == {}
    assert validate(made, {"themen": ["neu"]}, case, now=NOW).values == {"themen": ["neu"]}
