"""The difference of two forms, said by component and path, and done to a third."""

from __future__ import annotations

import copy
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidInput
from engine.formdefs.applying import applied, carried_over
from engine.formdefs.differing import ABSENT, Added, At, Changed, Item, Moved, Removed, difference
from engine.formdefs.patching import patch


def text(name: str, **rest):
    return {"id": name, "key": name, "type": "textfield", "label": name, **rest}


def group(name: str, *components, **rest):
    return {"id": name, "type": "group", "components": list(components), **rest}


def form(*components, **rest):
    return {"id": "f", "components": list(components), **rest}


LIST = At("", ("components",))


def test_two_that_say_the_same_have_no_difference():
    assert difference(form(text("a", x=1)), form({"x": 1.0, **text("a")})) == ()


def test_a_changed_label_names_its_field_and_its_key():
    assert difference(form(text("a")), form(text("a", label="Neu"))) == (Changed(At("a", ("label",)), "a", "Neu"),)


def test_a_rule_that_is_new_was_absent():
    (found,) = difference(form(text("a", validate={})), form(text("a", validate={"required": True})))
    assert found == Changed(At("a", ("validate", "required")), ABSENT, True)


def test_an_option_is_compared_by_its_value():
    old = form(text("a", values=[{"value": "F01", "label": "Lärm"}, {"value": "F02", "label": "Müll"}]))
    new = form(text("a", values=[{"value": "F02", "label": "Unrat"}, {"value": "F03", "label": "Hund"}]))
    at = At("a", ("values",))
    assert difference(old, new) == (
        Removed(at, "F01", {"value": "F01", "label": "Lärm"}, "value"),
        Changed(At("a", ("values", Item("value", "F02"), "label")), "Müll", "Unrat"),
        Added(at, "F03", {"value": "F03", "label": "Hund"}, ("F02",), "value"),
    )


def test_a_field_that_moves_into_a_new_group_is_moved_and_not_removed():
    found = difference(form(text("a"), text("b")), form(text("a"), group("g", text("b"))))
    assert found == (
        Added(LIST, "g", {"id": "g", "type": "group", "components": []}, ("a",)),
        Moved(LIST, At("g", ("components",)), "b", ()),
    )


def test_of_three_fields_in_another_order_one_has_moved():
    found = difference(form(text("a"), text("b"), text("c")), form(text("c"), text("a"), text("b")))
    assert found == (Moved(LIST, LIST, "c", ()),)


def test_a_change_of_something_that_is_not_there_is_refused_with_a_sentence():
    with pytest.raises(InvalidInput) as refusal:
        applied(form(text("a")), difference(form(text("b")), form(text("b", label="neu"))))
    assert refusal.value.code == "form.unpatchable" and "„b“" in refusal.value.sentence


@given(st.integers(0, 2**32))
def test_done_to_the_one_it_gives_the_other(seed):
    dice = random.Random(seed)
    one, other = some_form(dice), some_form(dice)
    assert applied(one, difference(one, other)) == other


# ------------------------------------------------------------------ what an editor loses is no change
def as_editor(tree):
    """What an editor makes of a form: ids and rows for all, its own version, nothing that it does not know."""
    made = copy.deepcopy(tree)
    made.pop("fremd", None)
    made["exporter"] = {"name": "form-js", "version": "1"}
    for number, each in enumerate(made["components"]):
        each.setdefault("id", f"Field_{number}")
        each.setdefault("layout", {"row": f"Row_{number // 2}", "columns": None})
        each.pop("fremd", None)
    return made


ORIGINAL = {
    "fremd": {"a": 1},
    "components": [
        {"type": "text", "text": "# Meldung", "fremd": 7},
        {"key": "ort", "type": "textfield", "label": "Ort", "fremd": 8},
        {"key": "zeit", "type": "textfield", "label": "Zeit"},
        {"key": "wer", "type": "textfield", "label": "Wer"},
    ],
}


def test_what_the_editor_adds_by_itself_is_not_saved():
    before = as_editor(ORIGINAL)
    after = copy.deepcopy(before)
    after["components"][1]["label"] = "Wo?"
    made = carried_over(ORIGINAL, before, after)
    expected = copy.deepcopy(ORIGINAL)
    expected["components"][1]["label"] = "Wo?"
    assert made == expected


def test_a_moved_field_keeps_what_the_editor_does_not_know():
    before = as_editor(ORIGINAL)
    after = copy.deepcopy(before)
    after["components"].insert(0, after["components"].pop(1))
    assert [each.get("fremd") for each in carried_over(ORIGINAL, before, after)["components"]] == [8, 7, None, None]


def test_a_field_put_beside_another_shares_its_row_in_the_file_too():
    before = as_editor(ORIGINAL)
    after = copy.deepcopy(before)
    after["components"][3]["layout"] = {"row": "Row_0", "columns": 8}
    rows = [each.get("layout", {}).get("row") for each in carried_over(ORIGINAL, before, after)["components"]]
    assert rows == ["Row_0", "Row_0", None, "Row_0"]


def test_saving_without_a_change_gives_the_same_bytes():
    exported = json.dumps(as_editor(ORIGINAL)).encode()
    assert patch(b' {"components" : [ ] }', exported, exported) == b' {"components" : [ ] }'


@pytest.mark.parametrize("which", [0, 1, 2])
def test_what_is_no_form_is_not_patched(which):
    contents = [b"{}", b"{}", b'{"x": 1}']
    contents[which] = b"[]"
    with pytest.raises(InvalidInput) as refusal:
        patch(*contents)
    assert refusal.value.code == "form.unpatchable"


def some_form(dice: random.Random):
    names = dice.sample("abcdefgh", dice.randrange(9))
    made = form(x=dice.choice((1, "1", None, [1, 2])))
    places = [made]
    for name in names:
        options = [{"value": v, "label": dice.choice("pq")} for v in dice.sample("123", dice.randrange(4))]
        inner = group(name) if dice.random() < 0.4 else text(name, values=options, n=dice.choice((None, 1, {"z": 2})))
        dice.choice(places)["components"].append(inner)
        if "components" in inner:
            places.append(inner)
    return made
