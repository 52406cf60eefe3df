"""Rehearsals of one process file: from bytes to what they say of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from engine import bpmn
from engine.bpmn import Definition, Find, Package, Resource, ResourceKind
from engine.catalogue.findings import refused
from engine.catalogue.rehearsal.parts import Coverage, Parts, Passed, coverage, parts_of
from engine.catalogue.rehearsal.reading import nearest, read
from engine.catalogue.rehearsal.replay import Played, play
from engine.catalogue.rehearsal.story import Rehearsal
from engine.errors import InvalidInput
from engine.sentences import both, say
from engine.terms import Finding, Severity


class Script:
    """A process file with all that it calls, ready to be rehearsed. Raises InvalidInput with findings for a file that
    the check refuses."""

    def __init__(self, file: str, content: bytes, find: Find) -> None:
        package, findings = bpmn.resolve(content, file, find)
        if package is None or refused(findings):
            errors = tuple(f for f in findings if f.severity is Severity.ERROR)
            raise InvalidInput("process.refused", say("„{file}“ lässt sich nicht proben.", file=file), findings=errors)
        self.file, self.content, self.package = file, content, package
        self.definition: Definition = bpmn.compile_package(package)
        self.own = [m.id for m in bpmn.models(bpmn.read(content, file=file)) if m.elements]

    def definition_for(self, process: str) -> Definition | None:
        """Also of a process of the file that the main one neither calls nor wakes."""
        if not process or process in self.definition.processes:
            return self.definition
        if process not in self.own:
            return None
        main = Resource(ResourceKind.BPMN, process, self.file, self.content)
        others = (r for r in self.package.resources if (r.kind, r.key) != (main.kind, main.key))
        return bpmn.compile_package(Package(main, (main, *others)))

    def play(self, content: bytes, file: str) -> Played:
        """One rehearsal, from the text of its file."""
        rehearsal, findings = read(content, file)
        return self.tell(rehearsal) if rehearsal is not None else unplayed(file, findings)

    def tell(self, rehearsal: Rehearsal) -> Played:
        definition = self.definition_for(rehearsal.process)
        if definition is None:
            message = say("Den Prozess „{process}“ gibt es in {file} nicht.", process=rehearsal.process, file=self.file)
            known = dict.fromkeys([*self.definition.processes, *self.own])
            hint = nearest(rehearsal.process, known)
            return unplayed(rehearsal.file, [Finding("rehearsal.process", message, file=rehearsal.file, hint=hint)])
        return play(rehearsal, definition)

    def parts(self) -> tuple[Parts, ...]:
        """Of every process that can run: the main one, the others of the file, and what they call."""
        definitions = [self.definition_for(key) or self.definition for key in ("", *self.own)]
        return tuple({part.process: part for each in definitions for part in parts_of(each)}.values())

    def coverage(self, played: Iterable[Played]) -> tuple[Coverage, ...]:
        """Of every process that can run, over these rehearsals."""
        passed = Passed()
        for each in played:
            passed.merge(each.covered)
        return coverage(self.parts(), passed)

    def called(self, folders: Sequence[Path]) -> tuple[Path, ...]:
        """Files, in these folders, of the processes that it calls."""
        files = {r.file: r.content for r in self.package.resources if r.kind is ResourceKind.BPMN}
        paths = (folder / file for file in files if file != self.file for folder in folders)
        return tuple(path for path in paths if path.is_file() and path.read_bytes() == files[path.name])


def unplayed(file: str, findings: list[Finding]) -> Played:
    """A rehearsal that could not even begin; its name is its file's."""
    first = findings[0]
    findings = [replace(finding, file=finding.file or file) for finding in findings]
    said = both(first.message, first.hint)
    return Played(Rehearsal(file, file=file), False, said, None, first.line, tuple(findings), Passed(), None)
