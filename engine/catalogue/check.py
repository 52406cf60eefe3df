"""Check files: every Befund of BPMN, DMN and forms, with file, line, element, sentence and way out. Touches no data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine import bpmn, dmn, formdefs
from engine.bpmn import Find, ResourceKind
from engine.catalogue.files import LARGEST, File
from engine.catalogue.findings import too_large
from engine.catalogue.library import finder, kind_of
from engine.sentences import say
from engine.terms import Finding


def check_files(files: Sequence[File], folders: Sequence[Path] = ()) -> list[Finding]:
    """Findings of all files; they may refer to one another, to files in `folders` and to the library."""
    find = finder(files, folders)
    return [finding for name, content in files for finding in check_file(name, content, find)]


def check_file(name: str, content: bytes, find: Find) -> list[Finding]:
    """Findings of one file. Never raises for bad input."""
    if len(content) > LARGEST:
        return [too_large(name, len(content))]
    match kind_of(name):
        case ResourceKind.BPMN:
            _, findings = bpmn.resolve(content, name, find)
            return [*findings, *_identity(name, content, findings)]
        case ResourceKind.DMN:
            return dmn.check(content, file=name)
        case ResourceKind.FORM:
            return formdefs.check(content, file=name)
    return [
        Finding(
            "file.kind",
            say("Dateien mit der Endung „{suffix}“ werden nicht gelesen.", suffix=Path(name).suffix or say("keine")),
            file=name,
            hint=say("Erwartet werden .bpmn, .dmn und .form."),
        )
    ]


def _identity(name: str, content: bytes, findings: Sequence[Finding]) -> list[Finding]:
    """An AGS that can be none: publishing would refuse it later. One that is missing is no fault of a file."""
    if any(finding.code == "bpmn.unreadable" and finding.file == name for finding in findings):
        return []
    found = bpmn.municipality_findings(bpmn.read(content, file=name), name)
    return [f for f in found if f.code in ("municipality.ags", "municipality.kreis")]
