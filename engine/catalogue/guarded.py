"""The child of guard.py: `python -m engine.catalogue.guarded`. Reads one request, answers one line of JSON a job."""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgpack

from engine.catalogue.check import check_file
from engine.catalogue.execute import ExecuteFile, execute
from engine.catalogue.library import finder
from engine.catalogue.simulation import Answer
from engine.feel.codec import from_json, to_json
from engine.terms import Finding


def main() -> None:
    request = msgpack.unpackb(sys.stdin.buffer.read())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds, memory = request["limits"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    own, folders = [(name, content) for name, content in request["own"]], [Path(f) for f in request["folders"]]
    for job in request["jobs"]:
        find = finder([(job["file"], job["content"]), *own], folders)
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, -1))
        answer: Any
        if request["kind"] == "check":
            answer = [_remembered(f).as_json() for f in check_file(job["file"], job["content"], find)]
        else:
            answer = _executed(job, find)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _remembered(finding: Finding) -> Finding:
    """Raises MemoryError for what libxml2 took for a fault of the file when it ran out of memory."""
    if finding.code == "bpmn.unreadable" and ("emory" in finding.hint or "unknown error" in finding.hint):
        raise MemoryError
    return finding


def _executed(job: dict[str, Any], find: Any) -> dict[str, Any]:
    command = ExecuteFile(
        job["file"],
        job["content"],
        job.get("process"),
        job.get("also_start"),
        job.get("until"),
        _values(job.get("variables") or "{}"),
        [_answer(raw) for raw in json.loads(job.get("answers") or "[]", parse_float=Decimal)],
    )
    done = execute(command, find, datetime.fromisoformat(job["now"]))
    return {
        "status": done.status,
        "trace": list(done.trace),
        "log": [_plain(value) for value in done.log],
        "variables": {name: _plain(value) for name, value in done.variables.items()},
        "findings": [finding.as_json() for finding in done.findings],
    }


def _plain(value: Any) -> Any:
    try:
        return to_json(value)
    except TypeError:  # a function, written by a step that was undone
        return None


def _answer(raw: dict[str, Any]) -> Answer:
    given = {name: from_json(value) for name, value in (raw.get("with") or {}).items()}
    return Answer(str(raw.get("do") or ""), str(raw.get("send") or ""), from_json(raw.get("key")), given)


def _values(text: str) -> dict[str, Any]:
    return {name: from_json(value) for name, value in json.loads(text, parse_float=Decimal).items()}


if __name__ == "__main__":
    main()
