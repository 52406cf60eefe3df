"""User, script and business-rule tasks; sub-processes, call activities, multi-instance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.bpmn.deadline import FAR_FUTURE
from engine.runtime import PassedKind
from engine.terms import Stage, Zone
from tests.bpmn.models import (
    END,
    MESSAGE,
    START,
    boundary,
    call,
    document,
    element,
    event_sub_process,
    extensions,
    finder,
    flow,
    flows,
    form,
    loop,
    mapping,
    message,
    process,
    rule,
    script,
    sub_process,
    timer,
    user,
)
from tests.runtime.case import Case


def one(task: str, before: str = "") -> bytes:
    return document(before, START, task, END, flows("s", "u", "e"))


def test_a_user_task_says_who_until_when_and_with_which_form():
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="ki" name="KI"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="gruppe" value="konfliktstelle"/><zeebe:property name="rolle" value="koordination"/>'
        '<zeebe:property name="stufe" value="clearing"/></zeebe:properties></bpmn:extensionElements>'
        "<bpmn:flowNodeRef> u </bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    inner = extensions(
        '<zeebe:formDefinition formId="f1"/><zeebe:assignmentDefinition assignee="=wer" candidateUsers="anna, berta"/>',
        '<zeebe:taskSchedule followUpDate="=date(&quot;2026-06-02&quot;)"/>',
        properties={"frist": "5 AT", "eskalation": "Vertretung, Leitung", "schutzzone": "beratung"},
    )
    case = Case(one(element("userTask", "u", inner), lanes), finder({"f1": form("f1", "notiz")}), wer="carla")
    task = case.last.opened[0]
    assert (task.name, task.group, task.role, task.stage, task.zone) == (
        "u",
        "konfliktstelle",
        "koordination",
        Stage.CLEARING,
        Zone.BERATUNG,
    )
    assert (task.assignee, task.candidate_users, task.form_id) == ("carla", ("anna", "berta"), "f1")
    assert task.due == datetime(2026, 6, 9, 21, 59, tzinfo=UTC)
    assert task.follow_up == datetime(2026, 6, 2, 21, 59, tzinfo=UTC)
    assert [(step.group, step.at) for step in task.consequences] == [
        ("", datetime(2026, 6, 8, 6, 0, tzinfo=UTC)),
        ("vertretung", datetime(2026, 6, 9, 21, 59, tzinfo=UTC)),
        ("leitung", datetime(2026, 6, 10, 21, 59, tzinfo=UTC)),
    ]
    assert (case.last.stage, case.last.stage_zone) == (Stage.CLEARING, Zone.BERATUNG)


def test_candidate_groups_win_over_the_lane_and_may_be_an_expression():
    inner = extensions('<zeebe:assignmentDefinition candidateGroups="=&quot;gemeinde_&quot; + ags"/>')
    assert Case(one(element("userTask", "u", inner)), ags="05374").last.opened[0].group == "gemeinde_05374"


def test_without_a_deadline_it_is_due_in_the_far_future():
    assert Case(one(user("u"))).last.opened[0].due == FAR_FUTURE


def test_a_deadline_may_be_a_feel_duration_or_a_day():
    until_evening = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    schedule = "<zeebe:taskSchedule dueDate={}/>"
    for text, due in (
        ('"=date(&quot;2026-06-30&quot;)"', until_evening),
        ('"2026-06-30"', until_evening),
        ('"=duration(&quot;P1D&quot;)"', datetime(2026, 6, 2, 8, tzinfo=UTC)),
        ('"=fehlt"', FAR_FUTURE),
    ):
        task = element("userTask", "u", extensions(schedule.format(text)))
        assert Case(one(task)).last.opened[0].due == due


def test_camunda_7_attributes_say_the_same():
    task = element(
        "userTask",
        "u",
        camunda__assignee="anna",
        camunda__candidateGroups="leitung",
        camunda__formKey="camunda-forms:deployment:f1.form",
        camunda__dueDate="2026-06-30T12:00:00Z",
    )
    opened = Case(one(task), finder({"f1": form("f1", "notiz")})).last.opened[0]
    assert (opened.assignee, opened.group, opened.form_id) == ("anna", "leitung", "f1")
    assert opened.due == datetime(2026, 6, 30, 12, tzinfo=UTC)


def test_a_manual_task_is_completed_by_someone():
    case = Case(one(element("manualTask", "u")))
    assert case.open == ["u"]
    assert case.do("u").finished


@pytest.mark.parametrize("kind", ["task", "scriptTask"])
def test_a_task_that_says_neither_who_nor_what_is_done_at_once(kind: str):
    case = Case(one(element(kind, "u")))
    assert case.finished and case.trace == ["s", "u", "e"]
    inside = sub_process("x", element(kind, "u"), user("v"), flows("x_s", "u", "v", "x_e"))
    case = Case(document(START, inside, END, flows("s", "x", "e")))
    assert case.open == ["v"] and case.do("v").finished


def test_the_always_present_names():
    model = document(
        START, script("t", "{a: fall.aktenzeichen, h: heute, j: jetzt}"), user("u"), END, flows("s", "t", "u", "e")
    )
    found = Case(model).root
    assert found["a"] == "KKM-05915000-2026-0001" and found["h"] == date(2026, 6, 1)
    assert found["j"] == datetime(2026, 6, 1, 8, tzinfo=UTC)


def test_a_script_with_a_result_variable_and_one_with_a_context():
    case = Case(
        document(
            START,
            script("a", "x * 2", "y"),
            script("b", '{z: y + 1, w: "so"}'),
            user("u"),
            END,
            flows("s", "a", "b", "u", "e"),
        ),
        x=4,
    )
    assert case.root == {"x": Decimal(4), "y": Decimal(8), "z": Decimal(9), "w": "so"}


def test_a_script_that_gives_no_context_is_an_incident():
    incident = Case(document(START, script("a", "1 + 1"), END, flows("s", "a", "e"))).last.incident
    assert incident is not None and incident.code == "script.result" and incident.element_id == "a"


@pytest.mark.parametrize(("text", "code"), [("{f: function(y) y}", "variable.type")])
def test_a_value_that_cannot_be_kept_is_an_incident(text: str, code: str):
    incident = Case(document(START, script("a", text), user("u"), END, flows("s", "a", "u", "e"))).last.incident
    assert incident is not None and incident.code == code


def test_a_part_beyond_its_size_is_an_incident():
    case = Case(one(user("u")))
    incident = case.do("u", anlage="x" * 6_000_000).incident
    assert incident is not None and incident.code == "variable.size" and case.open == ["u"]


def test_an_expression_beyond_its_budget_is_an_incident():
    text = "{n: count(for i in 1..100000, j in 1..100000 return i)}"
    incident = Case(document(START, script("a", text), END, flows("s", "a", "e"))).last.incident
    assert incident is not None and incident.code == "feel.fault"


def test_a_decision_is_recorded_with_the_rules_that_matched():
    case = Case(
        document(
            START, rule("br", "verfahren", "vorschlag"), user("u", bestaetigt="br"), END, flows("s", "br", "u", "e")
        ),
        stufe=5,
    )
    made = case.last.decisions[0]
    assert (made.element_id, made.decision_id, made.matched, made.zone) == ("br", "verfahren", ("r2",), Zone.EINGANG)
    assert case.root["vorschlag"] == "mediation"


def test_mappings_give_a_task_names_of_its_own():
    inner = extensions(mapping({"frage": "=thema + 1"}, {"antwort": "=wert + frage"}))
    model = document(START, element("userTask", "u", inner), user("v"), END, flows("s", "u", "v", "e"))
    case = Case(model, thema=4)
    assert case.context(case.tasks()[0]).variables == {"thema": Decimal(4), "frage": Decimal(5)}
    case.do("u", wert=10, nebenbei="verschwindet")
    assert case.root == {"thema": Decimal(4), "antwort": Decimal(15)} and case.scopes == 0


# -- sub-processes
SUB = sub_process(
    "sp",
    '<bpmn:dataObject id="do" name="lokal"/>',
    script("t", '{lokal: "nur-innen", x: x + 1}'),
    user("u"),
    flows("sp_s", "t", "u", "sp_e"),
)


def test_a_sub_process_sees_and_writes_outwards_but_its_data_objects_stay_inside():
    case = Case(document(START, SUB, user("danach"), END, flows("s", "sp", "danach", "e")), x=1)
    assert case.root == {"x": Decimal(2)} and case.scopes == 1
    assert case.context(case.tasks()[0]).variables == {"x": Decimal(2), "lokal": "nur-innen"}
    case.do("u", lokal="wieder-innen", y="nach-aussen")
    assert case.root == {"x": Decimal(2), "y": "nach-aussen"} and case.scopes == 0
    assert case.open == ["danach"]


def test_a_sub_process_in_a_loop_leaves_nothing_behind():
    case = Case(
        document(
            START,
            SUB,
            element("exclusiveGateway", "g", default="d"),
            END,
            flows("s", "sp", "g"),
            flow("g", "e", "=x > 20"),
            flow("g", "sp", key="d"),
        ),
        x=1,
    )
    sizes = []
    while not case.finished:
        case.do("u", lokal="innen")
        sizes.append(len(case.state.structure))
    assert case.root == {"x": Decimal(21)} and max(sizes) - min(sizes[2:-1]) < 20


def called(*, inputs=None, outputs=None, all_in=False, all_out=False) -> bytes:
    child = process(
        "kind",
        element("startEvent", "ks"),
        user("ku"),
        script("kt", "{aus: ein + 1}"),
        element("endEvent", "ke"),
        flows("ks", "ku", "kt", "ke"),
    )
    return document(
        START,
        call("ca", "kind", inputs, outputs, all_in=all_in, all_out=all_out),
        user("danach"),
        END,
        flows("s", "ca", "danach", "e"),
        extra=child,
    )


def test_a_call_activity_is_a_wall_that_only_mappings_cross():
    case = Case(called(inputs={"ein": "=x * 10"}, outputs={"ergebnis": "=aus"}), x=4)
    assert case.context(case.tasks()[0]).variables == {"ein": Decimal(40)}
    case.do("ku", x="ein-anderes-x")
    assert case.root == {"x": Decimal(4), "ergebnis": Decimal(41)} and case.scopes == 0
    assert case.open == ["danach"]


def test_propagation_of_everything_in_and_out():
    case = Case(called(all_in=True, all_out=True), ein=1)
    case.do("ku", neu="dazu")
    assert case.root == {"ein": Decimal(1), "aus": Decimal(2), "neu": "dazu"}


def test_nothing_crosses_without_mapping_or_flag():
    case = Case(called(), ein=1)
    assert case.context(case.tasks()[0]).variables == {}
    case.do("ku", ein=7)
    assert case.root == {"ein": Decimal(1)}


def test_a_called_process_comes_from_the_library():
    library = document(
        element("startEvent", "ks"), user("ku"), element("endEvent", "ke"), flows("ks", "ku", "ke"), process="lib"
    )
    main = document(START, call("ca", "lib"), END, flows("s", "ca", "e"))
    case = Case(main, finder(processes={"lib": library}))
    assert case.last.opened[0].process_id == "lib"
    assert case.do("ku").finished


# -- multi-instance
COUNTED = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>=n</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)


@pytest.mark.parametrize("sequential", [False, True])
def test_an_instance_per_item_with_results_in_their_order(sequential: bool):
    task = user("u", loop(sequential=sequential, results="ergebnisse", result="=r"))
    case = Case(
        document(START, task, user("danach"), END, flows("s", "u", "danach", "e")), liste=["eins", "zwei", "drei"]
    )
    assert len(case.open) == (1 if sequential else 3)
    while "u" in case.open:
        task_id = case.tasks("u")[-1]
        seen = case.context(task_id).variables
        case.do("u", -1, r=f"zu-{seen['x']}", gemeinsam=seen["loopCounter"])
    assert case.root["ergebnisse"] == ["zu-eins", "zu-zwei", "zu-drei"]
    assert case.root.keys() == {"liste", "ergebnisse", "gemeinsam"} and case.scopes == 0
    assert case.open == ["danach"]


@pytest.mark.parametrize("sequential", [False, True])
def test_the_completion_condition_ends_the_rest(sequential: bool):
    task = user(
        "u",
        loop(
            sequential=sequential,
            results="ergebnisse",
            result="=r",
            completion='=r = "genug" or numberOfCompletedInstances >= 9',
        ),
    )
    case = Case(
        document(START, task, user("danach"), END, flows("s", "u", "danach", "e")), liste=["a-eins", "b-zwei", "c-drei"]
    )
    case.do("u", r="weiter")
    advance = case.do("u", r="genug")
    assert case.open == ["danach"] and case.root["ergebnisse"] == ["weiter", "genug", None] and case.scopes == 0
    assert len(advance.closed) == (1 if sequential else 2)


@pytest.mark.parametrize("sequential", [False, True])
def test_a_loop_over_sub_processes_and_over_nothing(sequential: bool):
    inner = sub_process(
        "sp",
        user("u"),
        script("t", "{r: x + zusatz}"),
        flows("sp_s", "u", "t", "sp_e"),
        loop=loop(sequential=sequential, results="ergebnisse", result="=r"),
    )
    model = document(START, inner, user("danach"), END, flows("s", "sp", "danach", "e"))
    case = Case(model, liste=["eins", "zwei"], zusatz="-plus")
    while "u" in case.open:
        case.do("u")
    assert case.root["ergebnisse"] == ["eins-plus", "zwei-plus"] and case.scopes == 0
    empty = Case(model, liste=[])
    assert empty.open == ["danach"] and empty.root["ergebnisse"] == []


@pytest.mark.parametrize("sequential", [False, True])
def test_a_loop_over_call_activities(sequential: bool):
    child = process("kind", element("startEvent", "ks"), user("ku"), element("endEvent", "ke"), flows("ks", "ku", "ke"))
    act = call(
        "ca", "kind", {"ein": "=x"}, {"r": "=aus"}, loop=loop(sequential=sequential, results="alle", result="=r")
    )
    case = Case(
        document(START, act, user("danach"), END, flows("s", "ca", "danach", "e"), extra=child), liste=["eins", "zwei"]
    )
    while "ku" in case.open:
        seen = case.context(case.tasks("ku")[0]).variables
        assert seen.keys() == {"ein"}
        case.do("ku", aus=seen["ein"] + "!")
    assert case.root == {"liste": ["eins", "zwei"], "alle": ["eins!", "zwei!"]} and case.scopes == 0


@pytest.mark.parametrize("value", [None, "kein", 7])
def test_a_loop_over_what_is_no_list_is_an_incident(value: object):
    incident = Case(one(user("u", loop())), liste=value).last.incident
    assert incident is not None and incident.code == "loop.collection"


@pytest.mark.parametrize("count", [-1, 1.5, "drei", 100000])
def test_a_cardinality_that_is_no_number_of_things_is_an_incident(count: object):
    incident = Case(one(user("u", COUNTED)), n=count).last.incident
    assert incident is not None and incident.code in ("loop.cardinality", "loop.many")


def test_cardinality_runs_that_many():
    assert Case(one(user("u", COUNTED)), n=3).open == ["u", "u", "u"]


def test_a_timer_on_each_item_of_a_loop_over_sub_processes():
    inner = sub_process(
        "sp",
        user("u"),
        boundary("b", "u", timer("P1D")),
        script("t", "{n: 1}"),
        flows("sp_s", "u", "sp_e"),
        flows("b", "t", "sp_e"),
        loop=loop(),
    )
    case = Case(document(START, inner, END, flows("s", "sp", "e")), liste=["eins", "zwei"])
    assert len(case.last.timers_set) == 2
    case.do("u")
    assert case.wait(days=1).finished


def test_what_passed_is_told_in_order():
    case = Case(one(user("u")))
    case.do("u")
    told = [(p.element_id, p.kind) for a in case.log for p in a.passed if p.kind is not PassedKind.FLOW]
    assert told == [
        ("s", "entered"),
        ("s", "completed"),
        ("u", "entered"),
        ("u", "completed"),
        ("e", "entered"),
        ("e", "completed"),
    ]


# -- the stage of the case
def test_a_case_comes_to_the_stage_of_a_called_process_before_anybody_has_a_task_there():
    library = document(
        element("startEvent", "ks"),
        element("intermediateCatchEvent", "kw", timer("P14D")),
        element("endEvent", "ke"),
        flows("ks", "kw", "ke"),
        process="lib",
    )
    act = call("ca", "lib", stufe="feedback")
    main = document(START, user("u", stufe="clearing"), act, END, flows("s", "u", "ca", "e"))
    case = Case(main, finder(processes={"lib": library}))
    assert case.last.stage is Stage.CLEARING
    assert case.do("u").stage is Stage.FEEDBACK


@pytest.mark.parametrize(("interrupting", "stage"), [(False, Stage.BERATUNG), (True, Stage.EINGANG)])
def test_only_what_takes_the_place_of_the_path_takes_the_case_to_its_stage(interrupting: bool, stage: Stage):
    handler = event_sub_process(
        "h", MESSAGE, user("w", stufe="eingang"), flows("h_s", "w", "h_e"), interrupting=interrupting
    )
    case = Case(document(START, user("u", stufe="beratung"), END, flows("s", "u", "e"), handler, before=message()))
    case.send()
    assert "w" in case.open and case.last.stage is stage
