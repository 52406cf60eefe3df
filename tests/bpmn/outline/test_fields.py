"""Fields of steps, in the dialect of their file: what is written, what stays, and what is not accepted."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from engine.bpmn import editing
from engine.bpmn.locks import locks
from engine.bpmn.modelling import models
from engine.bpmn.patch import apply
from engine.bpmn.reading import read
from engine.errors import InvalidInput
from tests.bpmn.models import END, START, document, element, flow, flows, user
from tests.bpmn.random_edits import FILES
from tests.kit.paths import tasks

ZEEBE = document(START, user("a", frist="1 AT", stufe="clearing"), END, flows("s", "a", "e"))
CAMUNDA = ZEEBE.replace(b'targetNamespace="x"', b'targetNamespace="x" camunda:diagramRelationId="x"').replace(
    b"zeebe:", b"camunda:"
).replace(b"xmlns:camunda:", b"xmlns:")  # fmt: skip
PLAIN = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><process id="p">'
    b'<startEvent id="s"/><userTask id="a"/><scriptTask id="r"/><exclusiveGateway id="g"/><endEvent id="e"/>'
    b'<sequenceFlow id="f" sourceRef="g" targetRef="e"/></process></definitions>'
)


def values(xml: bytes, key: str) -> dict[str, str]:
    return {field.key: field.value for field in editing.fields(read(xml), key)}


def written(xml: bytes, key: str, **changed: str) -> bytes:
    return apply(xml, editing.set_fields(read(xml), key, changed).changes)


NEW = {"formular": "erstgespraech", "zustaendig": "leitung", "frist": "5 AT", "eskalation": "Leitung", "hilfe": "Was?"}


@pytest.mark.parametrize("xml", [ZEEBE, CAMUNDA], ids=["zeebe", "camunda"])
def test_what_is_written_is_read_again(xml: bytes) -> None:
    found = written(xml, "a", **NEW)
    assert NEW.items() <= values(found, "a").items()
    step = models(read(found))[0].elements["a"]
    assert (step.form_id, step.candidate_groups, step.frist, step.stage) == (
        "erstgespraech",
        "leitung",
        "5 AT",
        "clearing",
    )
    foreign = b"camunda:" if xml is ZEEBE else b"zeebe:"
    assert found.count(foreign) == xml.count(foreign)


@pytest.mark.parametrize("xml", [ZEEBE, CAMUNDA], ids=["zeebe", "camunda"])
def test_what_is_emptied_leaves_nothing_behind(xml: bytes) -> None:
    found = written(written(xml, "a", **NEW), "a", **dict.fromkeys(NEW, ""), stufe="")
    assert b"roperties" not in found
    assert b"extensionElements" not in found
    assert b"documentation" not in found


def test_a_plain_file_offers_what_plain_bpmn_can_say() -> None:
    assert values(PLAIN, "a").keys() == {"name", "hilfe"}
    found = written(PLAIN, "r", berechnung="a + 1")
    assert models(read(found))[0].elements["r"].script == "=a + 1"
    assert values(written(PLAIN, "f", bedingung='x = "a"'), "f")["bedingung"] == 'x = "a"'


def test_a_condition_takes_the_place_of_being_the_default() -> None:
    xml = document(
        START, element("exclusiveGateway", "g", default="f"), END, flows("s", "g"), flow("g", "e", key="f")
    )  # fmt: skip
    found = models(read(written(xml, "f", bedingung="= x > 1")))[0]
    assert [(each.condition, each.is_default) for each in found.flows if each.id == "f"] == [("=x > 1", False)]


def test_a_timer_has_a_kind_and_a_time() -> None:
    xml = document(START, element("intermediateCatchEvent", "t", "<bpmn:timerEventDefinition/>"), END)
    found = written(written(xml, "t", zeit="10 AT"), "t", zeitart="timeDate", zeit="2026-12-31")
    timer = models(read(found))[0].elements["t"].timer
    assert timer is not None
    assert (timer.kind.value, timer.expression) == ("timeDate", "2026-12-31")


def test_a_mail_says_what_it_says_in_words_or_in_feel() -> None:
    inner = '<bpmn:extensionElements><zeebe:taskDefinition type="mail"/></bpmn:extensionElements>'
    xml = document(START, element("serviceTask", "m", inner), END)
    found = written(xml, "m", an="=adresse", betreff='Ihr "Termin"', text="Guten Tag")
    inputs = {m.target: m.source for m in models(read(found))[0].elements["m"].inputs}
    assert inputs == {"an": "=adresse", "betreff": '="Ihr \\"Termin\\""', "text": '="Guten Tag"'}
    assert values(found, "m")["text"] == "Guten Tag"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("frist", "bald", "„bald“ ist keine Frist. Möglich sind zum Beispiel 5 AT"),
        ("freigabe", "alles", "„alles“ ist keine Freigabe"),
        ("frist", "=1 +", "Der Ausdruck ist kein FEEL"),
    ],
)
def test_what_nobody_could_use_is_said_beside_its_field(field: str, value: str, sentence: str) -> None:
    assert editing.faults(read(ZEEBE), "a", {field: value})[field].startswith(sentence)
    with pytest.raises(InvalidInput, match="FEEL|keine"):
        editing.set_fields(read(ZEEBE), "a", {field: value})


def test_a_condition_is_feel() -> None:
    xml = document(START, element("exclusiveGateway", "g"), END, flows("s", "g"), flow("g", "e", key="f"))
    assert "kein FEEL" in editing.faults(read(xml), "f", {"bedingung": "falltyp = = 1"})["bedingung"]
    assert "„gibtsnicht“" in editing.faults(read(xml), "f", {"bedingung": "gibtsnicht(1)"})["bedingung"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_one_rename_changes_one_attribute_and_nothing_else(path: Path) -> None:
    xml = path.read_bytes()
    model = models(read(xml))[0]
    step = next((e for e in model.elements.values() if e.name and e.type.endswith("ask")), None)
    if step is None:
        return
    found = apply(xml, editing.rename(read(xml), step.id, "Ganz anders").changes)
    before, after = xml.decode("utf-8", "replace"), found.decode("utf-8", "replace")
    lines = [
        line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("- ", "+ ")
    ] if before.count("\n") > 20 else []  # fmt: skip
    assert len(lines) <= 2 + step.name.count("\n")
    assert "Ganz anders" in after


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_saving_fields_as_they_are_changes_no_byte(path: Path) -> None:
    xml = path.read_bytes()
    document_ = read(xml)
    for model in models(document_):
        for key in [*list(model.elements)[:12], *(each.id for each in model.flows[:6]), model.id]:
            try:
                shown = values(xml, key)
            except InvalidInput:
                continue  # an id that stands twice
            assert editing.set_fields(document_, key, shown).changes == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("erinnerung", "2 AT"),
        ("freigabe_wenn", "=ok = true"),
        ("fuer", "seite"),
        ("vier_augen", "s"),
        ("frist", "5 AT"),
    ],
)
@pytest.mark.parametrize("xml", [ZEEBE, CAMUNDA], ids=["zeebe", "camunda"])
def test_what_the_engine_reads_of_a_user_task_can_be_set(xml: bytes, name: str, value: str) -> None:
    made = apply(xml, editing.set_fields(read(xml), "a", {name: value}).changes)
    assert values(made, "a")[name] == value


def test_a_condition_of_a_release_that_is_no_feel_is_not_accepted() -> None:
    assert "FEEL" in editing.faults(read(ZEEBE), "a", {"freigabe_wenn": "=ok = = 1"})["freigabe_wenn"]


def test_a_template_says_what_others_must_keep_and_other_paths_do_not() -> None:
    template = tasks("a", art="Mustervorlage")
    assert all("pflicht" not in values(tasks("a"), key) for key in ("a", "f_s_a", "weg"))
    assert all(values(template, key)["pflicht"] == "" for key in ("a", "f_s_a", "weg"))
    made = apply(template, editing.set_fields(read(template), "a", {"pflicht": "Das Gesetz"}).changes)
    assert [(lock.element, lock.reason) for lock in locks(made)] == [("a", "Das Gesetz")]
