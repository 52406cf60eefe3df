"""LaKI's library: Mustervorlagen are cloned, clones take over improvements, and what is locked stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine import casework
from engine.bpmn.comparing import changes
from engine.catalogue import PublishProcess, process_source, publish, templates, withdraw
from engine.catalogue.drafts import PublishDraft, draft, draft_files, publish_draft, readiness
from engine.catalogue.files import PROCESSES
from engine.catalogue.merging import PATH, Side
from engine.catalogue.origins.aligning import aligned
from engine.catalogue.origins.said import mark_of, origin_in
from engine.catalogue.publishing import prepare
from engine.catalogue.templates import CloneTemplate
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Role, TenantId
from tests.kit.house import OPERATOR, House

TEMPLATES = PROCESSES / "_vorlagen"
PILOTS = {
    "tandem": "hamm",
    "dezentral": "duisburg",
    "schutz-zuerst": "solingen",
    "schlank": "herne",
    "verbund": "soest",
    "kreis": "oberbergischer-kreis",
}
BIELEFELD = "05711000"
TANDEM = (TEMPLATES / "tandem.bpmn").read_bytes()


@pytest.fixture
def library(sqlite_house: House) -> House:
    sqlite_house.publish(TANDEM, "tandem.bpmn")
    return sqlite_house


def cloned(house: House, **more: object) -> templates.Cloned:
    with house.platform.command(OPERATOR) as uow:
        return templates.clone(uow, CloneTemplate("tandem", BIELEFELD, "Stadt Bielefeld", **more))  # type: ignore[arg-type]


def live(house: House, **more: object) -> None:
    (file, main), *others = cloned(house, **more).files
    house.publish(main, file, *[each for each in others if not each[0].endswith(".yaml")])


def improved(before: str, after: str, content: bytes = TANDEM) -> bytes:
    assert content.count(before.encode()) == 1, before
    return content.replace(before.encode(), after.encode())


def draft_of(house: House, decided: dict[str, Side] | None = None, version: int = 2) -> int:
    with house.platform.command(OPERATOR) as uow:
        return templates.take_update(uow, "bielefeld", version, decided or {})


def path_in(house: House, number: int) -> str:
    with house.platform.command(OPERATOR) as uow:
        return draft_files(uow, number)[0][1].decode()


@pytest.mark.parametrize("key", PILOTS)
def test_a_pilot_is_its_mustervorlage_but_for_names_and_locks(key: str) -> None:
    """So the pilot's rehearsals pass what the Mustervorlage draws, element by element."""
    template, pilot = (TEMPLATES / f"{key}.bpmn").read_bytes(), (PROCESSES / f"{PILOTS[key]}.bpmn").read_bytes()
    origin = origin_in(pilot)
    assert origin is not None and (origin.key, origin.mark) == (key, mark_of(template))
    plain = re.sub(rb'\n *<zeebe:property name="pflicht[^\n]*', b"", template)
    for change in changes(aligned({PATH: plain}, pilot)[PATH], pilot):
        said = str(change)
        assert re.search(r"name=|'name'|properties|property|documentation|TextChanged|expression", said), said
    stories = {path.name for path in (TEMPLATES / key).glob("*.rehearsal.yaml")}
    assert stories == {path.name for path in (PROCESSES / PILOTS[key]).glob("*.rehearsal.yaml")}


def test_the_shipped_library_is_there_once(sqlite_house: House) -> None:
    with sqlite_house.platform.command(OPERATOR) as uow:
        assert set(templates.ship_templates(uow)) == set(PILOTS)
    with sqlite_house.platform.command(OPERATOR) as uow:
        assert templates.ship_templates(uow) == ()
        assert {each.key: each.version for each in templates.template_list(uow)} == dict.fromkeys(PILOTS, 1)


def test_a_mustervorlage_has_no_cases(library: House) -> None:
    with pytest.raises(InvalidState, match="beginnt kein Vorgang"), library.platform.command(OPERATOR) as uow:
        casework.start_case(uow, casework.StartCase(TenantId("vorlage-tandem")))


def test_a_clone_is_a_file_that_names_its_origin_and_runs(library: House) -> None:
    made = cloned(library)
    origin = origin_in(made.files[0][1])
    assert origin is not None and (origin.key, origin.version, origin.mark) == ("tandem", 1, mark_of(TANDEM))
    live(library)
    case = library.start(of=BIELEFELD)
    assert library.todo(case) == ["meldung"] and library.instance(case)["trial"]
    with library.platform.command(OPERATOR) as uow:
        [tandem] = templates.template_list(uow)
        assert [(clone.slug, clone.behind) for clone in tandem.clones] == [("bielefeld", 0)]


