"""A form changed as a list of fields: what was said is in the file, and nothing else is touched."""

from __future__ import annotations

import difflib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InvalidInput
from engine.formdefs import check, editing
from engine.formdefs.editing import FieldKind, Line, Wanted
from tests.formdefs.builders import REQUIRED, choice, content, field, group

OURS = sorted((Path(__file__).parents[2] / "forms" / "definitions").glob("*.form"))


def components(file: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file)["components"]
    return found


def as_it_is(line: Line, **other: Any) -> Wanted:
    """What the page sends back where nobody changed anything else."""
    return replace(editing.as_written(line), **other)


def test_lines_say_what_a_field_is_and_where_it_stands() -> None:
    file = content(
        field("textfield", "name", validate=REQUIRED), group(choice("select", "falltyp", "F01", 2), label="Mehr")
    )
    found = [(line.place, line.type, line.label, line.key, line.required, line.depth) for line in editing.lines(file)]
    assert found == [
        ("0", "textfield", "Name", "name", True, 0),
        ("1", "group", "Mehr", "", False, 0),
        ("1.0", "select", "Falltyp", "falltyp", False, 1),
    ]
    assert editing.lines(file)[2].options == (("Wert F01", "F01"), ("Wert 2", 2))


def test_a_new_field_stands_at_the_end_and_makes_its_key_from_what_it_is_called() -> None:
    made = editing.add(content(field("textfield", "groesse")), Wanted("Größe", FieldKind.NUMBER, required=True))
    assert made.said == "„Größe“ steht jetzt am Ende."
    new = components(made.content)[1]
    assert new == {
        "type": "number", "key": "groesse_2", "label": "Größe", "validate": {"required": True},
        "id": "feld_groesse_2",
    }  # fmt: skip
    assert check(made.content) == []


@pytest.mark.parametrize("kind", FieldKind)
def test_every_kind_that_can_be_added_is_one_that_the_engine_reads(kind: FieldKind) -> None:
    made = editing.add(content(field("textfield", "a")), Wanted("Neu", kind, description="Hilfe", options="ja\nnein"))
    assert check(made.content) == []
    (line,) = [line for line in editing.lines(made.content) if line.place == made.place]
    assert (line.kind, line.label) == (kind, "Neu")


def test_options_are_lines_with_a_value_of_their_own_or_without() -> None:
    made = editing.add(
        content(field("textfield", "a")), Wanted("Wer?", FieldKind.LIST, options="F01 = Nachbarn\r\n\r\nandere")
    )
    assert components(made.content)[1]["values"] == [
        {"label": "Nachbarn", "value": "F01"},
        {"label": "andere", "value": "andere"},
    ]


def test_an_option_renamed_keeps_its_number_a_number() -> None:
    file = content(choice("radio", "n", 1, 2))
    made = editing.change(file, "0", as_it_is(editing.lines(file)[0], options="1 = eins\n2 = Wert 2"))
    assert [each["value"] for each in components(made.content)[0]["values"]] == [1, 2]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("  "), "form.label"),
        (Wanted("Wahl", FieldKind.ONE, options=" \n"), "form.options"),
        (Wanted("Wahl", FieldKind.ONE, options="a\na"), "form.options"),
        (Wanted("Name", key="name"), "form.key_duplicate"),
        (Wanted("Name", key="der Name"), "form.key_invalid"),
        (Wanted("Fall", key="fall"), "form.key_reserved"),
    ],
)
def test_what_could_not_be_filled_in_is_refused_with_a_sentence(wanted: Wanted, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        editing.add(content(field("textfield", "name")), wanted)
    assert refusal.value.code == code
    assert ". " in f"{refusal.value.sentence} "


def test_fields_move_among_their_neighbours_and_no_further() -> None:
    file = content(field("textfield", "a"), group(field("textfield", "b"), field("textfield", "c")))
    moved = editing.move_up(file, "1.1")
    assert (moved.said, moved.place) == ("„C“ steht jetzt vor „B“.", "1.0")
    assert [line.key for line in editing.lines(moved.content)] == ["a", "", "c", "b"]
    assert components(editing.move_down(moved.content, "1.0").content) == components(file)
    with pytest.raises(InvalidInput):
        editing.move_up(file, "1.0")


def test_a_deleted_field_is_gone_and_its_neighbour_is_next() -> None:
    gone = editing.delete(content(field("textfield", "a"), field("textfield", "b")), "1")
    assert (gone.said, gone.place) == ("„B“ ist gelöscht.", "0")
    assert [line.key for line in editing.lines(gone.content)] == ["a"]
    with pytest.raises(InvalidInput):
        editing.delete(gone.content, "1")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_what_was_not_changed_stays_as_it_was(path: Path) -> None:
    file = path.read_bytes()
    line = next(line for line in editing.lines(file) if line.is_field and line.kind)
    assert editing.change(file, line.place, as_it_is(line)).content == file
    changed = editing.change(file, line.place, as_it_is(line, label="Anders gefragt")).content
    diff = [*difflib.unified_diff(file.decode().splitlines(), changed.decode().splitlines(), n=0, lineterm="")]
    added = [each[1:].strip().rstrip(",") for each in diff[2:] if each[0] == "+"]
    assert {each.split(": ")[1] for each in added} == {'"Anders gefragt"'}
    assert len(added) in (1, 2)
    assert len(diff) == 2 + 2 * len(added) + len([each for each in diff if each.startswith("@@")])


@pytest.mark.parametrize("file", [b"", b"[]", b'{"components": {}}', b"\xff"])
def test_what_is_no_form_is_refused(file: bytes) -> None:
    with pytest.raises(InvalidInput):
        editing.lines(file)
