"""Whatever is changed in a modeller is in the saved file, and whatever else was in the original still is."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.comparing import changes
from engine.bpmn.patch import patch
from tests.bpmn.random_edits import FILES, edit, export, meaning

EACH = 4
"""Random sets of edits for each file."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_edits_arrive_in_the_original(path: Path) -> None:
    original = path.read_bytes()
    before = export(original)
    for seed in range(EACH):
        after, names = edit(before, hash_of(path.name) + seed)
        saved = export(patch(original, before, after))
        assert meaning(saved) == meaning(after), (seed, names)
        assert changes(saved, after) == (), (seed, names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_a_modeller_forgets_is_kept(path: Path) -> None:
    """Additions alone take no line of the original away."""
    original = path.read_bytes()
    before = export(original)
    root = etree.fromstring(before)
    for process in root.iter("{*}process"):
        etree.SubElement(process, "{http://www.omg.org/spec/BPMN/20100524/MODEL}task", id=f"neu_{process.get('id')}")
    saved = patch(original, before, etree.tostring(root)).decode("utf-8").split("\n")
    lines = iter(saved)
    # A root that was indented otherwise and one-line processes may grow; every other line is there, in order.
    assert all(line in lines for line in original.decode("utf-8").split("\n") if "process" not in line)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_saving_without_a_change_gives_the_same_bytes(path: Path) -> None:
    original = path.read_bytes()
    exported = export(original)
    reformatted = exported.replace(b"\n", b"\n<!-- anders -->\n", 1)
    assert patch(original, exported, exported) == original
    assert patch(original, exported, reformatted) == original


def hash_of(name: str) -> int:
    """The same in every run."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(name)) % 10**6
