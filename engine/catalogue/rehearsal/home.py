"""Where rehearsals lie on the disk, and of which process file each one tells.

Those of `hamm.bpmn` lie in the folder of the same name beside it: `hamm/*.rehearsal.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.catalogue.files import slug_of
from engine.catalogue.rehearsal.story import ENDING


def rehearsals_of(process: Path) -> tuple[Path, ...]:
    """Files of the rehearsals of a process file, by name."""
    folders = dict.fromkeys((process.parent / process.stem, process.parent / slug_of(process.stem)))
    return tuple(path for folder in folders for path in _in(folder))


def process_of(rehearsal: Path) -> Path | None:
    """The process file of which a rehearsal tells: named as its folder, else the only one beside it."""
    folder = rehearsal.absolute().parent
    files = sorted(folder.parent.glob("*.bpmn"))
    named = next((path for path in files if folder.name in (path.stem, slug_of(path.stem))), None)
    if named is not None:
        return _as_named(rehearsal, named)
    beside = sorted(folder.glob("*.bpmn"))
    return _as_named(rehearsal, beside[0]) if len(beside) == 1 else None


def is_rehearsal(path: Path) -> bool:
    return path.name.lower().endswith(ENDING) and path.is_file()


def wanted(paths: Iterable[Path]) -> tuple[dict[Path, list[Path]], list[Path], list[Path]]:
    """Process files with the rehearsals that are wanted of each; those of them that are wanted as a whole; and paths of
    which nothing can be made."""
    found: dict[Path, list[Path]] = {}
    whole: list[Path] = []
    lost: list[Path] = []
    for path in paths:
        if path.is_dir():
            whole += sorted(p for p in path.rglob("*.bpmn") if p.is_file())
            stories = sorted(p for p in path.rglob(f"*{ENDING}") if p.is_file())
        elif path.suffix.lower() == ".bpmn" and path.is_file():
            whole.append(path)
            stories = []
        elif is_rehearsal(path):
            stories = [path]
        else:
            lost.append(path)
            continue
        for story in stories:
            home = process_of(story)
            lost += [story] if home is None else []
            if home is not None:
                _add(found, home, [story])
    for process in whole:
        _add(found, process, rehearsals_of(process))
    return found, list(dict.fromkeys(whole)), lost


def _add(found: dict[Path, list[Path]], process: Path, stories: Iterable[Path]) -> None:
    same = next((path for path in found if path.absolute() == process.absolute()), process)
    known = found.setdefault(same, [])
    there = {path.absolute() for path in known}
    known += [story for story in stories if story.absolute() not in there]


def _in(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []


def _as_named(rehearsal: Path, process: Path) -> Path:
    """Relative as the rehearsal was."""
    if rehearsal.is_absolute():
        return process
    try:
        return process.relative_to(Path.cwd())
    except ValueError:
        return process
