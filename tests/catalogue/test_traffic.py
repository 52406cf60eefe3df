"""How often each way was taken: what follows from the rows, and what nobody can compute."""

from __future__ import annotations

from collections import Counter

import pytest

from engine import casework, catalogue, runtime
from engine.bpmn.model import ProcessModel
from engine.bpmn.modelling import models
from engine.bpmn.reading import read
from engine.catalogue.traffic import Traffic
from engine.catalogue.traffic.balance import Count, Equation, Side, equations
from engine.catalogue.traffic.solving import System
from engine.catalogue.traffic.veiling import shown
from engine.terms import Actor, Role
from tests.kit.house import OPERATOR, House
from tests.kit.mediation import ZONE
from tests.kit.paths import END, START, element, flows, path, script, task


def flow(name: str) -> Count:
    return Count("weg", name, Side.TAKEN)


def entered(name: str) -> Count:
    return Count("weg", name, Side.ENTERED)


A, B, C, IN = flow("a"), flow("b"), flow("c"), entered("gateway")
FORK = (Equation(IN, (A, B, C)),)


def gateway(key: str, default: str = "") -> str:
    return element("exclusiveGateway", key, **({"default": default} if default else {}))


def way(source: str, target: str, condition: str = "") -> str:
    inner = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">={condition}</bpmn:conditionExpression>'
        if condition
        else ""
    )
    return element("sequenceFlow", f"f_{source}_{target}", inner, sourceRef=source, targetRef=target)


def forked(*, secret: bool = True) -> bytes:
    """melden, then one of beraten, beirat and (in the mediation zone) sitzung, then abschluss."""
    ways = ("beraten", "beirat", "sitzung")
    sitzung = task("sitzung", **(ZONE if secret else {}))
    return path(
        START,
        task("melden"),
        gateway("welches", "f_welches_beraten"),
        task("beraten"),
        task("beirat"),
        sitzung,
        gateway("zusammen"),
        task("abschluss"),
        END,
        flows("s", "melden", "welches"),
        way("welches", "beraten"),
        *(way("welches", name, f'weg = "{name}"') for name in ways[1:]),
        *(way(name, "zusammen") for name in ways),
        flows("zusammen", "abschluss", "e"),
    )


def numbers(house: House, reader: Actor, version: int | None = None) -> Traffic:
    with house.platform.query(reader) as uow:
        return catalogue.path_traffic(uow, "hamm", version)


def flows_of(house: House) -> dict[str, tuple[int, int]]:
    """Flow -> how often taken, and by how many cases, as stored."""
    return {row["flow"]: (row["taken"], row["cases"]) for row in house.rows("flow_count")}


def run(house: House, **ways: int) -> None:
    """So many cases that go each of these ways to the end."""
    for name, many in ways.items():
        for _ in range(many):
            case = house.start()
            house.do(case, "melden", weg=name)
            house.do(case, name)
            house.do(case, "abschluss")


@pytest.fixture
def released(house: House) -> House:
    house.publish(forked())
    house.sql("UPDATE municipality SET released = true")
    return house


# ------------------------------------------------------------------ what follows
def test_of_a_fork_the_last_way_follows_from_the_others() -> None:
    assert System(FORK).solve({IN: 9, A: 4, B: 3})[C] == 2


def test_where_the_rows_contradict_the_path_nothing_is_made_up() -> None:
    assert System(FORK).solve({IN: 5, A: 4, B: 3}) == {IN: 5, A: 4, B: 3}


def cut_path(breaking: str) -> ProcessModel:
    """melden, then at the same time the end `schluss` and a branch that nothing waits in before task `b`."""
    both = '<bpmn:parallelGateway id="beide" />'
    last = element("endEvent", "schluss", breaking)
    ways = flows("s", "melden", "beide", "schluss") + flows("beide", "rechnen", "b", "e")
    file = path(START, task("melden"), both, last, script("rechnen", "=1"), task("b"), END, ways)
    return models(read(file, file="a.bpmn"))[0]


