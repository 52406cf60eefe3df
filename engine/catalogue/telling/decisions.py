"""What differs between two states of a DMN file: by rule of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.reading import read_tree
from engine.catalogue.telling.process import Node, local
from engine.catalogue.telling.words import changed
from engine.sentences import joined, say


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    hit_policy: str
    columns: tuple[str, ...]
    rules: dict[str, tuple[str, ...]]
    """Cells by the rule's id, in the order of the columns."""


def decision_differences(before: bytes, after: bytes) -> Iterator[str]:
    """Raises InvalidInput("bpmn.unreadable") when one of the two is no XML."""
    old, new = _tables(before), _tables(after)
    for key, table in new.items():
        if key not in old:
            yield say("Neu: Entscheidung „{name}“ mit {rules}.", name=table.name, rules=_count(len(table.rules)))
        else:
            for fact in _facts(old[key], table):
                yield say("Entscheidung „{name}“: {fact}.", name=table.name, fact=fact)
    for key, table in old.items():
        if key not in new:
            yield say("Entfallen: Entscheidung „{name}“.", name=table.name)


def _facts(old: _Table, new: _Table) -> Iterator[str]:
    if old.name != new.name:
        yield say("hieß bisher „{name}“", name=old.name)
    if old.hit_policy != new.hit_policy:
        yield changed(say("Auswertung"), old.hit_policy, new.hit_policy)
    if old.columns != new.columns:
        yield changed(say("Spalten"), ", ".join(old.columns), ", ".join(new.columns))
    for number, (key, cells) in enumerate(new.rules.items(), start=1):
        if key not in old.rules:
            yield say("Regel {number} ist neu", number=number)
        elif old.columns == new.columns:
            pairs = zip(new.columns, old.rules[key], cells, strict=False)
            facts = [changed(say("„{label}“", label=column), was, now) for column, was, now in pairs if was != now]
            if facts:
                yield say("Regel {number}: {facts}", number=number, facts=joined(facts, "; "))
    for number, key in enumerate(old.rules, start=1):
        if key not in new.rules:
            yield say("die bisherige Regel {number} ist entfallen", number=number)
    if [key for key in old.rules if key in new.rules] != [key for key in new.rules if key in old.rules]:
        yield say("die Regeln stehen in anderer Reihenfolge")


def _tables(content: bytes) -> dict[str, _Table]:
    root = read_tree(content)
    found = [node for node in root.iter() if isinstance(node.tag, str) and local(node.tag) == "decision"]
    return {node.get("id") or "": _table(node) for node in found}


def _table(decision: Node) -> _Table:
    name = decision.get("name") or decision.get("id") or ""
    table = next((child for child in decision if local(child.tag) == "decisionTable"), None)
    if table is None:
        text = " ".join(_text(child) for child in decision if local(child.tag) == "literalExpression")
        return _Table(name, "", (say("Ausdruck"),), {"": (" ".join(text.split()),)})
    parts = {kind: [child for child in table if local(child.tag) == kind] for kind in ("input", "output", "rule")}
    columns = [*map(_column, parts["input"]), *map(_column, parts["output"])]
    rules = {rule.get("id") or str(number): _cells(rule) for number, rule in enumerate(parts["rule"])}
    return _Table(name, table.get("hitPolicy") or "UNIQUE", tuple(columns), rules)


def _column(node: Node) -> str:
    return node.get("label") or _text(node) or node.get("name") or node.get("id") or ""


def _cells(rule: Node) -> tuple[str, ...]:
    cells = [child for child in rule if local(child.tag) in ("inputEntry", "outputEntry")]
    return tuple(_text(cell) for cell in cells)


def _text(node: Node) -> str:
    return " ".join("".join(str(part) for part in node.itertext()).split())


def _count(rules: int) -> str:
    return say("1 Regel") if rules == 1 else say("{rules} Regeln", rules=rules)
