"""The child of guard.py: `python -m engine.catalogue.guarded`. Reads one request, answers one line of JSON a job."""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgpack

from engine.catalogue.check import check_file
from engine.catalogue.files import LIBRARY, files_in, folders_of
from engine.catalogue.gone import gone_fields
from engine.catalogue.guard import OUT_OF_MEMORY
from engine.catalogue.library import finder
from engine.errors import InvalidInput
from engine.feel.codec import to_json
from engine.sentences import plain
from engine.terms import Finding

_GIVEN: dict[str, bytes] = {}
"""Files of the request that lie on no disk."""
_FOLDERS: list[Path] = []


def main() -> None:
    for module in sys.argv[1:]:  # before there is anything to do
        importlib.import_module(module)
    request = msgpack.unpackb(sys.stdin.buffer.read(), unicode_errors="surrogatepass")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds, memory = request["limits"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    own, folders = [(name, content) for name, content in request["own"]], [Path(f) for f in request["folders"]]
    _GIVEN.update(own)
    _FOLDERS.extend(folders)
    kinds = {
        "check": _checked,
        "together": _checked_together,
        "execute": _executed,
        "describe": _described,
        "play": _played,
        "stage": _staged,
        "spread": _spread,
    }
    act = kinds[request["kind"]]
    for job in request["jobs"]:
        find = finder([(job["file"], job["content"]), *own], folders)
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, -1))
        sys.stdout.write(json.dumps(plain(act(job, find))) + "\n")
        sys.stdout.flush()


def _checked(job: dict[str, Any], find: Any) -> list[dict[str, Any]]:
    return [_remembered(f).as_json() for f in check_file(job["file"], job["content"], find)]


def _checked_together(job: dict[str, Any], find: Any) -> list[dict[str, Any]]:
    own, before = list(_GIVEN.items()), [(name, content) for name, content in job["before"]]
    find = finder(own)
    findings = [f for name in job["wanted"] for f in check_file(name, _GIVEN[name], find)]
    findings += gone_fields(before, own) if before else ()
    return [_remembered(f).as_json() for f in dict.fromkeys(findings)]


def _remembered(finding: Finding) -> Finding:
    """Raises MemoryError for what libxml2 took for a fault of the file when it ran out of memory."""
    if finding.code == "bpmn.unreadable" and ("emory" in finding.hint or "unknown error" in finding.hint):
        raise MemoryError
    return finding


def _executed(job: dict[str, Any], find: Any) -> dict[str, Any]:
    from engine.catalogue.execute import ExecuteFile, Execution, execute  # a check does without
    from engine.catalogue.given import given_answers, given_variables

    try:
        command = ExecuteFile(
            job["file"],
            job["content"],
            job.get("process"),
            job.get("also_start"),
            job.get("until"),
            given_variables(job.get("variables") or "{}"),
            given_answers(job.get("answers") or "[]", as_json=job.get("answers_as_json", True)),
        )
        done = execute(command, find, datetime.fromisoformat(job["now"]))
    except InvalidInput as refusal:
        done = Execution("refused", findings=refusal.findings)
    return {
        "status": done.status,
        "trace": list(done.trace),
        "log": [_plain(value) for value in done.log],
        "variables": {name: _plain(value) for name, value in done.variables.items()},
        "findings": [_remembered(finding).as_json() for finding in done.findings],
    }


def _described(job: dict[str, Any], find: Any) -> Any:
    path = Path(job["file"])
    try:
        script = _script(path)
    except InvalidInput as refusal:
        return [_remembered(finding).as_json() for finding in refusal.findings]
    folders = () if job["file"] in _GIVEN else (path.parent, *folders_of(path), LIBRARY)
    return {
        "parts": [parts.as_json() for parts in script.parts()],
        "own": list(script.own),
        "calls": [str(called) for called in script.called(folders)],
        "findings": [],
    }


def _played(job: dict[str, Any], find: Any) -> dict[str, Any]:
    from engine.catalogue.rehearsal.script import unplayed
    from engine.catalogue.rehearsal.spreading import open_instead

    try:
        done = _script(Path(job["process"])).play(job["content"], job["file"])
    except InvalidInput as refusal:
        done = unplayed(job["file"], [_remembered(finding) for finding in refusal.findings])
    return {
        "name": done.rehearsal.name,
        "passed": done.passed,
        "message": done.message,
        "line": done.line,
        "step": done.step,
        "open": list(open_instead(done)),
        "covered": done.covered.as_json(),
    }


def _staged(job: dict[str, Any], find: Any) -> Any:
    from engine.catalogue.rehearsal.acting import staged  # a check does without

    try:
        return staged(_script(Path(job["process"])), (job["file"], job["content"]), job["act"])
    except InvalidInput as refusal:
        return [_remembered(finding).as_json() for finding in refusal.findings]


def _spread(job: dict[str, Any], find: Any) -> Any:
    from engine.catalogue.rehearsal.spreading import spread  # a check does without

    source, content = job["source"]
    try:
        return spread(_script(Path(job["process"])), (job["file"], job["content"]), (source, content), job["steps"])
    except InvalidInput as refusal:
        return [_remembered(finding).as_json() for finding in refusal.findings]


@lru_cache(4)
def _script(path: Path) -> Any:
    """Raises InvalidInput."""
    from engine.catalogue.rehearsal.script import Script  # a check does without

    if str(path) in _GIVEN:
        return Script(str(path), _GIVEN[str(path)], finder(_GIVEN.items(), _FOLDERS))
    own = [(path.name, path.read_bytes())]
    own += files_in(path.parent) if path.parent != LIBRARY else []
    return Script(path.name, own[0][1], finder(own, folders_of(path)))


def _plain(value: Any) -> Any:
    try:
        return to_json(value)
    except TypeError:  # a function, written by a step that was undone
        return None


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # no clean end: that needs memory, too
