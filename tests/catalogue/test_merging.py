"""What a designer reads where Mustervorlage and municipality want different things, and what becomes of files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.bpmn.locks import lock_findings
from engine.catalogue.merging import PATH, MergedPackage, Question, Side, merge_package
from engine.sentences import told
from tests.catalogue.package_wishes import FORM, STORY, TABLE, form, package, story, table
from tests.kit.paths import END, START, element, flows, path, task

HEAD_STEP = task("pruefen", name="Sicherheit prüfen", frist="5 AT", form="pruefung")
BASE = path(START, HEAD_STEP, END, flows("s", "pruefen", "e"))
Files = dict[str, bytes]


def changed(files: Files, name: str, *pairs: tuple[str, str]) -> Files:
    text = files[name].decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return files | {name: text.encode()}


def merged(base: Files, theirs: Files, ours: Files, **decided: Side) -> MergedPackage:
    return merge_package(base, theirs, ours, decided=decided)


def asked(base: Files, name: str, theirs: tuple[str, str], ours: tuple[str, str]) -> Question:
    (question,) = merged(base, changed(base, name, theirs), changed(base, name, ours)).questions
    assert question.file == name
    return question


def columns(question: Question) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return question.title, question.was, question.theirs, question.ours


# ------------------------------------------------------------------ paths
@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (
            ('value="5 AT"', 'value="3 AT"'),
            ('value="5 AT"', 'value="10 AT"'),
            ("Frist von „Sicherheit prüfen“", ("5 AT",), ("3 AT",), ("10 AT",)),
        ),
        (
            ('name="Sicherheit prüfen"', 'name="Sicherheit zuerst klären"'),
            ('name="Sicherheit prüfen"', 'name="Gefahr prüfen"'),
            (
                "Name von „Gefahr prüfen“",
                ("Sicherheit prüfen",),
                ("Sicherheit zuerst klären",),
                ("Gefahr prüfen",),
            ),
        ),
        (
            ('<zeebe:property name="frist" value="5 AT"/>', ""),
            ('value="5 AT"', 'value="10 AT"'),
            ("Frist von „Sicherheit prüfen“", ("5 AT",), ("entfällt",), ("10 AT",)),
        ),
        (
            ('formId="pruefung"', 'formId="pruefung_kurz"'),
            ('formId="pruefung"', 'formId="unsere"'),
            ("Formular von „Sicherheit prüfen“", ("pruefung",), ("pruefung_kurz",), ("unsere",)),
        ),
        (
            ('candidateGroups="koordination"', 'candidateGroups="fachamt"'),
            ('candidateGroups="koordination"', 'candidateGroups="leitung"'),
            ("Gruppe von „Sicherheit prüfen“", ("koordination",), ("fachamt",), ("leitung",)),
        ),
        (
            ('value="5 AT"/>', 'value="5 AT"/><zeebe:property name="stufe" value="clearing"/>'),
            ('value="5 AT"/>', 'value="5 AT"/><zeebe:property name="stufe" value="beirat"/>'),
            ("Stufe von „Sicherheit prüfen“", ("keine Angabe",), ("clearing",), ("beirat",)),
        ),
    ],
)
def test_two_values_stand_side_by_side(theirs: tuple[str, str], ours: tuple[str, str], expected: object) -> None:
    question = asked({PATH: BASE}, PATH, theirs, ours)
    assert columns(question) == expected
    assert question.elements == ("pruefen",)


def test_a_step_that_one_side_takes_away_is_told_in_whole_sentences() -> None:
    three = path(
        START,
        task("eins", name="Melden"),
        task("zwei", name="Sprechen", frist="5 AT"),
        task("drei", name="Schließen"),
        END,
        flows("s", "eins", "zwei", "drei", "e"),
    )
    two = path(START, task("eins", name="Melden"), task("drei", name="Schließen"), END, flows("s", "eins", "drei", "e"))
    (question,) = merged({PATH: three}, {PATH: two}, changed({PATH: three}, PATH, ("5 AT", "3 AT"))).questions
    assert question.title == "Schritt „Sprechen“"
    assert question.was == ("Schritt „Sprechen“, nach „Melden“, vor „Schließen“",)
    assert question.theirs[0] == "Entfallen: Aufgabe „Sprechen“."
    assert question.ours == ("Schritt „Sprechen“: Frist war 5 AT, ist 3 AT.",)


def test_a_condition_is_that_of_an_arrow_between_two_names() -> None:
    fork = (
        START
        + element("exclusiveGateway", "g", default="f_g_e", name=" ")
        + task("eins", name="Sprechen")
        + END
        + flows("s", "g", "e")
        + flows("eins", "e")
        + '<bpmn:sequenceFlow id="w" sourceRef="g" targetRef="eins"><bpmn:conditionExpression '
        'xsi:type="bpmn:tFormalExpression">=stufe &lt; 3</bpmn:conditionExpression></bpmn:sequenceFlow>'
    )
    base = {PATH: path(fork.replace('name="s"', 'name="Beginn"'))}
    question = asked(base, PATH, ("stufe &lt; 3", "stufe &lt; 4"), ("stufe &lt; 3", "stufe &lt; 2"))
    title, *values = columns(question)
    assert title.startswith("Bedingung: Pfeil von „") and title.endswith("zu „Sprechen“")
    assert values == [("stufe < 3",), ("stufe < 4",), ("stufe < 2",)]
    assert question.elements == ("w",)


# ------------------------------------------------------------------ forms
def test_a_field_is_named_by_its_label_and_its_rule_in_words() -> None:
    base = {PATH: BASE, FORM: form()}
    assert columns(asked(base, FORM, ("Feld a", "Anlass"), ("Feld a", "Grund")))[:1] == ("Beschriftung von „Feld a“",)
    body: dict[str, Any] = json.loads(form())
    sides = []
    for required in (None, True, False):
        field = dict(body["components"][0]) | ({} if required is None else {"validate": {"required": required}})
        sides.append(base | {FORM: json.dumps(body | {"components": [field, *body["components"][1:]]}).encode()})
    (question,) = merged(*sides).questions
    assert question.elements == ("a",) and question.title.endswith("von „Feld a“")
    assert "ja" in question.theirs[0] and "nein" in question.ours[0]


def test_a_field_that_goes_and_is_changed_is_one_question() -> None:
    base = {PATH: BASE, FORM: form()}
    body = json.loads(form())
    body["components"].pop(0)
    ours = base | {FORM: json.dumps(body, ensure_ascii=False).encode()}
    (question,) = merged(base, changed(base, FORM, ("Feld a", "Anlass")), ours).questions
    assert columns(question) == (
        "Feld „Feld a“",
        ("Feld „Feld a“",),
        ("Feld „Anlass“: hieß bisher „Feld a“.",),
        ("Feld „Feld a“ (a) ist entfallen.",),
    )


# ------------------------------------------------------------------ decisions
def test_a_cell_is_named_by_rule_and_column() -> None:
    base = {PATH: BASE, TABLE: table()}
    question = asked(base, TABLE, ("<text>2</text>", "<text>3..4</text>"), ("<text>2</text>", "<text>-</text>"))
    assert columns(question) == ("Regel 3 in „Vorschlag“, „Stufe“", ("2",), ("3..4",), ("beliebig",))


def test_a_rule_that_goes_is_told_with_its_cells() -> None:
    base = {PATH: BASE, TABLE: table()}
    whole = table().decode().split('<rule id="r2">')[1].split("</rule>")[0]
    gone = changed(base, TABLE, (f'<rule id="r2">{whole}</rule>\n', ""))
    (question,) = merged(base, gone, changed(base, TABLE, ("<text>1</text>", "<text>7</text>"))).questions
    assert question.title == "Regel 2 in „Vorschlag“"
    assert question.was == ('Regel 2 in „Vorschlag“: „Stufe“ 1, „weg“ "r2"',)
    assert question.theirs == ("Entscheidung „Vorschlag“: die bisherige Regel 2 ist entfallen.",)
    assert question.ours == ("Entscheidung „Vorschlag“: Regel 2: „Stufe“ war 1, ist 7.",)


# ------------------------------------------------------------------ rehearsals
STORIES = {PATH: path(START, task("zwei", name="Sprechen"), END, flows("s", "zwei", "e")), STORY: story()}


def test_what_only_one_side_tells_otherwise_keeps_the_other_ones_text() -> None:
    theirs = changed(
        STORIES, STORY, ("# Zu eins\n  - do: eins\n    as: gruppe", "# Zu eins\n  - do: eins\n    as: andere")
    )
    ours = changed(
        STORIES, STORY, ("# Zu drei", "# Bei uns anders"), ("name: Einigung", "name: 'Unsere Einigung'  # !")
    )
    result = merged(STORIES, theirs, ours)
    assert not result.questions
    wanted = ours[STORY].replace(b"- do: eins\n    as: gruppe", b"- do: eins\n    as: andere")
    assert result.files[STORY] == wanted
    assert [each.sentence for each in result.taken] == ["Schritt 1, „eins“ erledigen: Gruppe war gruppe, ist andere."]


def test_a_step_told_in_two_ways_is_asked_by_its_name() -> None:
    step = "# Zu zwei\n  - do: zwei\n    as: gruppe\n    with:\n      wert: {}"
    question = asked(STORIES, STORY, (step.format(1), step.format(2)), (step.format(1), step.format(3)))
    assert columns(question) == (
        "Angabe „wert“ im 2. Schritt des Probelaufs: „Sprechen“ erledigen",
        ("1",),
        ("2",),
        ("3",),
    )
    assert question.elements == ("zwei",)


def test_two_insertions_at_one_place_are_a_question_and_both_sides_can_win() -> None:
    at = "  # Zu drei\n"
    new = "  - wait: {} AT\n" + at
    theirs, ours = (changed(STORIES, STORY, (at, new.format(days))) for days in (5, 10))
    (question,) = merged(STORIES, theirs, ours).questions
    assert question.theirs == ("warten: 5 AT",) and question.ours == ("warten: 10 AT",)
    assert merged(STORIES, theirs, ours, **{question.key: Side.THEIRS}).files == theirs
    assert merged(STORIES, theirs, ours, **{question.key: Side.OURS}).files == ours


def test_whose_story_it_is_stays() -> None:
    ours = changed(STORIES, STORY, ("process: konfliktweg_dorf", "process: konfliktweg_hamm"))
    theirs = changed(STORIES, STORY, ("process: konfliktweg_dorf", "process: anders"), ("wort: ja", "wort: nein"))
    result = merged(STORIES, theirs, ours)
    assert not result.questions
    assert result.files[STORY] == ours[STORY].replace(b"wort: ja", b"wort: nein")


def test_what_is_no_story_is_decided_as_a_whole() -> None:
    theirs, ours = STORIES | {STORY: b"- nur\n- eine Liste\n"}, changed(STORIES, STORY, ("wort: ja", "wort: nein"))
    (question,) = merged(STORIES, theirs, ours).questions
    assert question.title == f"Probelauf „{STORY}“"
    assert merged(STORIES, theirs, ours, **{question.key: Side.THEIRS}).files == theirs


# ------------------------------------------------------------------ whole files
def test_files_come_and_go_when_the_other_side_left_them_alone() -> None:
    base = package()
    theirs = {name: content for name, content in base.items() if name != STORY} | {"neu.form": form()}
    result = merged(base, theirs, changed(base, TABLE, ("<text>2</text>", "<text>7</text>")))
    assert set(result.files) == {PATH, FORM, TABLE, "neu.form"} and not result.questions
    assert {each.sentence for each in result.taken} == {
        "Neue Datei: Formular „neu.form“.",
        f"Entfallen: Probelauf „{STORY}“.",
    }
    assert merged(base, base, theirs).files == theirs, "what we took away or brought ourselves"


def test_a_file_that_one_side_removes_and_the_other_changes_is_a_question() -> None:
    base = package()
    without = {name: content for name, content in base.items() if name != FORM}
    told_anew = changed(base, FORM, ("Feld a", "Anlass"))
    for theirs, ours in ((without, told_anew), (told_anew, without)):
        (question,) = merged(base, theirs, ours).questions
        assert question.file == FORM and question.title == f"Formular „{FORM}“"
        assert ("entfällt",) in (question.theirs, question.ours)
        for side, wanted in ((Side.THEIRS, theirs), (Side.OURS, ours)):
            assert merged(base, theirs, ours, **{question.key: side}).files == wanted


def test_two_new_files_of_one_name_are_a_question_unless_they_are_the_same() -> None:
    base = {PATH: BASE}
    theirs, ours = base | {FORM: form()}, changed(base | {FORM: form()}, FORM, ("Feld a", "Anlass"))
    (question,) = merged(base, theirs, ours).questions
    assert question.was == ("gibt es noch nicht",)
    assert not merged(base, theirs, theirs).questions


def test_a_form_that_our_new_step_needs_does_not_go_unasked() -> None:
    first = path(START, task("eins", form="angaben"), task("zwei"), END, flows("s", "eins", "zwei", "e"))
    base = {PATH: first, FORM: form()}
    theirs = {PATH: first.replace(b' formId="angaben"', b' formId="anders"')}
    ours = {PATH: path(START, task("eins", form="angaben"), task("zwei", name="Zwei", form="angaben"), END,
                       flows("s", "eins", "zwei", "e")), FORM: form()}  # fmt: skip
    (question,) = merged(base, theirs, ours).questions
    assert question.file == FORM and question.elements == ("zwei",)
    assert question.theirs == ("entfällt",) and question.ours == ("wird gebraucht: Schritt „Zwei“",)
    assert FORM in merged(base, theirs, ours).files
    assert FORM not in merged(base, theirs, ours, **{question.key: Side.THEIRS}).files
    assert FORM in merged(base, theirs, ours, **{question.key: Side.OURS}).files


# ------------------------------------------------------------------ as a whole
def test_without_changes_on_one_side_the_other_one_comes_out_byte_for_byte() -> None:
    base = package()
    other = changed(base, STORY, ("# Zu eins", "#   Zu  eins"))
    assert merged(base, base, other).files == other
    assert merged(base, other, base).files == other


def test_a_question_keeps_its_key_while_other_things_change() -> None:
    base = package()
    theirs, ours = (changed(base, FORM, ("Feld a", word)) for word in ("Anlass", "Grund"))
    (first,) = merged(base, theirs, ours).questions
    later = changed(changed(ours, FORM, ("Feld b", "Ort")), TABLE, ("<text>2</text>", "<text>7</text>"))
    (second,) = merged(base, theirs, later).questions
    assert first.key == second.key


def test_a_sentence_can_be_told_in_another_language() -> None:
    base = {PATH: BASE}
    question = asked(base, PATH, ('value="5 AT"', 'value="3 AT"'), ('value="5 AT"', 'value="10 AT"'))
    english = {"{what} von „{name}“": "{what} of “{name}”", "Frist": "Deadline"}
    assert told(question.title, lambda text: english.get(text, text)) == "Deadline of “Sicherheit prüfen”"


def test_of_two_equal_steps_that_stand_together_one_goes_and_stays_away() -> None:
    """Taking over twice takes nothing twice, wherever the municipality changed the story besides."""
    twice = story().replace(b"  # Zu drei\n", b"  - do: warteraum\n  - do: warteraum\n  # Zu drei\n")
    base = {PATH: BASE, STORY: twice}
    theirs = changed(base, STORY, ("  - do: warteraum\n  - do: warteraum\n", "  - do: warteraum\n"))
    ours = changed(base, STORY, ("- do: eins\n    as: gruppe", "- do: eins\n    as: andere"))
    once = merged(base, theirs, ours)
    assert once.files[STORY].count(b"warteraum") == 1
    assert merged(base, theirs, once.files).files == once.files


# ------------------------------------------------------------------ what is locked now
MARKS = (
    '<zeebe:property name="pflicht" value="So will es das Gesetz."/>'
    '<zeebe:property name="pflicht_bis" value="2027-01-31"/>'
)
LOCK = ('<zeebe:property name="frist"', MARKS + '<zeebe:property name="frist"')
WHY = (
    "„Sicherheit prüfen“ ist in der neuen Version Pflicht, zu übernehmen bis 31.01.2027. "
    "Begründung der Landesstelle: So will es das Gesetz."
)


def test_what_ours_changed_of_a_step_that_is_locked_now_is_one_question_with_the_reason_and_the_day() -> None:
    base = {PATH: BASE}
    theirs = changed(base, PATH, LOCK)
    ours = changed(base, PATH, ("5 AT", "8 AT"), ('name="Sicherheit prüfen"', 'name="Prüfen"'))
    (question,) = merged(base, theirs, ours).questions
    as_it_was = ("Name: Sicherheit prüfen", "Frist: 5 AT")
    assert columns(question) == ("Name, Frist von „Prüfen“", as_it_was, as_it_was, ("Name: Prüfen", "Frist: 8 AT"))
    assert question.locked == (WHY,) and question.elements == ("pruefen",)
    kept, taken = (merged(base, theirs, ours, **{question.key: side}).files[PATH] for side in (Side.OURS, Side.THEIRS))
    assert lock_findings(theirs[PATH], kept, "") and b"8 AT" in kept
    assert not lock_findings(theirs[PATH], taken, "") and b"5 AT" in taken


def test_only_what_is_locked_is_asked_and_not_what_both_want_alike() -> None:
    base = {PATH: BASE}
    only = changed(base, PATH, (LOCK[0], f'<zeebe:property name="pflicht.frist" value="ja"/>{LOCK[0]}'))
    ours = changed(base, PATH, ("5 AT", "8 AT"), ('name="Sicherheit prüfen"', 'name="Prüfen"'))
    (question,) = merged(base, only, ours).questions
    assert columns(question)[1:] == (("5 AT",), ("5 AT",), ("8 AT",))
    assert question.locked == ("Frist von „Sicherheit prüfen“ ist in der neuen Version Pflicht.",)
    assert not merged(base, changed(only, PATH, ("5 AT", "8 AT")), ours).questions
    assert not merged(only, changed(only, PATH, ('value="ja"', 'value="Weil."')), ours).questions, "locked long since"


def test_a_step_that_we_removed_and_that_is_locked_now_can_come_back() -> None:
    base, ours = {PATH: BASE}, {PATH: path(START, END, flows("s", "e"))}
    theirs = changed(base, PATH, LOCK)
    (question,) = merged(base, theirs, ours).questions
    assert question.theirs == ("unverändert, und jetzt Pflicht",) and question.locked == (WHY,)
    back = merged(base, theirs, ours, **{question.key: Side.THEIRS}).files[PATH]
    assert b'id="pruefen"' in back and not lock_findings(theirs[PATH], back, "")


def test_a_rule_and_a_field_that_are_locked_now_are_asked_too() -> None:
    base = {PATH: BASE, TABLE: table(), FORM: form()}
    body = json.loads(form())
    body["components"][0]["properties"] = {"pflicht": "Der Datenschutz verlangt es"}
    theirs = changed(base, TABLE, ("Weil r1.", "Pflicht: bei Gefahr")) | {FORM: json.dumps(body).encode()}
    ours = changed(changed(base, FORM, ("Feld a", "Anlass")), TABLE, ('r1_in"><text>0', 'r1_in"><text>7'))
    by_file = {question.file: question for question in merged(base, theirs, ours).questions}
    assert columns(by_file[TABLE])[1:] == (("0",), ("0",), ("7",)) and "bei Gefahr" in by_file[TABLE].locked[0]
    assert columns(by_file[FORM])[1:] == (("Feld a",), ("Feld a",), ("Anlass",))
    assert by_file[FORM].locked[0].startswith("„Feld a“ ist in der neuen Version Pflicht.")
    gone = {**body, "components": json.loads(form())["components"][1:]}
    (question,) = merged(base, base | {FORM: theirs[FORM]}, base | {FORM: json.dumps(gone).encode()}).questions
    assert question.theirs == ("unverändert, und jetzt Pflicht",) and question.locked
