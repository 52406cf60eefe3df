"""Forms in the reader's language: German as written, other languages from a catalogue keyed by the German text.

The catalogue is forms/translations/<language>/LC_MESSAGES/forms.po. It belongs to no form: a municipality's own
form speaks English wherever it says the same as one of ours, and German elsewhere. Values stay what they are.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from engine.formdefs import Component, FormDefinition, Option, Translate, told
from engine.terms import ZONE_WORDS

GERMAN = "de"
ROW_NAME = "eintrag"
"""Property of a repeating group: what one of its entries is called."""
_FOLDER = Path(__file__).parent / "translations"
_FEEL = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@cache
def translator(language: str) -> Translate:
    """German text to this language. Without a catalogue, and for a text that is in none, it stays German."""
    if language == GERMAN:
        return str
    known = gettext.translation("forms", _FOLDER, [language], fallback=True)
    zones = {word: ZONE_WORDS.get(language, {}).get(zone, word) for zone, word in ZONE_WORDS[GERMAN].items()}

    def translate(text: str) -> str:
        found = known.gettext(text) if text else ""
        return found if found != text else zones.get(text, text)

    return translate


def in_words(text: str, language: str) -> str:
    """A sentence of the engine, such as an error or what a case holds, in this language."""
    return text if language == GERMAN else told(text, translator(language))


def translated(definition: FormDefinition, language: str) -> FormDefinition:
    """The form with every text that people read in this language; keys, values and conditions are untouched."""
    if language == GERMAN:
        return definition
    translate = translator(language)
    return replace(definition, components=tuple(_component(item, translate) for item in definition.components))


def texts(component: Component) -> Iterator[str]:
    """Every text of one component that people read, without those of the components inside it."""
    found = [component.label, component.description, component.prefix, component.suffix]
    found += [component.content, component.property(ROW_NAME)]
    found += [component.rules.pattern_message, component.rules.across_message]
    found += [option.label for option in component.options]
    return (text for text in found if speaks(text))


def speaks(text: str) -> bool:
    """Whether there is something to translate: more than signs, numbers and values to be filled in."""
    return not text.startswith("=") and any(sign.isalpha() for sign in _FEEL.sub("", text))


def _component(item: Component, translate: Translate) -> Component:
    options = tuple(Option(option.value, translate(option.label), option.token) for option in item.options)
    return replace(
        item,
        label=translate(item.label),
        description=translate(item.description),
        content=translate(item.content),
        prefix=translate(item.prefix),
        suffix=translate(item.suffix),
        rules=replace(
            item.rules,
            pattern_message=translate(item.rules.pattern_message),
            across_message=translate(item.rules.across_message),
        ),
        properties=tuple((name, translate(text) if name == ROW_NAME else text) for name, text in item.properties),
        options=options,
        components=tuple(_component(inner, translate) for inner in item.components),
    )
