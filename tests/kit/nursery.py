"""Children of engine/catalogue/guard.py without their start: one Python that has loaded everything waits, and forks for
each of them. What a child does, its limits and its end are guarded.py's own; only the second that Python needs to begin
is saved. The nursery has no threads, so that forking is safe there."""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from engine.catalogue import guard

ROOT = Path(__file__).parents[2]
CHILD = "engine.catalogue.guarded"
LOADED = (CHILD, "engine.catalogue.execute", "engine.catalogue.given", "engine.catalogue.rehearsal.acting")
LARGEST_MESSAGE = 65536
FRESH = guard._started
"""How the guard begins a child when nobody stands in."""


class Nursery:
    def __init__(self) -> None:
        self._door, theirs = _pair()
        with theirs:
            command = [sys.executable, "-P", "-m", "tests.kit.nursery", str(theirs.fileno())]
            env = {**os.environ, "PYTHONPATH": str(ROOT)}
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(command, env=env, pass_fds=[theirs.fileno()], stdin=nothing)

    def started(self, *modules: str) -> Child:
        """Stands in for guard._started."""
        question, asked = os.pipe()
        answered, answer = os.pipe()
        end, theirs = _pair()
        message = json.dumps([os.getcwd(), *modules]).encode()
        socket.send_fds(self._door, [message], [question, answer, theirs.fileno()])
        for each in (question, answer):
            os.close(each)
        theirs.close()
        return Child(asked, answered, end)

    def close(self) -> None:
        self._door.close()
        self._process.wait(timeout=60)


class Child:
    """As much of subprocess.Popen as guard.py asks for."""

    def __init__(self, asked: int, answered: int, end: socket.socket) -> None:
        self.stdin, self.stdout = os.fdopen(asked, "wb"), os.fdopen(answered, "rb")
        self.returncode: int | None = None
        self._end = end
        self._pid = int(end.recv(LARGEST_MESSAGE))

    def poll(self) -> int | None:
        if self.returncode is None:
            with suppress(BlockingIOError):
                self.returncode = int(self._end.recv(LARGEST_MESSAGE, socket.MSG_DONTWAIT))
        return self.returncode

    def kill(self) -> None:
        """Asked for by another thread, too: it reads nothing that the owner waits for."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.stdout.close()
        with suppress(BrokenPipeError):
            self.stdin.close()
        if self.returncode is None:
            self.returncode = int(self._end.recv(LARGEST_MESSAGE))
        self._end.close()


def _pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def _keep(door: socket.socket) -> None:
    """Forks a keeper for every child that is asked for, until nobody is there to ask."""
    while True:
        message, passed, _, _ = socket.recv_fds(door, LARGEST_MESSAGE, 3)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not message:
            return
        if os.fork() == 0:
            door.close()
            _attend(json.loads(message), *passed)
        for each in passed:
            os.close(each)


def _attend(asked: list[str], question: int, answer: int, end: int) -> Any:
    """Bears the child, tells its id and then how it ended."""
    child = os.fork()
    if child == 0:
        os.close(end)
        _live(asked, question, answer)
    os.close(question)
    os.close(answer)
    with suppress(BrokenPipeError):
        os.write(end, str(child).encode())
        _, status = os.waitpid(child, 0)
        os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _live(asked: list[str], question: int, answer: int) -> Any:
    folder, *modules = asked
    with open(os.devnull, "wb") as nothing:
        for ours, standard in ((question, 0), (answer, 1), (nothing.fileno(), 2)):
            os.dup2(ours, standard)
    os.close(question)
    os.close(answer)
    code = 1
    try:
        os.chdir(folder)
        sys.argv = [CHILD, *modules]
        runpy.run_module(CHILD, run_name="__main__", alter_sys=True)
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    for module in LOADED:
        importlib.import_module(module)
    del sys.modules[CHILD]  # each child begins it anew
    gc.collect()
    gc.freeze()
    _keep(socket.socket(fileno=int(sys.argv[1])))
