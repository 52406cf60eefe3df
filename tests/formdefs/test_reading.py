"""What a form file may say, and the finding for everything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.errors import InvalidInput
from engine.formdefs import check, read
from engine.terms import Severity, Zone
from tests.formdefs.builders import REQUIRED, choice, content, field, form, group, rows


def codes(file: bytes) -> list[str]:
    return [finding.code for finding in check(file)]


def test_a_sound_form_has_no_findings() -> None:
    file = content(field("textfield", "name", validate=REQUIRED), choice("select", "falltyp", "F01", "F02"))
    assert check(file) == []
    assert [item.path for item in read(file).fields()] == ["name", "falltyp"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "form.json"),
        (b"<bpmn/>", "form.json"),
        (b'{"components": [', "form.json"),
        (b'\xff\xfe{"components": []}', "form.json"),
        (b'{"components": [{"type": "number", "key": "n", "defaultValue": NaN}]}', "form.json"),
        (b'{"components": [' + b"1" * 5000 + b"]}", "form.json"),
        (b"[" * 100_000, "form.depth"),
        (b'{"components": [], "components": []}', "form.json_duplicate"),
        (b" " * 1_000_001, "form.size"),
        (b"[]", "form.not_a_form"),
        (b'{"id": "f"}', "form.not_a_form"),
        (b'{"id": "f", "components": {}}', "form.not_a_form"),
        (b'{"id": "f", "components": []}', "form.empty"),
        (b'{"id": "f", "components": [7, null, {}]}', "form.component"),
        (b'{"id": "../../etc/passwd", "components": [{"type": "spacer"}]}', "form.id_invalid"),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(file: bytes, code: str) -> None:
    assert code in codes(file)
    with pytest.raises(InvalidInput) as refusal:
        read(file, file="x.form")
    assert refusal.value.code == "form.unreadable"
    assert refusal.value.findings[0].file == "x.form"
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("component", "code"),
    [
        (field("hologram", "x"), "form.component_type"),
        (field("filepicker", "x"), "form.component_refused"),
        ({"type": "iframe", "url": "https://example.org"}, "form.component_refused"),
        (field("textfield", ""), "form.key_missing"),
        (field("textfield", "mit leerzeichen"), "form.key_invalid"),
        (field("textfield", "a..b"), "form.key_invalid"),
        (field("textfield", "1a"), "form.key_invalid"),
        (field("textfield", "fall"), "form.key_reserved"),
        (field("textfield", "fall.aktenzeichen"), "form.key_reserved"),
        (field("textfield", "heute"), "form.key_reserved"),
        (field("textfield", "jetzt"), "form.key_reserved"),
        (field("textfield", "__class__"), "form.key_reserved"),
        (field("textfield", "a._b"), "form.key_reserved"),
        (field("textfield", "csrf_token"), "form.key_reserved"),
        (field("textfield", "null"), "form.key_reserved"),
        (rows("_liste", field("textfield", "a")), "form.key_reserved"),
        (rows("liste", field("textfield", "parent")), "form.key_reserved"),
        (field("textfield", "x", hide="falltyp ="), "form.feel"),
        (field("textfield", "x", hide="loesche_alles(1)"), "form.feel_function"),
        (field("textfield", "x", properties={"zone": "keller"}), "form.zone"),
        (field("textfield", "x", validate={"pattern": "("}), "form.pattern"),
        (field("textfield", "x", validate={"pattern": r"(a)\1"}), "form.pattern"),
        (field("textfield", "x", validate={"maxLength": "viel"}), "form.rule"),
        (field("textfield", "x", validate={"validationType": "iban"}), "form.rule"),
        (field("number", "x", decimalDigits=-1), "form.rule"),
        (field("number", "x", defaultValue="zwei"), "form.default"),
        (field("datetime", "x", subtype="week"), "form.component_type"),
        (field("select", "x"), "form.options"),
        (choice("radio", "x", "a", "a"), "form.options"),
        (choice("radio", "x", ""), "form.options"),
        (choice("radio", "x", "a", defaultValue="b"), "form.default"),
        ({**choice("select", "x", "a"), "valuesKey": "liste"}, "form.options"),
        (field("expression", "x"), "form.feel"),
        ({"type": "text", "text": "{{#if x}}ja{{/if}}"}, "form.template"),
        (field("textfield", "x", description="{{ falltyp = }}"), "form.feel"),
    ],
)
def test_a_wrong_component_is_an_error_that_names_it(component: dict[str, object], code: str) -> None:
    findings = check(content(component), file="a.form")
    wrong = [finding for finding in findings if finding.code == code]
    assert wrong and wrong[0].severity is Severity.ERROR
    assert wrong[0].file == "a.form" and "Stelle:" in wrong[0].message


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"type": "table", "dataSource": "=x"}, "form.component_ignored"),
        ({"type": "documentPreview"}, "form.component_ignored"),
        ({"type": "textfield", "key": "x"}, "form.label_missing"),
        (group(), "form.empty"),
    ],
)
def test_what_people_only_miss_is_a_warning(component: dict[str, object], code: str) -> None:
    findings = check(content(component))
    assert [(finding.code, finding.severity) for finding in findings] == [(code, Severity.WARNING)]


@pytest.mark.parametrize(
    "components",
    [
        [field("textfield", "a"), field("number", "a")],
        [field("textfield", "a"), group(field("textfield", "a"))],
        [field("textfield", "a.b"), group(field("textfield", "b"), path="a")],
        [field("textfield", "a"), field("textfield", "a.b")],
        [field("textfield", "a.b"), field("textfield", "a")],
        [field("textfield", "a"), rows("a", field("textfield", "x"))],
        [rows("a", field("textfield", "x")), field("textfield", "a.x")],
        [rows("a", field("textfield", "x"), field("textfield", "x"))],
    ],
)
def test_two_fields_cannot_write_the_same_name(components: list[dict[str, object]]) -> None:
    assert "form.key_duplicate" in codes(content(*components))


def test_the_same_name_may_stand_in_different_rows_and_groups() -> None:
    file = content(
        field("textfield", "name"), group(field("textfield", "name"), path="ort"),
        rows("kinder", field("textfield", "name")),
    )  # fmt: skip
    assert check(file) == []


@pytest.mark.parametrize("key", ["typename", "constructor", "toString", "data", "errors", "validate", "größe", "csrf"])
def test_odd_but_ordinary_names_are_just_names(key: str) -> None:
    assert check(content(field("textfield", key))) == []


def test_a_finding_names_line_and_label() -> None:
    file = b'{\n "id": "f",\n "components": [\n  {"type": "textfield",\n   "key": "jetzt", "label": "Wann"}\n ]}'
    (finding,) = check(file)
    assert (finding.line, finding.element_id, finding.element_name) == (5, "jetzt", "Wann")


def test_variables_carry_their_zone_and_groups_pass_theirs_on() -> None:
    made = form(
        field("textfield", "falltyp"),
        group(field("textfield", "eindruck"), properties={"zone": "beratung"}),
        rows("sitzungen", field("textfield", "thema"), properties={"zone": "mediation"}),
        field("expression", "summe", expression="=1 + 1"),
        field("textfield", "adresse.ort"),
    )
    assert made.variables() == {
        "falltyp": None, "eindruck": Zone.BERATUNG, "sitzungen": Zone.MEDIATION, "summe": None, "adresse": None,
    }  # fmt: skip


def test_one_name_in_two_zones_is_an_error() -> None:
    file = content(
        field("textfield", "ort.a", properties={"zone": "beratung"}),
        field("textfield", "ort.b", properties={"zone": "mediation"}),
    )
    assert codes(file) == ["form.zone_conflict"]


def test_a_form_without_id_takes_the_name_of_its_file() -> None:
    file = json.dumps({"components": [field("textfield", "a")]}).encode()
    assert codes(file) == ["form.id_missing"]
    assert read(file, file="forms/definitions/meldung.form").id == "meldung"
    assert read(file, file="zweitpruefung.form").id == "zweitpruefung"


def test_a_newer_schema_is_read_with_a_warning() -> None:
    assert codes(content(field("textfield", "a"), schemaVersion=99)) == ["form.schema_version"]


def test_a_form_is_parsed_once() -> None:
    file = content(field("textfield", "einmal"))
    assert read(file) is read(bytes(bytearray(file)))


def test_too_many_components_are_refused_without_reading_them_all() -> None:
    assert codes(content(*[field("textfield", f"k{number}") for number in range(600)])).count("form.size") == 1


@pytest.mark.parametrize("path", sorted(Path("forms/definitions").glob("*.form")), ids=lambda path: path.stem)
def test_our_own_forms_are_clean(path: Path) -> None:
    assert [finding.sentence() for finding in check(path.read_bytes(), file=path.name)] == []
    assert read(path.read_bytes(), file=path.name).id == path.stem
