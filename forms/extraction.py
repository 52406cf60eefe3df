"""Texts of form files for `pybabel extract`: exactly those that `forms.language` translates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from engine import formdefs
from engine.formdefs.model import walk
from forms.language import texts

Message = tuple[int, str, str, list[str]]


def form_texts(file: BinaryIO, keywords: object, comment_tags: object, options: object) -> Iterator[Message]:
    """An extraction method of Babel: (line, function, text, comments), the line unknown."""
    definition = formdefs.read(file.read())
    for component in walk(definition.components):
        for text in texts(component):
            yield 0, "", text, []
