"""Reading JSON from strangers: size, depth, duplicate keys, NaN and encoding are refused with a sentence."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from engine.sentences import say

MAX_BYTES = 1_000_000
MAX_DEPTH = 40


class UnreadableJson(ValueError):
    """`code` is a finding code, the text a German sentence, `line` counts from 1."""

    def __init__(self, code: str, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.line = line


def parse(content: bytes) -> Any:
    """JSON with numbers as int or Decimal. Raises UnreadableJson."""
    if len(content) > MAX_BYTES:
        raise UnreadableJson(
            "form.size",
            say(
                "Die Datei ist mit {size} Bytes zu groß. Ein Formular hat höchstens 1 MB.",
                size=f"{len(content):,}".replace(",", "."),
            ),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableJson(
            "form.json", say("Die Datei ist kein Text in UTF-8."), _line(content, error.start)
        ) from None
    check_depth(text)
    try:
        found = json.loads(
            text, object_pairs_hook=_pairs, parse_float=Decimal, parse_int=_integer, parse_constant=_constant
        )
        json.dumps(found, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        raise UnreadableJson("form.json", say("Die Datei ist kein gültiges JSON."), error.lineno) from None
    except UnicodeEncodeError:
        raise UnreadableJson("form.json", say("Die Datei enthält ein halbes Zeichen (\\uD800 bis \\uDFFF).")) from None
    return found


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def check_depth(text: str) -> None:
    """Raises UnreadableJson, before anybody recurses into it."""
    depth, in_string, escaped = 0, False, False
    for position, char in enumerate(text):
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableJson(
                    "form.depth",
                    say("Die Datei ist tiefer als {most} Ebenen verschachtelt.", most=MAX_DEPTH),
                    text.count("\n", 0, position) + 1,
                )
        elif char in "]}":
            depth -= 1


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise UnreadableJson(
                "form.json_duplicate", say("Der Schlüssel „{name}“ steht in einem Objekt zweimal.", name=name[:80])
            )
        found[name] = value
    return found


def _integer(text: str) -> int:
    if len(text) > 30:
        raise UnreadableJson("form.json", say("Die Zahl {text}… ist zu lang.", text=text[:20]))
    return int(text)


def _constant(name: str) -> Any:
    raise UnreadableJson("form.json", say("{name} ist in einem Formular keine Zahl.", name=name))
