"""What the engine refuses, it says in the reader's language: no sentence of a refusal is a bare string."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from forms.language import translator
from tests.kit.findings import REFUSALS

ENGINE = Path(__file__).resolve().parents[2] / "engine"
ROOMS = ("accounts", "casework", "catalogue", "runtime", "unit_of_work")
"""Where what people do is refused. What is said of a file (findings) stays in the language of the file."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        for file in sorted((ENGINE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield f"{file.relative_to(ENGINE)}:{node.lineno}", node


def test_no_sentence_of_a_refusal_is_a_bare_string() -> None:
    bare = [
        place
        for place, call in calls()
        if isinstance(call.func, ast.Name)
        and call.func.id in REFUSALS
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant | ast.JoinedStr)
    ]
    assert bare == []


def test_every_one_has_its_english() -> None:
    translate = translator("en")
    templates = {
        call.args[0].value: place
        for place, call in calls()
        if isinstance(call.func, ast.Name) and call.func.id == "say" and isinstance(call.args[0], ast.Constant)
    }
    assert len(templates) > 80
    words = {text: re.sub(r"\{\w+\}", "", text).strip() for text in templates}
    telling = {text: templates[text] for text, said in words.items() if re.search(r"\w.* ", said)}
    assert {text: place for text, place in telling.items() if translate(text) == text} == {}
