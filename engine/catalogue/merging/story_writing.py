"""A merged story as text: ours, with the lines that have to be others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from yaml.nodes import MappingNode

from engine.catalogue.merging.story_text import (
    STEPS,
    Edit,
    Piece,
    StoryText,
    end_of,
    entry_edits,
    shifted,
    step_lines,
    story_text,
)
from engine.catalogue.merging.values import ABSENT, alike
from engine.catalogue.rehearsal.writing import written
from engine.errors import InvalidInput
from engine.merging import Side


class Origin(Enum):
    THEIRS = Side.THEIRS.value
    OURS = Side.OURS.value
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Source:
    """A step of the result: whose text it has (`index` there), and what it says. `base`, `other`: the same step in
    the base and in theirs, for one of ours."""

    origin: Origin
    index: int
    value: Any
    base: int | None = None
    other: int | None = None


def written_story(
    base: StoryText, theirs: StoryText, ours: StoryText, values: Mapping[str, Any], steps: Sequence[Source]
) -> bytes:
    """`values`: all entries in their order, with ABSENT for the steps. Where the text cannot be kept line by line, the
    story is written anew."""
    wanted = {key: [step.value for step in steps] if value is ABSENT else value for key, value in values.items()}
    if ours.root.flow_style:
        return _anew(ours, wanted)
    made = ours.edited(_Writing(base, theirs, ours).edits(wanted, steps))
    try:
        said = story_text(made).value
    except InvalidInput:
        return _anew(ours, wanted)
    return made if alike(said, wanted) else _anew(ours, wanted)


def _anew(ours: StoryText, wanted: Mapping[str, Any]) -> bytes:
    text = "".join(written({key: value}) for key, value in wanted.items() if key != STEPS)
    if STEPS in wanted:
        text += "\n".join(_listed(wanted[STEPS])) + "\n"
    return ours.mark + text.replace("\n", ours.newline).encode()


def _listed(steps: Sequence[Any]) -> list[str]:
    return [f"{STEPS}:", *(line for step in steps for line in step_lines(step, 2))] if steps else [f"{STEPS}: []"]


class _Writing:
    def __init__(self, base: StoryText, theirs: StoryText, ours: StoryText) -> None:
        self.base, self.theirs, self.ours = base, theirs, ours
        self.texts = {Origin.BASE: base, Origin.THEIRS: theirs, Origin.OURS: ours}

    def edits(self, wanted: Mapping[str, Any], steps: Sequence[Source]) -> list[Edit]:
        others = {key: value for key, value in wanted.items() if key != STEPS or STEPS not in self.ours.value}
        if STEPS in self.ours.value:
            others[STEPS] = self.ours.value[STEPS]
        in_order = {key: others[key] for key in wanted if key in others}
        found = entry_edits(self.ours, self.ours.root, self.ours.value, in_order)
        return [*found, *self._steps(wanted, steps)]

    def _steps(self, wanted: Mapping[str, Any], steps: Sequence[Source]) -> list[Edit]:
        key, node = self.ours.entries.get(STEPS, (None, None))
        if key is None or node is None or STEPS not in wanted:
            return []
        pieces = self.ours.pieces
        indent = pieces[0].indent if pieces else 2
        made = [self._piece(step, indent) for step in steps]
        if pieces and made:
            first = self.ours.lead_of(node.value[0].start_mark.line)
            lines = [line for piece in made for line in (*piece.lead, *piece.body)]
            return [Edit(first, end_of(node), tuple(lines))]
        if not pieces and alike(self.ours.steps, wanted[STEPS]):
            return []
        return [Edit(key.start_mark.line, end_of(node), tuple(_listed(wanted[STEPS])))]

    def _piece(self, step: Source, indent: int) -> Piece:
        text = self.texts[step.origin]
        if text.pieces is None:
            return Piece((), tuple(step_lines(step.value, indent)), indent)
        piece = text.pieces[step.index]
        if not alike(text.steps[step.index], step.value):
            piece = self._rewritten(step, piece)
        elif step.origin is Origin.OURS and (told := self._commented(step, piece)) is not None:
            piece = told
        by = indent - piece.indent
        return Piece(tuple(shifted(piece.lead, by)), tuple(shifted(piece.body, by)), indent)

    def _commented(self, step: Source, piece: Piece) -> Piece | None:
        """Theirs, where only they changed how it is written."""
        if step.base is None or step.other is None or self.base.pieces is None or self.theirs.pieces is None:
            return None
        was, theirs = self.base.pieces[step.base], self.theirs.pieces[step.other]
        if (was.lead, was.body) != (piece.lead, piece.body) or not alike(self.theirs.steps[step.other], step.value):
            return None
        return theirs

    def _rewritten(self, step: Source, piece: Piece) -> Piece:
        """What it says now, in the words that stand there."""
        if step.other is not None and self.theirs.pieces is not None and step.base is not None and self.base.pieces:
            theirs, was = self.theirs.pieces[step.other], self.base.pieces[step.base]
            if was.body == piece.body and alike(self.theirs.steps[step.other], step.value):
                lead = theirs.lead if was.lead == piece.lead else piece.lead
                return Piece(lead, theirs.body, theirs.indent) if lead is theirs.lead else self._mixed(piece, theirs)
        text = self.texts[step.origin]
        steps = text.entries[STEPS][1]
        node = steps.value[step.index]
        was_value = text.steps[step.index]
        if not isinstance(node, MappingNode) or node.flow_style or next(iter(was_value)) not in step.value:
            return Piece(piece.lead, tuple(step_lines(step.value, piece.indent)), piece.indent)
        start = node.start_mark.line
        lines = list(text.lines)
        for edit in sorted(
            entry_edits(text, node, was_value, step.value), key=lambda each: (each.first, each.last), reverse=True
        ):
            lines[edit.first : edit.last] = edit.lines
        more = len(lines) - len(text.lines)
        return Piece(piece.lead, tuple(lines[start : end_of(node) + more]), piece.indent)

    def _mixed(self, piece: Piece, theirs: Piece) -> Piece:
        return Piece(piece.lead, tuple(shifted(theirs.body, piece.indent - theirs.indent)), piece.indent)
