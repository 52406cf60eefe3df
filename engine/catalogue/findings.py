"""What the catalogue itself has to say about a file, and what findings mean together. Starts quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.terms import Finding, Severity


def refused(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def finding_of(raw: Mapping[str, Any]) -> Finding:
    """The finding that was written as JSON."""
    return Finding(**{**raw, "severity": Severity(raw["severity"])})


def unreadable(path: Path, why: str) -> Finding:
    return Finding(
        "file.unreadable",
        f"Die Datei ist nicht lesbar: {why}.",
        file=str(path),
        hint="Prüfen Sie den Pfad.",
    )


def too_large(name: str, size: int) -> Finding:
    """`size` in bytes."""
    return Finding(
        "file.size",
        f"Die Datei ist mit {size / 1024 / 1024:.0f} MB zu groß.",
        file=name,
        hint="Höchstens 10 MB werden gelesen.",
    )


def too_dear(name: str, seconds: int, memory: int) -> Finding:
    """`memory` in bytes."""
    return Finding(
        "check.limits",
        f"Die Prüfung der Datei wurde abgebrochen: sie braucht mehr als {seconds} Sekunden Rechenzeit "
        f"oder mehr als {memory // 2**30} GB Speicher.",
        file=name,
        hint="Den Ablauf vereinfachen oder auf mehrere Dateien verteilen.",
    )


def too_slow(name: str) -> Finding:
    """For whoever cannot wait longer, as Camunda Modeler."""
    return Finding(
        "check.time",
        "Die Prüfung der Datei war nicht rechtzeitig fertig.",
        file=name,
        hint="Versuchen Sie es noch einmal, oder laden Sie die Datei in der Werkstatt hoch: dort ist mehr Zeit.",
    )


def too_many(name: str) -> Finding:
    """Large files wait for one another."""
    return Finding(
        "check.busy",
        "Diese Datei ist groß, und es werden gerade andere große Dateien geprüft.",
        file=name,
        hint="Gespeichert ist sie. Laden Sie die Seite in einer Minute noch einmal.",
    )


def fault(name: str) -> Finding:
    return Finding(
        "check.fault",
        "Beim Prüfen der Datei ist die Prüfung selbst gescheitert.",
        file=name,
        hint="Bitte melden Sie das zusammen mit der Datei.",
    )
