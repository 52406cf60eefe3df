"""What differs between two states of a package, as people say it."""

from __future__ import annotations

import json

import pytest

from engine.catalogue.files import FORMS, PROCESSES
from engine.catalogue.telling import difference_marks, differences
from engine.catalogue.telling.words import ATTRIBUTES, KINDS, PROPERTIES, SUBJECTS, TEXTS
from forms.language import in_words
from tests.kit.paths import END, START, field, flows, form, path, task, tasks

BEFORE = path(START, task("eins", name="Erstgespräch führen", frist="5 AT"), END, flows("s", "eins", "e"))


def told(before: bytes, after: bytes) -> list[str]:
    return [each.sentence for each in differences([("a.bpmn", before)], [("a.bpmn", after)])]


def told_of(name: str, before: bytes, after: bytes) -> list[str]:
    path_file = ("a.bpmn", BEFORE)
    return [each.sentence for each in differences([path_file, (name, before)], [path_file, (name, after)])]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('value="5 AT"', 'value="3 AT"', "Schritt „Erstgespräch führen“: Frist war 5 AT, ist 3 AT."),
        (
            'name="Erstgespräch führen"',
            'name="Zuhören"',
            "Schritt „Zuhören“: hieß bisher „Erstgespräch führen“.",
        ),
        (
            '<zeebe:property name="frist" value="5 AT"/>',
            "",
            "Schritt „Erstgespräch führen“: Frist war 5 AT, ist entfallen.",
        ),
        (
            "<zeebe:userTask/>",
            '<zeebe:userTask/><zeebe:formDefinition formId="neu"/>',
            "Schritt „Erstgespräch führen“: Formular ist jetzt neu, vorher keine Angabe.",
        ),
        (
            'candidateGroups="koordination"',
            'candidateGroups="fachamt"',
            "Schritt „Erstgespräch führen“: Gruppe war koordination, ist fachamt.",
        ),
    ],
)
def test_a_change_of_a_step_is_told_by_its_name(old: str, new: str, sentence: str) -> None:
    assert told(BEFORE, BEFORE.decode().replace(old, new).encode()) == [sentence]


def test_a_new_step_is_told_with_its_neighbours_and_without_its_lines() -> None:
    assert told(tasks("eins", "drei"), tasks("eins", "zwei", "drei")) == [
        "Neu: Aufgabe „zwei“, nach „eins“, vor „drei“.",
        "Entfallen: der Pfeil von „eins“ zu „drei“.",
    ]


def test_formatting_and_comments_are_no_change_of_the_path() -> None:
    after = BEFORE.replace(b"<bpmn:process ", b"<!-- neu -->\n  <bpmn:process ")
    assert told(BEFORE, after) == ["Nur Schreibweise oder Kommentare wurden geändert."]
    assert told(BEFORE, BEFORE) == []


def test_a_file_that_cannot_be_read_is_told_as_changed() -> None:
    assert told(BEFORE, b"<kaputt") == ["Die Datei wurde geändert; was genau, lässt sich nicht sagen."]


def test_fields_of_a_form_are_told_by_their_labels() -> None:
    before = form("f", field("name", label="Name"), field("alt", label="Alt"))
    after = form("f", field("name", label="Voller Name", validate={"required": True}), field("neu", label="Neu"))
    assert told_of("f.form", before[1], after[1]) == [
        "Neues Feld „Neu“ (neu).",
        "Feld „Alt“ (alt) ist entfallen.",
        "Feld „Voller Name“: hieß bisher „Name“; ist jetzt Pflicht.",
    ]


def test_rules_of_a_decision_are_told_by_their_number() -> None:
    original = (PROCESSES / "_library" / "triage.dmn").read_text("utf-8")
    changed = original.replace('<text>"F', '<text>"X', 1)
    (sentence,) = told_of("triage.dmn", original.encode(), changed.encode())
    assert sentence.startswith("Entscheidung „") and "Regel " in sentence


def test_files_that_come_and_go_are_told() -> None:
    name, content = form("f", field("a"))
    found = differences([("a.bpmn", BEFORE)], [("a.bpmn", BEFORE), (name, content)])
    assert [each.sentence for each in found] == ["Neue Datei: Formular „f.form“."]
    assert json.loads(content)["id"] == "f"


def test_a_shared_file_that_becomes_ones_own_is_told_by_what_it_changes() -> None:
    shared = (FORMS / "clearing.form").read_bytes()
    own = shared.replace("Minderjährige sind beteiligt".encode(), b"Kinder sind beteiligt")
    found = differences([("a.bpmn", BEFORE)], [("a.bpmn", BEFORE), ("clearing.form", own)])
    assert [each.sentence for each in found] == [
        "Eigene Fassung: Formular „clearing.form“ statt der gemeinsamen Datei.",
        "Feld „Kinder sind beteiligt“: hieß bisher „Minderjährige sind beteiligt“.",
    ]


def test_differences_are_told_in_english() -> None:
    after = BEFORE.replace(b'value="5 AT"', b'value="3 AT"').replace(b'id="e" name="e"', b'id="e" name="Fertig"')
    found = differences([("a.bpmn", BEFORE)], [("a.bpmn", after)])
    assert {in_words(each.sentence, "en") for each in found} == {
        "Step “Erstgespräch führen”: Deadline was 5 AT, is 3 AT.",
        "End “Fertig”: was called “e” before.",
    }
    name, content = form("f", field("a"))
    (come,) = differences([("a.bpmn", BEFORE)], [("a.bpmn", BEFORE), (name, content)])
    assert in_words(come.sentence, "en") == "New file: Form “f.form”."


def test_every_word_of_a_difference_has_its_english() -> None:
    """Whatever can be set on an element, and what it is called."""
    words = {*SUBJECTS.values(), *KINDS.values(), *PROPERTIES.values(), *ATTRIBUTES.values(), *TEXTS.values()}
    same = {"AGS", "Pool", "Signal", "Text"}
    assert {str(word) for word in words if in_words(word, "en") == word} <= same


def test_marks_tell_what_is_new_changed_and_gone() -> None:
    before = path(START, task("eins"), task("alt"), END, flows("s", "eins", "alt", "e"))
    after = path(START, task("eins", frist="3 AT"), task("neu"), END, flows("s", "eins", "neu", "e"))
    earlier, later = difference_marks(before, after)
    assert (earlier["alt"], earlier["eins"]) == ("gone", "changed") and "neu" not in earlier
    assert (later["neu"], later["eins"]) == ("new", "changed") and "alt" not in later
