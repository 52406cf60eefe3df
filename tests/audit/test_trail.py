"""The trail: nobody changes it quietly, not even with the database's password and the triggers taken away."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from engine.audit import Break
from tests.kit.house import OPERATOR, House
from tests.kit.paths import HAMM, tasks


@pytest.fixture
def case(house: House) -> str:
    house.publish(tasks("eins", "zwei"))
    case = house.start()
    house.do(case, "eins", kurztitel="Streit")
    house.do(house.start(), "eins")
    return case


def entries(house: House, case: str) -> list[dict[str, object]]:
    return sorted(house.rows("audit_entry", instance=house.instance(case)["id"]), key=lambda row: row["seq"])


def broken(house: House) -> Break:
    """The one break; every other chain still holds."""
    found = house.verify()
    assert not found.holds and len(found.broken) == 1, found
    first: Break = found.broken[0]
    return first


def test_an_untouched_trail_verifies(house: House, case: str) -> None:
    found = house.verify()
    assert found.holds and found.chains == 3
    assert found.entries == len(house.rows("audit_entry"))
    assert house.verify(aktenzeichen=case).entries == len(entries(house, case))


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_trail(house: House, case: str, statement: str) -> None:
    before = house.rows("audit_entry")
    with pytest.raises(DBAPIError, match="append-only"):
        house.sql(statement)
    assert house.rows("audit_entry") == before


def test_the_database_refuses_to_empty_it(house: House, case: str) -> None:
    with pytest.raises(DBAPIError, match="syntax error" if house.platform.database.sqlite else "append-only"):
        house.sql("TRUNCATE audit_entry")


@pytest.mark.parametrize("column", ["kind", "occurred_at", "actor_id", "facts", "municipality", "sealed", "mac"])
def test_a_changed_entry_is_found(house: House, case: str, column: str) -> None:
    other = {
        "occurred_at": "2020-01-01T00:00:00.000000Z",
        "municipality": HAMM,
        "sealed": b"x",
        "mac": b"y" * 32,
        "facts": '{"anders":1}',
    }.get(column, "anders")
    if column == "municipality":
        house.publish(tasks("x", name="Stadt Soest", ags="05974040"), "soest.bpmn")
        other = "05974040"
    third = entries(house, case)[2]
    house.forge(f"UPDATE audit_entry SET {column} = :other WHERE id = :id", other=other, id=third["id"])
    found = broken(house) if column != "municipality" else house.verify().broken[0]
    assert found.seq in (3, 4) and found.reason


def test_the_first_broken_entry_is_named(house: House, case: str) -> None:
    second, fourth = (entries(house, case)[index]["id"] for index in (1, 3))
    house.forge("UPDATE audit_entry SET actor_id = 'wer' WHERE id IN (:a, :b)", a=fourth, b=second)
    found = broken(house)
    assert (found.municipality, found.instance, found.seq) == (HAMM, house.instance(case)["id"], 2)
    assert found.reason == "Eintrag wurde verändert"


def test_a_removed_entry_is_found(house: House, case: str) -> None:
    house.forge("DELETE FROM audit_entry WHERE id = :id", id=entries(house, case)[1]["id"])
    assert (broken(house).seq, broken(house).reason) == (2, "Eintrag fehlt")


def test_swapped_entries_are_found(house: House, case: str) -> None:
    second, third = entries(house, case)[1:3]
    for number, seq in ((second["id"], 99), (third["id"], 2), (second["id"], 3)):
        house.forge("UPDATE audit_entry SET seq = :seq WHERE id = :id", seq=seq, id=number)
    assert broken(house).seq == 2


def test_an_inserted_entry_is_found(house: House, case: str) -> None:
    last = entries(house, case)[-1]
    columns = "municipality, instance, kind, occurred_at, actor_id, facts, sealed, mac"
    house.sql(
        f"INSERT INTO audit_entry ({columns}, seq) SELECT {columns}, seq + 1 FROM audit_entry WHERE id = :id",
        id=last["id"],
    )
    assert broken(house).seq == int(str(last["seq"])) + 1


def test_entries_cut_off_at_the_end_are_found(house: House, case: str) -> None:
    last = entries(house, case)[-1]
    house.forge("DELETE FROM audit_entry WHERE id = :id", id=last["id"])
    assert (broken(house).seq, broken(house).reason) == (last["seq"], "Einträge am Ende fehlen")


def test_entries_cut_off_with_the_head_put_back_are_found(house: House, case: str) -> None:
    """The sealed state was written with the head that is gone."""
    *_, before, last = entries(house, case)
    house.forge("DELETE FROM audit_entry WHERE id = :id", id=last["id"])
    house.sql(
        "UPDATE process_instance SET audit_count = :count, audit_head = :mac WHERE aktenzeichen = :case",
        count=before["seq"],
        mac=before["mac"],
        case=case,
    )
    assert broken(house).reason == "Stand und Prüfspur passen nicht zusammen"


@pytest.mark.parametrize(("column", "value"), [("audit_count", 1), ("audit_head", b"x" * 32), ("revision", 99)])
def test_a_changed_head_is_found(house: House, case: str, column: str, value: object) -> None:
    house.sql(f"UPDATE process_instance SET {column} = :value WHERE aktenzeichen = :case", value=value, case=case)
    assert broken(house).instance == house.instance(case)["id"]


def put_back(house: House, case: str, old: dict[str, object], columns: tuple[str, ...]) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    house.sql(
        f"UPDATE process_instance SET {changes} WHERE aktenzeichen = :case",
        case=case,
        **{name: old[name] for name in columns},
    )


def test_a_case_put_back_to_an_old_copy_is_found(house: House, case: str) -> None:
    old, parts = house.instance(case), house.rows("zone_part", instance=house.instance(case)["id"])
    house.do(case, "zwei", falltyp="F02")
    put_back(house, case, old, ("revision", "structure", "audit_count", "audit_head", "state"))
    for part in parts:
        house.sql("UPDATE zone_part SET content = :content WHERE instance = :instance AND zone = :zone", **part)
    found = broken(house)
    assert (found.seq, found.reason) == (old["audit_count"] + 1, "Der Kopf der Kette ist älter als dieser Eintrag")


def test_values_put_back_to_an_old_copy_are_found(house: House, case: str) -> None:
    (old,) = house.rows("zone_part", instance=house.instance(case)["id"], zone="eingang")
    house.do(case, "zwei", falltyp="F02")
    house.sql("UPDATE zone_part SET content = :content WHERE instance = :instance AND zone = :zone", **old)
    assert broken(house).reason == "Stand und Prüfspur passen nicht zusammen"


def test_removed_values_are_found(house: House, case: str) -> None:
    house.sql("DELETE FROM zone_part WHERE instance = :id AND zone = 'eingang'", id=house.instance(case)["id"])
    assert broken(house).reason == "Stand und Prüfspur passen nicht zusammen"


def remove(house: House, case: str) -> str:
    instance = str(house.instance(case)["id"])
    for table in ("user_task", "zone_part", "case_access", "title_word"):
        house.sql(f"DELETE FROM {table} WHERE instance = :id", id=instance)
    house.sql("DELETE FROM process_instance WHERE id = :id", id=instance)
    return instance


def test_a_removed_case_is_found(house: House, case: str) -> None:
    instance = remove(house, case)
    found = broken(house)
    assert (found.instance, found.seq, found.reason) == (instance, 1, "Vorgang fehlt")


def test_a_removed_case_is_found_though_its_first_entry_is_gone_too(house: House, case: str) -> None:
    first = entries(house, case)[0]["id"]
    instance = remove(house, case)
    house.forge("DELETE FROM audit_entry WHERE id = :id", id=first)
    assert (broken(house).instance, broken(house).seq) == (instance, 2)


def test_the_chain_of_a_municipality_is_held_too(house: House, case: str) -> None:
    rows = [row for row in house.rows("audit_entry") if row["instance"] is None]
    house.forge("DELETE FROM audit_entry WHERE id = :id", id=rows[-1]["id"])
    found = broken(house)
    assert (found.municipality, found.instance, found.seq) == (HAMM, None, rows[-1]["seq"])


def test_a_second_entry_of_the_same_number_is_found(house: House, case: str) -> None:
    columns = "municipality, instance, kind, occurred_at, actor_id, facts, sealed, mac, seq"
    house.sql(
        f"INSERT INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry WHERE instance IS NULL AND seq = 1"
    )
    assert broken(house).instance is None


def test_erasing_a_zone_breaks_nothing(house: House, case: str) -> None:
    for purpose in ("eingang", "mediation"):
        house.erase(case, purpose)
    assert house.verify().holds


def test_erasing_a_whole_case_breaks_nothing(house: House, case: str) -> None:
    house.erase(case, "struktur")
    assert house.verify().holds


def test_who_did_it_is_recorded(house: House, case: str) -> None:
    person = house.coordinator()
    house.do(case, "zwei", person)
    assert {row["actor_id"] for row in entries(house, case)} == {"operator", str(person.account_id)}
    assert OPERATOR.audit_id == "operator"
