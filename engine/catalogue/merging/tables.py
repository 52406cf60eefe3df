"""Decision tables: each contradiction as a question in words, by rule and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from engine.bpmn.addresses import Index, name_of
from engine.bpmn.changes import Added, AttributeChanged, Change, TextChanged
from engine.bpmn.merging import Clash, Conflict, merge
from engine.bpmn.patch import apply
from engine.bpmn.reading import read_tree
from engine.catalogue.merging.coming import asked_of
from engine.catalogue.merging.held import UNCHANGED
from engine.catalogue.merging.model import Decided, MergedFile, Question
from engine.catalogue.telling.decisions import decision_differences
from engine.sentences import joined, say

Node = etree._Element
CELLS = ("inputEntry", "outputEntry")
COLUMNS = ("input", "output")
LABELS = {
    "name": say("Name"),
    "hitPolicy": say("Auswertung"),
    "aggregation": say("Zusammenfassung"),
    "label": say("Überschrift"),
    "description": say("Anmerkung"),
    "text": say("Text"),
    "typeRef": say("Art der Werte"),
    "expressionLanguage": say("Sprache"),
}
MOST = 3


def merged_decision(name: str, base: bytes, theirs: bytes, ours: bytes, decided: Decided) -> MergedFile:
    """Raises InvalidInput where one of the three cannot be read."""
    merged = merge(base, theirs, ours, decided=decided)
    return asked_of(name, ours, merged.content, merged.conflicts, lambda: _Teller(name, base, theirs, ours).question)


class _Teller:
    def __init__(self, file: str, base: bytes, theirs: bytes, ours: bytes) -> None:
        self.file, self.base = file, base
        self.former, *others = (Index(read_tree(content)) for content in (base, ours, theirs))
        self.states = (self.former, *others)

    def question(self, conflict: Conflict) -> Question:
        spots = tuple(dict.fromkeys(self._spot(key) for key in conflict.elements))
        title = joined(spots[:MOST])
        if len(spots) > MOST:
            title = say("{names} und {number} weitere", names=title, number=len(spots) - MOST)
        key = f"{self.file}#{conflict.key}"
        values = [self._values(clash) for clash in conflict.clashes]
        if len(values) == 1 and (only := values[0]) is not None:
            what, *columns = only
            title = say("{spot}: {what}", spot=title, what=what) if what else title
            return Question(key, self.file, conflict.elements, title, *((each,) for each in columns))
        sides = (self._wanted(wanted) for wanted in (conflict.theirs, conflict.ours))
        was = tuple(dict.fromkeys(self._described(key) for key in conflict.elements))
        return Question(key, self.file, conflict.elements, title, was, *sides)

    # -- where
    def _node(self, key: str) -> tuple[Index, Node] | None:
        return next(((state, state.ids[key]) for state in self.states if key in state.ids), None)

    def _spot(self, key: str) -> str:
        """ "Regel 3 in „Verfahren“, Spalte „Stufe“"."""
        found = self._node(key)
        if found is None:
            return say("Die Datei als Ganzes")
        parts = {name_of(node.tag): node for node in (found[1], *found[1].iterancestors())}
        decision = parts.get("decision")
        if decision is None:
            return say("„{name}“", name=_called(found[1]))
        name = _called(decision)
        cell = next((parts[tag] for tag in CELLS if tag in parts), None)
        column = next((parts[tag] for tag in COLUMNS if tag in parts), None)
        if "rule" in parts:
            number = _number(parts["rule"])
            if cell is None:
                return say("Regel {number} in „{decision}“", number=number, decision=name)
            heading = _column_of(cell)
            return say("Regel {number} in „{decision}“, „{column}“", number=number, decision=name, column=heading)
        if column is not None:
            return say("Spalte „{column}“ in „{decision}“", column=_heading(column), decision=name)
        return say("Entscheidung „{decision}“", decision=name)

    # -- what
    def _values(self, clash: Clash) -> tuple[str, str, str, str] | None:
        """Label and the three values, where it is one value against another."""
        if len(clash.theirs) > 1 or len(clash.ours) != 1:
            return None
        ours = clash.ours[0]
        theirs = clash.theirs[0] if clash.theirs else _unchanged(ours)
        at = clash.subject.at
        if isinstance(theirs, TextChanged) and isinstance(ours, TextChanged):
            node = self.former.find(at)
            tags = [] if node is None else [name_of(each.tag) for each in (node, *node.iterancestors())]
            label: str = (
                "" if any(tag in CELLS for tag in tags) else LABELS.get(tags[0] if tags else "", LABELS["text"])
            )
            return label, _cell(theirs.old), _cell(theirs.new), _cell(ours.new)
        if isinstance(theirs, AttributeChanged) and isinstance(ours, AttributeChanged):
            name = name_of(theirs.name)
            label = LABELS.get(name) or say("Angabe „{name}“", name=name)
            old, new, own = (each or say("keine Angabe") for each in (theirs.old, theirs.new, ours.new))
            return label, old, new, own
        if isinstance(theirs, Added) and isinstance(ours, Added) and at.path:
            heading = LABELS.get(name_of(theirs.content.tag))
            texts = [_text_of(each) for each in (theirs, ours)]
            if heading and all(texts):
                return heading, say("keine Angabe"), texts[0], texts[1]
        return None

    def _described(self, key: str) -> str:
        node = self.former.ids.get(key)
        if node is None:
            return say("{spot}: gibt es noch nicht", spot=self._spot(key))
        rule = next((each for each in (node, *node.iterancestors()) if name_of(each.tag) == "rule"), None)
        if rule is None:
            return self._spot(key)
        cells = joined(
            say("„{column}“ {value}", column=_column_of(cell), value=_cell("".join(map(str, cell.itertext()))))
            for cell in rule.iterchildren(*(f"{{*}}{tag}" for tag in CELLS))
        )
        return say("{spot}: {cells}", spot=self._spot(rule.get("id") or ""), cells=cells)

    def _wanted(self, changes: Sequence[Change]) -> tuple[str, ...]:
        if not changes:
            return (UNCHANGED,)
        told = tuple(decision_differences(self.base, apply(self.base, changes)))
        return told or tuple(self._said(changes)) or (say("In anderer Reihenfolge oder Schreibweise."),)

    def _said(self, changes: Sequence[Change]) -> Iterator[str]:
        for change in changes:
            if isinstance(change, TextChanged):
                yield say("{spot}: {value}", spot=self._spot(change.at.owner), value=_cell(change.new))
            elif isinstance(change, AttributeChanged):
                label = LABELS.get(name_of(change.name)) or say("Angabe „{name}“", name=name_of(change.name))
                value = change.new or say("keine Angabe")
                yield say("{spot}: {what} {value}", spot=self._spot(change.at.owner), what=label, value=value)


def _unchanged(ours: Change) -> Change:
    """What theirs says of it, that left it as it was."""
    if isinstance(ours, TextChanged):
        return replace(ours, new=ours.old)
    return replace(ours, new=ours.old) if isinstance(ours, AttributeChanged) else ours


def _called(node: Node) -> str:
    return node.get("name") or node.get("id") or ""


def _number(rule: Node) -> int:
    return 1 + sum(1 for _ in rule.itersiblings(rule.tag, preceding=True))


def _column_of(cell: Node) -> str:
    rule = cell.getparent()
    table = None if rule is None else rule.getparent()
    place = sum(1 for _ in cell.itersiblings(cell.tag, preceding=True))
    tag = COLUMNS[CELLS.index(name_of(cell.tag))]
    columns = [] if table is None else list(table.iterchildren(f"{{*}}{tag}"))
    return _heading(columns[place]) if place < len(columns) else str(place + 1)


def _heading(column: Node) -> str:
    text = " ".join("".join(map(str, column.itertext())).split())
    return column.get("label") or text or column.get("name") or column.get("id") or ""


def _cell(text: str) -> str:
    said = " ".join(text.split())
    return say("beliebig") if said in ("", "-") else said


def _text_of(change: Added) -> str:
    return " ".join("".join(piece for piece in change.content.content if isinstance(piece, str)).split())
