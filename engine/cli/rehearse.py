"""rehearse: play rehearsals in memory, and say what they have passed. Touches no data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.cli.output import Progress, add_json, sentence, table

MANY = 3
"""From so many rehearsals on, a terminal shows how far it is."""
MOST_MISSING = 20


def add_commands(commands: Any) -> None:
    rehearse = add_json(commands.add_parser("rehearse", help="Probeläufe im Speicher spielen, mit einer gedachten Uhr"))
    rehearse.add_argument("paths", nargs="+", type=Path, metavar="PFAD", help=".rehearsal.yaml, .bpmn oder Ordner")
    rehearse.set_defaults(run=_rehearse)


def _rehearse(arguments: argparse.Namespace) -> int:
    from engine.catalogue.rehearsing import rehearse_files  # other commands do without

    report = rehearse_files(arguments.paths, _progress)
    for finding in report.findings:
        print(sentence(finding), file=sys.stderr)
    if arguments.json:
        print(json.dumps(_as_json(report), ensure_ascii=False))
    else:
        print(_as_text(report))
    return 0 if report.passed else 1


def _progress(count: int) -> Callable[[str], None] | None:
    return Progress(count, "Probeläufe").step if count >= MANY and sys.stderr.isatty() else None


def _as_json(report: Any) -> dict[str, Any]:
    return {
        "rehearsals": [
            {"name": each.name, "passed": each.passed, "message": each.message, "file": each.file, "line": each.line}
            for each in report.rehearsals
        ],
        "coverage": {each.process: each.as_json() for each in report.coverage},
        "missing": {each.process: each.missing_as_json() for each in report.coverage if not each.whole},
        "findings": [finding.as_json() for finding in report.findings],
    }


def _as_text(report: Any) -> str:
    rows = [("ja" if each.passed else "NEIN", each.name, each.message) for each in report.rehearsals]
    shares = [
        (each.process, *(f"{share.passed}/{share.all}" for share in (each.elements, each.flows, each.rules)))
        for each in report.coverage
    ]
    missing = [place for each in report.coverage for place in each.missing_as_json()]
    parts = [
        table(rows, ("bestanden", "Probelauf", "sonst")) if rows else "Keine Probeläufe gefunden.",
        table(shares, ("Prozess", "Elemente", "Flüsse", "Regeln")) if shares else "",
    ]
    if missing:
        lines = [f"  {place['process']}: {_place(place)}" for place in missing[:MOST_MISSING]]
        more = len(missing) - MOST_MISSING
        parts.append(
            "\n".join(["Kein Probelauf kam hier vorbei:", *lines, *([f"  … und {more} weitere"] if more > 0 else [])])
        )
    return "\n\n".join(part for part in parts if part)


def _place(place: dict[str, str]) -> str:
    name = f" („{place['name']}“)" if place["name"] else ""
    return f"Regel {place['id']} von {place['decision']}{name}" if place["decision"] else f"{place['id']}{name}"
