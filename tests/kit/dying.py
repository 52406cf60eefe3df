"""Does one thing of the library and dies before its n-th write, as by `kill -9`: `python -m tests.kit.dying ACT …`.

Reads n from standard input, a line each, and answers "killed" or, when there are fewer writes, "done". It forks for
each: what has been loaded is loaded once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from engine.catalogue import templates
from engine.catalogue.origins.versions import TEMPLATES
from engine.cli.writing import write_path
from tests.kit.house import OPERATOR, House

READING = ("SELECT", "PRAGMA", "BEGIN")
FEW = 4
FILES = frozenset(("os.mkdir", "os.rename", "os.remove"))


class Fate:
    def __init__(self, number: int) -> None:
        self.left = number

    def write(self, *_: Any) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(READING):
            self.write()

    def audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        opened = name == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if name in FILES or opened:
            self.write()


def in_house(folder: str, url: str, act: Callable[[Any], object]) -> Callable[[Fate], None]:
    def run(fate: Fate) -> None:
        house = House(Path(folder), url)
        for engine in (house.platform.database.commands, house.platform.keys._engine):
            event.listen(engine, "before_cursor_execute", fate.statement)
            event.listen(engine, "commit", fate.write)
        with house.platform.command(OPERATOR) as uow:
            act(uow)

    return run


def into_files(out: str) -> Callable[[Fate], None]:
    def run(fate: Fate) -> None:
        stories = [(path.name, path.read_bytes()) for path in sorted((TEMPLATES / "tandem").iterdir())]
        files = [("bielefeld.bpmn", (TEMPLATES / "tandem.bpmn").read_bytes()), *stories[:FEW]]
        sys.addaudithook(fate.audit)
        write_path(Path(out), files)

    return run


def chosen(act: str, *more: str) -> Callable[[Fate], None]:
    bielefeld = templates.CloneTemplate("tandem", "05711000", "Stadt Bielefeld")
    match act:
        case "clone":
            return in_house(*more, lambda uow: templates.publish_clone(uow, bielefeld, {"telefon": "0521 51"}))  # type: ignore[misc]
        case "update":
            return in_house(*more, lambda uow: templates.take_update(uow, "bielefeld", 2, {}))  # type: ignore[misc]
    return into_files(*more)


def main(run: Callable[[Fate], None]) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                run(Fate(int(line)))
            except BaseException as error:
                sys.stderr.write(f"{error!r}\n")
                os._exit(2)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        sys.stdout.write({0: "done", -signal.SIGKILL: "killed"}.get(ended, f"ended with {ended}") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(chosen(*sys.argv[1:]))
