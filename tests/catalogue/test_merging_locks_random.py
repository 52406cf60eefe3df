"""LaKI locks what a municipality may have changed: each lock that ours breaks is a question, and no other one is."""

from __future__ import annotations

import json
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.comparing import changes
from engine.bpmn.editing.extending import set_property
from engine.bpmn.editing.tree import Tree
from engine.bpmn.locks import broken_locks
from engine.bpmn.merging import merge
from engine.bpmn.patch import apply
from engine.bpmn.reading import read
from engine.catalogue.merging import PATH, Side, merge_package
from engine.formdefs.locks import broken_field_locks
from engine.formdefs.merging import merge_form
from tests.bpmn.merging.wishes import Dice, village
from tests.catalogue.package_wishes import FIELDS, FORM, RULES, TABLE, Wish, done, package, sides
from tests.catalogue.test_merging_random import CALM, FEW, PHASES, missing, named

MANY = int(os.environ.get("MERGES", "2000"))
Files = dict[str, bytes]
Lock = tuple[str, str, str]
STEPS = sorted(Dice(0, village()).steps)
EVERY = [*((PATH, key) for key in STEPS), *((FORM, key) for key in FIELDS), *((TABLE, key) for key in RULES)]
LOCKS = st.lists(
    st.tuples(st.integers(0, 99), st.sampled_from(("pflicht", "pflicht", "pflicht.frist", "pflicht.name"))),
    min_size=1,
    max_size=3,
)


def aimed(wishes: list[Wish], drawn: list[tuple[int, str]]) -> list[Lock]:
    """Two of three at what these wishes touch, as far as there is anything: the others anywhere."""
    touched = {(wish.file, word.split()[1]) for wish in wishes for word in wish.touched if wish.file in (FORM, TABLE)}
    for wish in (wish.path for wish in wishes if wish.path is not None):
        touched |= {(PATH, key) for key in (*wish.takes, *(key for key, *_ in wish.writes))}
    near = [spot for spot in EVERY if spot in touched] or EVERY
    spots = {(near if n % 3 else EVERY)[n % len(near if n % 3 else EVERY)]: mark for n, mark in drawn}
    return [(file, key, mark if file == PATH else "pflicht") for (file, key), mark in spots.items()]


def locked(files: Files, locks: list[Lock]) -> Files:
    """With marks at what is still there."""
    made = dict(files)
    for file, key, mark in locks:
        made[file] = {PATH: _step, FORM: _field, TABLE: _rule}[file](made[file], key, mark)
    return made


def _step(content: bytes, key: str, mark: str) -> bytes:
    if key not in Dice(0, content).steps:
        return content
    tree = Tree(read(content))
    set_property(tree, tree.node(key), mark, "Weil.")
    return apply(content, changes(content, tree.content()))


def _field(content: bytes, key: str, mark: str) -> bytes:
    body = json.loads(content)
    for each in body["components"]:
        if each["key"] == key:
            each["properties"] = {mark: "Weil."}
    return json.dumps(body, indent=2, ensure_ascii=False).encode()


def _rule(content: bytes, key: str, _: str) -> bytes:
    text = re.sub(rf'(<rule id="{key}"><description>)[^<]*', r"\1Pflicht: darum", content.decode())
    return text.encode()


def broken(theirs: Files, files: Files) -> set[tuple[str, str, str]]:
    found = {
        (name, lock.element, lock.what) for name in (PATH, TABLE) for lock in broken_locks(theirs[name], files[name])
    }
    return found | {(FORM, lock.field, "") for lock, _ in broken_field_locks(theirs[FORM], files[FORM])}


def asked(base: Files, theirs: Files, ours: Files) -> set[tuple[str, str, str]]:
    found = {
        (name, lock.element, lock.what)
        for name in (PATH, TABLE)
        for conflict in merge(base[name], theirs[name], ours[name]).conflicts
        for lock in conflict.locks
    }
    forms = merge_form(base[FORM], theirs[FORM], ours[FORM]).conflicts
    return found | {(FORM, lock.field, "") for conflict in forms for lock in conflict.locks}


def one_merge(theirs_wish: list[Wish], ours_wish: list[Wish], locks: list[Lock]) -> None:
    base = package()
    free, ours = done(base, theirs_wish), done(base, ours_wish)
    theirs = locked(free, locks)
    merged = merge_package(base, theirs, ours)
    found = asked(base, theirs, ours)
    assert broken(theirs, merged.files) == found, "what is not decided stays ours, and that is what the check says"
    assert not missing(merged.files, ours_wish)
    assert sum(bool(question.locked) for question in merged.questions) <= len(found)
    assert bool(found) == any(question.locked for question in merged.questions)
    before = named(merge_package(base, free, ours))
    assert before <= named(merged)
    assert found or before == named(merged)
    for question in merged.questions:
        assert question.title and question.was and question.theirs and question.ours
        assert question.theirs != question.ours, "what nobody can tell apart, nobody can decide"
    for side in Side:
        result = merge_package(base, theirs, ours, decided={question.key: side for question in merged.questions})
        assert not result.questions
        assert broken(theirs, result.files) == (found if side is Side.OURS else set())
        again = merge_package(base, theirs, result.files)
        assert again.files == result.files and (side is Side.OURS or not again.questions)


@settings(max_examples=FEW, phases=PHASES, suppress_health_check=CALM)
@given(sides("laki"), sides("dorf"), LOCKS)
def test_what_ours_does_to_a_new_lock_is_a_question(
    theirs: list[Wish], ours: list[Wish], drawn: list[tuple[int, str]]
) -> None:
    one_merge(theirs, ours, aimed(ours, drawn))


@pytest.mark.soak
@settings(max_examples=MANY, phases=PHASES, suppress_health_check=CALM)
@given(sides("laki"), sides("dorf"), LOCKS)
def test_many_locks_and_what_ours_does_to_them(
    theirs: list[Wish], ours: list[Wish], drawn: list[tuple[int, str]]
) -> None:
    one_merge(theirs, ours, aimed(ours, drawn))
