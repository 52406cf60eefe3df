"""With bpmn-moddle itself, which reads and writes for bpmn-js: one rename, one attribute; random edits arrive."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn.patch import patch
from engine.bpmn.source import source
from tests.bpmn.random_edits import FILES, ROOT, edit, meaning

MODDLE = ROOT / "webui" / "frontend" / "node_modules" / "bpmn-moddle" / "dist" / "index.js"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
NAME = 'Prüfen & "weiterleiten" <neu>'

pytestmark = pytest.mark.skipif(not (NODE and MODDLE.is_file()), reason="needs Node and its packages: `make build`")


def moddle(asked: dict[str, Any]) -> dict[str, dict[str, str]]:
    command = [str(NODE), str(Path(__file__).with_name("moddle.mjs")), str(MODDLE)]
    done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, check=True, timeout=120)
    answer: dict[str, dict[str, str]] = json.loads(done.stdout)
    return answer


@lru_cache
def renamed() -> dict[str, dict[str, str]]:
    """Every file, once through bpmn-moddle."""
    return moddle({str(path): {"xml": source(path.read_bytes()).text, "rename": NAME} for path in FILES})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_rename_changes_that_attribute_alone(path: Path) -> None:
    original = path.read_bytes()
    answer = renamed()[str(path)]
    saved = patch(original, answer["before"].encode(), answer["after"].encode())
    was, now = source(original), source(saved)
    old, new = ({node.get("id"): node for node in reversed(list(s.spans))}[answer["id"]] for s in (was, now))
    begin, end = was.attributes(old)["name"].value_start, was.attributes(old)["name"]
    assert new.get("name") == NAME
    assert now.text[:begin] == was.text[:begin]
    rest = was.text[begin + len(end.value) :]
    assert now.text.endswith(rest)
    assert now.text[begin : len(now.text) - len(rest)] == now.attributes(new)["name"].value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_opening_and_saving_gives_the_same_bytes(path: Path) -> None:
    exported = renamed()[str(path)]["before"].encode()
    assert patch(path.read_bytes(), exported, exported) == path.read_bytes()


def test_random_edits_arrive() -> None:
    """What bpmn-moddle reads in the saved file is what was exported."""
    saved, wanted, done = {}, {}, {}
    for number, path in enumerate(FILES):
        before = renamed()[str(path)]["before"].encode()
        # Namespaces declared below the root are too much for its writer.
        after, done[str(path)] = edit(before, number, without=("extend",))
        wanted[str(path)] = {"xml": after.decode()}
        saved[str(path)] = {"xml": source(patch(path.read_bytes(), before, after)).text}
    found, expected = moddle(saved), moddle(wanted)
    for path in map(str, FILES):
        assert meaning(found[path]["before"].encode()) == meaning(expected[path]["before"].encode()), (path, done[path])
