"""Keys lie apart from the data; without them nothing opens and nothing new is made beside old data."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine import casework
from engine.errors import InvalidState, NotFound
from engine.settings import Settings, SettingsError
from engine.store.keys import CASE_KEYS
from engine.terms import UserTaskId
from engine.unit_of_work import Platform
from tests.databases import Databases
from tests.kit.house import OPERATOR, House, schema_only
from tests.kit.mediation import MESSAGE, STEP, VALUE, in_mediation
from tests.kit.paths import tasks

ITS_ID = "SELECT id FROM process_instance WHERE aktenzeichen = :case"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case(house: House) -> str:
    house.publish(tasks("eins", "zwei"))
    case = house.start()
    house.do(case, "eins", kurztitel="Streit im Hof", notiz="Was gesagt wurde")
    return case


# ------------------------------------------------------------------ what does not decrypt
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE process_instance SET structure = :junk WHERE aktenzeichen = :case",
        "UPDATE process_instance SET revision = revision + 1 WHERE aktenzeichen = :case",
        "UPDATE process_instance SET audit_head = :junk WHERE aktenzeichen = :case",
        f"UPDATE zone_part SET content = :junk WHERE instance = ({ITS_ID})",
        f"DELETE FROM zone_part WHERE instance = ({ITS_ID})",
    ],
)
def test_a_state_that_does_not_decrypt_is_refused_and_nothing_is_stored(house: House, case: str, harm: str) -> None:
    wanted = UserTaskId(house.task(case, "zwei"))
    values = {name: value for name, value in {"junk": b"x" * 64, "case": case}.items() if f":{name}" in harm}
    house.sql(harm, **values)
    before = house.everything()
    asks = [
        lambda: house.page(case),
        lambda: house.complete(wanted, house.coordinator()),
        lambda: house.claim(wanted, house.coordinator()),
    ]
    for ask in asks:
        with pytest.raises(InvalidState) as refusal:
            ask()
        assert refusal.value.code == "case.sealed"
        assert "nicht entschlüsseln" in refusal.value.sentence and "nichts geändert" in refusal.value.sentence
    after = house.everything()
    assert {name: rows for name, rows in after.items() if name != "account"} == {
        name: rows for name, rows in before.items() if name != "account"
    }


def test_a_state_moved_to_another_case_does_not_open(house: House, case: str) -> None:
    other = house.start()
    house.do(other, "eins")
    house.sql(
        "UPDATE process_instance SET structure = (SELECT structure FROM process_instance WHERE aktenzeichen = :a) "
        "WHERE aktenzeichen = :b",
        a=case,
        b=other,
    )
    with pytest.raises(InvalidState, match="nicht entschlüsseln"):
        house.page(other)


# ------------------------------------------------------------------ erasing
def test_a_zone_without_its_key_reads_as_null_and_the_case_goes_on(house: House, case: str) -> None:
    person = house.coordinator()
    assert "Streit im Hof" in repr(house.page(case, person))
    house.erase(case, "eingang")
    page = house.page(case, person)
    assert page.head.kurztitel == "" and "Was gesagt wurde" not in repr(page)
    with house.platform.query(OPERATOR) as uow:
        _, data = casework.form_for_completion(uow, UserTaskId(house.task(case, "zwei")))
    assert data.get("notiz") is None
    with pytest.raises(InvalidState, match="Schlüssel dieses Bereichs ist vernichtet"):
        house.do(case, "zwei", person, noch_etwas="ginge sonst verloren")
    assert house.do(case, "zwei", person).finished
    assert house.verify().holds


def test_a_mediation_without_its_key_ends_without_a_word_of_it(house: House) -> None:
    case = in_mediation(house)
    house.erase(case, "mediation")
    assert [line.name for line in house.page(case).open_tasks] == ["Verfahrensschritt"]
    (row,) = house.rows("user_task", state=0)
    with pytest.raises(InvalidState, match="vernichtet"):
        house.complete(row["id"], OPERATOR, sentinelangabe=VALUE)
    with house.platform.command(OPERATOR) as uow:
        casework.send_message(uow, casework.SendMessage(house.instance(case)["id"], MESSAGE))
    assert house.todo(case) == ["abschluss"]
    assert VALUE not in repr(house.everything()) and STEP not in repr(house.rows("audit_entry"))


def test_a_case_erased_as_a_whole_says_so(house: House, case: str) -> None:
    for purpose in CASE_KEYS:
        house.erase(case, purpose)
    with pytest.raises(NotFound, match="gelöscht"):
        house.page(case)
    with house.platform.query(house.coordinator()) as uow:
        lines = casework.case_list(uow, casework.CaseFilter()).lines
    assert [(line.aktenzeichen, line.kurztitel) for line in lines] == [(case, "")]


def test_every_case_has_a_key_of_its_own_for_each_zone(house: House, case: str) -> None:
    other = house.start()
    keys = [house.platform.keys.keys_of(house.instance(az)["id"]) for az in (case, other)]
    assert [set(found) for found in keys] == [set(CASE_KEYS)] * 2
    assert len({key for found in keys for key in found.values()}) == 2 * len(CASE_KEYS)


# ------------------------------------------------------------------ the master key
@pytest.mark.parametrize("url", ["sqlite:////dev/null/nirgends/x.db", "postgresql+psycopg://u:geheim@127.0.0.1:1/db"])
def test_data_that_cannot_be_opened_are_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="Prüfen Sie SCHLICHTWERK_DATA und DATABASE_URL") as error:
        Platform(Settings(tmp_path, url, str(tmp_path / "keys"), None))
    assert "geheim" not in str(error.value)
    assert not (tmp_path / "keys").exists()


def test_the_first_start_writes_a_master_key_for_its_owner_only(sqlite_house: House) -> None:
    file = sqlite_house.platform.new_master_key
    assert file == sqlite_house.folder / "keys" / "master.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(base64.b64decode(file.read_text())) == 32
    second = sqlite_house.again()
    assert second.platform.new_master_key is None
    second.close()


def test_an_initialised_folder_without_its_master_key_refuses(house: House) -> None:
    (house.folder / "keys" / "master.key").unlink()
    with pytest.raises(SettingsError, match="Hauptschlüssel fehlt"):
        house.again()
    assert not (house.folder / "keys" / "master.key").exists()


def test_another_master_key_is_refused(house: House) -> None:
    with pytest.raises(SettingsError, match="passt nicht"):
        Platform(replace(house.settings, master_key=b"x" * 32))


@pytest.mark.parametrize("content", ["", "kein Base64!", "ä", base64.b64encode(b"kurz").decode()])
def test_a_damaged_master_key_file_is_refused_with_a_sentence(house: House, content: str) -> None:
    (house.folder / "keys" / "master.key").write_text(content)
    with pytest.raises(SettingsError, match="Hauptschlüssel"):
        house.again()


def test_data_without_their_key_store_refuse(house: House, case: str) -> None:
    with pytest.raises(SettingsError, match="fehlt der Schlüsselspeicher"):
        Platform(replace(house.settings, keys=str(house.folder / "anderswo")))
    assert not (house.folder / "anderswo" / "master.key").exists()


def test_a_first_start_cut_off_before_the_keys_starts_again(databases: Databases, tmp_path: Path) -> None:
    url = databases.empty()
    schema_only(url)
    house = House(tmp_path, url)
    house.publish(tasks("eins"))
    assert house.start()
    house.close()


def test_a_key_store_on_postgresql(postgresql_server: Databases, tmp_path: Path) -> None:
    data, keys = postgresql_server.empty(), postgresql_server.empty()
    settings = Settings(tmp_path, data, keys, b"k" * 32)
    for _ in range(2):
        Platform(settings).close()
    with pytest.raises(SettingsError, match="Hauptschlüssel fehlt"):
        Platform(replace(settings, master_key=None))
    postgresql_server.drop_all()


START = (
    "import sys; from engine.settings import Settings; from engine.unit_of_work import Platform; import os; "
    "p = Platform(Settings.from_environ(os.environ)); "
    "print(sorted(p.keys.house.items())); p.close()"
)


def test_two_first_starts_meet(databases: Databases, tmp_path: Path) -> None:
    """Both go on, with the same keys."""
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCHLICHTWERK_DATA": str(tmp_path / "data"),
        "DATABASE_URL": databases.empty(),
        "SCHLICHTWERK_KEYS": str(tmp_path / "keys"),
    }
    pair = [
        subprocess.Popen([sys.executable, "-c", START], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=60) for process in pair]
    faults = [error.decode()[-3000:] for process, (_, error) in zip(pair, told, strict=True) if process.returncode]
    assert not faults, "\n".join(faults)
    assert len({out for out, _ in told}) == 1 and told[0][0]
