"""A rehearsal as the text of its file: it reads like a story, and reading it gives the same rehearsal again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml

from engine.bpmn.deadline import BERLIN
from engine.catalogue.rehearsal.story import (
    BEGINS,
    MEDIATORS,
    Do,
    Expect,
    Message,
    Rehearsal,
    Signal,
    Start,
    Step,
    Values,
    Wait,
)

WIDTH = 118
ONE_LINE = 90


class _Block(dict[str, Any]):
    """A mapping with a line for each entry; others stand on one line when they hold no further ones."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # lists stand in from their name


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value and not any(line.endswith(" ") for line in value.split("\n")) else None
    if value.isdigit():  # 05374012 is no number, whoever reads it
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(_Block, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, False))
_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    Decimal,
    lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", _number(value)),
)


def to_yaml(rehearsal: Rehearsal) -> str:
    """Text that `read` understands."""
    story = _Block(name=rehearsal.name)
    if rehearsal.process:
        story["process"] = rehearsal.process
    if rehearsal.begins != BEGINS:
        story["begins"] = rehearsal.begins.astimezone(BERLIN).replace(tzinfo=None).isoformat(timespec="minutes")
    if rehearsal.mediators != MEDIATORS:
        story["mediators"] = list(rehearsal.mediators)
    if rehearsal.aktenzeichen:
        story["aktenzeichen"] = rehearsal.aktenzeichen
    if start := _start(rehearsal.start):
        story["start"] = start
    story["steps"] = [_step(step) for step in rehearsal.steps]
    if rehearsal.ends is not None:
        story["ends"] = _present(at=rehearsal.ends.at, ergebnis=rehearsal.ends.outcome)
    return _dumped(story)


def written(entries: Values) -> str:
    """Plain values as they stand in a rehearsal, an entry below the other."""
    return _dumped(_Block({name: _value(value) for name, value in entries.items()}))


def _dumped(found: _Block) -> str:
    return yaml.dump(found, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None)


def named(text: str, name: str) -> str:
    """The text of a rehearsal that `read` understands, with another name and all else as it stands there."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    line = yaml.dump(_Block(name=" ".join(name.split())), Dumper=_Dumper, allow_unicode=True, width=10_000)
    for key, value in root.value if root is not None else ():
        if key.value == "name":
            first, last = value.start_mark.index, value.end_mark.index
            end = "\n" if text[first:last].endswith("\n") else ""
            return text[:first] + line.removeprefix("name:").strip() + end + text[last:]
    return text


def with_steps(text: str, index: int, steps: Sequence[Step]) -> str:
    """The text of a rehearsal that `read` understands, with these steps before the one at `index`, from 0, and all else
    as it stands there. A text that does not list its steps line by line comes back as it is."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    known = [value for key, value in (root.value if root is not None else ()) if key.value == "steps"]
    if not known or not isinstance(known[0], yaml.SequenceNode) or known[0].flow_style or not known[0].value:
        return text
    lines, items = text.splitlines(keepends=True), known[0].value
    dash = known[0].start_mark.column
    if index < len(items):
        row = items[index].start_mark.line
        while row and lines[row - 1].lstrip().startswith("#"):  # what is said of a step stays with it
            row -= 1
    else:
        row = _last_line(items[-1]) + 1
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    written = _dumped(_Block(steps=[_step(step) for step in steps])).splitlines(keepends=True)[1:]
    fresh = [" " * dash + line[2:] if line.strip() else line for line in written]
    return "".join([*lines[:row], *fresh, *lines[row:]])


def _last_line(node: yaml.Node) -> int:
    """Of its text, from 0; what follows it, a comment or an empty line, is none of it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark
    return int(end.line) if end.column else int(end.line) - 1


def _start(start: Start) -> dict[str, Any]:
    began = _present(event=start.event, message=start.message, signal=start.signal)
    if not began:
        return _values(start.variables)
    return began | ({"with": _values(start.variables)} if start.variables else {})


def _step(step: Step) -> _Block:
    match step:
        case Do(element, values, by, which, fails):
            return _Block(
                _present(do=element, **{"as": by}, which=_values(which), **{"with": _values(values)}, fails=fails)
            )
        case Wait(time):
            return _Block(wait=time)
        case Message(name, values, key):
            return _Block(_present(message=name, key=key, **{"with": _values(values)}))
        case Signal(name, values):
            return _Block(_present(signal=name, **{"with": _values(values)}))
        case Expect():
            return _expectation(step)


def _expectation(step: Expect) -> _Block:
    if step.element is not None:
        return _Block(_present(expect=step.element, suggests=_values(step.suggests)))
    asked = _present(
        incident=step.incident,
        variables=_values(step.variables),
        suggests=_values(step.suggests),
        sent=list(step.sent),
    )
    for name, said in (("ended", step.ended), ("overdue", step.overdue), ("open", step.open)):
        if said is not None:
            asked = {name: list(said) if isinstance(said, tuple) else said, **asked}
    return _Block(expect=asked)


def _present(**parts: Any) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value not in (None, {}, [])}


def _values(values: Values) -> dict[str, Any]:
    """On one line when it is short."""
    found = {name: _value(value) for name, value in values.items()}
    length = sum(len(f"{name}: {value}, ") for name, value in found.items())
    return _Block(found) if length > ONE_LINE else found


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _values(value)
    return [_value(item) for item in value] if isinstance(value, list) else value


def _number(value: Decimal) -> str:
    return format(value, "f")
