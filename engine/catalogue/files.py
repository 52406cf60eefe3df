"""The files of a path on the disk: their names, folders and sizes. Understands none of them, and starts quickly."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ROOT / "processes"
LIBRARY = PROCESSES / "_library"
FORMS = ROOT / "forms" / "definitions"
LARGEST = 10 * 1024 * 1024
"""Bytes of a file; a larger one is refused before anything reads it."""
ENDINGS = frozenset({".bpmn", ".dmn", ".form"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

File = tuple[str, bytes]
"""Name and content."""


def files_in(folder: Path) -> list[File]:
    """BPMN, DMN and form files directly in a folder, by name."""
    if not folder.is_dir():
        return []
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    return [(path.name, path.read_bytes()) for path in paths if path.stat().st_size <= LARGEST]


def shared_file(name: str) -> bytes | None:
    """What all municipalities share under this name of a form, decision or process."""
    if Path(name).name != name or Path(name).suffix not in ENDINGS:
        return None
    paths = (folder / name for folder in (LIBRARY, FORMS))
    return next((path.read_bytes() for path in paths if path.is_file()), None)


def folders_of(path: Path) -> tuple[Path, ...]:
    """Where the files are that a path may refer to: the municipality's own folder, then a library beside it."""
    own = path.parent / slug_of(path.stem)
    return tuple(folder for folder in (own, path.parent / "_library") if folder.is_dir() and folder != LIBRARY)


def slug_of(text: str) -> str:
    """hamm.bpmn -> hamm; "Stadt Soest" -> soest; "Oberbergischer Kreis" -> oberbergischer-kreis."""
    plain = text.strip().casefold().removeprefix("stadt ").translate(UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
