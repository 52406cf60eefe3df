"""Files that are there as a whole or not at all, whatever ends the process in between."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from engine.catalogue.files import File

UNFINISHED = ".neu"
"""What a file ends in that is being written; no command reads one."""


def write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)


def write_path(out: Path, files: Sequence[File]) -> Path:
    """`<slug>.bpmn`, given first, and what is its own in the folder beside it. The path is written last: where it
    stands, all that belongs to it does."""
    (main, content), *others = files
    path = out / main
    for name, each in others:
        write_whole(out / path.stem / name, each)
    write_whole(path, content)
    return path
