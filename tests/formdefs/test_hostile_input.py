"""Whatever is sent: no exception, values of the right kind, nothing that the form does not have."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.formdefs import check, validate, validate_values
from tests.formdefs.builders import NOW, REQUIRED, choice, content, field, form, group, rows

EVERY_TYPE = form(
    field("textfield", "text", validate={"required": True, "pattern": "^[a-z]+$", "maxLength": 5}),
    field("textarea", "lang", hide="text = null"),
    field("checkbox", "haken"),
    field("number", "zahl", decimalDigits=2, validate={"min": 0, "max": "=zahl_grenze"}),
    field("datetime", "tag", subtype="date", disallowPassedDates=True),
    field("datetime", "zeit", subtype="time"),
    field("datetime", "wann", subtype="datetime"),
    choice("radio", "eins", "a", "b"),
    choice("select", "zwei", 1, True, "x", hide='eins = "a"'),
    choice("checklist", "drei", "a", "b", validate=REQUIRED),
    field("taglist", "vier", valuesKey="pool"),
    field("expression", "summe", expression="=zahl * 2"),
    group(field("textfield", "ort"), path="adresse"),
    rows("leute", field("textfield", "name", validate=REQUIRED), rows("kinder", field("number", "alter"))),
)
NAMES = st.sampled_from(
    [item.path.split(".")[-1] for item in EVERY_TYPE.fields()] + ["adresse", "leute", "kinder", "_row"]
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["2026-06-03", "03.06.2026 14:30", "NaN", "1,5", "a", "b", "true", "\x00", "0"])
)  # fmt: skip
JSONISH = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=6)
)
FEEL_TYPES = (type(None), bool, str, Decimal, dt.date, dt.time, dt.datetime, list, dict)


@given(JSONISH | st.dictionaries(NAMES, JSONISH), st.dictionaries(NAMES | st.just("pool"), JSONISH))
def test_random_raw_input_never_raises(raw: Any, data: dict[str, Any]) -> None:
    validated = validate(EVERY_TYPE, raw, {}, now=NOW)
    assert validated.values.keys() <= EVERY_TYPE.variables().keys()
    assert all(isinstance(value, FEEL_TYPES) for value in validated.values.values())
    assert all(sentence.endswith((".", "?")) for sentence in validated.errors.values())
    validate(EVERY_TYPE, raw, data, now=NOW)


@given(st.dictionaries(NAMES, JSONISH), st.dictionaries(NAMES, JSONISH))
def test_random_json_values_never_raise(given_values: dict[str, Any], data: dict[str, Any]) -> None:
    assert validate_values(EVERY_TYPE, given_values, data, now=NOW).values.keys() <= EVERY_TYPE.variables().keys()


KEYS = st.sampled_from(
    [
        "type",
        "key",
        "path",
        "label",
        "values",
        "valuesKey",
        "conditional",
        "validate",
        "properties",
        "components",
        "layout",
        "subtype",
        "text",
    ]
    + ["expression", "defaultValue", "readonly", "appearance", "decimalDigits", "defaultRepetitions", "hide", "value"]
)
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["textfield", "group", "=a"])
TYPES = st.sampled_from(
    ["textfield", "select", "dynamiclist", "group", "number", "datetime", "text", "expression", "x"]
)


@given(
    st.lists(
        st.tuples(TYPES, st.dictionaries(KEYS, st.recursive(
            PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
        ), max_size=8)),
        max_size=4,
    )
)  # fmt: skip
def test_random_form_files_never_raise(components: list[tuple[str, dict[str, Any]]]) -> None:
    for finding in check(content(*({**more, "type": kind} for kind, more in components))):
        assert finding.message and finding.code.startswith("form.")


@given(st.binary(max_size=200) | st.recursive(PLAIN, lambda inner: st.lists(inner)).map(json.dumps).map(str.encode))
def test_random_bytes_never_raise(file: bytes) -> None:
    assert check(file)
