"""Files from anywhere are checked and run in a child process with 10 s of CPU and 1 GiB for each of them.

What comes back is JSON; a child that the limits end is a finding. The child begins as a fresh Python (guarded.py),
never as a fork: the web server has threads.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from threading import Lock, Timer
from time import monotonic
from typing import Any

import msgpack

from engine.catalogue.files import LARGEST, ROOT, File
from engine.catalogue.findings import fault, finding_of, too_dear, too_large, too_slow
from engine.errors import InvalidInput
from engine.sentences import say, whole
from engine.terms import Finding

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
PATIENCE = 60
"""Seconds of the wall clock for one file; a machine may be slow, a child may be stopped."""
OUT_OF_MEMORY = 3
"""Exit code of a child."""

Step = Callable[[str], None]


def checked(
    files: Sequence[File], own: Sequence[File] | None = None, folders: Sequence[Path] = (), step: Step | None = None
) -> list[list[Finding]]:
    """Findings of each file, in their order. `own`: files that they may refer to, by default one another. `step` is
    told the name of each file that is done."""
    jobs = [{"file": name, "content": content} for name, content in files]
    answers = _run("check", jobs, files if own is None else own, folders, step)
    return [[finding_of(raw) for raw in answer] for answer in answers]


class Standby:
    """A child that has started already: for whoever has no time to wait for one. `modules`: what it loads before it is
    asked."""

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def ready(self) -> None:
        """Somebody may need it soon."""
        with self._lock:
            if self._child is None or self._child.poll() is not None:
                self._child = _started(*self._modules)

    def take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            child, self._child = self._child, None
        return child if child is not None and child.poll() is None else _started(*self._modules)

    def close(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            with child:
                child.kill()


def checked_within(seconds: float, files: Sequence[File], own: Sequence[File], standby: Standby) -> list[list[Finding]]:
    """As `checked`, for whoever waits no longer than this (wall clock): what is not done by then is a finding."""
    ends = monotonic() + seconds
    jobs = [{"file": name, "content": content} for name, content in files]
    answers: list[Any] = []
    why = _child(_request("check", jobs, own, ()), answers.append, standby.take(), ends)
    findings = [[finding_of(raw) for raw in answer] for answer in answers]
    for name, _ in files[len(findings) :]:
        findings.append([fault(name) if why == "fault" and monotonic() < ends else too_slow(name)])
    return findings


def insist_on_limits(files: Sequence[File], folders: Sequence[Path] = ()) -> None:
    """Raises InvalidInput when the check of one of these files takes too long or too much memory."""
    found = [f for each in checked(files, folders=folders) for f in each if f.code in ("check.limits", "check.fault")]
    if found:
        raise InvalidInput(
            "process.refused", say("„{found}“ wurde nicht gelesen.", found=found[0].file), findings=tuple(found)
        )


def checked_together(
    wanted: Sequence[str], files: Sequence[File], before: Sequence[File] | None = None
) -> tuple[Finding, ...]:
    """Findings of `wanted` among these files, the main one first, and of what they have lost of `before`."""
    heavy = max(files, key=lambda file: len(file[1]) if file[0] in wanted else -1)[0]
    job = {"file": heavy, "content": b"", "wanted": list(wanted), "before": [list(f) for f in before or ()]}
    (answer,) = _run("together", [job], files, ())
    return tuple(finding_of(raw) for raw in answer)


def executed(request: Mapping[str, Any], own: Sequence[File], folders: Sequence[Path] = ()) -> dict[str, Any]:
    """One run of execute as JSON; `request` holds file, content and the options as plain values."""
    (answer,) = _run("execute", [dict(request)], own, folders)
    if isinstance(answer, list):  # the limits: nothing ran to an end
        return {"status": "refused", "trace": [], "log": [], "variables": {}, "findings": answer}
    found: dict[str, Any] = answer
    return found


def described(processes: Sequence[Path]) -> list[dict[str, Any]]:
    """What there is to rehearse in each process file: its parts, and the files of what it calls."""
    jobs = [{"file": str(path), "content": path.read_bytes()} for path in processes]
    return _descriptions(_run("describe", jobs, (), ()) if jobs else [])


def rehearsed(
    main: File, own: Sequence[File], rehearsals: Sequence[File], folders: Sequence[Path] = (), step: Step | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The same of files that lie on no disk: what there is to rehearse in the process file `main`, and what became of
    each rehearsal. `own`: what it may refer to."""
    given = [main, *own]
    (described,) = _descriptions(_run("describe", [{"file": main[0], "content": main[1]}], given, folders))
    jobs = [{"file": name, "content": content, "process": main[0]} for name, content in rehearsals]
    answers = _run("play", jobs, given, folders, step) if jobs and not described["findings"] else []
    return described, [_unplayed(each[0]) if isinstance(each, list) else each for each in answers]


