"""What a draft may hold, and that a large or malicious one makes nobody else wait."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from typing import Any

import pytest

from engine.catalogue import drafts, guard
from engine.catalogue.drafts import DraftId, OpenDraft, PublishDraft, SaveFile, checking, limits, rows
from engine.errors import InvalidInput
from engine.terms import Actor, Role
from tests.kit.house import House
from tests.kit.paths import END, START, element, field, flows, form, path, task, tasks

CONDITION = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">={}</bpmn:conditionExpression>'


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_KNOWN", OrderedDict())


@pytest.fixture
def designer(house: House) -> Actor:
    house.publish(tasks("eins", "zwei"))
    return house.actor(Role.ENTWURF, name="Dora Entwurf")


def do(house: House, by: Actor, use_case: Any, *arguments: Any) -> Any:
    with house.platform.command(by) as uow:
        return use_case(uow, *arguments)


def opened(house: House, by: Actor) -> DraftId:
    return do(house, by, drafts.open_draft, OpenDraft(slug="hamm"))


# ------------------------------------------------------------------ checks with limits
def decided(condition: str, times: int = 1) -> bytes:
    """A gateway with so many flows, each under this condition."""
    ways = "".join(
        f'<bpmn:sequenceFlow id="w{n}" name="{n}" sourceRef="g" targetRef="e">{CONDITION.format(condition)}'
        "</bpmn:sequenceFlow>"
        for n in range(times)
    )
    return path(
        START, element("exclusiveGateway", "g", name="Wohin?", default="f_g_e"), END, flows("s", "g", "e"), ways
    )


def woven(many: int) -> bytes:
    """So many gateways, each connected with each."""
    nodes = "".join(element("exclusiveGateway", f"g{n}", name=f"g{n}") for n in range(many))
    ways = "".join(
        f'<bpmn:sequenceFlow id="w{a}_{b}" sourceRef="g{a}" targetRef="g{b}"/>'
        for a in range(many)
        for b in range(many)
        if a != b
    )
    return path(START, nodes, END, flows("s", "g0"), ways, flows(f"g{many - 1}", "e"))


def nested(depth: int) -> bytes:
    begun = "".join(f'<bpmn:subProcess id="u{n}" name="u{n}">' for n in range(depth))
    return path(START, begun, task("innen"), "</bpmn:subProcess>" * depth, END)


MALICIOUS = {
    "parentheses": decided("(" * 200_000 + "1" + ")" * 200_000),
    "sum": decided("+".join(["1"] * 200_000)),
    "names": decided(" ".join(["a"] * 200_000)),
    "choices": decided("if a then 1 else " * 20_000 + "1"),
    "loops": decided("for x in [1] return " * 15_000 + "1"),
    "calls": decided("f(" * 150_000),
    "flows": decided("a = 1", 1_700),
    "net": woven(60),
    "nested": nested(6_000),
    "tasks": tasks(*(f"t{number}" for number in range(900))),
}


@pytest.mark.parametrize("name", MALICIOUS)
def test_what_is_checked_at_once_is_checked_within_the_childs_own_limit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is small enough for the server's own process is done there in a tenth of what a child may take."""
    assert len(MALICIOUS[name]) <= checking.SMALL
    monkeypatch.setattr(guard, "SECONDS", 1)
    (findings,) = guard.checked([("hamm.bpmn", MALICIOUS[name])])
    assert not [f for f in findings if f.code in ("check.limits", "check.fault")]


