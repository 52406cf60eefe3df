"""A form is saved by writing what was changed into its text: the rest stays byte for byte."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidInput
from engine.formdefs.patching import patched
from tests.formdefs.documents import Hand, document, edited, value

ROOT = Path(__file__).parents[2]
FORM = """{
  "schemaVersion": 19,
  "id": "meldung",
  "components": [
    {"id": "f1", "key": "falltyp", "type": "select",
     "values": [ {"label":"Lärm","value":"F01"}, {"label":"Müll","value":"F02"} ]},
    {
      "id": "f2",
      "key": "personen",
      "type": "number",
      "validate": { "min": 1.0, "required": true }
    }
  ]
}
"""


def saved(change) -> str:
    wanted = json.loads(FORM)
    change(wanted)
    made = patched(FORM.encode(), wanted).decode()
    assert json.loads(made) == wanted
    return made


def test_without_a_change_the_bytes_stay():
    assert patched(FORM.encode(), json.loads(FORM)) == FORM.encode()


def test_a_changed_label_changes_its_own_text_and_nothing_else():
    made = saved(lambda form: form["components"][0]["values"][1].update(label="Unrat"))
    assert made == FORM.replace("Müll", "Unrat")


def test_a_new_option_is_written_in_one_line_as_those_beside_it():
    made = saved(lambda form: form["components"][0]["values"].append({"label": "Hund", "value": "F03"}))
    assert made == FORM.replace('"F02"} ]', '"F02"}, {"label": "Hund", "value": "F03"} ]')


def test_a_removed_field_takes_its_comma_along():
    made = saved(lambda form: form["components"].pop(0))
    start, end = FORM.index('    {"id": "f1"'), FORM.index('    {\n      "id": "f2"')
    assert made == FORM[:start] + FORM[end:]


def test_the_last_field_takes_the_comma_before_it_along():
    made = saved(lambda form: form["components"].pop())
    start, end = FORM.index(',\n    {\n      "id": "f2"'), FORM.index("\n  ]\n}")
    assert made == FORM[:start] + FORM[end:]


def test_a_new_field_is_indented_as_its_neighbours():
    made = saved(
        lambda form: form["components"].append({"id": "f3", "type": "group", "components": [{"type": "text"}]})
    )
    added = """    },
    {
      "id": "f3",
      "type": "group",
      "components": [
        {
          "type": "text"
        }
      ]
    }
  ]
}
"""
    assert made == FORM.replace("    }\n  ]\n}\n", added)


def test_fields_in_another_order_keep_their_handwriting():
    made = saved(lambda form: form["components"].reverse())
    one, other = (
        FORM[FORM.index('{"id": "f1"') : FORM.index(",\n    {\n")],
        FORM[FORM.index('{\n      "id": "f2"') : -7],
    )
    assert made == FORM.replace(one, "<1>").replace(other, "<2>").replace("<1>", other).replace("<2>", one)


def test_a_field_that_moves_into_a_group_takes_its_text_along():
    def into_group(form):
        moved = form["components"].pop()
        form["components"].append({"id": "g", "type": "group", "components": [moved]})

    made = saved(into_group)
    assert '          "validate": { "min": 1.0, "required": true }' in made


def test_a_key_is_added_behind_the_one_it_follows():
    made = saved(lambda form: form["components"][1]["validate"].update(max=9))
    assert made == FORM.replace('"required": true }', '"required": true, "max": 9 }')


def test_tabs_and_carriage_returns_and_the_mark_stay():
    text = '\ufeff{\r\n\t"id": "x",\r\n\t"components": []\r\n}'
    made = patched(text.encode(), {"id": "x", "components": [{"type": "text"}], "title": "Größe"}).decode()
    new = '[\r\n\t\t{\r\n\t\t\t"type": "text"\r\n\t\t}\r\n\t]'
    assert made == text.replace("[]", f'{new},\r\n\t"title": "Größe"')


def test_who_escapes_umlauts_goes_on_doing_so():
    assert patched(b'{"a": "\\u00e4"}', {"a": "ö"}) == b'{"a": "\\u00f6"}'


@pytest.mark.parametrize(("original", "wanted"), [("1", True), ("true", 1), ("[1]", [True]), ("0", False)])
def test_a_number_is_no_truth(original, wanted):
    assert json.loads(patched(original.encode(), wanted)) is wanted or patched(original.encode(), wanted) == b"[true]"


@pytest.mark.parametrize("text", ["{", "[1,]", "NaN", "[" * 200 + "]" * 200, '{"a": 1} x', "\xff"])
def test_what_is_no_json_is_refused_with_a_sentence(text):
    with pytest.raises(InvalidInput) as refusal:
        patched(text.encode("latin-1"), {})
    assert refusal.value.code == "form.unpatchable"
    assert refusal.value.sentence.endswith(".")


@given(st.integers(0, 2**32))
def test_the_text_says_what_was_wanted(seed):
    dice = random.Random(seed)
    written = Hand(dice).write(document(dice))
    wanted = edited(dice, written.value)
    made = patched(written.text.encode(), wanted)
    assert json.loads(made) == wanted
    assert patched(made, wanted) == made
    assert patched(written.text.encode(), written.value) == written.text.encode()


@given(st.integers(0, 2**32))
def test_one_value_set_leaves_everything_around_it(seed):
    dice = random.Random(seed)
    written = Hand(dice).write(document(dice))
    leaves = [path for path in written.spans if path and path[-1] not in ("id", "key", "value", "type")]
    path = dice.choice([each for each in leaves if not isinstance(_at(written.value, each), (dict, list))] or [("x",)])
    wanted = copy.deepcopy(written.value)
    _at(wanted, path[:-1])[path[-1]] = dice.choice(("neu hier", 4711, ["neu hier"]))
    made = patched(written.text.encode(), wanted).decode()
    start, end = written.spans[path]
    assert made.startswith(written.text[:start])
    assert made.endswith(written.text[end:])


@given(st.integers(0, 2**32))
def test_one_value_removed_leaves_all_others(seed):
    dice = random.Random(seed)
    written = Hand(dice).write({"id": "f", "x": [value(dice), {"y": value(dice), "z": value(dice)}, value(dice), 7]})
    path = dice.choice([path for path in written.spans if path and not _has_double(written.value, path)])
    wanted = copy.deepcopy(written.value)
    del _at(wanted, path[:-1])[path[-1]]
    made = patched(written.text.encode(), wanted).decode()
    start, end = written.spans[path]
    ends = [span[1] for span in written.spans.values() if span[1] <= start]
    assert made.startswith(written.text[: max(ends, default=0)])
    following = [span[0] for span in written.spans.values() if span[0] >= end]
    assert made.endswith(written.text[min(following, default=len(written.text)) :])


@pytest.mark.parametrize("file", sorted((ROOT / "forms/definitions").glob("*.form")), ids=lambda file: file.stem)
def test_a_label_changed_in_each_of_our_forms_is_one_changed_line(file):
    text = file.read_text("utf-8")
    wanted = json.loads(text)
    next(each for each in wanted["components"] if "label" in each)["label"] = "Anders beschriftet"
    made = patched(file.read_bytes(), wanted).decode()
    changed = [line for line in made.splitlines() if line not in text.splitlines()]
    assert len(changed) == 1


def _has_double(what, path):
    """Of two that say the same nobody can tell which one is gone."""
    around = _at(what, path[:-1])
    return isinstance(around, list) and around.count(around[path[-1]]) > 1


def _at(what, path):
    for step in path:
        what = what[step]
    return what