def test_beside_an_end_that_terminates_no_way_is_counted_as_taken() -> None:
    plain, cut = cut_path(""), cut_path('<bpmn:terminateEventDefinition id="t" />')
    known = {Count("weg", "melden", side): 6 for side in (Side.ENTERED, Side.LEFT)}

    def solved(model: ProcessModel) -> dict[Count, int]:
        return System(one for one in equations({"weg": model}) if not one.loose).solve(known)

    assert solved(plain)[flow("f_beide_rechnen")] == 6 and solved(plain)[flow("f_rechnen_b")] == 6
    assert flow("f_rechnen_b") not in solved(cut) and flow("f_beide_rechnen") not in solved(cut)


def test_what_is_derived_beside_a_terminating_or_failing_end_is_what_happened(house: House) -> None:
    """In each of these the branch with task `b` may be ended before anybody sees it."""
    inner = "".join(
        (
            element("startEvent", "is"),
            '<bpmn:parallelGateway id="beide" />',
            element("endEvent", "schluss", '<bpmn:errorEventDefinition id="ed" errorRef="fehler" />'),
            task("b"),
            element("endEvent", "ie"),
            flows("is", "beide", "schluss"),
            flows("beide", "b", "ie"),
        )
    )
    caught = element(
        "boundaryEvent", "gefangen", '<bpmn:errorEventDefinition id="gd" errorRef="fehler" />', attachedToRef="teil"
    )
    body = (START, task("melden"), element("subProcess", "teil", inner), caught, task("danach"), END)
    ways = flows("s", "melden", "teil", "e") + flows("gefangen", "danach") + way("danach", "e")
    error = '<bpmn:error id="fehler" name="fehler" errorCode="F1" />'
    house.publish(path(*body, ways, before=error))
    house.sql("UPDATE municipality SET released = true")
    for _ in range(6):
        case = house.start()
        house.do(case, "melden")
        house.do(case, "danach")
    taken = numbers(house, house.coordinator()).taken["weg"]
    assert taken["f_s_melden"] == 6 and taken["f_melden_teil"] == 6 and taken["f_gefangen_danach"] == 6
    assert taken.get("f_teil_e", 0) == 0 and taken.get("f_b_ie", 0) == 0 and taken.get("f_beide_b", 6) in (0, 6)


def test_ways_follow_from_the_tasks_around_them(house: House) -> None:
    house.publish(forked(secret=False))
    run(house, beraten=6, beirat=5)
    found = numbers(house, house.coordinator())
    assert found.cases == 11 and found.version == 1
    assert {step.element_id: step.times for step in found.steps} == {
        "melden": 11, "beraten": 6, "beirat": 5, "sitzung": 0, "abschluss": 11,
    }  # fmt: skip
    assert found.taken["weg"]["f_zusammen_abschluss"] == 11 and found.taken["weg"]["f_welches_beirat"] == 5


def test_how_long_a_step_lies_is_its_median_and_its_longest(released: House) -> None:
    for hours in (1, 2, 3, 4, 50):
        case = released.start()
        released.clock.move(hours=hours)
        released.do(case, "melden", weg="beraten")
    melden = next(step for step in numbers(released, released.coordinator()).steps if step.element_id == "melden")
    assert melden.times == 5
    assert melden.median == pytest.approx(3 * 3600, abs=1) and melden.longest == pytest.approx(50 * 3600, abs=1)


# ------------------------------------------------------------------ what is counted
SILENT = path(
    START,
    task("melden"),
    gateway("welches", "f_welches_hier"),
    script("hier", "{a: 1}"),
    script("dort", "{a: 2}"),
    gateway("zusammen"),
    END,
    flows("s", "melden", "welches"),
    way("welches", "hier"),
    way("welches", "dort", "dort = true"),
    flows("hier", "zusammen", "e"),
    way("dort", "zusammen"),
)
"""Behind the task nobody waits: no row of a task says which way a case went."""


def go(house: House, *, dort: bool, times: int = 1) -> None:
    for _ in range(times):
        house.do(house.start(), "melden", dort=dort)


