"""`kill -9` in the middle of cloning and of taking an update over: all of it is there, or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.catalogue import process_source, templates
from engine.catalogue.files import PROCESSES
from tests.kit.dying import FEW
from tests.kit.house import OPERATOR, House

ROOT = Path(__file__).resolve().parents[2]
TANDEM = (PROCESSES / "_vorlagen" / "tandem.bpmn").read_bytes()
FEWEST, MOST = 5, 60
"""Writes of what is interrupted."""


@contextmanager
def dying(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.kit.dying", *arguments]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def killed_before(process: subprocess.Popen[str], number: int) -> bool:
    assert process.stdin is not None and process.stdout is not None
    print(number, file=process.stdin, flush=True)
    answer = process.stdout.readline().strip()
    assert answer in ("killed", "done"), answer
    return answer == "killed"


@pytest.fixture
def library(house: House) -> House:
    house.publish(TANDEM, "tandem.bpmn")
    return house


def interrupt(house: House, act: str) -> None:
    """Before each write in turn (on PostgreSQL, which begins slowly, before each fifth); each time nothing is there of
    it. At last it is done."""
    step = 1 if house.platform.database.sqlite else 5
    before = house.everything()
    with dying(act, str(house.folder), house.settings.database_url) as process:
        for number in range(1, MOST, step):
            if not killed_before(process, number):
                break
            assert house.everything() == before, f"killed before write {number}"
    assert FEWEST < number < MOST - 1
    assert house.verify().holds


def test_a_clone_is_there_as_a_whole_or_not_at_all(library: House) -> None:
    interrupt(library, "clone")
    assert library.todo(library.start(of="05711000")) == ["meldung"]
    assert [row["name"] for row in library.rows("office_text", municipality="05711000")] == ["telefon"]


def test_an_update_is_there_as_a_whole_or_not_at_all(library: House) -> None:
    with library.platform.command(OPERATOR) as uow:
        templates.publish_clone(uow, templates.CloneTemplate("tandem", "05711000", "Stadt Bielefeld"), {})
    library.publish(TANDEM.replace('name="Vorgang abschließen"'.encode(), b'name="Vorgang beenden"'), "tandem.bpmn")
    with library.platform.query(OPERATOR) as uow:
        before = process_source(uow, "bielefeld")
    interrupt(library, "update")
    assert len(library.rows("studio_draft")) == 1 and len(library.rows("template_proposal")) == 1
    with library.platform.query(OPERATOR) as uow:
        assert process_source(uow, "bielefeld") == before, "published is what was published"


def test_files_of_a_clone_are_whole_and_the_path_comes_last(tmp_path: Path) -> None:
    out, seen = tmp_path / "processes", dict[str, set[bytes]]()
    with dying("files", str(out)) as process:
        for number in range(1, MOST):
            killed = killed_before(process, number)
            assert killed != (out / "bielefeld.bpmn").exists()
            for path in out.rglob("*"):
                if path.is_file() and path.suffix in (".bpmn", ".yaml"):
                    seen.setdefault(path.name, set()).add(path.read_bytes())
            if not killed:
                break
    assert FEWEST < number < MOST - 1
    assert len(seen) == FEW + 1 and {len(contents) for contents in seen.values()} == {1}, "never anything else"
    assert not list(out.rglob("*.neu"))
