"""execute: run a file in memory."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.catalogue.files import LARGEST, LIBRARY, files_in, folders_of
from engine.catalogue.findings import finding_of, unreadable
from engine.catalogue.guard import executed
from engine.cli.output import add_json, sentence
from engine.errors import InvalidInput
from engine.terms import Finding

STATUS = {
    "completed": "Zu Ende gelaufen.",
    "waiting": "Wartet.",
    "incident": "Störung.",
    "refused": "Nicht ausgeführt: die Datei wird abgewiesen.",
}


def add_commands(commands: Any) -> None:
    run = add_json(commands.add_parser("execute", help="Datei im Speicher ausführen, mit einer gedachten Uhr"))
    run.add_argument("file", type=Path, metavar="DATEI")
    run.add_argument("--process", metavar="ID", help="diesen Prozess der Datei starten")
    run.add_argument("--also-start", metavar="ID", help="vorher auch diesen Prozess der Datei starten")
    run.add_argument("--until", metavar="DAUER", help="so weit rückt die Uhr vor, zum Beispiel PT3M")
    run.add_argument("--variables", metavar="JSON", default="{}", help="Variablen zum Start")
    run.add_argument("--answers", type=Path, metavar="DATEI", help="Liste von {do: Aufgabe, with: {…}}, YAML oder JSON")
    run.set_defaults(run=_execute)


def _execute(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    answers: Path | None = arguments.answers
    try:
        content = path.read_bytes()
    except OSError as error:
        return _say(arguments, _nothing(unreadable(path, error.strerror or "nicht lesbar")))
    own = [(path.name, content)]
    if path.parent != LIBRARY:
        own += [file for file in files_in(path.parent) if file[0] != path.name]
    request = {
        "file": str(path),
        "content": content,
        "process": arguments.process,
        "also_start": arguments.also_start,
        "until": arguments.until,
        "variables": arguments.variables,
        "answers": "" if answers is None else _answers(answers),
        "answers_as_json": answers is not None and answers.suffix == ".json",
        "now": datetime.now(UTC).isoformat(),
    }
    return _say(arguments, executed(request, own, folders_of(path)))


def _nothing(finding: Finding) -> dict[str, Any]:
    return {"status": "refused", "trace": [], "log": [], "variables": {}, "findings": [finding.as_json()]}


def _answers(path: Path) -> str:
    """Text of the file; the child finds out what it means. Raises InvalidInput."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidInput("cli.answers", f"--answers: {path} ist zu groß; höchstens 10 MB werden gelesen.")
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InvalidInput("cli.answers", f"--answers: {path} ist nicht lesbar ({error}).") from error


def _say(arguments: argparse.Namespace, done: dict[str, Any]) -> int:
    """One line of JSON; on a terminal, without --json, sentences."""
    for raw in done["findings"]:
        print(sentence(finding_of(raw)), file=sys.stderr)
    if arguments.json or not sys.stdout.isatty():
        print(json.dumps(done, ensure_ascii=False))
    else:
        print(STATUS[done["status"]])
        if done["trace"]:
            print("Verlauf: " + " → ".join(done["trace"]))
        if done["log"]:
            print("Protokoll: " + json.dumps(done["log"], ensure_ascii=False))
        for name, value in sorted(done["variables"].items()):
            print(f"  {name} = {json.dumps(value, ensure_ascii=False)}")
    return 1 if done["status"] == "refused" else 0
