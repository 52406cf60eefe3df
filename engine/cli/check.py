"""check: findings of files. Touches no data, and loads nothing that would."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from engine.catalogue.files import LIBRARY, files_in, folders_of
from engine.catalogue.findings import refused
from engine.catalogue.guard import checked
from engine.cli.output import Progress, add_json, sentence
from engine.cli.paths import read_files, wanted_files
from engine.terms import Finding

MANY = 3
"""From so many files on, a terminal shows how far it is."""


def add_commands(commands: Any) -> None:
    check = add_json(commands.add_parser("check", help=".bpmn, .dmn und .form prüfen, ohne etwas zu speichern"))
    check.add_argument("paths", nargs="+", type=Path, metavar="PFAD")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    findings: list[Finding] = []
    paths = list(wanted_files(arguments.paths, findings))
    shown = Progress(len(paths), "Prüfung") if len(paths) >= MANY and sys.stderr.isatty() else None
    for (folder, _), group in groupby(paths, key=lambda path: (path.parent, folders_of(path))):
        others = files_in(folder) if folder != LIBRARY else []
        findings += findings_of(list(group), others, shown.step if shown else None)
    if arguments.json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(sentence(finding), file=sys.stderr)
        if not findings:
            print("Keine Befunde.")
    return 1 if refused(findings) else 0


def findings_of(
    paths: Sequence[Path], others: Sequence[tuple[str, bytes]], step: Callable[[str], None] | None = None
) -> list[Finding]:
    """Of files in one folder, in a child process with limits; `step` is told the name of each that is done."""
    findings: list[Finding] = []
    files = read_files(paths, findings, step)
    answers = checked(files, others, folders_of(paths[0]), step) if files else []
    return findings + [finding for answer in answers for finding in answer]
