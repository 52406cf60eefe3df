"""Rules over several fields: what a form refuses because its answers do not fit together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.formdefs import check, editing, read, validate, validate_values
from engine.formdefs.editing import FieldKind, Wanted
from tests.formdefs.builders import NOW, choice, content, field, form, group, rows

SENTENCE = "Das Ende liegt vor dem Beginn. Bitte ändern Sie einen der beiden Tage."


def ruled(made: dict[str, Any], rule: str, sentence: str = SENTENCE) -> dict[str, Any]:
    return {**made, "properties": {"regel": rule, "regel_text": sentence}}


BEGIN, END = field("datetime", "beginn", subtype="date"), field("datetime", "ende", subtype="date")
SPAN = form(BEGIN, ruled(END, "=beginn <= ende"))


def test_the_sentence_stands_at_the_field_whose_rule_is_false() -> None:
    refused = validate(SPAN, {"beginn": "2026-06-03", "ende": "2026-06-02"}, {}, now=NOW)
    assert refused.errors == {"ende": SENTENCE} and "ende" not in refused.values
    assert validate(SPAN, {"beginn": "2026-06-03", "ende": "2026-06-03"}, {}, now=NOW).ok


@pytest.mark.parametrize("other", ["", "kein Tag"])
def test_nothing_is_refused_where_the_other_field_says_nothing(other: str) -> None:
    assert "ende" not in validate(SPAN, {"beginn": other, "ende": "2026-06-02"}, {}, now=NOW).errors


def test_a_blank_field_can_break_a_rule_that_asks_for_it() -> None:
    made = form(field("checkbox", "vertretung"), ruled(field("textfield", "wer"), "not(vertretung and wer = null)"))
    assert validate(made, {"vertretung": "true", "wer": ""}, {}, now=NOW).errors.keys() == {"wer"}
    assert validate(made, {"vertretung": "", "wer": ""}, {}, now=NOW).ok


@pytest.mark.parametrize(("typed", "accepted"), [("2026-06-03T14:00", True), ("2026-06-03T14:01", False)])
def test_a_moment_is_compared_with_now_on_the_clocks_here(typed: str, accepted: bool) -> None:
    """NOW is 14:00 in Berlin."""
    made = form(ruled(field("datetime", "eingang", subtype="datetime"), "eingang <= jetzt"))
    assert validate(made, {"eingang": typed}, {}, now=NOW).ok is accepted


@pytest.mark.parametrize("rule", ["tag <= heute", "tag <= today()"])
def test_a_day_is_compared_with_today(rule: str) -> None:
    made = form(ruled(field("datetime", "tag", subtype="date"), rule))
    assert validate(made, {"tag": "2026-06-03"}, {}, now=NOW).ok
    assert not validate(made, {"tag": "2026-06-04"}, {}, now=NOW).ok


def test_a_hidden_or_locked_field_breaks_no_rule() -> None:
    for more in ({"hide": "beginn != null"}, {"readonly": True}, {"disabled": True}):
        made = form(BEGIN, ruled(field("datetime", "ende", subtype="date", **more), "=beginn <= ende"))
        stored = {"ende": NOW.date()}
        assert validate(made, {"beginn": "2026-06-30", "ende": "2026-06-01"}, stored, now=NOW).ok


def test_a_program_that_changes_the_other_field_is_held_to_the_rule() -> None:
    case = {"beginn": NOW.date(), "ende": NOW.date()}
    assert validate_values(SPAN, {"beginn": "2026-06-04"}, case, now=NOW).errors.keys() == {"ende"}
    assert validate_values(SPAN, {"beginn": "2026-06-02"}, case, now=NOW).ok


def test_in_a_row_the_rule_reads_that_row_and_what_is_around_it() -> None:
    made = form(
        field("number", "hoechstens"),
        rows("plan", field("number", "zahl"), ruled(field("number", "mehr"), "mehr > zahl and mehr <= hoechstens")),
    )
    sent = {"hoechstens": "5", "plan": [{"zahl": "1", "mehr": "2"}, {"zahl": "3", "mehr": "2"}, {"mehr": "6"}]}
    assert validate(made, sent, {}, now=NOW).errors.keys() == {"plan.1.mehr", "plan.2.mehr"}


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (ruled(field("number", "n"), "n >"), "form.rule_feel"),
        (ruled(field("number", "n"), "heute() > n"), "form.rule_feel"),
        (ruled(field("number", "n"), "n > anzahl"), "form.rule_name"),
        (ruled(choice("radio", "n", "a"), "n = a"), "form.rule_name"),
        (ruled(field("number", "n"), "n > 1", ""), "form.rule_text"),
        (ruled(group(field("number", "n")), "n > 1"), "form.rule_place"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_with_its_place_and_a_way_out(made: dict[str, Any], code: str) -> None:
    found = check(content(made))
    assert [finding.code for finding in found] == [code]
    assert found[0].element_name == made["label"] and found[0].hint


def test_what_a_form_asks_and_what_is_always_there_is_known() -> None:
    made = content(
        group(field("number", "m"), path="kreis"),
        rows("reihe", ruled(field("number", "n"), "n > kreis.m and this.n > 0 and i < 9 and count(reihe) < 9")),
        ruled(
            field("number", "n"),
            'jetzt > fall.begonnen and heute > date("2026-01-01") and every x in reihe satisfies x.n > n',
        ),
    )
    assert check(made) == []


def test_a_sentence_without_a_rule_is_noticed() -> None:
    assert [found.code for found in check(content(ruled(field("number", "n"), " ")))] == ["form.rule_text"]


# ------------------------------------------------------------------ in the list of fields
def test_the_list_of_fields_writes_a_rule_beside_the_other_properties() -> None:
    file = content(BEGIN, {**END, "properties": {"zone": "eingang"}})
    line = editing.lines(file)[1]
    wanted = Wanted("Ende", FieldKind.DATE, rule=" beginn <= ende ", rule_text=SENTENCE)
    made = editing.change(file, line.place, wanted).content
    changed = editing.lines(made)[1]
    assert (changed.rule, changed.rule_text) == ("=beginn <= ende", SENTENCE)
    assert read(made).components[1].zone == "eingang"
    assert editing.change(made, line.place, editing.as_written(changed)).content == made
    gone = editing.change(made, line.place, Wanted("Ende", FieldKind.DATE)).content
    assert json.loads(gone) == json.loads(file)
