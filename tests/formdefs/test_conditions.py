"""Which fields count: conditions, groups, repeating groups, computed values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.formdefs import Validated, validate, validate_values
from tests.formdefs.builders import NOW, REQUIRED, choice, field, form, group, rows


def filled(raw: Any, *components: Any, data: dict[str, Any] | None = None) -> Validated:
    return validate(form(*components), raw, data or {}, now=NOW)


WHICH = choice("radio", "sicherheit", "keine", "akut")
DETAIL = field("textfield", "gefahr", hide='sicherheit != "akut"', validate=REQUIRED)


def test_a_hidden_field_is_neither_asked_nor_taken() -> None:
    validated = filled({"sicherheit": "keine", "gefahr": "heimlich"}, WHICH, DETAIL)
    assert validated.values == {"sicherheit": "keine"} and validated.ok


def test_a_field_that_appears_counts_at_once() -> None:
    assert filled({"sicherheit": "akut"}, WHICH, DETAIL).errors.keys() == {"gefahr"}
    assert filled({"sicherheit": "akut", "gefahr": "Drohung"}, WHICH, DETAIL).values["gefahr"] == "Drohung"


def test_conditions_read_the_case_and_the_clock() -> None:
    late = field("textfield", "grund", hide='fall.stufe != "beirat" or heute < date("2026-06-03")')
    assert filled({"grund": "x"}, late, data={"fall": {"stufe": "beirat"}}).values == {"grund": "x"}
    assert filled({"grund": "x"}, late, data={"fall": {"stufe": "eingang"}}).values == {}


def test_what_is_typed_wins_over_the_case() -> None:
    assert filled({"sicherheit": "keine"}, WHICH, DETAIL, data={"sicherheit": "akut"}).ok


def test_a_hidden_answer_hides_what_depends_on_it() -> None:
    third = field("textfield", "dritte", hide="gefahr = null")
    raw = {"sicherheit": "keine", "gefahr": "Drohung", "dritte": "x"}
    assert filled(raw, third, WHICH, DETAIL).values == {"sicherheit": "keine"}


def test_conditions_that_contradict_one_another_come_to_an_end() -> None:
    one, two = field("textfield", "a", hide="b = null"), field("textfield", "b", hide="a != null")
    assert filled({"a": "x", "b": "y"}, one, two).ok


def test_a_condition_that_fails_shows_the_field() -> None:
    assert filled({"a": "x"}, field("textfield", "a", hide='unbekannt.tief + 1 > "x"')).values == {"a": "x"}


def test_groups_hide_what_is_in_them() -> None:
    around = group(field("textfield", "name", validate=REQUIRED), conditional={"hide": "=anonym"})
    assert filled({"anonym": "true"}, field("checkbox", "anonym"), around).ok
    assert filled({"anonym": ""}, field("checkbox", "anonym"), around).errors.keys() == {"name"}


def test_a_group_with_a_path_writes_a_context_and_keeps_its_neighbours() -> None:
    around = group(field("textfield", "ort"), path="adresse")
    data = {"adresse": {"plz": "59065", "ort": "alt"}}
    assert filled({"adresse": {"ort": "Hamm"}}, around, data=data).values == {
        "adresse": {"plz": "59065", "ort": "Hamm"}
    }
    assert data == {"adresse": {"plz": "59065", "ort": "alt"}}


CHILDREN = rows(
    "kinder", field("textfield", "name", validate=REQUIRED), field("checkbox", "schule"),
    field("textfield", "klasse", hide="not(schule)", validate=REQUIRED),
)  # fmt: skip


def test_each_row_has_conditions_and_errors_of_its_own() -> None:
    raw = {"kinder": [{"name": "A", "klasse": "x"}, {"name": "B", "schule": "true"}, {"name": " ", "schule": "true"}]}
    validated = filled(raw, CHILDREN)
    assert validated.errors.keys() == {"kinder.1.klasse", "kinder.2.name", "kinder.2.klasse"}
    assert validated.values["kinder"][0] == {"name": "A", "schule": False}


def test_rows_know_themselves_their_number_and_what_is_around() -> None:
    row = rows(
        "kinder", field("textfield", "name"), field("textfield", "erst", hide="i > 1"),
        field("textfield", "fremd", hide='this.name = parent.melder'),
    )  # fmt: skip
    raw = {"melder": "A", "kinder": [dict.fromkeys(("name", "erst", "fremd"), name) for name in "AB"]}
    assert filled(raw, field("textfield", "melder"), row).values["kinder"] == [
        {"name": "A", "erst": "A"}, {"name": "B", "fremd": "B"},
    ]  # fmt: skip


def test_empty_rows_are_left_out() -> None:
    row = rows("kinder", field("textfield", "name"), field("checkbox", "da"))
    assert filled({"kinder": [{"name": " "}, {"name": "B"}, {}]}, row).values == {
        "kinder": [{"name": "B", "da": False}]
    }


def test_a_row_continues_a_stored_one_and_keeps_what_the_form_does_not_show() -> None:
    row = rows("kinder", field("textfield", "name"), field("textfield", "fest", readonly=True))
    data = {"kinder": [{"name": "A", "nr": 1, "fest": "f"}, {"name": "B", "nr": 2}]}
    raw = {"kinder": [{"_row": "1", "name": "B2"}, {"name": "neu", "nr": 9}, {"_row": "0", "name": "A", "fest": "x"}]}
    assert filled(raw, row, data=data).values["kinder"] == [
        {"name": "B2", "nr": 2, "fest": None}, {"name": "neu", "fest": None}, {"name": "A", "nr": 1, "fest": "f"},
    ]  # fmt: skip


def test_a_stored_row_is_continued_once_and_only_if_it_exists() -> None:
    row = rows("kinder", field("textfield", "name"))
    data = {"kinder": [{"nr": 1}]}
    raw = {"kinder": [{"_row": origin, "name": "x"} for origin in ("0", "0", "7", "-1", "²", None, ["0"])]}
    assert [entry.get("nr") for entry in filled(raw, row, data=data).values["kinder"]] == [1] + [None] * 6


def test_rows_have_limits() -> None:
    row = rows("kinder", field("textfield", "name"))
    assert filled({"kinder": [{"name": "x"}] * 101}, row).errors.keys() == {"kinder"}
    fixed = rows("kinder", field("textfield", "name"), allowAddRemove=False, defaultRepetitions=2)
    assert filled({"kinder": [{"name": "x"}] * 3}, fixed).errors.keys() == {"kinder"}


def test_a_list_that_was_not_sent_stays_as_it_is() -> None:
    assert "kinder" not in filled({}, CHILDREN, data={"kinder": [{"name": "A"}]}).values
    assert "kinder" not in validate_values(form(CHILDREN), {}, {"kinder": [{"name": "A"}]}, now=NOW).values


def test_rows_inside_rows() -> None:
    outer = rows("familien", field("textfield", "name"), rows("kinder", field("textfield", "name", validate=REQUIRED)))
    validated = filled({"familien": [{"name": "X", "kinder": [{"name": "a"}, {"name": ""}]}]}, outer)
    assert validated.errors.keys() == {"familien.0.kinder.1.name"}


def test_computed_values_follow_what_is_typed() -> None:
    total = field("expression", "summe", expression="=a + b")
    shown = field("textfield", "begruendung", hide="summe < 10", validate=REQUIRED)
    numbers = (field("number", "a"), field("number", "b"))
    assert filled({"a": "2", "b": "3"}, shown, total, *numbers).values["summe"] == Decimal(5)
    assert filled({"a": "7", "b": "3"}, shown, total, *numbers).errors.keys() == {"begruendung"}


def test_the_case_data_is_never_changed() -> None:
    data = {"kinder": [{"name": "A"}], "ort": {"plz": "1"}}
    filled(
        {"kinder": [{"_row": "0", "name": "B"}], "ort": {"name": "x"}},
        CHILDREN,
        field("textfield", "ort.name"),
        data=data,
    )
    assert data == {"kinder": [{"name": "A"}], "ort": {"plz": "1"}}
