"""Files under odd names, with an AGS that is none, or with nothing to publish in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import cli
from engine.catalogue.check import check_files
from engine.errors import InvalidInput
from engine.terms import Severity
from tests.kit.house import House

HAMM_FILE = Path(__file__).parents[2] / "processes" / "hamm.bpmn"


@pytest.mark.parametrize("file", ["日本.bpmn", "---.bpmn", "..bpmn", "hochladen.bpmn", "a" * 200 + ".bpmn"])
def test_a_file_name_that_gives_no_address_is_refused(sqlite_house: House, file: str):
    """An empty slug broke the list of processes for everybody."""
    with pytest.raises(InvalidInput) as refusal:
        sqlite_house.publish(HAMM_FILE.read_bytes(), file)
    assert [f.code for f in refusal.value.findings] == ["municipality.slug"]


def test_control_signs_of_a_file_name_are_not_stored(sqlite_house: House):
    sqlite_house.publish(HAMM_FILE.read_bytes(), "ha\x00m\x1bm.bpmn")
    with sqlite_house.platform.database.commanding() as connection:
        stored = connection.exec_driver_sql("SELECT file FROM deployment").scalar_one()
    assert stored == "ha_m_m.bpmn"


@pytest.mark.parametrize("ags", ["0591500", "059150000", "abcdefgh", "٠٥٩١٥٠٠٠"])
def test_the_check_finds_an_ags_that_can_be_none(ags: str):
    content = HAMM_FILE.read_bytes().replace(b'"05915000"', f'"{ags}"'.encode())
    found = [f for f in check_files([("hamm.bpmn", content)]) if f.severity is Severity.ERROR]
    assert [f.code for f in found] == ["municipality.ags"] and found[0].line and found[0].element_id


@pytest.mark.parametrize("name", ["notiz.txt", "meldung.form"])
def test_publishing_nothing_is_no_success(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("SCHLICHTWERK_DATA", str(tmp_path / "data"))
    (tmp_path / name).write_text("{}")
    assert cli.main(["publish", str(tmp_path / name)]) == 1
    assert "nichts wurde veröffentlicht" in capsys.readouterr().err
