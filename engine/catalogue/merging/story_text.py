"""The text of a rehearsal by its entries and steps: what stays keeps its comments, order and spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engine.catalogue.merging.values import alike
from engine.catalogue.rehearsal.plain import Unreadable, bare, composed, valued
from engine.catalogue.rehearsal.writing import written
from engine.errors import InvalidInput
from engine.sentences import say

STEPS = "steps"
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines from `first` up to but not including `last` become these."""

    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A step as it stands in a text: its comments and blank lines before, its own lines, and how far it stands in."""

    lead: tuple[str, ...]
    body: tuple[str, ...]
    indent: int


class StoryText:
    """One rehearsal. Raises InvalidInput("rehearsal.unreadable") for what is no mapping with a list of steps."""

    def __init__(self, content: bytes) -> None:
        try:
            root = composed(content.replace(b"\r\n", b"\n"), "")
            self.value: dict[str, Any] = {} if root is None else bare(valued(root, ""))
        except Unreadable as error:
            raise InvalidInput("rehearsal.unreadable", error.finding.message) from error
        if not isinstance(root, MappingNode) or not isinstance(self.value.get(STEPS) or [], list):
            raise InvalidInput("rehearsal.unreadable", say("Das ist kein Probelauf."))
        self.root: MappingNode = root
        self.steps: list[Any] = self.value.get(STEPS) or []
        self.mark = MARK if content.startswith(MARK) else b""
        text = content.decode("utf-8-sig")
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.lines = text.replace("\r\n", "\n").split("\n")
        self.entries: dict[str, tuple[Node, Node]] = {key.value: (key, value) for key, value in root.value}
        self._last = {end_of(node) for node in _leaves(root)}
        self.pieces = self._pieces()

    def _pieces(self) -> list[Piece] | None:
        """The steps; None where they do not stand one below the other."""
        node = self.entries.get(STEPS, (None, None))[1]
        if not isinstance(node, SequenceNode) or node.flow_style:
            return None
        found = []
        for item in node.value:
            first, column = item.start_mark.line, item.start_mark.column
            dash = self.lines[first][:column].rstrip()
            if not dash.endswith("-") or dash.strip() != "-":
                return None
            start = self.lead_of(first)
            body = tuple(self.lines[first : end_of(item)])
            found.append(Piece(tuple(self.lines[start:first]), body, len(dash) - 1))
        return found

    def lead_of(self, line: int) -> int:
        """Where the comments and blank lines before a line begin."""
        first = line
        while first and first not in self._last and not self.lines[first - 1].split("#", 1)[0].strip():
            first -= 1
        return first

    def edited(self, edits: Iterable[Edit]) -> bytes:
        lines = list(self.lines)
        for edit in sorted(edits, key=lambda each: (each.first, each.last), reverse=True):
            lines[edit.first : edit.last] = edit.lines
        return self.mark + self.newline.join(lines).encode()


@lru_cache(64)
def story_text(content: bytes) -> StoryText:
    """Read once; nobody changes it. Raises as StoryText."""
    return StoryText(content)


def end_of(node: Node) -> int:
    """The line behind the last one on which something of it stands."""
    leaves = list(_leaves(node))
    mark = (leaves[-1] if leaves else node).end_mark
    if isinstance(node, MappingNode | SequenceNode) and node.flow_style:
        mark = node.end_mark
    return int(mark.line) + (1 if mark.column else 0)


def _leaves(node: Node) -> Iterator[Node]:
    """Of a flow collection itself: its bracket is its end."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        yield node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield key
            yield from _leaves(value)
    else:
        for item in node.value:
            yield from _leaves(item)


def entry_edits(text: StoryText, node: MappingNode, value: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Edit]:
    """The lines to change so that a mapping that stands line by line says `wanted`."""
    found: list[Edit] = []
    known = {key.value: (key, inner) for key, inner in node.value}
    column = node.start_mark.column
    behind = node.start_mark.line
    new: dict[int, list[str]] = {}
    for name in wanted:
        if name not in known:
            new.setdefault(behind, []).extend(entry_lines(name, wanted[name], column))
            continue
        key, inner = known[name]
        first, behind = key.start_mark.line, end_of(inner)
        if alike(value[name], wanted[name]):
            continue
        if isinstance(inner, MappingNode) and not inner.flow_style and inner.value and _filled(wanted[name]):
            found += entry_edits(text, inner, value[name], wanted[name])
        else:
            found.append(Edit(first, behind, _replaced(text.lines[first], key, inner, wanted[name])))
    for name, (key, inner) in known.items():
        if name not in wanted:
            found.append(Edit(text.lead_of(key.start_mark.line), end_of(inner), ()))
    return found + [Edit(line, line, tuple(lines)) for line, lines in new.items()]


def _replaced(line: str, key: Node, inner: Node, wanted: Any) -> tuple[str, ...]:
    """An entry that begins in this line, with another value; a comment behind a short one stays."""
    column, start, end = key.start_mark.column, inner.start_mark, inner.end_mark
    lines = entry_lines(key.value, wanted, column)
    if isinstance(inner, ScalarNode) and len(lines) == 1 and start.line == end.line and start.column < end.column:
        value = lines[0][column:].removeprefix(key.value).removeprefix(":").strip()
        return (line[: start.column] + value + line[end.column :],)
    lines[0] = line[:column] + lines[0][column:]
    return tuple(lines)


def _filled(value: Any) -> bool:
    return isinstance(value, dict) and bool(value)


def entry_lines(key: str, value: Any, indent: int) -> list[str]:
    return [" " * indent + line if line else line for line in written({key: value}).rstrip("\n").split("\n")]


def step_lines(step: Any, indent: int) -> list[str]:
    lines = written(step).rstrip("\n").split("\n") if isinstance(step, dict) else [str(step)]
    return [" " * indent + ("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]


def shifted(lines: Sequence[str], by: int) -> list[str]:
    """Further in (or out) by so many blanks."""
    if by >= 0:
        return [" " * by + line if line.strip() else line for line in lines]
    return [line[-by:] if not line[:-by].strip() else line.lstrip() for line in lines]
