"""Files are checked in a child process with limits: what is too dear is a finding, and the next file has its turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.catalogue import guard
from engine.errors import InvalidInput
from forms.language import in_words
from tests.bpmn.models import END, START, document, flows, script, user
from tests.kit import nursery

GOOD = document(START, END, user("u"), flows("s", "u", "e"))
BAD = document(START, END, script("k", "1 +"), flows("s", "k", "e"))
LONG = document(START, END, *(user(f"u{n}") for n in range(4000)), flows("s", *(f"u{n}" for n in range(4000)), "e"))


@pytest.fixture(autouse=True)
def fresh_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here each is a Python of its own, as it is for people."""
    monkeypatch.setattr(guard, "_started", nursery.FRESH)


def test_each_file_has_findings_of_its_own():
    good, bad, other = guard.checked([("gut.bpmn", GOOD), ("schlecht.bpmn", BAD), ("bild.png", b"x")])
    assert good == []
    assert [f.code for f in bad if f.severity == "error"] == ["feel.syntax"] and bad[0].file == "schlecht.bpmn"
    assert [f.code for f in other] == ["file.kind"]


def test_what_a_child_found_can_be_told_in_english():
    ((found,),) = guard.checked([("schlecht.bpmn", BAD)])
    assert found.message.startswith("Skript „1 +“: An Stelle 4 wird ein Wert erwartet")
    english = in_words(found.message, "en")
    assert english == "Script “1 +”: a value is expected at position 4, but the end of the expression stands there."
    assert found.as_json()["message"] == found.message


def test_a_file_that_takes_too_long_is_a_finding_and_the_next_one_is_checked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "SECONDS", -1)
    long, after = guard.checked([("lang.bpmn", LONG), ("gut.bpmn", LONG)])
    assert [(f.code, f.file) for f in long] == [("check.limits", "lang.bpmn")]
    assert [(f.code, f.file) for f in after] == [("check.limits", "gut.bpmn")]
    assert "Sekunden" in long[0].message and long[0].hint


def test_a_file_answers_for_itself_alone(monkeypatch: pytest.MonkeyPatch):
    """Whoever ends a child in which others were before gets a child of its own."""

    def one_at_a_time(request: dict[str, Any], note: Callable[[Any], None]) -> str:
        note([])
        return "limits"

    told: list[str] = []
    monkeypatch.setattr(guard, "_child", one_at_a_time)
    assert guard.checked([("ordner/a.bpmn", GOOD), ("b.bpmn", GOOD), ("c.bpmn", GOOD)], step=told.append) == [
        [],
        [],
        [],
    ]
    assert told == ["a.bpmn", "b.bpmn", "c.bpmn"]


def test_a_file_that_takes_too_much_memory_is_a_finding(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "MEMORY", 1024 * 1024)
    (found,) = guard.checked([("gross.bpmn", LONG)])
    assert [f.code for f in found] == ["check.limits"]


def test_what_is_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "LARGEST", len(GOOD))
    large, good = guard.checked([("gross.bpmn", BAD + LONG), ("gut.bpmn", GOOD)])
    assert [f.code for f in large] == ["file.size"] and good == []


def test_publishing_refuses_what_cannot_be_checked_in_time(monkeypatch: pytest.MonkeyPatch):
    guard.insist_on_limits([("schlecht.bpmn", BAD)])  # findings come from publishing itself
    monkeypatch.setattr(guard, "SECONDS", -1)
    with pytest.raises(InvalidInput) as refusal:
        guard.insist_on_limits([("lang.bpmn", LONG)])
    assert [f.code for f in refusal.value.findings] == ["check.limits"]
