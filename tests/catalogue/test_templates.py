"""LaKI's library: Mustervorlagen are cloned, clones take over improvements, and what is locked stays."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import casework
from engine.bpmn.comparing import changes
from engine.bpmn.locks import lock_findings, locks
from engine.catalogue import PublishProcess, process_source, publish, templates, withdraw
from engine.catalogue.drafts import (
    OpenDraft,
    PublishDraft,
    check_draft,
    draft,
    draft_files,
    open_draft,
    publish_draft,
    readiness,
)
from engine.catalogue.files import PROCESSES
from engine.catalogue.merging import PATH, Side, merge_package
from engine.catalogue.origins.aligning import aligned
from engine.catalogue.origins.demanding import DEMANDS, owed
from engine.catalogue.origins.explaining import explained
from engine.catalogue.origins.said import mark_of, origin_in
from engine.catalogue.publishing import prepare
from engine.catalogue.templates import CloneTemplate
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Role, Severity, TenantId
from tests.catalogue.package_wishes import table
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


def test_that_something_is_locked_now_is_told_apart_from_what_changes() -> None:
    """A pilot was there before its Mustervorlage had locks: its first update would list nothing else."""
    hamm = (PROCESSES / "hamm.bpmn").read_bytes()
    newer = improved('name="Vorgang abschließen"', 'name="Vorgang beenden"')
    before, now = (aligned({PATH: content}, hamm) for content in (TANDEM, newer))
    merged = merge_package(before, now, {PATH: hamm})
    [change] = [each for each in merged.taken if not each.mark]
    assert "Vorgang beenden" in change.sentence
    assert {key for each in merged.taken if each.mark for key in each.elements} == {
        lock.element for lock in locks(now[PATH])
    }
    assert "„Sicherheit sofort prüfen“: Die Sicherheit wird in jedem Fall zuerst geprüft." in {
        each.sentence for each in merged.taken
    }
    assert merge_package(now, now, merged.files).taken == (), "and once"


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


# ------------------------------------------------------------------ locks with a day
def demanded(until: str = "2026-06-30", reason: str = "Weil es schützt") -> bytes:
    """A newer version in which a step is locked, by this day."""
    marks = f'<zeebe:property name="pflicht" value="{reason}" /><zeebe:property name="pflicht_bis" value="{until}" />'
    text = TANDEM.decode().replace('name="Vorgang abschließen"', 'name="Vorgang beenden"', 1)
    found = re.search(r'name="Vorgang beenden".*?<zeebe:properties>', text, re.S)
    assert found is not None and "</bpmn:userTask>" not in found[0]
    return (text[: found.end()] + marks + text[found.end() :]).encode()


def reworded(house: House) -> bytes:
    """Bielefeld's own file with another change of its own."""
    with house.platform.command(OPERATOR) as uow:
        main = process_source(uow, "bielefeld")[1].decode()
    return re.sub(r'name="(frist)" value="5 AT"', r'name="\1" value="6 AT"', main, count=1).encode()


def test_a_lock_with_a_day_warns_before_it_and_binds_after_it(library: House) -> None:
    live(library)
    case = library.start(of=BIELEFELD)
    library.publish(demanded(), "tandem.bpmn")
    own = reworded(library)
    library.clock.at = datetime(2026, 6, 30, 20, tzinfo=UTC)
    [warning] = library.publish(own, "bielefeld.bpmn").warnings
    assert (warning.code, warning.severity) == ("template.due", Severity.WARNING)
    assert "bis 30.06.2026" in warning.message and "Weil es schützt" in warning.message
    library.clock.at = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # the first of July in Bielefeld
    assert library.publish(own, "bielefeld.bpmn").unchanged, "what is published stays"
    with pytest.raises(InvalidInput) as refused:
        library.publish(own.replace(b'"6 AT"', b'"7 AT"'), "bielefeld.bpmn")
    [finding] = refused.value.findings
    assert finding.code == "template.overdue" and "seit 30.06.2026" in finding.message
    assert "Weil es schützt" in finding.message and "Version 2 der Mustervorlage „tandem“" in finding.hint
    assert library.todo(case) == ["meldung"], "what runs goes on"
    assert library.todo(library.start(of=BIELEFELD)) == ["meldung"]


def test_who_takes_the_lock_over_may_publish_again(library: House) -> None:
    live(library)
    library.publish(demanded(), "tandem.bpmn")
    library.clock.move(days=60)
    with library.platform.command(OPERATOR) as uow:
        [demand] = templates.plan_update(uow, "bielefeld").demands
        assert demand.overdue and demand.name == "Vorgang beenden"
        [shown] = templates.open_demands(uow, ["bielefeld"])["bielefeld"]
        assert shown == demand
    number = draft_of(library)
    with library.platform.command(OPERATOR) as uow:
        assert not {finding.code for finding in readiness(uow, number).findings} & DEMANDS
        publish_draft(uow, PublishDraft(number, draft(uow, number).revision))  # type: ignore[arg-type]
    with library.platform.command(OPERATOR) as uow:
        assert templates.open_demands(uow, ["bielefeld"]) == {}


