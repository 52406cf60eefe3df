"""What the groups of a path are called: people read the lane's name, never its id."""

from pathlib import Path

from engine import catalogue
from engine.terms import Role, TenantId
from tests.kit.house import House

PROCESSES = Path(__file__).parents[2] / "processes"
OBERBERG = "05374"


def names(house: House, slug: str, tenant: str | None) -> dict[str, str]:
    house.publish((PROCESSES / f"{slug}.bpmn").read_bytes(), f"{slug}.bpmn")
    with house.platform.query(house.actor(Role.KOORDINATION, of=tenant)) as uow:
        return dict(catalogue.group_names(uow))


def test_a_group_is_called_as_its_lane(sqlite_house: House) -> None:
    found = names(sqlite_house, "duisburg", "05112000")
    assert found["bezirk_hochfeld"] == "Bezirk Hochfeld" and found["beirat"] == "Konfliktbeirat"


def test_a_group_by_formula_is_called_by_lane_and_choice(sqlite_house: House) -> None:
    found = names(sqlite_house, "oberbergischer-kreis", OBERBERG)
    assert found["gemeinde_05374020"] == "Gemeindeverwaltung Lindlar"
    assert found["buergermeister_05374016"] == "Bürgermeister:in Hückeswagen"
    assert not [group for group in found if group.startswith("=")]
    with sqlite_house.platform.query(sqlite_house.actor(Role.VERWALTUNG, of=OBERBERG)) as uow:
        offered = {line.group: line.name for line in catalogue.lane_groups(uow, TenantId(OBERBERG))}
    assert offered == found


def test_another_municipality_learns_no_names(sqlite_house: House) -> None:
    names(sqlite_house, "duisburg", "05112000")
    assert "bezirk_hochfeld" not in names(sqlite_house, "oberbergischer-kreis", OBERBERG)
    with sqlite_house.platform.query(sqlite_house.actor(Role.LAKI, of=None)) as uow:
        assert not catalogue.group_names(uow)
