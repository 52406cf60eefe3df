"""`schlichtwerk execute` and `check`: one line of JSON, exit codes, no data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.catalogue.files import ROOT
from engine.cli import main
from tests.bpmn.models import END, START, document, flows, script, user

PROGRAM = "from engine.cli import main; raise SystemExit(main())"
TALK = document(START, END, script("a", '{log: "A", y: x + 1}'), user("u"), flows("s", "a", "u", "e"))


@pytest.fixture(autouse=True)
def nothing_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gespraech.bpmn").write_bytes(TALK)


def executed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = main(["execute", *arguments, "--json"])
    (line,) = capsys.readouterr().out.splitlines()
    return code, json.loads(line)


def test_execute_answers_with_one_line_and_leaves_nothing_behind(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    code, done = executed(capsys, "gespraech.bpmn", "--variables", '{"x": 1}')
    assert (code, done["status"], done["trace"], done["log"]) == (0, "waiting", ["s", "a"], ["A"])
    assert done["variables"] == {"x": 1, "log": "A", "y": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["gespraech.bpmn"]


@pytest.mark.parametrize(("name", "text"), [
    ("antworten.yaml", "- do: u\n  with: {wann: 2026-06-05}\n"),
    ("antworten.json", '[{"do": "u", "with": {"wann": "2026-06-05"}}]'),
])  # fmt: skip
def test_answers_come_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text)
    code, done = executed(capsys, "gespraech.bpmn", "--answers", name, "--variables", '{"x": 1}')
    assert (code, done["status"]) == (0, "completed")
    assert done["variables"] == {"x": 1, "log": "A", "y": 2, "wann": "2026-06-05"}


def test_a_refusal_has_exit_code_1_and_its_findings(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    (tmp_path / "falsch.bpmn").write_bytes(TALK.replace(b"x + 1", b"x +"))
    code, done = executed(capsys, "falsch.bpmn")
    assert (code, done["status"]) == (1, "refused") and done["findings"]
    code, done = executed(capsys, "fehlt.bpmn")
    assert (code, done["status"]) == (1, "refused") and done["findings"]


@pytest.mark.parametrize("text", ["{do: u}", "- u", "- {tu: u}", "- {do: u, with: 3}", "[", "- !!python/object:x {}"])
def test_what_is_no_list_of_answers_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str):
    (tmp_path / "a.yaml").write_text(text)
    assert main(["execute", "gespraech.bpmn", "--answers", "a.yaml"]) == 1
    assert "--answers" in capsys.readouterr().err


def test_check_tells_every_file_and_refuses_with_exit_code_1(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    (tmp_path / "falsch.bpmn").write_bytes(b"<kein-bpmn/>")
    assert main(["check", ".", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(Path(f["file"]).name, f["code"]) for f in found if f["severity"] == "error"] == [
        ("falsch.bpmn", "bpmn.unreadable")
    ]
    assert main(["check", "gespraech.bpmn"]) == 0


@pytest.mark.parametrize("room", ["engine.cli", "engine.cli.check", "engine.cli.execute", "engine.catalogue.guarded"])
def test_they_start_without_what_stands_on_the_store(room: str):
    program = (
        f"import sys, {room}; print(sorted(m for m in sys.modules if m.startswith(('sqlalchemy', 'engine.store'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_name_that_is_no_text_is_shown_as_it_can_be(tmp_path: Path):
    broken = os.fsencode(tmp_path) + b"/\xff\xe4.bpmn"
    Path(os.fsdecode(broken)).write_bytes(b"<kein-bpmn/>")
    for command in ("check", "execute"):
        for more in ([], ["--json"]):
            call = [sys.executable, "-c", PROGRAM, command, broken, *more]
            done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 1 and "Traceback" not in done.stderr and "udcff" in done.stdout + done.stderr


def test_a_terminal_sees_how_far_the_check_of_many_files_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in "abc":
        (tmp_path / f"{name}.bpmn").write_bytes(TALK)
    assert main(["check", "."]) == 0 and "Prüfung" not in capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["check", "."]) == 0
    assert "4/4 gespraech.bpmn" in capsys.readouterr().err
