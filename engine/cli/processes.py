"""publish, withdraw, reinstate."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.catalogue import PublishProcess, publish, refused, reinstate, withdraw
from engine.catalogue.files import File, folders_of, slug_of
from engine.catalogue.guard import insist_on_limits
from engine.catalogue.rehearsal.story import ENDING
from engine.cli.check import findings_of
from engine.cli.output import add_actor, opened, plain, say, sentence
from engine.cli.paths import wanted_files
from engine.errors import EngineError
from engine.terms import Finding, Severity


def add_commands(commands: Any) -> None:
    publisher = add_actor(commands.add_parser("publish", help="Konfliktwege veröffentlichen"))
    publisher.add_argument("paths", nargs="+", type=Path, metavar="PFAD")
    publisher.add_argument("--rename", action="store_true", help="die Kommune mit dieser Kennung umbenennen")
    publisher.set_defaults(run=_publish)
    taking_back = add_actor(commands.add_parser("withdraw", help="Veröffentlichung zurücknehmen"))
    taking_back.add_argument("municipality", metavar="KOMMUNE")
    taking_back.add_argument("--version", type=int, help="nur, wenn neue Vorgänge auf dieser Version beginnen")
    taking_back.set_defaults(run=_withdraw)
    putting_back = add_actor(commands.add_parser("reinstate", help="zurückgenommene Version wieder einsetzen"))
    putting_back.add_argument("municipality", metavar="KOMMUNE")
    putting_back.add_argument("version", type=int)
    putting_back.set_defaults(run=_reinstate)


def _withdraw(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        effect = withdraw(uow, arguments.municipality, arguments.version)
    done = f"{effect.name}: Version {effect.version} ist zurückgenommen."
    say(arguments, plain(effect), f"{done} {_beginning(effect.current, effect.template)}")
    return 0


def _reinstate(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        effect = reinstate(uow, arguments.municipality, arguments.version)
    done = f"{effect.name}: Version {effect.version} ist wieder eingesetzt."
    say(arguments, plain(effect), f"{done} {_beginning(effect.current, effect.template)}")
    return 0


def _beginning(version: int | None, template: bool) -> str:
    if template:
        taken = f"Kommunen übernehmen jetzt Version {version}"
        return f"{taken if version else 'Kommunen können sie nicht mehr übernehmen'}; bestehende Fassungen bleiben."
    return f"Neue Vorgänge beginnen auf Version {version}." if version else "Neue Vorgänge können jetzt nicht beginnen."


def _publish(arguments: argparse.Namespace) -> int:
    findings: list[Finding] = []
    paths = [path for path in wanted_files(arguments.paths, findings) if path.suffix.lower() == ".bpmn"]
    if not paths and not findings:
        findings.append(_nothing(arguments.paths))
    library = [path for path in paths if path.parent.name == "_library"]
    results, failed = [], bool(findings)
    for finding in findings:
        print(sentence(finding), file=sys.stderr)
    for path in library:
        failed |= _checked_library(path)
    with opened(arguments) as (platform, actor):
        for path in paths:
            if path in library:
                continue
            try:
                insist_on_limits([(path.name, path.read_bytes())], folders_of(path))
                with platform.command(actor) as uow:
                    done = publish(
                        uow,
                        PublishProcess(
                            path.name,
                            path.read_bytes(),
                            folders=folders_of(path),
                            rename=arguments.rename,
                            rehearsals=stories_beside(path),
                        ),
                    )
            except EngineError as error:
                failed = True
                found = [_with_switch(finding) for finding in error.findings]
                results.append({"file": str(path), "error": error.code, "findings": [f.as_json() for f in found]})
                for finding in found:
                    print(sentence(finding), file=sys.stderr)
                print(error.sentence, file=sys.stderr)
                continue
            results.append({"file": str(path), **plain(done)})
            for finding in done.warnings:
                print(sentence(finding), file=sys.stderr)
            if not arguments.json:
                what = "ist schon veröffentlicht, nichts geändert" if done.unchanged else "veröffentlicht"
                print(f"{done.name} ({done.municipality}): {path.name} {what}, Version {done.version}.")
    if arguments.json:
        print(json.dumps(results, ensure_ascii=False))
    return 1 if failed else 0


def stories_beside(path: Path) -> tuple[File, ...]:
    """The rehearsals in the municipality's own folder."""
    folder = path.parent / slug_of(path.stem)
    return tuple((each.name, each.read_bytes()) for each in sorted(folder.glob(f"*{ENDING}")))


def _with_switch(finding: Finding) -> Finding:
    """How one says on the command line that a municipality has a new name."""
    if finding.code != "municipality.identity":
        return finding
    return replace(finding, hint=f"{finding.hint} Dafür gibt es den Schalter --rename.")


def _checked_library(path: Path) -> bool:
    """Library files belong to no municipality: they are checked, and taken from the folder by whoever calls them."""
    findings = findings_of([path], [])
    for finding in findings:
        print(sentence(finding), file=sys.stderr)
    if not refused(findings):
        print(f"{path.name}: geprüft, gehört zur Bibliothek.", file=sys.stderr)
    return refused(findings)


def _nothing(paths: list[Path]) -> Finding:
    return Finding(
        "publish.nothing",
        "Darin ist keine Prozessdatei (.bpmn); nichts wurde veröffentlicht.",
        Severity.ERROR,
        file=", ".join(map(str, paths)),
        hint="Formulare und Entscheidungen gehen mit dem Prozess, der sie braucht.",
    )