def test_who_says_it_already_owes_nothing(library: House) -> None:
    """The wording of the lock is in the clone's own file, by hand: no update is needed for that."""
    live(library)
    library.publish(demanded(), "tandem.bpmn")
    library.clock.move(days=60)
    own = reworded(library).replace('name="Vorgang abschließen"'.encode(), b'name="Vorgang beenden"')
    assert library.publish(own, "bielefeld.bpmn").warnings == ()


def test_a_draft_says_what_is_due(library: House) -> None:
    live(library)
    library.publish(demanded(), "tandem.bpmn")
    with library.platform.command(OPERATOR) as uow:
        number = open_draft(uow, OpenDraft(slug="bielefeld"))
        assert "template.due" in {finding.code for finding in check_draft(uow, number)}
        assert readiness(uow, number).ready
    library.clock.move(days=60)
    with library.platform.command(OPERATOR) as uow:
        assert "template.overdue" in {finding.code for finding in check_draft(uow, number)}
        assert not readiness(uow, number).ready


def test_a_locked_field_and_a_locked_rule_have_their_day_too() -> None:
    lock = {"pflicht": "ja", "pflicht_bis": "2026-06-30"}
    newer = {PATH: TANDEM, "a.form": form("Wie heißen Sie?", **lock), "s.dmn": rule("Pflicht bis 2026-07-31: So.", 2)}
    same = [("b.bpmn", TANDEM), ("eigen.form", form("Wie heißen Sie?")), ("eigen.dmn", rule("Weil.", 2))]
    other = [("b.bpmn", TANDEM), ("eigen.form", form("Ihr Name")), ("eigen.dmn", rule("Weil.", 1))]
    assert [(file, name, until) for file, _, name, _, until in owed(newer, other)] == [
        ("eigen.form", "Wie heißen Sie?", "2026-06-30"),
        ("eigen.dmn", "Regel 1", "2026-07-31"),
    ]
    assert not [file for file, *_ in owed(newer, same) if file == "eigen.form"]


def form(label: str, **properties: str) -> bytes:
    field = {"id": "f", "key": "name", "type": "textfield", "label": label, "properties": properties}
    return json.dumps({"id": "angaben", "type": "default", "schemaVersion": 19, "components": [field]}).encode()


def rule(why: str, when: int) -> bytes:
    text = table().decode()
    text = text.replace("Weil r1.", why).replace(
        '<inputEntry id="r1_in"><text>0', f'<inputEntry id="r1_in"><text>{when}'
    )
    return text.encode()


def test_a_day_that_is_none_is_refused_in_the_mustervorlage(library: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        library.publish(demanded("Ende Juni"), "tandem.bpmn")
    [finding] = refused.value.findings
    assert finding.code == "template.day" and "Ende Juni" in finding.message


def test_who_changed_a_locked_step_reads_what_is_different() -> None:
    at = TANDEM.index(b'id="sicherheitspruefung"')
    changed = TANDEM[:at] + TANDEM[at:].replace(b"4 Stunden", b"2 AT", 1)
    (finding,) = explained(lock_findings(TANDEM, changed, "hamm.bpmn"), TANDEM, changed)
    assert "Frist war 4 Stunden, ist 2 AT." in finding.hint
    assert explained([], TANDEM, changed) == []


# ------------------------------------------------------------------ what is locked now, and ours
def held(house: House) -> templates.Update:
    """Bielefeld has its own deadline where the Mustervorlage locks the step in version 2."""
    live(house, deadlines={"abschluss": "7 AT"})
    house.publish(demanded(), "tandem.bpmn")
    with house.platform.command(OPERATOR) as uow:
        return templates.plan_update(uow, "bielefeld")


def test_what_is_locked_now_and_ours_is_decided_and_not_mended_by_hand(library: House) -> None:
    found = held(library)
    [question] = found.questions
    assert question.elements == ("abschluss",) and "7 AT" in " ".join(question.ours)
    assert "bis 30.06.2026" in question.locked[0] and "Weil es schützt" in question.locked[0]
    [finding] = [each for each in found.findings if each.code == "template.locked"]
    assert "So übernehmen" in finding.hint, "the way out is the question"
    number = draft_of(library, {question.key: Side.THEIRS})
    with library.platform.command(OPERATOR) as uow:
        assert "template.locked" not in {each.code for each in check_draft(uow, number)}
        publish_draft(uow, PublishDraft(number, draft(uow, number).revision))  # type: ignore[arg-type]


@pytest.mark.parametrize("side", [None, Side.OURS])
def test_whoever_keeps_ours_has_a_draft_that_cannot_be_published(library: House, side: Side | None) -> None:
    [question] = held(library).questions
    number = draft_of(library, {} if side is None else {question.key: side})
    assert 'value="7 AT"' in path_in(library, number)
    with library.platform.command(OPERATOR) as uow:
        assert "template.locked" in {each.code for each in check_draft(uow, number)}
        assert not readiness(uow, number).ready
