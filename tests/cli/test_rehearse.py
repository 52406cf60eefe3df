"""`schlichtwerk rehearse`: which passed, what was passed, exit codes; no data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bpmn.models import END, START, call, document, flows, user
from tests.cli.conftest import Run

PATH = document(
    START, user("gespraech"), call("nachfrage", "nachfragen"), END, flows("s", "gespraech", "nachfrage", "e")
)
CALLED = document(START, user("fragen"), END, flows("s", "fragen", "e"), process="nachfragen")
GOOD = "name: Alles gut\nsteps:\n  - do: gespraech\n  - do: fragen\nends: {at: e}\n"
BAD = "name: Zu früh\nsteps:\n  - do: fragen\n"


@pytest.fixture
def folder(tmp_path: Path, data: Path) -> Path:
    for name, text in (
        ("wege/hamm.bpmn", PATH),
        ("wege/_library/nachfragen.bpmn", CALLED),
        ("wege/hamm/gut.rehearsal.yaml", GOOD.encode()),
        ("wege/_library/nachfragen/allein.rehearsal.yaml", b"name: Allein\nsteps:\n  - do: fragen\n"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text)
    return tmp_path / "wege"


def test_a_process_file_is_rehearsed_with_what_it_calls(run: Run, folder: Path, data: Path) -> None:
    answer = run("rehearse", "wege/hamm.bpmn", "--json")
    assert answer.code == 0
    assert [(r["name"], r["passed"], r["message"]) for r in answer.json["rehearsals"]] == [
        ("Alles gut", True, ""),
        ("Allein", True, ""),
    ]
    assert answer.json["coverage"] == {
        "p": {"elements": [4, 4], "flows": [3, 3], "rules": [0, 0]},
        "nachfragen": {"elements": [3, 3], "flows": [2, 2], "rules": [0, 0]},
    }
    assert answer.json["missing"] == {} and not data.exists()


@pytest.mark.parametrize("path", ["wege/hamm/gut.rehearsal.yaml", "wege/hamm"])
def test_a_rehearsal_finds_its_process(run: Run, folder: Path, path: str) -> None:
    answer = run("rehearse", path, "--json")
    assert answer.code == 0 and [r["name"] for r in answer.json["rehearsals"]] == ["Alles gut"]
    assert answer.json["coverage"]["nachfragen"]["elements"] == [3, 3]


def test_one_that_fails_is_exit_code_1_with_its_place(run: Run, folder: Path) -> None:
    (folder / "hamm" / "frueh.rehearsal.yaml").write_text(BAD, encoding="utf-8")
    answer = run("rehearse", str(folder), "--json")
    (failed,) = (r for r in answer.json["rehearsals"] if not r["passed"])
    assert answer.code == 1 and (failed["name"], failed["line"]) == ("Zu früh", 3)
    assert failed["message"] == "Schritt 1: erwartet war die Aufgabe „fragen“, offen ist „gespraech“"
    words = run("rehearse", str(folder)).out
    assert "NEIN" in words and failed["message"] in words and "Elemente" in words


def test_a_clone_that_names_its_process_alike_has_a_coverage_of_its_own(run: Run, folder: Path) -> None:
    (folder / "soest.bpmn").write_bytes(PATH)
    coverage = run("rehearse", str(folder), "--json").json["coverage"]
    assert coverage["p (hamm.bpmn)"]["elements"] == [4, 4]
    assert coverage["p (soest.bpmn)"]["elements"] == [0, 4]
    assert coverage["nachfragen"]["elements"] == [3, 3]


def test_what_none_has_passed_is_named(run: Run, folder: Path) -> None:
    (folder / "hamm" / "gut.rehearsal.yaml").write_text("name: Kurz\nsteps: []\n")
    answer = run("rehearse", "wege/hamm/gut.rehearsal.yaml", "--json")
    missing = {(place["kind"], place["id"]) for place in answer.json["missing"]["p"]}
    assert {("element", "nachfrage"), ("element", "e")} <= missing
    assert "nachfrage" in run("rehearse", "wege/hamm/gut.rehearsal.yaml").out


@pytest.mark.parametrize(("name", "text", "words"), [
    ("hamm/kaputt.rehearsal.yaml", "a: [", "YAML"),
    ("hamm/fremd.rehearsal.yaml", "name: x\nprocess: y\nsteps: []\n", "„y“"),
    ("hamm.bpmn", "<kein-bpmn/>", "hamm.bpmn"),
    ("herne.txt", "x", "nichts zu proben"),
    ("niemand/x.rehearsal.yaml", "name: x\nsteps: []\n", "nichts zu proben"),
])  # fmt: skip
def test_bad_input_is_exit_code_1_and_a_sentence(run: Run, folder: Path, name: str, text: str, words: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    answer = run("rehearse", str(path))
    assert answer.code == 1 and words in answer.out + answer.err
    assert run("rehearse", str(folder / "nirgends")).code == 1


def test_rehearsals_in_the_folder_do_not_disturb_publishing_and_checking(run: Run, folder: Path) -> None:
    assert run("check", str(folder)).code == 0
