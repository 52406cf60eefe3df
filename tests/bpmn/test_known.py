"""Documents that are kept between checks: what was changed is read anew, and findings stay those of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn import read
from engine.bpmn.check import check_document
from engine.bpmn.known import LARGEST, checked, known
from engine.errors import InvalidInput

HAMM = (Path(__file__).parents[2] / "processes" / "hamm.bpmn").read_bytes()


def test_the_same_text_is_read_once_and_another_one_anew() -> None:
    assert known(HAMM, file="hamm.bpmn") is known(bytes(HAMM), file="hamm.bpmn")
    changed = HAMM.replace(b'name="Meldung aufnehmen"', b'name="Bericht annehmen"')
    assert known(changed, file="hamm.bpmn").content == changed
    assert known(HAMM, file="anders.bpmn").file == "anders.bpmn"


def test_findings_are_those_of_the_text() -> None:
    broken = HAMM.replace(b"<bpmn:userTask", b"<bpmn:complexGateway", 1).replace(
        b"</bpmn:userTask>", b"</bpmn:complexGateway>", 1
    )
    for content in (HAMM, broken, HAMM):
        fresh = tuple(check_document(read(content, file="hamm.bpmn")))
        assert checked(known(content, file="hamm.bpmn")) == fresh
        assert checked(known(content, file="hamm.bpmn")) == fresh
    assert checked(known(broken, file="hamm.bpmn")) != checked(known(HAMM, file="hamm.bpmn"))


def test_a_large_file_is_not_kept_and_what_is_no_bpmn_is_refused_each_time() -> None:
    large = HAMM + b" " * LARGEST
    assert known(large, file="hamm.bpmn") is not known(large, file="hamm.bpmn")
    for _ in range(2):
        with pytest.raises(InvalidInput):
            known(b"<leer/>", file="hamm.bpmn")
