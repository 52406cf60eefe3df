"""A JSON document with the place of every value in its text, and how its author writes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.formdefs.jsonfile import MAX_DEPTH, UnreadableJson
from engine.sentences import say

_BLANK = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\]}]+', re.DOTALL)


@dataclass(slots=True)
class Item:
    """`lead`: the blank before a member or an item, `head`: key and colon, `tail`: the blank before a comma."""

    node: Node
    lead: str
    head: str = ""
    key: str = ""
    tail: str = ""


@dataclass(slots=True)
class Node:
    """`start` and `end`: its place in the text. `closing`: the blank before its bracket."""

    value: Any
    start: int
    end: int = 0
    items: list[Item] = field(default_factory=list)
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document is written. `flat`: by key (of an item: that of its list and "[]"), whether in one line."""

    newline: str = "\n"
    unit: str = "  "
    colon: str = ": "
    gap: str = " "
    ascii: bool = False
    spread: bool = True
    flat: dict[str, bool] = field(default_factory=dict)


def load(text: str) -> Any:
    """JSON with Decimal for what has a point; the last of several equal keys counts. Raises UnreadableJson."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise UnreadableJson("form.json", say("Die Datei ist kein gültiges JSON."), error.lineno) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise error if isinstance(error, UnreadableJson) else _refusal(say("Eine Zahl ist zu lang.")) from None


def _refuse(word: str) -> Any:
    raise _refusal(say("{word} ist in einem Formular keine Zahl.", word=word))


def _refusal(sentence: str) -> UnreadableJson:
    return UnreadableJson("form.json", sentence)


def _too_deep() -> UnreadableJson:
    return UnreadableJson("form.depth", say("Die Datei ist tiefer als {most} Ebenen verschachtelt.", most=MAX_DEPTH))


def located(text: str) -> Node:
    """The document's value with all places in it. Raises UnreadableJson."""
    load(text)
    return _Scanner(text).node(_blank(text, 0), 0)


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return at if found is None else found.end()


class _Scanner:
    """Reads what is known to be JSON."""

    def __init__(self, text: str) -> None:
        self.text = text

    def node(self, at: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _too_deep()
        if self.text[at] in "{[":
            return self._container(at, depth)
        end = self._scalar_end(at)
        return Node(load(self.text[at:end]), at, end)

    def _scalar_end(self, at: int) -> int:
        found = _SCALAR.match(self.text, at)
        assert found is not None
        return found.end()

    def _container(self, at: int, depth: int) -> Node:
        text, named = self.text, self.text[at] == "{"
        found = Node({} if named else [], at)
        start = at + 1
        at = _blank(text, start)
        while text[at] not in "}]":
            item, at = self._item(start, at, named, depth)
            found.items.append(item)
            if named:
                found.value[item.key] = item.node.value
            else:
                found.value.append(item.node.value)
            if text[at] == ",":
                start = at + 1
                at = _blank(text, start)
            else:
                item.tail, found.closing = "", item.tail
        if not found.items:
            found.closing = text[start:at]
        found.end = at + 1
        return found

    def _item(self, start: int, at: int, named: bool, depth: int) -> tuple[Item, int]:
        text, first, key = self.text, at, ""
        if named:
            end = self._scalar_end(at)
            key = load(text[at:end])
            at = _blank(text, _blank(text, end) + 1)
        node = self.node(at, depth + 1)
        behind = _blank(text, node.end)
        return Item(node, text[start:first], text[first:at], key, text[node.end : behind]), behind


def manner(text: str, root: Node) -> Manner:
    """As most of the document is written; where it says nothing, as the form editor writes."""
    colons, gaps, units = Counter[str](), Counter[str](), Counter[str]()
    shapes: dict[str, Counter[bool]] = {}
    for label, node in labelled(root, ""):
        shapes.setdefault(label, Counter())[not any("\n" in item.lead for item in node.items)] += len(label) > 0
        own = indent_at(text, node.start)
        for number, item in enumerate(node.items):
            if item.head:
                colons[item.head[item.head.rindex('"') + 1 :]] += 1
            if "\n" not in item.lead:
                gaps[item.lead] += number > 0
            elif (deeper := item.lead.rpartition("\n")[2]).startswith(own) and deeper != own:
                units[deeper[len(own) :]] += 1
    escaped = re.search(r"\\u00[89a-fA-F]|\\u(?!00)", text) is not None
    return Manner(
        newline="\r\n" if "\r\n" in text else "\n",
        unit=_most(units, "  "),
        colon=_most(colons, ": "),
        gap=_most(gaps, " "),
        ascii=escaped and text.isascii(),
        spread="\n" in text.strip() or not root.items,
        flat={label: counted[True] >= counted[False] for label, counted in shapes.items() if counted.total()},
    )


def labelled(node: Node, label: str) -> Iterator[tuple[str, Node]]:
    """The containers that are not empty."""
    if node.items:
        yield label, node
        for item in node.items:
            yield from labelled(item.node, item.key if item.head else f"{label}[]")


def indent_at(text: str, position: int) -> str:
    """With what the line begins in which this place lies."""
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _most(counted: Counter[str], usual: str) -> str:
    found = counted.most_common(1)
    return found[0][0] if found and found[0][1] else usual