def test_a_way_on_which_nobody_waits_is_counted_when_it_is_taken(house: House) -> None:
    house.publish(SILENT)
    go(house, dort=False, times=7)
    go(house, dort=True, times=5)
    taken = numbers(house, house.coordinator()).taken["weg"]
    assert (taken["f_welches_hier"], taken["f_welches_dort"]) == (7, 5)
    assert (taken["f_s_melden"], taken["f_zusammen_e"]) == (12, 12)


def test_of_a_version_with_cases_from_before_the_count_nothing_is_made_up(house: House) -> None:
    house.publish(SILENT)
    house.sql("UPDATE deployment SET flows_counted = false")
    go(house, dort=False, times=7)
    found = numbers(house, house.coordinator())
    assert "f_welches_hier" not in found.taken["weg"] and found.taken["weg"]["f_s_melden"] == 7


def test_a_case_begun_by_mistake_is_taken_out_of_the_count(house: House) -> None:
    house.publish(SILENT)
    go(house, dort=True, times=5)
    mistaken = house.start()
    assert flows_of(house)["f_s_melden"] == (6, 6)
    with house.platform.command(house.coordinator()) as uow:
        casework.discard_case(uow, mistaken)
    assert flows_of(house)["f_s_melden"] == (5, 5)


def test_what_was_undone_is_not_counted(house: House) -> None:
    """The step behind the task fails: the case stands where it stood."""
    failing = script("rechnen", "1")
    house.publish(path(START, task("melden"), failing, END, flows("s", "melden", "rechnen", "e")))
    house.do(house.start(), "melden")
    assert [row["resolved_at"] for row in house.rows("incident")] == [None]
    assert flows_of(house) == {"f_s_melden": (1, 1)}


def test_ways_to_and_from_the_mediation_are_never_written_down(released: House) -> None:
    run(released, sitzung=2, beraten=1)
    counted = flows_of(released)
    assert counted["f_welches_beraten"] == (1, 1) and counted["f_zusammen_abschluss"] == (3, 3)
    assert not [flow for flow in counted if "sitzung" in flow]


def test_the_count_is_what_the_cases_themselves_remember(house: House) -> None:
    house.publish(SILENT)
    go(house, dort=True, times=2)
    go(house, dort=False)
    house.start()
    remembered: Counter[str] = Counter()
    for row in house.rows("process_instance"):
        with house.platform.command(OPERATOR) as uow:
            case = uow.open_case(row)
            definition = uow.definition(row["definition"])
            remembered.update({m.element_id: m.count for m in runtime.marks(definition, case.state) if m.count})
    assert {flow: taken for flow, (taken, _) in flows_of(house).items()} == {
        flow: times for flow, times in remembered.items() if flow.startswith("f_")
    }


# ------------------------------------------------------------------ what nobody can compute
def test_a_small_number_takes_one_of_its_neighbours_with_it() -> None:
    found = {IN: 20, A: 11, B: 7, C: 2}
    assert shown(found, FORK, secret=frozenset(), few=frozenset({C})) == {IN: 20, A: 11}


def test_a_secret_is_not_protected_by_a_small_number_alone() -> None:
    found = {IN: 20, A: 11, B: 2, C: 7}
    left = shown(found, FORK, secret=frozenset({C}), few=frozenset({B}))
    assert left == {IN: 20}


def test_a_secret_does_not_follow_from_what_comes_before_and_after_it() -> None:
    """Two forks and a join: each equation alone has two unknowns, both together have one."""
    d, e, middle, out = flow("d"), flow("e"), flow("m"), entered("out")
    both = (Equation(IN, (A, B)), Equation(middle, (A, B)), Equation(middle, (d, e)), Equation(out, (d, e)))
    left = shown({IN: 20, A: 12, B: 8, d: 9, e: 11, out: 20}, both, secret=frozenset({middle}), few=frozenset())
    assert middle not in System(both).follows(left)


def test_what_waits_does_not_give_a_secret_away_either() -> None:
    left_of = Count("weg", "step", Side.LEFT)
    equations = (*FORK, Equation(entered("step"), (left_of,), loose=True), Equation(left_of, (A,)))
    found = {IN: 20, A: 8, left_of: 8, entered("step"): 10, B: 6}
    left = shown(found, equations, secret=frozenset({C}), few=frozenset())
    assert C not in System(equations).follows(left)


