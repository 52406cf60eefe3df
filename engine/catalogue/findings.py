"""What the catalogue itself has to say about a file, and what findings mean together. Starts quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.sentences import say
from engine.terms import Finding, Severity


def refused(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def finding_of(raw: Mapping[str, Any]) -> Finding:
    """The finding that was written as JSON."""
    return Finding(**{**raw, "severity": Severity(raw["severity"])})


def unreadable(path: Path, why: str) -> Finding:
    return Finding(
        "file.unreadable",
        say("Die Datei ist nicht lesbar: {why}.", why=why),
        file=str(path),
        hint=say("Prüfen Sie den Pfad."),
    )


def too_large(name: str, size: int) -> Finding:
    """`size` in bytes."""
    return Finding(
        "file.size",
        say("Die Datei ist mit {size} MB zu groß.", size=f"{size / 1024 / 1024:.0f}"),
        file=name,
        hint=say("Höchstens 10 MB werden gelesen."),
    )


def too_dear(name: str, seconds: int, memory: int) -> Finding:
    """`memory` in bytes."""
    return Finding(
        "check.limits",
        say(
            "Die Prüfung der Datei wurde abgebrochen: sie braucht mehr als {seconds} Sekunden Rechenzeit "
            "oder mehr als {memory} GB Speicher.",
            seconds=seconds,
            memory=memory // 2**30,
        ),
        file=name,
        hint=say("Den Ablauf vereinfachen oder auf mehrere Dateien verteilen."),
    )


def too_slow(name: str) -> Finding:
    """For whoever cannot wait longer, as Camunda Modeler."""
    return Finding(
        "check.time",
        say("Die Prüfung der Datei war nicht rechtzeitig fertig."),
        file=name,
        hint=say("Versuchen Sie es noch einmal, oder laden Sie die Datei in der Werkstatt hoch: dort ist mehr Zeit."),
    )


def too_many(name: str) -> Finding:
    """Large files wait for one another."""
    return Finding(
        "check.busy",
        say("Diese Datei ist groß, und es werden gerade andere große Dateien geprüft."),
        file=name,
        hint=say("Gespeichert ist sie. Laden Sie die Seite in einer Minute noch einmal."),
    )


def fault(name: str) -> Finding:
    return Finding(
        "check.fault",
        say("Beim Prüfen der Datei ist die Prüfung selbst gescheitert."),
        file=name,
        hint=say("Bitte melden Sie das zusammen mit der Datei."),
    )
