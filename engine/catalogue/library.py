"""Where the files of a path are found: the municipality's own folder first, then what all share.

Found independently of the current folder: `processes/_library` and `forms/definitions` stand beside the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from engine import bpmn, dmn
from engine.bpmn import Find, Package, Resource, ResourceKind
from engine.bpmn.known import known
from engine.catalogue.files import FORMS, LARGEST, LIBRARY, File
from engine.errors import InvalidInput
from engine.formdefs import read as read_form

KINDS = {f".{kind.value}": kind for kind in ResourceKind}


def kind_of(name: str) -> ResourceKind | None:
    return KINDS.get(Path(name).suffix.lower())


def finder(own: Iterable[File] = (), folders: Sequence[Path] = ()) -> Find:
    """A look-up over `own` files, then the folders, then the shared library; the first that has the key wins."""
    given = tuple(own)
    places = (*folders, LIBRARY, FORMS)

    def find(kind: ResourceKind, key: str) -> Resource | None:
        for name, content in given:
            if kind_of(name) is kind and key in keys_in(name, content):
                return Resource(kind, key, name, content)
        for folder in places:
            for path in _candidates(folder, kind, key):
                content = path.read_bytes()
                if key in keys_in(path.name, content):
                    return Resource(kind, key, path.name, content)
        return None

    return find


def _candidates(folder: Path, kind: ResourceKind, key: str) -> Iterator[Path]:
    """The file that bears the key as its name first: mostly it is that one."""
    if not folder.is_dir():
        return
    suffix = f".{kind.value}"
    named = folder / f"{Path(key).name}{suffix}"
    if named.is_file():
        yield named
    for path in sorted(folder.glob(f"*{suffix}")):
        if path != named:
            yield path


@lru_cache(512)
def keys_in(name: str, content: bytes) -> frozenset[str]:
    """Process ids, decision ids or the form id of a file; none when it cannot be read (its own check says why)."""
    if len(content) > LARGEST:
        return frozenset()
    try:
        match kind_of(name):
            case ResourceKind.BPMN:
                return frozenset(model.id for model in bpmn.models(known(content, file=name)))
            case ResourceKind.DMN:
                return frozenset(dmn.read(content, file=name).decisions)
            case ResourceKind.FORM:
                return frozenset({read_form(content, file=name).id})
    except InvalidInput:
        pass
    return frozenset()


def own_files(package: Package) -> tuple[File, ...]:
    """The main file first; without what all municipalities share, and without what is made of another file."""
    shared = finder()
    found = {package.main.file: package.main.content}
    for resource in package.resources:
        if kind_of(resource.file) is not resource.kind or resource.file in found:
            continue
        library = shared(resource.kind, resource.key)
        if library is None or library.content != resource.content:
            found[resource.file] = resource.content
    return tuple(found.items())