def test_a_clone_says_its_own_names_groups_and_deadlines(library: House) -> None:
    with library.platform.command(OPERATOR) as uow:
        offered = templates.adaptable(uow, "tandem")
    lanes = {name: key for key, name, _ in offered.lanes}
    own = cloned(
        library,
        lanes={lanes["Konfliktbeirat"]: "Rat für Zusammenleben"},
        groups={lanes["Koordination"]: "ki_koordination"},
        deadlines={"clearing": "7 AT"},
    )
    text = own.files[0][1].decode()
    assert 'name="Rat für Zusammenleben"' in text and "Konfliktbeirat" not in re.findall(
        r'lane [^>]*name="([^"]+)"', text
    )
    assert 'name="gruppe" value="ki_koordination"' in text and 'name="frist" value="7 AT"' in text
    with pytest.raises(InvalidInput, match="Frist"):
        cloned(library, deadlines={"clearing": "bald"})
    odd = cloned(library, lanes={lanes["Konfliktbeirat"]: r"Rat \1 & <Zusammenleben>"}).files[0][1].decode()
    assert r'name="Rat \1 &amp; &lt;Zusammenleben' in odd
    with pytest.raises(InvalidInput, match="Steuerzeichen"):
        cloned(library, lanes={lanes["Konfliktbeirat"]: "Rat\x01"})


def test_what_is_locked_is_not_offered_to_be_changed(library: House) -> None:
    with library.platform.command(OPERATOR) as uow:
        offered = templates.adaptable(uow, "tandem")
    assert "sicherheitspruefung" not in {key for key, _, _ in offered.deadlines}
    for key, name, _ in offered.lanes:
        content = cloned(library, lanes={key: f"{name} vor Ort"}).files[0][1]
        with library.platform.command(OPERATOR) as uow:
            prepare(uow, PublishProcess("bielefeld.bpmn", content))


@pytest.mark.parametrize(
    ("ags", "name", "message"),
    [
        ("5711000", "Stadt Bielefeld", "führende Null"),
        ("09162000", "München", "Nordrhein-Westfalen"),
        (BIELEFELD, "", "Name"),
    ],
)
def test_who_one_is_must_be_right(library: House, ags: str, name: str, message: str) -> None:
    with pytest.raises((InvalidInput, NotFound), match=message), library.platform.command(OPERATOR) as uow:
        templates.clone(uow, CloneTemplate("tandem", ags, name))


def test_an_ags_that_is_taken_leads_to_its_owner(library: House) -> None:
    live(library)
    with pytest.raises(InvalidInput, match="gehört schon zu „Stadt Bielefeld“"):
        cloned(library)


def test_what_only_laki_changed_comes_in_and_what_only_we_changed_stays(library: House) -> None:
    live(library, deadlines={"clearing": "7 AT"})
    newer = improved('name="Vorgang abschließen"', 'name="Vorgang beenden"')
    library.publish(newer, "tandem.bpmn")
    with library.platform.command(OPERATOR) as uow:
        found = templates.plan_update(uow, "bielefeld")
    assert found.due and found.questions == () and len(found.taken) == 1
    number = draft_of(library)
    text = path_in(library, number)
    assert 'name="Vorgang beenden"' in text and 'value="7 AT"' in text and 'name="Stadt Bielefeld"' in text
    assert f'value="tandem, 2, {mark_of(newer)}"' in text
    with library.platform.command(OPERATOR) as uow:
        assert readiness(uow, number).rules.rehearsals, "what was merged is rehearsed before it is published"
    with library.platform.command(OPERATOR) as uow:
        revision = draft(uow, number).revision
        publish_draft(uow, PublishDraft(number, revision))  # type: ignore[arg-type]
    with library.platform.command(OPERATOR) as uow:
        assert not templates.plan_update(uow, "bielefeld").due


def test_what_both_changed_is_a_question_with_three_answers_to_look_at(library: House) -> None:
    live(library, deadlines={"clearing": "7 AT"})
    before = re.search(r'id="clearing".*?name="frist" value="([^"]+)"', TANDEM.decode(), re.S)
    assert before is not None
    newer = TANDEM.decode()[: before.start(1)] + "3 AT" + TANDEM.decode()[before.end(1) :]
    library.publish(newer.encode(), "tandem.bpmn")
    with library.platform.command(OPERATOR) as uow:
        [question] = templates.plan_update(uow, "bielefeld").questions
    assert (
        before[1] in " ".join(question.was)
        and "3 AT" in " ".join(question.theirs)
        and "7 AT" in " ".join(question.ours)
    )
    assert 'value="7 AT"' in path_in(library, draft_of(library))
    with pytest.raises(InvalidState, match="steht schon in Entwurf"):
        draft_of(library, {question.key: Side.THEIRS})


def test_laki_proposes_to_all_and_each_decides_itself(library: House) -> None:
    live(library)
    library.publish(improved('name="Vorgang abschließen"', 'name="Vorgang beenden"'), "tandem.bpmn")
    laki = library.actor(Role.LAKI, of=None)
    designer = library.actor(Role.ENTWURF, of=BIELEFELD)
    with library.platform.command(laki) as uow:
        assert templates.propose_update(uow, "tandem", "Klarere Wörter") == 1
    with library.platform.command(laki) as uow:
        assert templates.propose_update(uow, "tandem") == 0, "nobody is asked twice"
    with library.platform.command(designer) as uow:
        found = templates.plan_update(uow, "bielefeld")
        assert found.proposal is not None and found.proposal.note == "Klarere Wörter"
        templates.decline_update(uow, "bielefeld", 2, "Erst nach den Ferien")
    with library.platform.command(laki) as uow:
        [clone] = templates.template(uow, "tandem").clones
        assert clone.behind == 1
        answer = templates.answers(uow, "tandem")["bielefeld"]
        assert answer.declined_at is not None and answer.reason == "Erst nach den Ferien"
    with pytest.raises(NotPermitted), library.platform.command(designer) as uow:
        templates.propose_update(uow, "tandem")


