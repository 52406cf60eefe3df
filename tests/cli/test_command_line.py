"""The same path in a terminal: exit codes, German sentences, one line of JSON, and nothing stored on refusal."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.kit.paths import HAMM, SOEST, field, form, in_a_row, script, task, tasks, timer


def write(folder: Path, name: str, content: bytes) -> str:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return str(folder / name)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Hamm's file, a form of its own, data and keys: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("hamm")
    own = form(
        "fragen",
        field(
            "falltyp",
            "radio",
            values=[{"label": "F01", "value": "F01"}, {"label": "F02", "value": "F02"}],
            validate={"required": True},
        ),
        field("notiz"),
    )
    write(folder, f"hamm/{own[0]}", own[1])
    write(folder, "hamm.bpmn", in_a_row(("eins", task("eins", form="fragen")), ("zwei", task("zwei"))))
    environ = {**os.environ, "SCHLICHTWERK_DATA": str(folder / "data")}
    code = "from engine.cli import main; raise SystemExit(main())"
    program = [sys.executable, "-c", code, "publish", str(folder / "hamm.bpmn")]
    subprocess.run(program, env=environ, check=True, capture_output=True)
    return folder


@pytest.fixture
def hamm(published: Path, data: Path) -> str:
    """Hamm's published file."""
    shutil.copytree(published, data.parent, dirs_exist_ok=True)
    return str(data.parent / "hamm.bpmn")


def rows(data: Path) -> dict[str, int]:
    """Number of rows of every table."""
    with sqlite3.connect(data / "schlichtwerk.db") as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def open_task(run: Run, element: str) -> str:
    return next(task["id"] for task in run("task", "list", "--json").json if task["element_id"] == element)


# ------------------------------------------------------------------ wrong usage
@pytest.mark.parametrize(
    "arguments", [(), ("gibt-es-nicht",), ("case",), ("case", "start"), ("check",), ("incident", "retry", "x")]
)
def test_wrong_usage_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert answer.code == 2 and "usage" in answer.err and answer.out == ""


def test_help_is_in_german_and_lists_every_command(run: Run) -> None:
    answer = run("--help")
    assert answer.code == 0
    for command in (
        "serve",
        "worker",
        "demo",
        "check",
        "publish",
        "case",
        "task",
        "message",
        "account",
        "incident",
        "audit",
    ):
        assert command in answer.out


