"""German sentences that remember how they were made, so that a reader's language can make them anew.

A `Sentence` is its German text, for whoever asks no further. Its templates are collected from the calls of `say`
for the catalogue of the forms; words that come from a form stand in that catalogue already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Translate = Callable[[str], str]
"""German text to the reader's language; a text that it does not know comes back as it is."""


class Sentence(str):
    """`template` with its `values` filled in ({name}); values that are sentences are told in the same language."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Sentence:
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made


say = Sentence
_MARK = "\0"
"""Key of a sentence in plain data; a key of other data that begins with it has one more."""


def joined(items: Iterable[str], between: str = ", ") -> str:
    """ "a, b, c", each of them told in the reader's language."""
    found = list(items)
    names = [f"item{number}" for number in range(len(found))]
    return Sentence(between.join(f"{{{name}}}" for name in names), **dict(zip(names, found, strict=True)))


def both(message: str, hint: str) -> str:
    """What is wrong, and the way out where there is one."""
    return joined((message, hint), " ") if hint else message


def told(text: object, translate: Translate) -> str:
    """A sentence in the reader's language; any other text, such as what somebody typed, as it is."""
    if not isinstance(text, Sentence):
        return str(text)
    template = translate(text.template) if text.template else ""
    return (
        template.format(**{name: told(value, translate) for name, value in text.values.items()})
        if text.values
        else template
    )


def plain(value: Any) -> Any:
    """What JSON or msgpack can hold, sentences included, to be made whole again by `whole`."""
    if isinstance(value, Sentence):
        values = {name: plain(item) if isinstance(item, Sentence) else str(item) for name, item in value.values.items()}
        return {_MARK: [value.template, values]}
    if isinstance(value, Mapping):
        return {_MARK + key if str(key).startswith(_MARK) else key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def whole(value: Any) -> Any:
    """The same with its sentences again; tuples have become lists."""
    if isinstance(value, list):
        return [whole(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _MARK in value:
        template, values = value[_MARK]
        return Sentence(template, **whole(values))
    return {key[1:] if str(key).startswith(_MARK) else key: whole(item) for key, item in value.items()}
