"""YAML as plain values that remember their lines: the small part of YAML in which stories are told.

Numbers, true and false are as JSON has them; whatever else stands unquoted is text: 05374012, 14:30, 2026-06-03, no.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engine.sentences import say
from engine.terms import Finding

LARGEST = 256 * 1024
"""Bytes of a rehearsal's file."""
DEEPEST = 20
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?", re.ASCII)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


class Unreadable(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Entries(dict[str, Any]):
    """With the line of itself and of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


class Items(list[Any]):
    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def bare(value: Any) -> Any:
    """The same as ordinary dicts and lists."""
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items()}
    return [bare(item) for item in value] if isinstance(value, list) else value


class _Loader(yaml.SafeLoader):
    """Composes only: no tag means anything here. A short text with anchors can mean a very long one: refused."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="anchor", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def plain(content: bytes, file: str) -> Any:
    """Raises Unreadable."""
    node = composed(content, file)
    return None if node is None else valued(node, file)


def composed(content: bytes, file: str) -> Node | None:
    """With the places of everything in the text. Raises Unreadable."""
    if len(content) > LARGEST:
        raise _refused(
            file,
            None,
            say("Die Datei ist zu groß."),
            say("Höchstens {most} kB werden gelesen.", most=LARGEST // 1024),
        )
    try:
        return yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise _refused(
            file, None, say("Die Datei ist kein Text in UTF-8."), say("Speichern Sie sie als UTF-8.")
        ) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        if error.problem == "anchor":
            raise _refused(
                file,
                line,
                say("Anker und Verweise (& und *) werden nicht gelesen."),
                say("Schreiben Sie die Angaben aus."),
            ) from error
        raise _refused(
            file,
            line,
            say("Das ist kein lesbares YAML."),
            say("Prüfen Sie Einrückung, Doppelpunkte und Anführungszeichen."),
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _refused(
            file, None, say("Das ist kein lesbares YAML."), say("Prüfen Sie Zeichen und Einrückung.")
        ) from error


def valued(node: Node, file: str) -> Any:
    """What it says. Raises Unreadable."""
    return _value(node, file, 0)


def _value(node: Node, file: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise _refused(
            file,
            _line(node),
            say("Die Angaben sind zu tief verschachtelt."),
            say("Höchstens {most} Ebenen.", most=DEEPEST),
        )
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        found = Items(_line(node))
        found.extend(_value(item, file, depth + 1) for item in node.value)
        return found
    assert isinstance(node, MappingNode)
    entries = Entries(_line(node))
    for name, value in node.value:
        if not isinstance(name, ScalarNode):
            raise _refused(file, _line(name), say("Ein Name ist hier kein Text."), say("Schreiben Sie „name: wert“."))
        if name.value in entries:
            raise _refused(
                file,
                _line(name),
                say("„{name}“ steht hier zweimal.", name=name.value),
                say("Lassen Sie eine Angabe stehen."),
            )
        entries.lines[name.value] = _line(name)
        entries[name.value] = _value(value, file, depth + 1)
    return entries


def _scalar(node: ScalarNode) -> Any:
    if node.style is not None:  # quoted, or a block of text
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    if _NUMBER.fullmatch(node.value):
        return Decimal(node.value) if "." in node.value else int(node.value)
    return node.value


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _refused(file: str, line: int | None, message: str, hint: str) -> Unreadable:
    return Unreadable(Finding("rehearsal.unreadable", message, file=file, line=line, hint=hint))
