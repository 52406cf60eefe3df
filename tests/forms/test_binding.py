"""A form between two pages: what was typed stays, rows come and go, errors find their field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engine.formdefs import FormDefinition
from forms.binding import ADDED, BoundForm, bind
from tests.formdefs.builders import NOW, REQUIRED, choice, field, form, group, rows

PEOPLE = rows("leute", field("textfield", "name", validate=REQUIRED), field("checkbox", "kind"))
REPORT = form(
    field("textfield", "titel", validate=REQUIRED),
    choice("radio", "sicherheit", "keine", "akut"),
    choice("checklist", "gefahren", "gewalt", "drohung", hide='sicherheit != "akut"'),
    field("number", "dauer"),
    group(field("textfield", "ort"), path="adresse"),
    PEOPLE,
)


def posted(*pairs: tuple[str, str], data: dict[str, Any] | None = None, made: FormDefinition = REPORT) -> BoundForm:
    return bind(made, MultiDict(list(pairs)), data or {}, now=NOW)


def row_names(bound: BoundForm) -> list[str]:
    return [name for name in bound.form._fields if name.startswith("leute.") and name.endswith(".name")]


def test_a_first_page_shows_the_case_and_the_defaults() -> None:
    made = form(field("number", "dauer"), field("textfield", "sprache", defaultValue="Deutsch"))
    bound = bind(made, None, {"dauer": Decimal("1.5")}, now=NOW)
    assert [control.shown for control in bound.form] == ["1,5", "Deutsch"]
    assert not bound.validate() and bound.errors == {}


def test_a_complete_submission_gives_values() -> None:
    bound = posted(
        ("csrf_token", "t"), ("titel", "Lärm"), ("sicherheit", ""), ("sicherheit", "akut"), ("gefahren", ""),
        ("gefahren", "gewalt"), ("dauer", "1,5"), ("adresse.ort", "Hamm"), ("leute._list", "1"),
        ("leute.0.name", "A"), ("leute.0.kind", ""), ("leute.0.kind", "true"),
    )  # fmt: skip
    assert bound.validate() and bound.error_summary() == []
    assert bound.values == {
        "titel": "Lärm", "sicherheit": "akut", "gefahren": ["gewalt"], "dauer": Decimal("1.5"),
        "adresse": {"ort": "Hamm"}, "leute": [{"name": "A", "kind": True}],
    }  # fmt: skip


def test_errors_stand_at_their_field_and_what_was_typed_stays() -> None:
    bound = posted(("titel", ""), ("dauer", "viel"), ("leute.0.name", " "), ("leute.0.kind", "true"))
    assert not bound.validate()
    assert [(ident, label) for ident, label, _ in bound.error_summary()] == [
        ("f-titel", "Titel"), ("f-dauer", "Dauer"), ("f-leute-0-name", "Leute 1: Name"),
    ]  # fmt: skip
    assert bound.form["dauer"].shown == "viel"
    assert bound.form["dauer"].errors == [bound.errors["dauer"]]


def test_errors_from_elsewhere_are_shown_too() -> None:
    bound = bind(REPORT, None, {}, now=NOW, errors={"titel": "Zu spät.", "": "Jemand war schneller."})
    assert bound.error_summary() == [("", "", "Jemand war schneller."), ("f-titel", "Titel", "Zu spät.")]
    assert bound.form["titel"].errors == ["Zu spät."]


def test_adding_a_row_completes_nothing_and_keeps_the_others() -> None:
    bound = posted(("titel", ""), ("leute.0.name", "A"), ("_add:leute", "1"))
    assert bound.rerender and not bound.validate() and bound.errors == {}
    assert row_names(bound) == ["leute.0.name", "leute.1.name"]
    assert bound.form["leute.0.name"].shown == "A"


def test_removing_a_row_closes_the_gap_and_keeps_track_of_stored_rows() -> None:
    stored = {"leute": [{"name": "A", "nr": 1}, {"name": "B", "nr": 2}]}
    pairs = [("leute.0._row", "0"), ("leute.0.name", "A"), ("leute.1._row", "1"), ("leute.1.name", "B2")]
    bound = posted(*pairs, ("_remove:leute:0", "1"), data=stored)
    assert row_names(bound) == ["leute.0.name"]
    (line,) = [item for item in bound.layout() if item.kind == "list"][0].items
    assert line.hidden == (("leute.0._row", "1"),)
    again = posted(("titel", "x"), ("leute._list", "1"), *line.hidden, ("leute.0.name", "B2"), data=stored)
    assert again.validate()
    assert again.values["leute"] == [{"name": "B2", "nr": 2, "kind": False}]


def test_the_last_row_can_be_removed() -> None:
    removed = posted(("leute.0.name", "A"), ("_remove:leute:0", "1"), data={"leute": [{"name": "A"}]})
    assert row_names(removed) == []
    done = posted(("titel", "x"), ("leute._list", "1"), data={"leute": [{"name": "A"}]})
    assert done.validate() and done.values["leute"] == []


@pytest.mark.parametrize(
    "button", ["_add:", "_add:titel", "_add:gibtesnicht", "_remove:leute:9", "_remove:leute:x", "_add:leute:0"]
)
def test_forged_row_buttons_change_nothing(button: str) -> None:
    bound = posted(("titel", "x"), ("leute.0.name", "A"), (button, "1"))
    assert row_names(bound) == ["leute.0.name"]


def test_rows_that_are_fixed_stay_as_many() -> None:
    made = form(rows("leute", field("textfield", "name"), allowAddRemove=False))
    bound = posted(("leute.0.name", "A"), ("_add:leute", "1"), made=made)
    assert row_names(bound) == ["leute.0.name"]


def test_refresh_shows_what_has_become_visible_with_its_stored_value() -> None:
    bound = posted(("sicherheit", "akut"), ("_refresh", "1"), data={"gefahren": ["drohung"]})
    assert bound.rerender and not bound.validate() and bound.errors == {}
    assert bound.form["gefahren"].chosen == {"drohung"}
    assert "gefahren" not in posted(("sicherheit", "keine"), ("_refresh", "1")).form


def test_a_question_that_the_page_did_not_show_is_asked_before_completing() -> None:
    first = posted(("titel", "x"), ("sicherheit", "akut"), ("leute._list", "1"))
    assert not first.validate()
    assert first.errors == {"gefahren": ADDED}
    second = posted(("titel", "x"), ("sicherheit", "akut"), ("gefahren", ""), ("leute._list", "1"))
    assert second.validate() and second.values["gefahren"] is None


def test_unknown_names_are_dropped() -> None:
    pairs = [("titel", "x"), ("leute.0.name", "A"), ("leute.0.gehalt", "9"), ("fall", "x"), ("__class__", "x")]
    bound = posted(*pairs, ("titel.upper", "x"))
    assert bound.validate()
    assert bound.values.keys() == {"titel", "sicherheit", "dauer", "adresse", "leute"}
    assert bound.values["leute"] == [{"name": "A", "kind": False}]


def test_a_second_value_for_a_field_is_not_taken() -> None:
    assert posted(("titel", "erster"), ("titel", "zweiter")).values["titel"] == "erster"


@pytest.mark.parametrize("key", ["data", "errors", "validate", "process", "meta", "populate_obj", "_fields"[1:]])
def test_fields_may_be_named_like_parts_of_the_forms_library(key: str) -> None:
    bound = posted((key, "x"), made=form(field("textfield", key)))
    assert bound.validate() and bound.values == {key: "x"}


NAMES = st.sampled_from(
    ["titel", "sicherheit", "gefahren", "dauer", "adresse.ort", "adresse", "leute", "leute._list", "leute.0.name"]
    + ["leute.0._row", "leute.1.name", "leute.999.kind", "leute..name", "leute.0.0.name", "_add:leute", "_refresh"]
    + ["_remove:leute:0", "_remove:leute:²", "_add:adresse.leute", ""]
)


@given(st.lists(st.tuples(NAMES | st.text(max_size=8), st.text(max_size=10) | st.sampled_from(["akut", "0", "A"]))))
def test_random_submissions_never_raise(pairs: list[tuple[str, str]]) -> None:
    bound = posted(*pairs, data={"leute": [{"name": "A"}]})
    assert bound.validate() is (not bound.errors and not bound.rerender)
    assert bound.layout()