def test_a_clone_of_a_clone_shows_its_chain(library: House) -> None:
    live(library)
    with library.platform.command(OPERATOR) as uow:
        second = templates.clone(uow, CloneTemplate("bielefeld", "05515000", "Stadt Münster"))
        origin = origin_in(second.files[0][1])
        assert [link.slug for link in templates.chain(uow, origin)] == ["bielefeld", "tandem"]
    designer = library.actor(Role.ENTWURF, of=BIELEFELD)
    library.publish((PROCESSES / "hamm.bpmn").read_bytes(), "hamm.bpmn")
    with pytest.raises(NotPermitted), library.platform.command(designer) as uow:
        templates.clone(uow, CloneTemplate("hamm", "05515000", "Stadt Münster"))


def test_what_is_locked_cannot_be_published_otherwise(library: House) -> None:
    live(library)
    main = cloned_text(library)
    step = re.search(r'<bpmn:userTask id="sicherheitspruefung" name="([^"]+)"', main)
    assert step is not None
    changed = main.replace(step[0], step[0].replace(step[1], "Sicherheit später prüfen"))
    with pytest.raises(InvalidInput) as refused:
        library.publish(changed.encode(), "bielefeld.bpmn")
    [finding] = refused.value.findings
    assert finding.code == "template.locked" and "in jedem Fall zuerst" in finding.message


def test_a_locked_field_stays_in_a_form_of_ones_own(library: House) -> None:
    form = (Path(PROCESSES).parent / "forms" / "definitions" / "eingangsbestaetigung.form").read_text(encoding="utf-8")
    assert '"pflicht"' in form
    main = cloned_text(library)
    own = form.replace('"key": "datenschutzhinweis"', '"key": "hinweis"')
    with pytest.raises(InvalidInput, match="nicht veröffentlicht") as refused:
        library.publish(main.encode(), "bielefeld.bpmn", ("eingangsbestaetigung.form", own.encode()))
    assert "template.locked" in {finding.code for finding in refused.value.findings}


def cloned_text(house: House) -> str:
    with house.platform.command(OPERATOR) as uow:
        try:
            return templates.clone(uow, CloneTemplate("tandem", BIELEFELD, "Stadt Bielefeld")).files[0][1].decode()
        except InvalidInput:
            return process_source(uow, "bielefeld")[1].decode()


def test_a_withdrawn_mustervorlage_clones_no_more_and_its_clones_live_on(library: House) -> None:
    live(library)
    with library.platform.command(OPERATOR) as uow:
        withdraw(uow, "tandem")
    with pytest.raises(NotFound, match="zurückgezogen"), library.platform.command(OPERATOR) as uow:
        templates.clone(uow, CloneTemplate("tandem", "05515000", "Stadt Münster"))
    with library.platform.command(OPERATOR) as uow:
        assert not templates.plan_update(uow, "bielefeld").due
    assert library.todo(library.start(of=BIELEFELD)) == ["meldung"]


def test_an_id_that_laki_renames_follows_when_it_says_so(library: House) -> None:
    live(library, deadlines={"clearing": "7 AT"})
    newer = re.sub(r'((?:id|sourceRef|targetRef|bpmnElement)=")verweisung"', r'\1uebergabe"', TANDEM.decode())
    newer = newer.replace(">verweisung<", ">uebergabe<")
    declared = '<zeebe:property name="vormals" value="verweisung" />'
    newer = re.sub(
        r'(<bpmn:userTask id="uebergabe".*?<zeebe:properties>)', rf"\1{declared}", newer, count=1, flags=re.S
    )
    library.publish(newer.encode(), "tandem.bpmn")
    text = path_in(library, draft_of(library))
    assert 'id="uebergabe"' in text and 'id="verweisung"' not in text and 'value="7 AT"' in text


def test_a_path_of_its_own_has_no_updates(sqlite_house: House) -> None:
    text = re.sub(r'\n *<zeebe:property name="mustervorlage"[^\n]*', "", (PROCESSES / "herne.bpmn").read_text("utf-8"))
    sqlite_house.publish(text.encode(), "herne.bpmn")
    with pytest.raises(InvalidState, match="keine Mustervorlage"), sqlite_house.platform.command(OPERATOR) as uow:
        templates.plan_update(uow, "herne")


def test_publishing_by_file_alone_still_works(sqlite_house: House) -> None:
    with sqlite_house.platform.command(OPERATOR) as uow:
        publish(uow, PublishProcess("hamm.bpmn", (PROCESSES / "hamm.bpmn").read_bytes()))
