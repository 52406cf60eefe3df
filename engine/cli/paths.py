"""Paths that somebody named on the command line: the files behind them, or findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from engine.catalogue.files import ENDINGS, LARGEST, File
from engine.catalogue.findings import too_large, unreadable
from engine.terms import Finding


def wanted_files(paths: Sequence[Path], findings: list[Finding]) -> Iterator[Path]:
    """Files, and those of folders (a folder's own ones and those of `_library`)."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
        elif path.is_file():
            yield path
        else:
            findings.append(unreadable(path, "gibt es nicht"))


def read_files(paths: Sequence[Path], findings: list[Finding], step: Callable[[str], None] | None = None) -> list[File]:
    """Names and contents of those that can be read; `step` hears of the others, which are done with a finding."""
    files: list[File] = []
    for path in paths:
        try:
            if (size := path.stat().st_size) <= LARGEST:
                files.append((str(path), path.read_bytes()))
                continue
            findings.append(too_large(str(path), size))
        except OSError as error:
            findings.append(unreadable(path, error.strerror or "nicht lesbar"))
        if step is not None:
            step(path.name)
    return files
