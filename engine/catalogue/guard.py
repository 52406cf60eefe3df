"""Files from anywhere are checked and run in a child process with 10 s of CPU and 1 GiB for each of them.

What comes back is JSON; a child that the limits end is a finding. The child begins as a fresh Python (guarded.py),
never as a fork: the web server has threads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgpack

from engine.catalogue.check import LARGEST, too_large
from engine.catalogue.library import ROOT, File
from engine.errors import InvalidInput
from engine.terms import Finding, Severity

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
PATIENCE = 60
"""Seconds of the wall clock for one file; a machine may be slow, a child may be stopped."""


def checked(
    files: Sequence[File], own: Sequence[File] | None = None, folders: Sequence[Path] = ()
) -> list[list[Finding]]:
    """Findings of each file, in their order. `own`: files that they may refer to, by default one another."""
    jobs = [{"file": name, "content": content} for name, content in files]
    answers = _run("check", jobs, files if own is None else own, folders)
    return [[finding_of(raw) for raw in answer] for answer in answers]


def insist_on_limits(files: Sequence[File], folders: Sequence[Path] = ()) -> None:
    """Raises InvalidInput when the check of one of these files takes too long or too much memory."""
    found = [f for each in checked(files, folders=folders) for f in each if f.code in ("check.limits", "check.fault")]
    if found:
        raise InvalidInput("process.refused", f"«{found[0].file}» wurde nicht gelesen.", findings=tuple(found))


def executed(request: Mapping[str, Any], own: Sequence[File], folders: Sequence[Path] = ()) -> dict[str, Any]:
    """One run of execute as JSON; `request` holds file, content and the options as plain values."""
    (answer,) = _run("execute", [dict(request)], own, folders)
    if isinstance(answer, list):  # the limits: nothing ran to an end
        return {"status": "refused", "trace": [], "log": [], "variables": {}, "findings": answer}
    found: dict[str, Any] = answer
    return found


def finding_of(raw: Mapping[str, Any]) -> Finding:
    return Finding(**{**raw, "severity": Severity(raw["severity"])})


def _run(kind: str, jobs: list[dict[str, Any]], own: Sequence[File], folders: Sequence[Path]) -> list[Any]:
    """One answer for each job. A child does them in turn; after one that it does not survive, the next begins."""
    answers: list[Any] = []
    while len(answers) < len(jobs):
        job = jobs[len(answers)]
        if len(job["content"]) > LARGEST:
            answers.append([asdict(too_large(job["file"], len(job["content"])))])
            continue
        left = list(takewhile(lambda j: len(j["content"]) <= LARGEST, jobs[len(answers) :]))
        request = {
            "kind": kind,
            "jobs": left,
            "own": [list(f) for f in own if len(f[1]) <= LARGEST],
            "folders": [str(f) for f in folders],
            "limits": [SECONDS, MEMORY],
        }
        done, why = _child(request)
        answers += done
        if len(done) < len(left):
            answers.append([asdict(_ended(left[len(done)]["file"], why))])
    return answers


def _child(request: Mapping[str, Any]) -> tuple[list[Any], str]:
    """(the answers that came, why no more came)."""
    command = [sys.executable, "-P", "-m", "engine.catalogue.guarded"]  # -P: nothing from the current folder
    env = {**os.environ, "PYTHONPATH": str(ROOT)}  # the same code as here
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env) as child:
        try:
            output, errors = child.communicate(msgpack.packb(request), timeout=PATIENCE * len(request["jobs"]))
        except subprocess.TimeoutExpired:
            child.kill()
            output, errors = child.communicate()
    lines = [line for line in output.split(b"\n") if line]
    done = [json.loads(line) for line in lines[: output.count(b"\n")]]
    return done, "limits" if child.returncode < 0 or b"MemoryError" in errors else "fault"


def _ended(file: str, why: str) -> Finding:
    if why == "limits":
        return Finding(
            "check.limits",
            f"Die Prüfung der Datei wurde abgebrochen: sie braucht mehr als {SECONDS} Sekunden Rechenzeit "
            f"oder mehr als {MEMORY // 2**30} GB Speicher.",
            file=file,
            hint="Den Ablauf vereinfachen oder auf mehrere Dateien verteilen.",
        )
    return Finding(
        "check.fault",
        "Beim Prüfen der Datei ist die Prüfung selbst gescheitert.",
        file=file,
        hint="Bitte melden Sie das zusammen mit der Datei.",
    )
