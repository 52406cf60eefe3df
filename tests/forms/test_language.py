"""Forms in English: every text has one, and nothing but the texts is another."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from werkzeug.datastructures import MultiDict

from engine import formdefs
from engine.formdefs import Component, FormDefinition, Sentence
from engine.formdefs.model import walk
from engine.sentences import plain, whole
from engine.terms import ZONE_WORDS
from forms.binding import bind
from forms.language import in_words, speaks, texts, translated, translator
from tests.formdefs.builders import NOW, REQUIRED, choice, field, form, rows
from tests.kit.findings import unsaid

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "forms/definitions").glob("*.form"))
CATALOGUE = ROOT / "forms/translations/en/LC_MESSAGES/forms.po"
PLACEHOLDER = re.compile(r"\{\{?.*?\}\}?")
SENTENCE_FOLDERS = ("forms", "engine")


def definition(path: Path) -> FormDefinition:
    return formdefs.read(path.read_bytes(), file=path.name)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_of_a_form_has_an_english_one(path: Path, catalogue: Catalog) -> None:
    found = {text for component in walk(definition(path).components) for text in texts(component)}
    assert [text for text in sorted(found) if not (entry := catalogue.get(text)) or not entry.string] == []


def test_every_sentence_of_the_engine_has_an_english_one(catalogue: Catalog) -> None:
    found = {
        message
        for folder in SENTENCE_FOLDERS
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], keywords={"say": None})
    }
    assert len(found) > 30
    assert [text for text in sorted(found) if not (entry := catalogue.get(text)) or not entry.string] == []


def test_every_sentence_of_the_rooms_that_check_is_one_that_can_be_told() -> None:
    assert unsaid() == []


def test_values_are_filled_in_alike_in_both_languages(catalogue: Catalog) -> None:
    for message in catalogue:
        german, english = (Counter(PLACEHOLDER.findall(text)) for text in (message.id, message.string))
        assert german == english, message.id
        assert message.id.count("**") == message.string.count("**"), message.id
        assert re.findall(r"§ ?\d+\w*", message.id) == re.findall(r"§ ?\d+\w*", message.string), message.id


def test_no_german_word_is_left_in_the_english(catalogue: Catalog) -> None:
    german = re.compile(r"\b(und|oder|nicht|eine?|der|die|das|ist|wird|für|mit|von)\b|[äöüß„]", re.IGNORECASE)
    names = ("Ausschuss für Chancengerechtigkeit und Integration", "Wanne-Süd", "kreisangehörige Stadt")
    left = []
    for message in catalogue:
        text = message.string
        for name in names:
            text = text.replace(name, "")
        if message.id and german.search(PLACEHOLDER.sub("", text)):
            left.append(message.string)
    assert left == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_german_is_what_the_form_says(path: Path) -> None:
    shown = bind(definition(path), None, {}, now=NOW, language="de").definition
    written = set(words_in(json.loads(path.read_bytes())["components"]))
    assert {text for component in walk(shown.components) for text in texts(component)} == written


def words_in(items: list[dict[str, Any]]) -> Iterator[str]:
    """Labels, hints, texts and options as they stand in the file."""
    for item in items:
        found = [item.get(name, "") for name in ("label", "description", "text")]
        found += [item.get("dateLabel", "") if not item.get("label") else ""]
        found += [
            item.get("validate", {}).get("patternErrorMessage", ""),
            item.get("properties", {}).get("eintrag", ""),
            item.get("properties", {}).get("regel_text", ""),
        ]
        found += list(item.get("appearance", {}).values()) + [option["label"] for option in item.get("values", [])]
        yield from (text for text in found if speaks(text))
        yield from words_in(item.get("components", []))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_english_changes_words_only(path: Path) -> None:
    german, english = definition(path), translated(definition(path), "en")
    for one, other in zip(walk(german.components), walk(english.components), strict=True):
        assert skeleton(one) == skeleton(other)
        for before, after in zip(texts(one), texts(other), strict=True):
            assert after and translator("en")(before) == after


def skeleton(item: Component) -> tuple[object, ...]:
    """What a component is and does, without its words."""
    options = tuple((option.value, option.token) for option in item.options)
    places = (item.type, item.key, item.path, item.parts, item.id, item.zone, item.row, item.columns)
    return (*places, options, item.hide, item.expression, item.default, item.readonly, item.rules.pattern)


def test_an_own_form_speaks_english_where_it_can_and_german_elsewhere() -> None:
    made = form(
        field("textfield", "a", label="Was ist passiert?"), field("textfield", "b", label="Wie hoch ist der Zaun?")
    )
    labels = [item.label for item in bind(made, None, {}, now=NOW, language="en").layout()]
    assert labels == ["What happened?", "Wie hoch ist der Zaun?"]


def test_what_is_wrong_is_said_in_english() -> None:
    made = form(
        field("textfield", "kurz", validate={"required": True, "maxLength": 3}), field("number", "dauer"),
        field("datetime", "tag", subtype="date"), choice("select", "wahl", "a", "b"),
        rows("leute", field("checkbox", "kind", validate=REQUIRED), label="Wer ist dabei?"),
    )  # fmt: skip
    sent = MultiDict(
        [("kurz", "zu lang"), ("dauer", "viel"), ("tag", "30.02.2026"), ("wahl", "c"), ("leute.0._row", "")]
    )
    bound = bind(made, sent, {}, now=NOW, language="en")
    assert not bound.validate()
    assert bound.errors == {
        "kurz": "Please write at most 3 characters; there are 7.",
        "dauer": "Please enter a number, for example 12 or 2,5.",
        "tag": "Please enter a date that exists, for example 03.06.2026.",
        "wahl": "This choice does not exist here. Please choose one of the options offered.",
        "leute.0.kind": "Please confirm this.",
    }
    items = {item.name or item.id: item for item in bound.layout()}
    assert items["tag"].format_hint == "For example 03.06.2026"
    assert '<option value="">Please choose</option>' in items["wahl"].field()
    (people,) = (item for item in bound.layout() if item.kind == "list")
    assert people.row_label == "Entry" and not people.row_named


def test_the_same_values_come_from_both_languages() -> None:
    made = definition(ROOT / "forms/definitions/empfehlung.form")
    sent = MultiDict(
        [("beirat_ergebnis", "massnahme"), ("empfehlung_text", "Licht"), ("empfehlung_an", "Ordnungsamt")]
        + [("stimmen_ja", "5"), ("stimmen_nein", "0"), ("enthaltungen", "1")]
    )
    german, english = (bind(made, sent, {}, now=NOW, language=language) for language in ("de", "en"))
    assert german.values == english.values and german.values["beirat_ergebnis"] == "massnahme"


def test_a_sentence_is_its_german_text_and_can_be_told_in_english() -> None:
    typed = "ja"
    sentence = Sentence("{label}: {value}, {typed}", label="Ort", value=Sentence("ja"), typed=typed)
    assert sentence == "Ort: ja, ja"
    assert in_words(sentence, "de") == "Ort: ja, ja"
    assert in_words(sentence, "en") == "Ort: yes, ja"
    assert in_words(Sentence("Steht in {{geschweiften}} Klammern"), "en") == "Steht in {{geschweiften}} Klammern"
    assert formdefs.joined([]) == ""
    assert in_words(formdefs.joined([Sentence("ja"), "nein"]), "en") == "yes, nein"


def test_a_sentence_comes_whole_through_plain_data_and_nothing_else_becomes_one() -> None:
    sentence = Sentence("{label}: {value}, {number}", label="Ort", value=Sentence("ja"), number=3)
    typed = {"\0": ["{label.__class__}", {"label": "x"}], "\0\0": "{"}
    (again, same) = whole(json.loads(json.dumps(plain([sentence, typed]))))
    assert again == "Ort: ja, 3" and in_words(again, "en") == "Ort: yes, 3"
    assert same == typed and not isinstance(same["\0"], Sentence)


def test_zones_have_words_in_english() -> None:
    for zone, word in ZONE_WORDS["de"].items():
        assert in_words(Sentence(word), "en").lower() == ZONE_WORDS["en"][zone]


@pytest.mark.parametrize("text", ["", "- {{hinweise[1]}}", "=if a then b else c", "110", "**{{titel}}**"])
def test_values_and_signs_need_no_translation(text: str) -> None:
    assert not speaks(text)