def test_a_large_draft_is_checked_in_a_child_and_ends_with_a_sentence(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(house, designer)
    monkeypatch.setattr(checking, "SMALL", 100)
    monkeypatch.setattr(guard, "PATIENCE", 0)
    (found,) = do(house, designer, drafts.check_draft, number)
    assert found.code == "check.limits" and found.file == "hamm.bpmn" and found.hint
    ready = do(house, designer, drafts.readiness, number)
    assert not ready.ready and found in ready.findings
    with pytest.raises(InvalidInput) as refusal:
        do(house, designer, drafts.publish_draft, PublishDraft(number, 1))
    assert found in refusal.value.findings


def test_the_child_finds_what_the_server_itself_would_find(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = task("melden", form="meldung")
    gate = element("exclusiveGateway", "g", name="Ist es akut?", default="f_g_e")
    ja = f'<bpmn:sequenceFlow id="ja" sourceRef="g" targetRef="e">{CONDITION.format("akut = true")}</bpmn:sequenceFlow>'
    content = path(START, report, gate, END, flows("s", "melden", "g", "e"), ja)
    house.publish(content, "hamm.bpmn", form("meldung", field("akut", "checkbox")))
    number = opened(house, designer)
    renamed = form("meldung", field("dringend", "checkbox"))[1]
    at_once = do(house, designer, drafts.check_draft, number, "meldung.form", renamed)
    monkeypatch.setattr(checking, "SMALL", 100)
    assert do(house, designer, drafts.check_draft, number, "meldung.form", renamed) == at_once
    assert "field.gone" in {finding.code for finding in at_once}


def test_a_large_state_is_checked_once(house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    number, begun = opened(house, designer), list[int]()
    monkeypatch.setattr(checking, "SMALL", 100)
    child = checking.checked_together

    def counted(*arguments: Any) -> Any:
        begun.append(1)
        return child(*arguments)

    monkeypatch.setattr(checking, "checked_together", counted)
    content = do(house, designer, drafts.draft_content, number, "hamm.bpmn")[0].replace(b'"eins"', b'"eins "', 1)
    do(house, designer, drafts.save_file, SaveFile(number, "hamm.bpmn", content, 1))
    first = do(house, designer, drafts.check_draft, number)
    assert do(house, designer, drafts.readiness, number).findings == first and begun == [1]


def test_while_other_large_files_are_checked_it_says_so(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(house, designer)
    content = do(house, designer, drafts.draft_content, number, "hamm.bpmn")[0] + b"<!-- gross -->"
    monkeypatch.setattr(checking, "SMALL", 100)
    monkeypatch.setattr(checking, "PATIENCE", 0.0)
    with checking.CHILDREN, checking.CHILDREN:
        (found,) = do(house, designer, drafts.check_draft, number, "hamm.bpmn", content)
    assert found.code == "check.busy" and found.hint


# ------------------------------------------------------------------ how much there may be
def add(house: House, by: Actor, number: DraftId, name: str, content: bytes = b"{}") -> int:
    return do(house, by, drafts.add_file, number, name, content)


def test_a_draft_has_so_many_files_and_can_be_made_smaller(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(house, designer)
    add(house, designer, number, "a.form")
    add(house, designer, number, "b.form")
    monkeypatch.setattr(limits, "MOST_FILES", 2)
    with pytest.raises(InvalidInput, match="höchstens 2 Dateien, dieser hätte 4. Löschen Sie"):
        add(house, designer, number, "c.form")
    do(house, designer, drafts.rename_file, number, "a.form", "d.form", 2)
    do(house, designer, drafts.delete_file, number, "d.form", 4)
    do(house, designer, drafts.delete_file, number, "b.form", 3)
    assert add(house, designer, number, "c.form")


def test_the_files_of_a_draft_have_so_many_bytes_and_can_be_made_less(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(house, designer)
    add(house, designer, number, "a.form", b"{}" + b" " * 4096)
    monkeypatch.setattr(limits, "LARGEST_DRAFT", 1024)
    with pytest.raises(InvalidInput, match="zusammen höchstens 0 MB, diese hätten 1 MB. Löschen Sie"):
        add(house, designer, number, "b.form", b"{}")
    assert do(house, designer, drafts.save_file, SaveFile(number, "a.form", b"{}" + b" " * 2048, 2)) == 3
    assert do(house, designer, drafts.save_file, SaveFile(number, "a.form", b"{}", 3)) == 4


def test_a_municipality_has_so_many_drafts_and_is_told_how_to_get_another(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(house, designer)
    monkeypatch.setattr(limits, "MOST_DRAFTS", 1)
    sentence = "sind schon 1 Entwürfe offen, mehr können es nicht sein.+Verwerfen Sie"
    with pytest.raises(InvalidInput, match=sentence):
        opened(house, designer)
    with pytest.raises(InvalidInput, match=sentence):
        do(house, designer, drafts.receive, drafts.ReceiveFiles((("hamm.bpmn", tasks("drei")),)))
    do(house, designer, drafts.discard_draft, first)
    second = opened(house, designer)
    with pytest.raises(InvalidInput, match=sentence):
        do(house, designer, drafts.restore_draft, first)
    assert second != first


def test_what_is_sent_from_outside_has_the_same_limits(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = (("hamm.bpmn", tasks("drei")), ("a.form", b"{}"), ("b.form", b"{}"))
    monkeypatch.setattr(limits, "MOST_FILES", 2)
    before = house.everything()
    for publish in (False, True):
        with pytest.raises(InvalidInput, match="höchstens 2 Dateien, dieser hätte 3"):
            do(house, designer, drafts.receive, drafts.ReceiveFiles(sent, publish=publish))
    assert house.everything() == before


def test_long_ago_steps_of_large_files_are_forgotten_first(
    house: House, designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(house, designer)
    monkeypatch.setattr(rows, "LARGEST_PAST", 3000)
    for revision in range(1, 8):
        noise = sha256(str(revision).encode()).hexdigest() * 40
        content = tasks("eins", "zwei").replace(b"</bpmn:definitions>", f"<!--{noise}--></bpmn:definitions>".encode())
        do(house, designer, drafts.save_file, SaveFile(number, "hamm.bpmn", content, revision))
    kept = len(house.rows("studio_step", draft=number))
    assert 1 <= kept < 7
    assert do(house, designer, drafts.undo, number, 8).revision == 9
