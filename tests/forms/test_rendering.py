"""The HTML of fields: labels, help and errors tied to the control, no script and no style of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html
from werkzeug.datastructures import MultiDict

from engine.formdefs import FormDefinition, read
from forms.binding import BoundForm, bind
from tests.formdefs.builders import NOW, REQUIRED, choice, field, form, group, rows

TEMPLATES = Environment(
    loader=FileSystemLoader("webui/templates"), autoescape=True, undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
)  # fmt: skip
TEMPLATES.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
    lambda text: text, lambda one, many, number: one if number == 1 else many, newstyle=True
)
PAGE = TEMPLATES.from_string('{% from "forms/fields.html" import render_form %}{{ render_form(bound, url) }}')


def page(bound: BoundForm, url: str = "") -> Any:
    return html.fromstring(PAGE.render(bound=bound, url=url))


def shown(*components: Any, data: dict[str, Any] | None = None) -> Any:
    return page(bind(form(*components), None, data or {}, now=NOW))


def refused(*components: Any, **raw: str) -> Any:
    bound = bind(form(*components), MultiDict(raw), {}, now=NOW)
    assert not bound.validate()
    return page(bound)


def one(tree: Any, path: str) -> Any:
    (found,) = tree.xpath(path)
    return found


EVERY_INPUT = (
    field("textfield", "text", description="Hilfe", appearance={"suffixAdorner": "Euro"}), field("textarea", "lang"),
    field("checkbox", "haken", validate=REQUIRED), field("number", "zahl"),
    field("datetime", "tag", subtype="date"), field("datetime", "zeit", subtype="time"),
    field("datetime", "wann", subtype="datetime"), choice("radio", "eins", "a", "b"), choice("select", "zwei", "a"),
    choice("checklist", "drei", "a", "b"), choice("taglist", "vier", "a"),
    group(field("textfield", "ort")), rows("leute", field("textfield", "name", validate=REQUIRED)),
)  # fmt: skip


def assert_accessible(tree: Any) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for control in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert len(tree.xpath(f"//label[@for='{control.get('id')}']")) == 1
    for described in tree.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)
    for target in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert target[1:] in ids
    for choices in tree.xpath("//input[@type='radio']"):
        assert choices.xpath("ancestor::fieldset/legend")
    assert not tree.xpath("//@style | //script | //style | //@*[starts-with(name(), 'on')]")


def test_every_control_has_one_label_and_its_help() -> None:
    tree = shown(*EVERY_INPUT)
    assert_accessible(tree)
    assert one(tree, "//input[@id='f-text']").get("aria-describedby") == "f-text--hint f-text--suffix"


def test_errors_are_tied_to_the_field_and_linked_from_the_top() -> None:
    tree = refused(*EVERY_INPUT, zahl="viel", tag="31.02.2026", eins="z", drei="z", zwei="z", haken="")
    assert_accessible(tree)
    control = one(tree, "//input[@id='f-zahl']")
    assert control.get("aria-invalid") == "true" and control.get("value") == "viel"
    assert "Zahl" in one(tree, f"//*[@id='{control.get('aria-describedby')}']").text_content()
    links = tree.xpath("//*[@id='fehler']//a/@href")
    assert links == ["#f-haken", "#f-zahl", "#f-tag", "#f-eins", "#f-zwei", "#f-drei", "#f-leute-0-name"]


def test_optional_fields_say_so_in_words() -> None:
    tree = shown(field("textfield", "frei"), field("textfield", "muss", validate=REQUIRED))
    assert "(optional)" in one(tree, "//label[@for='f-frei']").text_content()
    assert "(optional)" not in one(tree, "//label[@for='f-muss']").text_content()
    assert one(tree, "//input[@id='f-muss']").get("aria-required") == "true"


@pytest.mark.parametrize(
    ("subtype", "native", "value", "shown_as"),
    [
        ("date", "date", dt.date(2026, 6, 3), "2026-06-03"),
        ("time", "time", dt.time(14, 30), "14:30"),
        ("datetime", "datetime-local", dt.datetime(2026, 6, 3, 12, 30, tzinfo=dt.UTC), "2026-06-03T14:30"),
    ],
)
def test_dates_are_native_inputs_with_an_example(subtype: str, native: str, value: Any, shown_as: str) -> None:
    tree = shown(field("datetime", "d", subtype=subtype), data={"d": value})
    control = one(tree, "//input[@id='f-d']")
    assert (control.get("type"), control.get("value")) == (native, shown_as)
    assert "Zum Beispiel" in one(tree, "//*[@id='f-d--hint']").text_content()


def test_a_wrong_date_stays_readable() -> None:
    control = one(refused(field("datetime", "d", subtype="date"), d="31.02.2026"), "//input[@id='f-d']")
    assert (control.get("type"), control.get("value")) == ("text", "31.02.2026")


def test_what_was_chosen_is_chosen_again() -> None:
    tree = shown(*EVERY_INPUT, data={"eins": "b", "zwei": "a", "drei": ["a"], "haken": True})
    assert tree.xpath("//input[@checked]/@id") == ["f-haken", "f-eins-1", "f-drei"]
    assert tree.xpath("//option[@selected]/@value") == ["a"]


@pytest.mark.parametrize("kind", ["radio", "select", "checklist"])
def test_a_stored_option_that_is_gone_is_told(kind: str) -> None:
    stored = ["alt"] if kind == "checklist" else "alt"
    told = shown(choice(kind, "weg", "neu"), data={"weg": stored}).text_content()
    assert "Gespeichert ist: alt." in told and "nicht mehr zur Auswahl" in told
    stored = ["neu"] if kind == "checklist" else "neu"
    assert "Gespeichert" not in shown(choice(kind, "weg", "neu"), data={"weg": stored}).text_content()


def test_locked_fields_cannot_be_changed() -> None:
    tree = shown(*({**item, "readonly": True} for item in EVERY_INPUT[:11]))
    for control in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert control.get("readonly") is not None or control.get("disabled") is not None


def test_of_locked_choices_only_what_was_chosen_is_said() -> None:
    locked = (choice("radio", "eins", "a", "b", readonly=True), choice("checklist", "drei", "a", "b", readonly=True))
    tree = shown(*locked, data={"eins": "b", "drei": ["a"]})
    assert_accessible(tree)
    assert [dd.text_content().strip() for dd in tree.xpath("//dd")] == ["Wert b", "Wert a"]
    assert tree.xpath("//input") == []


def test_texts_from_people_are_never_markup() -> None:
    nasty = "<script>alert(1)</script>\" onfocus=x '"
    tree = shown(
        field("textfield", "a", description=nasty), field("textarea", "b"), choice("select", "c", nasty),
        {"type": "text", "text": "Von {{a}}: <b>x</b>"}, {"type": "html", "content": "<p>{{a}}</p>"},
        {"type": "image", "alt": nasty}, data={"a": nasty, "b": f"</textarea>{nasty}"},
    )  # fmt: skip
    assert_accessible(tree)
    assert one(tree, "//textarea").text == f"\n</textarea>{nasty}"  # browsers drop the first line break
    assert not tree.xpath("//b")


def test_enter_completes_and_adds_no_row() -> None:
    tree = shown(rows("leute", field("textfield", "name")))
    assert tree.xpath("//button[@type='submit']")[0].get("name") is None


def test_rows_have_buttons_that_work_without_javascript() -> None:
    tree = shown(rows("leute", field("textfield", "name")), data={"leute": [{"name": "A"}, {"name": "B"}]})
    assert tree.xpath("//button[@name]/@name") == ["_remove:leute:0", "_remove:leute:1", "_add:leute"]
    assert "Leute 2 entfernen" in one(tree, "//button[@name='_remove:leute:1']").text_content()


@pytest.mark.parametrize(
    ("label", "more", "row", "button"),
    [
        ("Beteiligte", {}, "Beteiligte 1", "Eintrag hinzufügen: Beteiligte"),
        ("Wer ist dabei?", {}, "Eintrag 1", "Eintrag hinzufügen: Wer ist dabei?"),
        ("Wer ist dabei?", {"properties": {"eintrag": "Seite"}}, "Seite 1", "Seite hinzufügen"),
    ],
)
def test_a_designer_may_say_what_one_entry_is_called(label: str, more: dict[str, Any], row: str, button: str) -> None:
    tree = shown({**rows("leute", field("textfield", "name"), **more), "label": label})
    assert one(tree, "//fieldset[@id='f-leute-0']/legend").text_content() == row
    control = one(tree, "//button[@name='_add:leute']")
    assert control.get("aria-label", control.text_content()) == button
    assert button.startswith(control.text_content())  # who speaks to the machine says what is to be seen


def test_the_added_row_has_the_focus() -> None:
    bound = bind(form(rows("leute", field("textfield", "name"))), MultiDict({"_add:leute": "1"}), {}, now=NOW)
    assert page(bound).xpath("//*[@autofocus]/@id") == ["f-leute-0-name"]


def test_only_fields_that_others_depend_on_ask_for_a_preview() -> None:
    made = form(
        choice("radio", "art", "a", "b"), field("textfield", "mehr", hide='art = "a"'), field("textfield", "frei")
    )
    tree = page(bind(made, None, {}, now=NOW), "/aufgaben/1?vorschau=1")
    assert [item.xpath(".//input/@name")[0] for item in tree.xpath("//*[@data-hx-post]")] == ["art"]
    assert one(tree, "//noscript").xpath(".//button/@name") == ["_refresh"]
    assert not page(bind(form(field("textfield", "frei")), None, {}, now=NOW), "/x").xpath(
        "//*[@data-hx-post] | //noscript"
    )


def test_fields_of_one_layout_row_stand_side_by_side() -> None:
    tree = shown(
        field("textfield", "plz", layout={"row": "r1", "columns": 4}), field("textfield", "ort", layout={"row": "r1"}),
        field("textfield", "allein", layout={"row": "r2"}),
    )  # fmt: skip
    cells = one(tree, "//div[@class='sw-formular__columns']").xpath("./div/@class")
    assert cells == ["sw-formular__cell sw-formular__cell--4", "sw-formular__cell"]


def test_labels_may_speak_of_the_case() -> None:
    tree = shown(field("textfield", "a", label="Gespräch am {{termin}} mit {{name}}", description='="Az. " + name'),
                 data={"termin": dt.date(2026, 6, 3), "name": "Ada"})  # fmt: skip
    assert one(tree, "//label").text_content().startswith("Gespräch am 03.06.2026 mit Ada")
    assert one(tree, "//*[@id='f-a--hint']").text_content() == "Az. Ada"


DEFINITIONS = [read(path.read_bytes(), file=path.name) for path in sorted(Path("forms/definitions").glob("*.form"))]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.id)
def test_our_own_forms_render(definition: FormDefinition) -> None:
    assert_accessible(page(bind(definition, None, {}, now=NOW), "/x?vorschau=1"))
    bound = bind(definition, MultiDict(), {}, now=NOW)
    bound.validate()
    assert_accessible(page(bound, "/x?vorschau=1"))


@pytest.mark.parametrize(("majority", "told"), [(True, True), (False, False), (None, False)])
def test_a_board_with_a_majority_of_civil_society_is_told_so_before_it_counts(majority: Any, told: bool) -> None:
    [board] = [definition for definition in DEFINITIONS if definition.id == "beirat_sitzung"]
    words = page(bind(board, None, {"zivil_mehrheit": majority}, now=NOW)).text_content()
    assert ("Hier braucht die Zivilgesellschaft unter den Anwesenden die Mehrheit" in words) is told
