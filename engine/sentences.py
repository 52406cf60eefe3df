"""German sentences that remember how they were made, so that a reader's language can make them anew.

A `Sentence` is its German text, for whoever asks no further. Its templates are collected from the calls of `say`
for the catalogue of the forms; words that come from a form stand in that catalogue already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

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


def joined(items: Iterable[str], between: str = ", ") -> str:
    """ "a, b, c", each of them told in the reader's language."""
    found = list(items)
    names = [f"item{number}" for number in range(len(found))]
    return Sentence(between.join(f"{{{name}}}" for name in names), **dict(zip(names, found, strict=True)))


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
