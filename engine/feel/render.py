"""Values as text, as the function string() gives them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel import temporal
from engine.feel.lexer import WORD
from engine.feel.run import Run
from engine.feel.values import Function, Range


def render_number(value: Decimal) -> str:
    """Plain notation without trailing zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def render(run: Run, value: Any, *, quoted: bool = False) -> str:
    """Text of any value; strings inside lists and contexts are quoted."""
    run.meter.spend()
    if value is None:
        return "null"
    if value.__class__ is str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if quoted else value
    if value.__class__ is bool:
        return "true" if value else "false"
    if value.__class__ is Decimal:
        return render_number(value)
    if value.__class__ is list:
        return _joined(run, "[", [render(run, item, quoted=True) for item in value], "]")
    if value.__class__ is dict:
        entries = [f"{_key(key)}: {render(run, item, quoted=True)}" for key, item in value.items()]
        return _joined(run, "{", entries, "}")
    if value.__class__ is Range:
        return _range(run, value)
    if isinstance(value, Function):
        return f"function({', '.join(value.params)})"
    return temporal.render(value)


def _joined(run: Run, opening: str, parts: list[str], closing: str) -> str:
    run.meter.hold(sum(map(len, parts)) + 2 * len(parts))
    return opening + ", ".join(parts) + closing


def _key(name: str) -> str:
    words = name.split(" ")
    return name if all(WORD.fullmatch(word) for word in words) else '"' + name.replace('"', '\\"') + '"'


def _range(run: Run, value: Range) -> str:
    if value.operator:
        return f"({value.operator}{render(run, value.start, quoted=True)})"
    if value.start is None:
        return f"({'<=' if value.end_included else '<'}{render(run, value.end, quoted=True)})"
    if value.end is None:
        return f"({'>=' if value.start_included else '>'}{render(run, value.start, quoted=True)})"
    start, end = render(run, value.start, quoted=True), render(run, value.end, quoted=True)
    return f"{'[' if value.start_included else '('}{start}..{end}{']' if value.end_included else ')'}"
