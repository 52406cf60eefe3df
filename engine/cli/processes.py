"""check, publish."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from engine.casework.loading import municipality
from engine.catalogue import PublishProcess, publish, refused, release_municipality, slug_of
from engine.catalogue.check import LARGEST, too_large
from engine.catalogue.guard import checked, insist_on_limits
from engine.catalogue.library import KINDS, LIBRARY, files_in
from engine.cli.output import add_actor, add_json, opened, plain, say, sentence
from engine.errors import EngineError
from engine.terms import Finding, Severity


def add_commands(commands: Any) -> None:
    check = add_json(commands.add_parser("check", help=".bpmn, .dmn und .form prüfen, ohne etwas zu speichern"))
    check.add_argument("paths", nargs="+", type=Path, metavar="PFAD")
    check.set_defaults(run=_check)
    publisher = add_actor(commands.add_parser("publish", help="Konfliktwege veröffentlichen"))
    publisher.add_argument("paths", nargs="+", type=Path, metavar="PFAD")
    publisher.add_argument("--rename", action="store_true", help="die Kommune mit dieser Kennung umbenennen")
    publisher.set_defaults(run=_publish)
    release = add_actor(commands.add_parser("release", help="Kommune für die echte Arbeit freigeben"))
    release.add_argument("municipality", metavar="KOMMUNE")
    release.set_defaults(run=_release)


def _release(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        tenant = municipality(uow, slug=arguments.municipality)
        fresh = release_municipality(uow, tenant.identity)
    what = "ist freigegeben. Neue Vorgänge sind keine Erprobung mehr." if fresh else "war schon freigegeben."
    say(arguments, {"municipality": tenant.slug, "released": True}, f"{tenant.name} {what}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    findings: list[Finding] = []
    places = groupby(_files(arguments.paths, findings), key=lambda path: (path.parent, _folders(path)))
    for (folder, _), paths in places:
        findings += _of_files(list(paths), files_in(folder) if folder != LIBRARY else [])
    if arguments.json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(sentence(finding), file=sys.stderr)
        if not findings:
            print("Keine Befunde.")
    return 1 if refused(findings) else 0


def _of_files(paths: list[Path], others: list[tuple[str, bytes]]) -> list[Finding]:
    """Of files in one folder, in a child process with limits."""
    files, findings = [], []
    for path in paths:
        try:
            size = path.stat().st_size
            if size > LARGEST:
                findings.append(too_large(str(path), size))
            else:
                files.append((str(path), path.read_bytes()))
        except OSError as error:
            findings.append(_unreadable(path, error.strerror or "nicht lesbar"))
    answers = checked(files, others, _folders(paths[0])) if files else []
    return findings + [finding for answer in answers for finding in answer]


def _publish(arguments: argparse.Namespace) -> int:
    findings: list[Finding] = []
    paths = [path for path in _files(arguments.paths, findings) if path.suffix.lower() == ".bpmn"]
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
                insist_on_limits([(path.name, path.read_bytes())], _folders(path))
                with platform.command(actor) as uow:
                    done = publish(
                        uow,
                        PublishProcess(path.name, path.read_bytes(), folders=_folders(path), rename=arguments.rename),
                    )
            except EngineError as error:
                failed = True
                results.append(
                    {"file": str(path), "error": error.code, "findings": [f.as_json() for f in error.findings]}
                )
                for finding in error.findings:
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


def _checked_library(path: Path) -> bool:
    """Library files belong to no municipality: they are checked, and taken from the folder by whoever calls them."""
    findings = _of_files([path], [])
    for finding in findings:
        print(sentence(finding), file=sys.stderr)
    if not refused(findings):
        print(f"{path.name}: geprüft, gehört zur Bibliothek.", file=sys.stderr)
    return refused(findings)


def _folders(path: Path) -> tuple[Path, ...]:
    """The municipality's own folder beside the file, then a library beside it."""
    own = path.parent / slug_of(path.stem)
    return tuple(folder for folder in (own, path.parent / "_library") if folder.is_dir() and folder != LIBRARY)


def _files(paths: list[Path], findings: list[Finding]) -> Iterator[Path]:
    """Files, and those of folders (a folder's own ones and those of `_library`)."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in KINDS and p.is_file())
        elif path.is_file():
            yield path
        else:
            findings.append(_unreadable(path, "gibt es nicht"))


def _nothing(paths: list[Path]) -> Finding:
    return Finding(
        "publish.nothing",
        "Darin ist keine Prozessdatei (.bpmn); nichts wurde veröffentlicht.",
        Severity.ERROR,
        file=", ".join(map(str, paths)),
        hint="Formulare und Entscheidungen gehen mit dem Prozess, der sie braucht.",
    )


def _unreadable(path: Path, why: str) -> Finding:
    return Finding(
        "file.unreadable",
        f"Die Datei ist nicht lesbar: {why}.",
        Severity.ERROR,
        file=str(path),
        hint="Prüfen Sie den Pfad.",
    )
