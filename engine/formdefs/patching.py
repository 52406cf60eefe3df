"""Writing a changed value into the JSON text of a designer: what did not change stays as it is, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from engine.errors import InvalidInput
from engine.formdefs.aligning import aligned, same
from engine.formdefs.applying import carried_over
from engine.formdefs.jsonfile import UnreadableJson, check_depth
from engine.formdefs.jsontext import Item, Manner, Node, indent_at, labelled, load, located, manner
from engine.sentences import say

_MARK = b"\xef\xbb\xbf"


def parsed(content: bytes) -> Any:
    """What the text says. Raises InvalidInput("form.unpatchable") where it is no JSON."""
    try:
        text = content.decode("utf-8-sig")
        check_depth(text)
        return load(text)
    except UnicodeDecodeError:
        raise _refusal(say("Die Datei ist kein Text in UTF-8.")) from None
    except UnreadableJson as fault:
        raise _refusal(fault.args[0]) from None


def patched(original: bytes, wanted: Any) -> bytes:
    """The original, changed so that it says `wanted` (values of JSON, also Decimal). Nothing to change: the same bytes.

    What stays keeps its order, its blanks and its spelling; items of lists are told by `aligned`; what is new is
    written as its neighbours are. Raises InvalidInput("form.unpatchable").
    """
    mark = _MARK if original.startswith(_MARK) else b""
    try:
        text = original.decode("utf-8-sig")
        root = located(text)
    except UnicodeDecodeError:
        raise _refusal(say("Die Datei ist kein Text in UTF-8.")) from None
    except UnreadableJson as fault:
        raise _refusal(fault.args[0]) from None
    written = _Patch(text, root).value(root, wanted, "")
    return mark + (text[: root.start] + written + text[root.end :]).encode()


def patch(original: bytes, before: bytes, after: bytes) -> bytes:
    """The original with what differs between the two exports of an editor. Without a difference: the same bytes.

    Raises InvalidInput("form.unpatchable") where one of the three is no form or the original lacks what was changed.
    """
    if before == after:
        return original
    was, image, wanted = (parsed_form(content) for content in (original, before, after))
    return patched(original, carried_over(was, image, wanted))


def parsed_form(content: bytes) -> dict[str, Any]:
    """As `parsed`, of a JSON object."""
    found = parsed(content)
    if not isinstance(found, dict):
        raise _refusal(say("Die Datei enthält kein JSON-Objekt."))
    return found


def _refusal(why: str) -> InvalidInput:
    return InvalidInput("form.unpatchable", say("Das Formular kann nicht gespeichert werden: {why}", why=why))


class _Patch:
    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.manner: Manner = manner(text, root)
        self.known = {
            node.value["id"]: node for _, node in labelled(root, "") if isinstance(node.value, dict) and _id(node.value)
        }
        """Elements by their id: one that has moved takes its text along."""

    # What is there already

    def value(self, node: Node, wanted: Any, label: str) -> str:
        """The text of this node, saying `wanted`."""
        if same(node.value, wanted):
            return self.text[node.start : node.end]
        if isinstance(node.value, dict) and isinstance(wanted, dict) and node.items and wanted:
            return self._joined(node, self._members(node, wanted))
        if isinstance(node.value, list) and isinstance(wanted, list) and node.items and wanted:
            return self._joined(node, self._items(node, wanted, label))
        return self.fresh(wanted, indent_at(self.text, node.start), label, self._is_flat(node, wanted, label))

    def _is_flat(self, node: Node, wanted: Any, label: str) -> bool:
        if node.items and type(node.value) is type(wanted):
            return not self._is_spread(node)
        return self._flat(label)

    def _members(self, node: Node, wanted: dict[str, Any]) -> list[tuple[Item | None, str]]:
        last = {item.key: item for item in node.items}
        kept = [item for item in node.items if item.key in wanted]
        found: list[tuple[Item | None, str]] = []
        for item in kept:
            inner = item.node
            text = self.text[inner.start : inner.end]
            if last[item.key] is item:
                text = self.value(inner, wanted[item.key], item.key)
            found.append((item, item.head + text))
        names = [item.key for item in kept]
        indent, flat = self._inner(node)
        at = 0
        for key, value in wanted.items():
            if key in last:
                at = len(names) - names[::-1].index(key)
            else:
                names.insert(at, key)
                text = self._quoted(key) + self._colon(node) + self.fresh(value, indent, key, flat or self._flat(key))
                found.insert(at, (None, text))
                at += 1
        return found

    def _items(self, node: Node, wanted: list[Any], label: str) -> list[tuple[Item | None, str]]:
        pairs = aligned(node.value, wanted)
        indent, flat = self._inner(node)
        found: list[tuple[Item | None, str]] = []
        inner = f"{label}[]"
        for index, value in zip(pairs, wanted, strict=True):
            if index is not None:
                item = node.items[index]
                found.append((item, self.value(item.node, value, inner)))
            else:
                found.append((None, self.fresh(value, indent, inner, flat or self._flat(inner))))
        return found

    # Blanks between

    def _is_spread(self, node: Node) -> bool:
        return any("\n" in item.lead or "\n" in item.tail for item in node.items)

    def _inner(self, node: Node) -> tuple[str, bool]:
        """Indentation of what stands in it, and whether all of it stands in one line."""
        for item in node.items:
            if "\n" in item.lead:
                return item.lead.rpartition("\n")[2], False
        return indent_at(self.text, node.start), not self._is_spread(node)

    def _joined(self, node: Node, entries: Sequence[tuple[Item | None, str]]) -> str:
        first, rest = node.items[0], node.items[1:]
        usual = rest[0].lead if rest else (first.lead if "\n" in first.lead else self.manner.gap)
        tail = node.items[0].tail if rest else ""
        parts = [self.text[node.start]]
        for number, (item, text) in enumerate(entries):
            lead = usual if item is None or item is first else item.lead
            parts += [first.lead if number == 0 else lead, text]
            if number < len(entries) - 1:
                parts += [tail if item is None or item is node.items[-1] else item.tail, ","]
        return "".join([*parts, node.closing, self.text[node.end - 1]])

    # What is new

    def fresh(self, value: Any, indent: str, label: str, flat: bool) -> str:
        if isinstance(value, dict) and (known := self.known.get(_id(value))) is not None and not flat:
            return self._moved(known, value, indent, label)
        if not isinstance(value, (dict, list)):
            return self._scalar(value)
        opened, closed = "{}" if isinstance(value, dict) else "[]"
        inner = indent + self.manner.unit
        parts = list(self._parts(value, inner, label, flat))
        if flat or not parts:
            return opened + f",{self.manner.gap}".join(parts) + closed
        line = self.manner.newline
        return opened + line + inner + f",{line}{inner}".join(parts) + line + indent + closed

    def _parts(self, value: Any, indent: str, label: str, flat: bool) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                written = self.fresh(inner, indent, key, flat or self._flat(key))
                yield f"{self._quoted(key)}{self.manner.colon}{written}"
        else:
            for inner in value:
                yield self.fresh(inner, indent, f"{label}[]", flat or self._flat(f"{label}[]"))

    def _moved(self, known: Node, value: Any, indent: str, label: str) -> str:
        """What has moved here from elsewhere: its own text, indented as it is here (no string holds a line's end)."""
        old = indent_at(self.text, known.start)
        head, *lines = self.value(known, value, label).split("\n")
        return "\n".join([head, *(indent + line[len(old) :] if line.startswith(old) else line for line in lines)])

    def _flat(self, label: str) -> bool:
        return self.manner.flat.get(label, not self.manner.spread)

    def _colon(self, node: Node) -> str:
        head = node.items[0].head
        return head[head.rindex('"') + 1 :]

    def _scalar(self, value: Any) -> str:
        if isinstance(value, str):
            return self._quoted(value)
        if isinstance(value, Decimal):
            return str(value) if value.is_finite() else _raise(value)
        try:
            return json.dumps(value, allow_nan=False)
        except (TypeError, ValueError):
            return _raise(value)

    def _quoted(self, text: str) -> str:
        halves = any("\ud800" <= char <= "\udfff" for char in text)
        return json.dumps(text, ensure_ascii=self.manner.ascii or halves)


def _id(value: dict[str, Any]) -> str:
    found = value.get("id")
    return found if isinstance(found, str) else ""


def _raise(value: Any) -> str:
    raise _refusal(say("{value} ist kein Wert, den JSON kennt.", value=f"{value!r}"))
