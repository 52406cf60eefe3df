"""A form of LaKI's, changed by LaKI and by a municipality: both in the result, or a conflict that says where."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from engine.formdefs.merging import merge_form
from engine.merging import Side


def field(key: str, **more: Any) -> dict[str, Any]:
    return {"id": f"f_{key}", "key": key, "type": "textfield", "label": key, **more}


def choice(key: str, *values: str) -> dict[str, Any]:
    return {**field(key), "type": "select", "values": [{"label": value, "value": value} for value in values]}


def group(key: str, *inner: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"g_{key}", "type": "group", "label": key, "components": list(inner)}


def written(*components: dict[str, Any]) -> bytes:
    return json.dumps({"id": "formular", "type": "default", "components": list(components)}, indent=2).encode()


OPTIONS = ("eins", "zwei", "drei")
BASE = written(field("a"), field("b"), choice("c", *OPTIONS), group("g", field("d"), field("e")), field("f"))
FIELDS = "abcdef"


def listed(content: bytes) -> dict[str, dict[str, Any]]:
    def walk(around: dict[str, Any]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for each in around.get("components", []):
            found |= {each["id"]: each} | walk(each)
        return found

    return walk(json.loads(content))


def standing(content: bytes) -> dict[str, object]:
    """Every field and where it stands; of two that both sides put behind one field, either may come first."""
    found = {"": json.loads(content), **listed(content)}
    parents = {each["id"]: name for name, around in found.items() for each in around.get("components", [])}
    return {
        name: ({key: value for key, value in each.items() if key != "components"}, parents.get(name))
        for name, each in found.items()
    }


# ------------------------------------------------------------------ by example
def test_what_only_one_side_changed_is_taken_and_the_rest_of_our_text_stays() -> None:
    ours = BASE.replace(b'"label": "b"', b'"label":   "Unser B"')
    merged = merge_form(BASE, BASE.replace(b'"label": "a"', b'"label": "Neu"'), ours)
    assert merged.content == ours.replace(b'"label": "a"', b'"label": "Neu"') and not merged.conflicts


def test_two_labels_for_one_field_are_a_conflict_and_ours_stays_until_it_is_decided() -> None:
    theirs, ours = (BASE.replace(b'"label": "a"', f'"label": "{word}"'.encode()) for word in ("Neu", "Eigen"))
    merged = merge_form(BASE, theirs, ours)
    (conflict,) = merged.conflicts
    assert merged.content == ours and conflict.components == ("f_a",)
    assert merge_form(BASE, theirs, ours, decided={conflict.key: Side.THEIRS}).content == theirs
    assert merge_form(BASE, theirs, ours, decided={conflict.key: Side.OURS}).content == ours


def test_a_field_that_one_side_takes_away_and_the_other_changes_is_a_conflict() -> None:
    without = written(field("b"), choice("c", *OPTIONS), group("g", field("d"), field("e")), field("f"))
    changed = BASE.replace(b'"label": "a"', b'"label": "Neu"')
    for theirs, ours in ((without, changed), (changed, without)):
        (conflict,) = merge_form(BASE, theirs, ours).conflicts
        assert conflict.components == ("f_a",)
        taken = merge_form(BASE, theirs, ours, decided={conflict.key: Side.THEIRS}).content
        assert json.loads(taken) == json.loads(theirs)


def test_options_are_merged_one_by_one() -> None:
    with_four = BASE.replace(b'"value": "drei"', b'"value": "drei"\n}, {"label": "vier", "value": "vier"', 1)
    renamed = BASE.replace(b'"label": "eins"', b'"label": "Erstens"')
    merged = merge_form(BASE, with_four, renamed)
    assert not merged.conflicts
    options = listed(merged.content)["f_c"]["values"]
    assert [(o["label"], o["value"]) for o in options] == [
        ("Erstens", "eins"), ("zwei", "zwei"), ("drei", "drei"), ("vier", "vier"),
    ]  # fmt: skip


def test_a_group_that_goes_and_a_field_that_comes_into_it_are_one_question() -> None:
    without = written(field("a"), field("b"), choice("c", *OPTIONS), field("f"))
    filled = written(
        field("a"),
        field("b"),
        choice("c", *OPTIONS),
        group("g", field("d"), field("e"), field("x")),
        field("f"),
    )
    (conflict,) = merge_form(BASE, without, filled).conflicts
    assert "f_x" not in listed(merge_form(BASE, without, filled, decided={conflict.key: Side.THEIRS}).content)
    assert listed(merge_form(BASE, without, filled).content)["f_x"]["key"] == "x"


# ------------------------------------------------------------------ by chance
Edit = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Wish:
    spot: str
    value: str

    def do(self, form: dict[str, Any]) -> None:
        kind, _, key = self.spot.partition(" ")
        parent, at = _find(form, key)
        if kind == "label":
            parent[at]["label"] = self.value
        elif kind == "rule":
            parent[at]["validate"] = {"required": True, "minLength": int(self.value)}
        elif kind == "gone":
            del parent[at]
        elif kind == "new":
            parent.insert(at + 1, field(self.value))
        elif kind == "option":
            parent[at]["values"][1]["label"] = self.value

    @property
    def key(self) -> str:
        return self.spot.partition(" ")[2]


def _find(form: dict[str, Any], key: str) -> tuple[list[dict[str, Any]], int]:
    for number, each in enumerate(form["components"]):
        if each.get("key") == key:
            return form["components"], number
        if "components" in each:
            try:
                return _find(each, key)
            except LookupError:
                continue
    raise LookupError(key)


def side(dice: random.Random, name: str) -> list[Wish]:
    found: dict[str, Wish] = {}
    for _ in range(dice.randint(1, 4)):
        key = dice.choice(FIELDS)
        kind = dice.choice(("label", "rule", "gone", "new") if key != "c" else ("label", "option", "new"))
        value = {"label": dice.choice("XY"), "rule": dice.choice("12"), "new": f"{name}{len(found)}"}.get(kind, "Z")
        found[key] = Wish(f"{kind} {key}", value)  # one for each field, so that a side does not contradict itself
    return list(found.values())


def made(wishes: list[Wish]) -> bytes:
    form = json.loads(BASE)
    for wish in sorted(wishes, key=lambda wish: wish.spot.startswith("gone")):
        wish.do(form)
    return json.dumps(form, indent=2).encode()


def clash(one: Wish, other: Wish) -> bool:
    if one.key != other.key or one == other:
        return False
    kinds = {one.spot.partition(" ")[0], other.spot.partition(" ")[0]}
    if "new" in kinds:
        return False  # beside a field that goes there is still a place
    return one.spot == other.spot or "gone" in kinds


@pytest.mark.parametrize("seed", range(300))
def test_two_sides_meet_in_a_form(seed: int) -> None:
    dice = random.Random(seed)
    theirs_wish, ours_wish = side(dice, "l"), side(dice, "k")
    theirs, ours = made(theirs_wish), made(ours_wish)
    merged = merge_form(BASE, theirs, ours)
    expected = {f"f_{one.key}" for one in theirs_wish for other in ours_wish if clash(one, other)}
    assert {name for conflict in merged.conflicts for name in conflict.components} == expected
    if not expected:
        both = [*ours_wish, *(wish for wish in theirs_wish if wish not in ours_wish)]
        assert standing(merged.content) == standing(made(both))
    else:
        decided = {conflict.key: Side.THEIRS for conflict in merged.conflicts}
        taken = merge_form(BASE, theirs, ours, decided=decided)
        assert not taken.conflicts
        given_up = {f"f_{wish.key}" for wish in ours_wish if wish.spot.startswith("gone")} - expected
        for name, component in listed(theirs).items():
            assert name in given_up or name in listed(taken.content)
            if name in expected:
                assert listed(taken.content)[name] == component
    again = merge_form(theirs, theirs, merged.content)
    assert again.content == merged.content