def test_nought_is_about_nobody_and_may_be_said() -> None:
    assert shown({IN: 20, A: 20, B: 0, C: 0}, FORK, secret=frozenset(), few=frozenset())[B] == 0


@pytest.mark.parametrize("mediations", [0, 6])
def test_a_mediation_shows_in_no_number_and_by_no_difference(released: House, mediations: int) -> None:
    run(released, beraten=9, beirat=7)
    released_before = numbers(released, released.coordinator())
    run(released, sitzung=mediations)
    for reader in (released.coordinator(), released.actor(Role.ENTWURF), released.actor(Role.MEDIATION)):
        found = numbers(released, reader)
        assert "sitzung" not in {step.element_id for step in found.steps}
        assert not [flow for flow in found.flows if "sitzung" in (flow.source, flow.target)]
        assert not [key for taken in found.taken.values() for key in taken if "sitzung" in key]
        times = {step.element_id: step.times for step in found.steps}
        assert None in (times["beraten"], times["beirat"]) or times["melden"] is None
        dots = {name for name, number in times.items() if number is None}
        before = {step.element_id for step in released_before.steps if step.times is None}
        assert dots >= before


def test_fewer_than_five_cases_are_a_dot(released: House) -> None:
    run(released, beraten=4)
    found = numbers(released, released.coordinator())
    assert found.cases is None and not found.says_something
    assert all(step.times is None and step.median is None for step in found.steps)


def test_one_case_that_comes_round_five_times_is_still_one(house: House) -> None:
    house.publish(
        path(
            START,
            '<bpmn:exclusiveGateway id="wieder" />',
            task("pruefen"),
            gateway("genug", "f_genug_e"),
            END,
            flows("s", "wieder", "pruefen", "genug", "e"),
            way("genug", "wieder", "nochmal = true"),
        )
    )
    for _ in range(5):
        case = house.start()
        house.do(case, "pruefen", nochmal=False)
    case = house.start()
    for again in (True, True, True, True, True, False):
        house.do(case, "pruefen", nochmal=again)
    found = numbers(house, house.coordinator())
    assert next(step.times for step in found.steps) == 11 or next(step.times for step in found.steps) is None
    leading = {flow.flow_id: flow for flow in found.flows}["f_genug_wieder"]
    assert leading.times is None
    assert leading.target == "pruefen", "named by the step that people see, not by the gateway that joins ways"


def test_trial_cases_do_not_count_once_the_municipality_is_released(house: House) -> None:
    house.publish(forked(secret=False))
    run(house, beraten=6)
    trial = numbers(house, house.coordinator())
    assert trial.trial and trial.cases == 6
    house.sql("UPDATE municipality SET released = true")
    run(house, beraten=5)
    real = numbers(house, house.coordinator())
    assert not real.trial and real.cases == 5


def test_each_version_is_counted_by_itself(released: House) -> None:
    run(released, beraten=5)
    released.publish(forked() + b"<!-- 2 -->")
    assert numbers(released, released.coordinator()).cases is None
    assert numbers(released, released.coordinator(), 1).cases == 5


def test_a_caseworker_reads_the_numbers_of_the_own_zones_only(house: House) -> None:
    house.publish(path(START, task("melden"), script("rechnen", "{a: 1}"), task("tagen", schutzzone="beirat"), END,
                       flows("s", "melden", "rechnen", "tagen", "e")))  # fmt: skip
    for _ in range(6):
        case = house.start()
        house.do(case, "melden")
        house.do(case, "tagen")
    seen = {step.element_id for step in numbers(house, house.actor(Role.BEIRAT)).steps}
    assert seen == {"tagen"}
    assert not numbers(house, house.actor(Role.FACHSTELLE)).steps


@pytest.mark.parametrize("cases", [1, 12])
def test_it_costs_as_many_statements_for_many_cases_as_for_one(released: House, cases: int) -> None:
    run(released, beraten=cases)
    with released.counting() as counter:
        numbers(released, released.coordinator())
    assert len(counter.statements) <= 12
