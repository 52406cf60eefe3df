"""A fault inside a process: an exception until the command ends, then an Incident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.bpmn.model import Element


class Fault(Exception):
    """`message` is a German sentence for the person who looks after the case."""

    def __init__(self, code: str, element: Element | None, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.element = element
        self.message = message


@contextmanager
def placed(element: Element) -> Iterator[None]:
    """A fault that names no place happened here."""
    try:
        yield
    except Fault as fault:
        fault.element = fault.element or element
        raise


class Leak(Exception):
    """A value was about to enter the structure part. A programming error, never an incident."""