def test_it_is_installed_as_schlichtwerk(data: Path) -> None:
    program = Path(sys.executable).parent / "schlichtwerk"
    done = subprocess.run([program, "case", "list", "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [] and "Hauptschlüssel" in done.stderr


def test_a_setting_that_cannot_be_read_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHLICHTWERK_DEMO", "vielleicht")
    answer = run("case", "list")
    assert (answer.code, answer.out) == (1, "") and answer.err.startswith("SCHLICHTWERK_DEMO:")
    assert "Traceback" not in answer.err


def test_the_first_command_says_where_the_master_key_lies(run: Run, data: Path) -> None:
    assert f"{data}-keys/master.key" in run("case", "list").err
    assert run("case", "list").err == ""


# ------------------------------------------------------------------ check
def test_check_finds_and_stores_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    good = write(tmp_path, "hamm.bpmn", tasks("eins"))
    bad = write(tmp_path, "bad.bpmn", in_a_row(("eins", task("eins", form="fehlt"))))
    assert run("check", good).code == 0
    answer = run("check", bad, "--json")
    assert answer.code == 1
    (found,) = [finding for finding in answer.json if finding["severity"] == "error"]
    assert set(found) == {"file", "line", "element_id", "element_name", "code", "severity", "message", "hint"}
    assert (found["code"], found["element_id"], found["file"]) == ("form.missing", "eins", bad)
    assert isinstance(found["line"], int)
    assert not data.exists() and not Path(f"{data}-keys").exists()


@pytest.mark.parametrize("content", [b"", b"kein XML", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"])
def test_check_refuses_what_is_no_bpmn(run: Run, tmp_path: Path, content: bytes) -> None:
    answer = run("check", write(tmp_path, "x.bpmn", content))
    assert answer.code == 1 and "x.bpmn" in answer.err and "Fehler [" in answer.err


def test_check_of_what_is_not_there_or_not_ours(run: Run, tmp_path: Path) -> None:
    for path in (str(tmp_path / "fehlt.bpmn"), write(tmp_path, "bild.png", b"x")):
        answer = run("check", path)
        assert answer.code == 1 and Path(path).name in answer.err and "Traceback" not in answer.err


def test_check_of_fifty_megabytes(run: Run, tmp_path: Path) -> None:
    huge = write(tmp_path, "gross.bpmn", tasks("eins") + b" " * (50 * 1024 * 1024))
    answer = run("check", huge, "--json")
    assert answer.code == 1 and [finding["code"] for finding in answer.json] == ["file.size"]
    answer = run("publish", huge, "--json")
    assert answer.code == 1 and answer.json[0]["findings"][0]["code"] == "file.size"


# ------------------------------------------------------------------ publish
def test_publishing_says_what_it_did(run: Run, hamm: str) -> None:
    answer = run("publish", hamm)
    assert (answer.code, answer.out) == (
        0,
        "Stadt Hamm (05915000): hamm.bpmn ist schon veröffentlicht, nichts geändert, Version 1.\n",
    )
    (done,) = run("publish", hamm, "--json").json
    assert (done["slug"], done["version"], done["unchanged"]) == ("hamm", 1, True)


def test_a_refused_file_is_exit_code_1_and_nothing_is_stored(run: Run, hamm: str, data: Path, tmp_path: Path) -> None:
    before = rows(data)
    answer = run("publish", write(tmp_path, "bielefeld.bpmn", tasks("eins")))
    assert answer.code == 1 and answer.out == ""
    assert "municipality.identity" in answer.err and "--rename" in answer.err
    assert rows(data) == before


def test_of_several_files_the_good_ones_are_published(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "alle/hamm.bpmn", tasks("eins"))
    write(tmp_path, "alle/soest.bpmn", tasks("eins", name="Stadt Soest", ags=SOEST))
    write(tmp_path, "alle/kaputt.bpmn", b"kein XML")
    answer = run("publish", str(tmp_path / "alle"), "--json")
    assert answer.code == 1
    assert {Path(line["file"]).name: line.get("version") for line in answer.json} == {
        "hamm.bpmn": 1,
        "kaputt.bpmn": None,
        "soest.bpmn": 1,
    }


def test_bielefeld_joins_in_a_terminal(run: Run, tmp_path: Path) -> None:
    from engine.catalogue.files import PROCESSES

    hamm = (PROCESSES / "hamm.bpmn").read_text("utf-8")
    edited = hamm.replace('name="Stadt Hamm"', 'name="Stadt Bielefeld"').replace(HAMM, "05711000")
    assert run("publish", write(tmp_path, "bielefeld.bpmn", edited.encode())).code == 0
    made = run(
        "account", "create", "berta", "--municipality", "bielefeld", "--role", "koordination", "--group", "koordination"
    )
    assert made.code == 0 and "Kennwort (nur jetzt zu sehen)" in made.out
    answer = run("case", "start", "bielefeld", "--as", "berta", "--json")
    assert answer.code == 0
    assert answer.json["aktenzeichen"].startswith("KKM-05711000-")
    assert [task["element_id"] for task in answer.json["open_tasks"]] == ["meldung"]


def test_two_files_with_the_same_ags_are_one_municipality_and_a_finding(run: Run, tmp_path: Path) -> None:
    """The first is published; the second names who has the AGS, and what to do."""
    from engine.catalogue.files import PROCESSES

    hamm = (PROCESSES / "hamm.bpmn").read_text("utf-8")
    files = [
        write(tmp_path, name, hamm.replace("Stadt Hamm", town).encode())
        for name, town in (("hamm.bpmn", "Stadt Hamm"), ("unna.bpmn", "Stadt Unna"))
    ]
    answer = run("publish", *files)
    assert answer.code == 1
    assert f"Die Kennung {HAMM} gehört schon zu „Stadt Hamm“ (hamm.bpmn)." in answer.out + answer.err
    assert "Tragen Sie den AGS Ihrer Kommune ein." in answer.out + answer.err
    assert run("case", "start", "hamm").code == 0
    assert run("case", "start", "unna").code == 1


# ------------------------------------------------------------------ case and task
def test_the_path_runs_in_a_terminal(run: Run, hamm: str) -> None:
    started = run("case", "start", "hamm", "--json")
    body = started.json
    assert {"aktenzeichen", "municipality", "definition", "state", "stage", "open_tasks"} <= set(body)
    assert (body["municipality"], body["state"], body["stage"]) == ("hamm", "active", "eingang")
    assert {"id", "element_id", "name", "group", "assignee", "due"} <= set(body["open_tasks"][0])
    done = run("task", "complete", open_task(run, "eins"), "--variables", '{"falltyp": "F02"}', "--json")
    assert (done.code, [task["element_id"] for task in done.json["open_tasks"]]) == (0, ["zwei"])
    done = run("task", "complete", open_task(run, "zwei"), "--json")
    assert done.json["state"] == "completed"
    shown = run("case", "show", body["aktenzeichen"])
    assert shown.code == 0 and body["aktenzeichen"] in shown.out
    assert [line["aktenzeichen"] for line in run("case", "list", "--json").json] == [body["aktenzeichen"]]


@pytest.mark.parametrize(
    "variables",
    [
        '{"falltyp": "F99"}',
        "{}",
        '{"falltyp": null}',
        "[1]",
        "kein JSON",
        '{"falltyp": {"a": 1}}',
        '{"falltyp": ["F01"]}',
        '"F01"',
        "[" * 100_000,
    ],
)
def test_a_value_that_the_form_does_not_allow_is_refused(run: Run, hamm: str, data: Path, variables: str) -> None:
    run("case", "start", "hamm")
    before, wanted = rows(data), open_task(run, "eins")
    for flags in ((), ("--json",)):
        answer = run("task", "complete", wanted, "--variables", variables, *flags)
        assert answer.code == 1 and answer.err and "Traceback" not in answer.err
        if flags:
            assert {"error", "message"} <= set(answer.json)
    assert rows(data) == before
    assert open_task(run, "eins") == wanted


def test_fields_that_the_form_does_not_have_are_dropped(run: Run, hamm: str, data: Path) -> None:
    run("case", "start", "hamm")
    answer = run(
        "task",
        "complete",
        open_task(run, "eins"),
        "--variables",
        '{"falltyp": "F01", "fall": 1, "__class__": 2, "fremd": 3}',
    )
    assert answer.code == 0
    with sqlite3.connect(data / "schlichtwerk.db") as connection:
        (facts,) = connection.execute("SELECT facts FROM audit_entry WHERE kind = 'user_task.completed'").fetchone()
    assert set(json.loads(facts)["entered"]) <= {"falltyp", "notiz"}


@pytest.mark.parametrize("name", ["fall", "heute", "jetzt", "_intern", "csrf_token"])
def test_a_reserved_name_never_reaches_a_case(run: Run, hamm: str, data: Path, name: str) -> None:
    run("case", "start", "hamm")
    run("task", "complete", open_task(run, "eins"), "--variables", '{"falltyp": "F01"}')
    before, variables = rows(data), json.dumps({name: "x"})
    answer = run("task", "complete", open_task(run, "zwei"), "--variables", variables)
    assert answer.code == 1 and name in answer.err
    answer = run("case", "start", "hamm", "--variables", variables)
    assert answer.code == 1 and name in answer.err
    assert rows(data) == before


def test_a_second_completion_says_who_was_first(run: Run, hamm: str) -> None:
    run("case", "start", "hamm")
    wanted = open_task(run, "eins")
    run("task", "complete", wanted, "--variables", '{"falltyp": "F01"}')
    answer = run("task", "complete", wanted, "--variables", '{"falltyp": "F02"}')
    assert answer.code == 1 and "die Verwaltung am" in answer.err and "abgeschlossen" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("case", "start", "nirgends"),
        ("case", "show", "KKM-0-2026-0001"),
        ("task", "complete", "0" * 32),
        ("task", "claim", "x"),
        ("task", "release", "../x"),
        ("incident", "retry", "7"),
        ("incident", "resolve", "7"),
        ("audit", "verify", "--case", "KKM-0-2026-0001"),
        ("audit", "verify", "--municipality", "nirgends"),
        ("account", "reset", "niemand"),
        ("account", "disable", "niemand"),
        ("account", "create", "x", "--municipality", "nirgends", "--role", "koordination"),
        ("task", "list", "--municipality", "nirgends"),
        ("release", "nirgends"),
        ("message", "send", "nachricht", "--correlate", "az=KKM-0-2026-0001"),
        ("message", "send", "nachricht", "--correlate", "az=1", "--municipality", "hamm"),
        ("case", "list", "--as", "niemand"),
        ("case", "start", "hamm", "--start", "fehlt"),
        ("case", "start", "hamm", "--process", "fehlt"),
    ],
)
def test_what_is_not_there_is_a_sentence(run: Run, hamm: str, data: Path, arguments: tuple[str, ...]) -> None:
    before = rows(data)
    answer = run(*arguments)
    assert answer.code == 1 and answer.out == ""
    assert answer.err.strip().endswith(".") and "Traceback" not in answer.err
    assert run(*arguments, "--json").json["error"]
    assert rows(data) == before


def test_a_message_for_nobody_says_what_to_look_at_and_changes_nothing(run: Run, hamm: str, data: Path) -> None:
    case = run("case", "start", "hamm", "--json").json["aktenzeichen"]
    before = rows(data)
    answer = run("message", "send", "mediation_beenden", "--correlate", f"az={case}")
    assert answer.code == 1 and answer.out == ""
    assert f"Auf die Nachricht „mediation_beenden“ mit „{case}“ wartet kein Vorgang." in answer.err
    assert "Es wurde nichts geändert." in answer.err and "Prüfen Sie den Namen" in answer.err
    assert rows(data) == before


def test_as_another_account_only_with_its_rights(run: Run, hamm: str) -> None:
    run("account", "create", "karla", "--municipality", "hamm", "--role", "koordination", "--group", "koordination")
    run("account", "create", "rosa", "--municipality", "hamm", "--role", "revision")
    az = run("case", "start", "hamm", "--as", "karla", "--json").json["aktenzeichen"]
    assert run("task", "claim", open_task(run, "eins"), "--as", "karla").code == 0
    assert run("task", "release", open_task(run, "eins"), "--as", "karla").code == 0
    for arguments in (
        ("case", "start", "hamm"),
        ("case", "show", az),
        ("task", "list"),
        ("case", "list"),
        ("account", "list"),
    ):
        answer = run(*arguments, "--as", "rosa")
        assert answer.code == 1 and answer.out == ""
    assert run("audit", "verify", "--as", "rosa").code == 0
    assert run("audit", "verify", "--as", "karla").code == 1
    assert "Nur ein Benutzerkonto" in run("task", "claim", open_task(run, "eins")).err


def test_an_incident_is_exit_code_1_and_can_be_tried_again(run: Run, tmp_path: Path) -> None:
    run(
        "publish",
        write(tmp_path, "hamm.bpmn", in_a_row(("eins", task("eins")), ("bruch", script("bruch", '"kein Kontext"')))),
    )
    run("case", "start", "hamm")
    answer = run("task", "complete", open_task(run, "eins"))
    assert answer.code == 1 and "Störung" in answer.out
    (incident,) = run("incident", "list", "--json").json
    assert incident["element"] == "bruch"
    assert run("incident", "retry", str(incident["id"])).code == 1
    (again,) = run("incident", "list", "--json").json
    assert run("incident", "resolve", str(again["id"])).code == 0
    assert run("incident", "list").out.strip() == "(nichts)"


def test_the_worker_looks_once(run: Run, tmp_path: Path) -> None:
    run("publish", write(tmp_path, "hamm.bpmn", in_a_row(("warten", timer("warten", "PT0S")), ("eins", task("eins")))))
    run("case", "start", "hamm")
    assert run("worker", "--once").code == 0
    assert [task["element_id"] for task in run("task", "list", "--json").json] == ["eins"]


# ------------------------------------------------------------------ audit
def test_the_trail_is_proved_and_a_broken_one_named(run: Run, hamm: str, data: Path) -> None:
    az = run("case", "start", "hamm", "--json").json["aktenzeichen"]
    for which in ((), ("--case", az), ("--municipality", "hamm")):
        answer = run("audit", "verify", *which)
        assert answer.code == 0 and "unversehrt" in answer.out
    with sqlite3.connect(data / "schlichtwerk.db") as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET actor_id = '7' WHERE instance IS NOT NULL AND seq = 2")
    answer = run("audit", "verify")
    assert answer.code == 1 and "Eintrag 2: Eintrag wurde verändert" in answer.out and az in answer.out
    body = run("audit", "verify", "--json").json
    assert body["broken"][0]["seq"] == 2


# ------------------------------------------------------------------ accounts
def test_accounts_in_a_terminal(run: Run, hamm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("ein langes Kennwort\n"))
    made = run(
        "account", "create", "karla", "--municipality", "hamm", "--role", "koordination", "revision", "--password-stdin"
    )
    assert made.code == 0 and "Kennwort" not in made.out
    (view,) = run("account", "list", "--json").json
    assert (view["login"], sorted(view["roles"]), view["active"]) == ("karla", ["koordination", "revision"], True)
    assert "password" not in view
    assert run("account", "disable", "karla").code == 0
    assert "gesperrt" in run("account", "list").out
    assert run("account", "enable", "KARLA").code == 0
    assert len(run("account", "reset", "karla", "--json").json["password"]) >= 12
    again = run("account", "create", "karla", "--municipality", "hamm", "--role", "koordination")
    assert again.code == 1 and "gibt es schon" in again.err
    assert run("account", "create", "x", "--municipality", "hamm", "--role", "kaiser").code == 2


def test_release_ends_the_trial(run: Run, hamm: str) -> None:
    assert run("case", "start", "hamm", "--json").json["trial"] is True
    refused = run("release", "hamm")
    assert refused.code == 1 and "Schritt 13 (Datenschutz geprüft) ist offen" in refused.err
    for number in (13, 14, 18, 19):
        cases = [word for case in ("F01", "F04", "F08", "akut", "abbruch") for word in ("--case", case)]
        ticks = cases if number == 18 else []
        assert run("step", "hamm", str(number), "--day", "2026-01-05", "--evidence", "Vermerk", *ticks).code == 0
    assert run("checklist", "hamm", "--json").json["missing"] == []
    assert "freigegeben" in run("release", "hamm").out
    assert run("case", "start", "hamm", "--json").json["trial"] is False


def test_every_json_answer_is_one_line(run: Run, hamm: str) -> None:
    run("case", "start", "hamm")
    answers: list[Any] = [
        run(*arguments, "--json").json
        for arguments in (
            ("check", hamm),
            ("publish", hamm),
            ("case", "list"),
            ("task", "list", "--municipality", "hamm", "--overdue"),
            ("task", "list", "--group", "koordination"),
            ("account", "list", "--municipality", "hamm"),
            ("incident", "list"),
            ("audit", "verify"),
        )
    ]
    assert len(answers) == 8