def staged(
    main: File,
    own: Sequence[File],
    rehearsal: File,
    act: Mapping[str, Any] | None,
    folders: Sequence[Path] = (),
    standby: Standby | None = None,
) -> Any:
    """Where a rehearsal of such a package has come to, after `act`, as JSON; a list of findings when nothing ran."""
    job = {"file": rehearsal[0], "content": rehearsal[1], "process": main[0], "act": act}
    if standby is not None and len(rehearsal[1]) <= LARGEST:
        answers: list[Any] = []
        _child(_request("stage", [job], [main, *own], folders), answers.append, standby.take())
        standby.ready()  # for the next act
        if answers:
            return answers[0]
    (answer,) = _run("stage", [job], [main, *own], folders)
    return answer


def spread(
    main: File, own: Sequence[File], rehearsals: Sequence[File], source: File, steps: Sequence[int]
) -> list[dict[str, Any]]:
    """What becomes of each rehearsal of such a package with steps of `source`."""
    more = {"process": main[0], "source": list(source), "steps": list(steps)}
    answers = _run("spread", [{"file": name, "content": text, **more} for name, text in rehearsals], [main, *own], ())
    return [{"text": None, "steps": [], **_unplayed(each[0])} if isinstance(each, list) else each for each in answers]


def _descriptions(answers: list[Any]) -> list[dict[str, Any]]:
    return [
        {"parts": [], "own": [], "calls": [], "findings": each} if isinstance(each, list) else each for each in answers
    ]


def played(rehearsals: Sequence[tuple[Path, Path]], step: Step | None = None) -> list[dict[str, Any]]:
    """What became of each rehearsal, given with the file of its process."""
    jobs = [{"file": str(path), "content": path.read_bytes(), "process": str(of)} for path, of in rehearsals]
    answers = _run("play", jobs, (), (), step) if jobs else []
    return [_unplayed(each[0]) if isinstance(each, list) else each for each in answers]


def _unplayed(raw: Mapping[str, Any]) -> dict[str, Any]:
    message = f"{raw['message']} {raw['hint']}".strip()
    return {"name": Path(raw["file"]).name, "passed": False, "message": message, "line": raw["line"]}


def _run(
    kind: str, jobs: list[dict[str, Any]], own: Sequence[File], folders: Sequence[Path], step: Step | None = None
) -> list[Any]:
    """One answer for each job. A child does them in turn. The one that it does not survive gets a child of its own,
    so that no file answers for what the ones before it left in memory; what that one does not survive is a finding.
    """
    answers: list[Any] = []

    def note(answer: Any) -> None:
        if step is not None:
            step(Path(jobs[len(answers)]["file"]).name)
        answers.append(answer)

    while len(answers) < len(jobs):
        job = jobs[len(answers)]
        if len(job["content"]) > LARGEST:
            note([asdict(too_large(job["file"], len(job["content"])))])
            continue
        left = list(takewhile(lambda j: len(j["content"]) <= LARGEST, jobs[len(answers) :]))
        before = len(answers)
        why = _child(_request(kind, left, own, folders), note)
        if len(answers) == before:
            finding = too_dear(job["file"], SECONDS, MEMORY) if why == "limits" else fault(job["file"])
            note([asdict(finding)])
    return answers


def _request(
    kind: str, jobs: Sequence[Mapping[str, Any]], own: Sequence[File], folders: Sequence[Path]
) -> dict[str, Any]:
    return {
        "kind": kind,
        "jobs": jobs,
        "own": [list(f) for f in own if len(f[1]) <= LARGEST],
        "folders": [str(f) for f in folders],
        "limits": [SECONDS, MEMORY],
    }


def _started(*modules: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "engine.catalogue.guarded", *modules]  # -P: nothing from the current folder
    env = {**os.environ, "PYTHONPATH": str(ROOT)}  # the same code as here
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env=env)


def _child(
    request: Mapping[str, Any],
    note: Callable[[Any], None],
    started: subprocess.Popen[bytes] | None = None,
    ends: float | None = None,
) -> str:
    """Tells every answer as it comes; gives why no more came. `ends`: when nobody waits for it any more."""
    with started or _started() as child:
        assert child.stdin is not None and child.stdout is not None
        with _patience(child, ends), suppress(BrokenPipeError):
            child.stdin.write(msgpack.packb(request, unicode_errors="surrogatepass"))
            child.stdin.close()
        while True:
            with _patience(child, ends):
                line = child.stdout.readline()
            if not line.endswith(b"\n"):
                break
            note(whole(json.loads(line)))
    return "limits" if child.returncode < 0 or child.returncode == OUT_OF_MEMORY else "fault"


@contextmanager
def _patience(child: subprocess.Popen[bytes], ends: float | None) -> Iterator[None]:
    """A child that says nothing for PATIENCE seconds is ended, and one that has not come to its end in time."""
    watch = Timer(PATIENCE if ends is None else max(ends - monotonic(), 0), child.kill)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
