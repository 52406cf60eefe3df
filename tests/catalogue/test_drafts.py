"""Drafts: a package with revisions, in which nobody's work is lost and from which nothing broken is published."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine.catalogue import drafts
from engine.catalogue.drafts import (
    ApplyChanges,
    Changed,
    DraftId,
    OpenDraft,
    Place,
    PublishDraft,
    PublishingRules,
    SaveDiagram,
    SaveFile,
)
from engine.catalogue.files import FORMS, PROCESSES
from engine.catalogue.withdrawing import withdraw
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Actor, Role, TenantId
from tests.catalogue.package_wishes import table
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, HAMM, SOEST, START, element, field, flows, form, path, task, tasks

REPORT = task("melden", form="meldung")


def gated(variable: str = "akut") -> bytes:
    """A form, and a gateway that reads one of its fields."""
    text = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">={variable} = true</bpmn:conditionExpression>'
    return path(
        START,
        REPORT,
        element("exclusiveGateway", "gw", name="Ist es akut?", default="f_gw_e"),
        task("schutz"),
        END,
        flows("s", "melden", "gw"),
        f'<bpmn:sequenceFlow id="f_gw_schutz" name="ja" sourceRef="gw" targetRef="schutz">{text}</bpmn:sequenceFlow>',
        flows("gw", "e"),
        flows("schutz", "e"),
    )


def report_form(*keys: str) -> tuple[str, bytes]:
    return form("meldung", *(field(key, "checkbox") for key in keys))


@pytest.fixture
def designer(house: House) -> Actor:
    house.publish(tasks("eins", "zwei"))
    return house.actor(Role.ENTWURF, name="Dora Entwurf")


def do(house: House, by: Actor, use_case: Callable[..., Any], *arguments: Any) -> Any:
    with house.platform.command(by) as uow:
        return use_case(uow, *arguments)


def opened(house: House, by: Actor, **how: Any) -> DraftId:
    return do(house, by, drafts.open_draft, OpenDraft(**(how or {"slug": "hamm"})))


def look(house: House, by: Actor, number: int) -> drafts.Draft:
    return do(house, by, drafts.draft, number)


def content(house: House, by: Actor, number: int, name: str = "hamm.bpmn") -> bytes:
    return do(house, by, drafts.draft_content, number, name)[0]


def edit(house: House, by: Actor, number: DraftId, old: bytes, new: bytes, name: str = "hamm.bpmn") -> int:
    text, revision = do(house, by, drafts.draft_content, number, name)
    return do(house, by, drafts.save_file, SaveFile(number, name, text.replace(old, new), revision))


# ------------------------------------------------------------------ beginning
def test_a_draft_begins_with_the_published_files_byte_by_byte(house: House, designer: Actor) -> None:
    meldung = report_form("akut")
    house.publish(gated(), "hamm.bpmn", meldung)
    number = opened(house, designer)
    draft = look(house, designer, number)
    assert [file.name for file in draft.files] == ["hamm.bpmn", "meldung.form"]
    assert content(house, designer, number) == gated()
    assert draft.base is not None and draft.base.version == 2 and not draft.base.outdated


def test_what_all_municipalities_share_is_no_part_of_a_draft(house: House) -> None:
    house.publish((PROCESSES / "hamm.bpmn").read_bytes())
    draft = look(house, OPERATOR, opened(house, OPERATOR))
    assert [file.name for file in draft.files if file.kind != "rehearsal"] == ["hamm.bpmn"]
    assert draft.of_kind("rehearsal")


def test_an_empty_page_for_a_new_municipality_can_be_published(house: House, designer: Actor) -> None:
    place = Place(name="Stadt Musterstadt", ags="05711000", art="kreisfreie Stadt")
    number = opened(house, OPERATOR, place=place)
    assert not [f for f in do(house, OPERATOR, drafts.check_draft, number) if f.severity == "error"]
    published = do(house, OPERATOR, drafts.publish_draft, PublishDraft(number, 1))
    assert (published.slug, published.version) == ("musterstadt", 1)


@pytest.mark.parametrize("brought", [b"", b"kein XML", b"<html/>", b"\x00\xff" * 100])
def test_a_file_that_is_no_bpmn_makes_no_draft(house: House, designer: Actor, brought: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        opened(house, designer, files=(("hamm.bpmn", brought),))
    assert refusal.value.findings[0].hint
    assert not do(house, designer, drafts.draft_list)


def test_a_file_of_more_than_ten_megabytes_makes_no_draft(house: House, designer: Actor) -> None:
    large = tasks("eins").replace(b"</bpmn:definitions>", b" " * (11 * 1024 * 1024) + b"</bpmn:definitions>")
    with pytest.raises(InvalidInput) as refusal:
        opened(house, designer, files=(("hamm.bpmn", large),))
    assert "10 MB" in refusal.value.findings[0].hint


# ------------------------------------------------------------------ saving
def test_whoever_saves_on_an_old_revision_overwrites_nothing_and_learns_who_was_quicker(
    house: House, designer: Actor
) -> None:
    number, other = opened(house, designer), house.actor(Role.ENTWURF, name="Otto Zweit")
    edit(house, other, number, b'name="eins"', b'name="Erstens"')
    with pytest.raises(Changed) as refusal:
        do(house, designer, drafts.save_file, SaveFile(number, "hamm.bpmn", tasks("meins"), 1))
    assert refusal.value.changed_by == "Otto Zweit" and refusal.value.revision == 2
    assert b"Erstens" in content(house, designer, number)


def test_two_designers_on_two_files_do_not_disturb_each_other(house: House, designer: Actor) -> None:
    house.publish(gated(), "hamm.bpmn", report_form("akut"))
    number = opened(house, designer)
    edit(house, designer, number, b'name="schutz"', b'name="Schutz"')
    _, revision = do(house, designer, drafts.draft_content, number, "meldung.form")
    assert do(
        house, designer, drafts.save_file, SaveFile(number, "meldung.form", report_form("akut", "neu")[1], revision)
    )


def test_saving_a_diagram_keeps_the_comment_of_the_designer(house: House, designer: Actor) -> None:
    house.publish(tasks("eins").replace(b"<bpmn:process ", b"<!-- von Hand -->\n<bpmn:process "))
    number = opened(house, designer)
    exported = tasks("eins")
    renamed = exported.replace(b'name="eins"', b'name="Erstens"')
    do(house, designer, drafts.save_diagram, SaveDiagram(number, "hamm.bpmn", exported, renamed, 1))
    assert b"von Hand" in content(house, designer, number) and b"Erstens" in content(house, designer, number)


def test_saving_a_form_keeps_the_handwriting_of_the_designer(house: House, designer: Actor) -> None:
    house.publish(gated(), "hamm.bpmn", report_form("akut"))
    number = opened(house, designer)
    written = b'{\n\t"id" : "meldung", "x": 1.0,\n\t"components": [ {"key":"akut", "type":"checkbox", "label":"A"} ]}'
    _, revision = do(house, designer, drafts.draft_content, number, "meldung.form")
    revision = do(house, designer, drafts.save_file, SaveFile(number, "meldung.form", written, revision))
    field_before = '{"id": "Field_1", "key": "akut", "type": "checkbox", "label": "A"}'
    before = f'{{"components": [{field_before}], "id": "meldung"}}'
    after = before.replace('"A"', '"Akut?"')
    command = SaveDiagram(number, "meldung.form", before.encode(), after.encode(), revision)
    do(house, designer, drafts.save_diagram, command)
    assert do(house, designer, drafts.draft_content, number, "meldung.form")[0] == written.replace(b'"A"', b'"Akut?"')


def test_what_nobody_could_open_again_is_not_saved(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    with pytest.raises(InvalidInput):
        do(house, designer, drafts.save_file, SaveFile(number, "hamm.bpmn", b"<bpmn", 1))
    assert look(house, designer, number).revision == 1


def test_saving_what_is_there_already_is_no_change(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    before = house.everything()
    assert do(house, designer, drafts.apply_changes, ApplyChanges(number, "hamm.bpmn", (), 1, "nichts")) == 1
    assert house.everything() == before


# ------------------------------------------------------------------ undo
def test_undo_and_redo_lead_back_and_forth_byte_by_byte(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    states = [content(house, designer, number)]
    for name in (b"A", b"B", b"C"):
        edit(house, designer, number, states[-1], states[0].replace(b'name="eins"', b'name="' + name + b'"'))
        states.append(content(house, designer, number))
    for wanted in reversed(states[:-1]):
        do(house, designer, drafts.undo, number, look(house, designer, number).revision)
        assert content(house, designer, number) == wanted
    for wanted in states[1:]:
        do(house, designer, drafts.redo, number, look(house, designer, number).revision)
        assert content(house, designer, number) == wanted
    with pytest.raises(InvalidState, match="nichts"):
        do(house, designer, drafts.redo, number, look(house, designer, number).revision)


def test_a_change_after_undo_ends_what_could_be_done_again(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    edit(house, designer, number, b'name="eins"', b'name="A"')
    do(house, designer, drafts.undo, number, 2)
    edit(house, designer, number, b'name="zwei"', b'name="B"')
    assert look(house, designer, number).redo is None


def test_nobody_undoes_what_they_have_not_seen(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    edit(house, designer, number, b'name="eins"', b'name="A"')
    with pytest.raises(Changed):
        do(house, designer, drafts.undo, number, 1)


def test_a_hundred_steps_are_kept(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    edit(house, designer, number, b'name="eins"', b'name="0"')
    for step in range(101):
        edit(house, designer, number, f'name="{step}"'.encode(), f'name="{step + 1}"'.encode())
    assert len(house.rows("studio_step")) == 100


# ------------------------------------------------------------------ files
def test_a_form_in_use_is_not_deleted_and_the_places_are_named(house: House, designer: Actor) -> None:
    house.publish(gated(), "hamm.bpmn", report_form("akut"))
    number = opened(house, designer)
    with pytest.raises(InvalidInput) as refusal:
        do(house, designer, drafts.delete_file, number, "meldung.form", 1)
    assert [(f.element_id, f.file) for f in refusal.value.findings] == [("melden", "hamm.bpmn")]


def test_a_file_that_nobody_uses_is_deleted_and_comes_back(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    do(house, designer, drafts.add_file, number, *report_form("akut"))
    do(house, designer, drafts.delete_file, number, "meldung.form", 2)
    assert len(look(house, designer, number).files) == 1
    do(house, designer, drafts.undo, number, 3)
    assert [file.name for file in look(house, designer, number).files] == ["hamm.bpmn", "meldung.form"]


@pytest.mark.parametrize("name", ["", ".form", "a/b.form", "..\\x.bpmn", "x.exe", "a\n.form", "x" * 200 + ".form"])
def test_names_that_no_file_may_have(house: House, designer: Actor, name: str) -> None:
    number = opened(house, designer)
    with pytest.raises(InvalidInput):
        do(house, designer, drafts.add_file, number, name, b"{}")


def test_a_renamed_field_that_a_gateway_reads_is_a_finding_that_names_the_gateway(
    house: House, designer: Actor
) -> None:
    house.publish(gated(), "hamm.bpmn", report_form("akut"))
    number = opened(house, designer)
    assert not do(house, designer, drafts.check_draft, number)
    unsaved = report_form("dringend")[1]
    findings = do(house, designer, drafts.check_draft, number, "meldung.form", unsaved)
    (found,) = [finding for finding in findings if finding.code == "field.gone"]
    assert found.element_id == "gw" or found.element_name == "ja" or "Ist es akut?" in found.message
    assert "Ist es akut?" in found.message and "„dringend“" in found.hint
    edit(house, designer, number, report_form("akut")[1], unsaved, "meldung.form")
    with pytest.raises(InvalidInput):
        do(house, designer, drafts.publish_draft, PublishDraft(number, 2))


# ------------------------------------------------------------------ publishing
def test_publishing_ends_the_draft_and_keeps_its_rehearsals_and_its_note(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    story = b"name: Weg\nsteps:\n  - do: eins\n  - do: zwei\nends: {at: e}\n"
    do(house, designer, drafts.add_file, number, "weg.rehearsal.yaml", story)
    edit(house, designer, number, b'name="eins"', b'name="Erstens"')
    published = do(house, designer, drafts.publish_draft, PublishDraft(number, 3, "Klarere Namen"))
    assert published.version == 2
    draft = look(house, designer, number)
    assert (draft.ended, draft.version) == ("published", 2)
    assert house.rows("deployment", version=2)[0]["note"] == "Klarere Namen"
    assert content(house, designer, opened(house, designer), "weg.rehearsal.yaml") == story
    with pytest.raises(InvalidState, match="schon als Version 2 veröffentlicht"):
        edit(house, designer, number, b"Erstens", b"Zweitens")


def test_two_who_publish_one_draft_at_the_same_time_publish_it_once(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    edit(house, designer, number, b'name="eins"', b'name="Erstens"')

    def publish(_: int) -> object:
        try:
            return do(house, designer, drafts.publish_draft, PublishDraft(number, 2)).version
        except InvalidState as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(publish, range(2)))) == ["2", "draft.ended"]
    assert [row["version"] for row in house.rows("deployment")] == [1, 2]


def test_a_draft_with_an_error_is_not_published_and_stays(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    edit(
        house,
        designer,
        number,
        b'<bpmn:endEvent id="e"',
        b'<bpmn:userTask id="leer" name="leer"/><bpmn:endEvent id="e"',
    )
    before = house.everything()
    with pytest.raises(InvalidInput) as refusal:
        do(house, designer, drafts.publish_draft, PublishDraft(number, 2))
    assert refusal.value.findings
    assert house.everything() == before


def test_what_was_published_meanwhile_is_told_and_not_undone_by_accident(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    house.publish(tasks("eins", "zwei").replace(b'name="zwei"', b'name="Zweitens"'))
    ready = do(house, designer, drafts.readiness, number)
    assert ready.needs_confirmation and not ready.ready
    assert [each.sentence for each in ready.since] == ["Schritt „Zweitens“: hieß bisher „zwei“."]
    with pytest.raises(InvalidState, match="Version 2"):
        do(house, designer, drafts.publish_draft, PublishDraft(number, 1))
    assert do(house, designer, drafts.publish_draft, PublishDraft(number, 1, anyway=True)).version == 3


def test_whoever_has_taken_over_the_difference_goes_on_from_there(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    house.publish(tasks("eins", "zwei").replace(b'name="zwei"', b'name="Zweitens"'))
    edit(house, designer, number, b'name="zwei"', b'name="Zweitens"')
    do(house, designer, drafts.rebase_draft, number, 2)
    assert do(house, designer, drafts.readiness, number).ready


def test_a_draft_is_measured_by_the_version_in_force_and_not_by_one_taken_back(house: House, designer: Actor) -> None:
    house.publish(tasks("eins", "zwei").replace(b'name="zwei"', b'name="Zweitens"'))
    on_second = opened(house, designer)
    do(house, designer, withdraw, "hamm", 2)
    number = opened(house, designer)
    based = look(house, designer, number).base
    assert based is not None and (based.version, based.current, based.outdated) == (1, 1, False)
    edit(house, designer, number, b'name="eins"', b'name="Erstens"')
    ready = do(house, designer, drafts.readiness, number)
    assert ready.ready and ready.since == () and (ready.before, ready.next) == (1, 3)
    before = look(house, designer, on_second).base
    assert before is not None and before.withdrawn and not before.outdated
    edit(house, designer, on_second, b'name="eins"', b'name="Anfangs"')
    again = do(house, designer, drafts.readiness, on_second)
    assert again.ready and again.since == () and again.before == 1
    assert do(house, designer, drafts.publish_draft, PublishDraft(number, 2)).version == 3
    assert do(house, designer, drafts.readiness, on_second).needs_confirmation


def test_running_cases_are_told_to_stay_where_they_are(house: House, designer: Actor) -> None:
    house.start()
    house.start()
    assert do(house, designer, drafts.readiness, opened(house, designer)).running == ((1, 2),)


def test_rules_are_warnings_until_the_administration_binds_to_them(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    conditions = {c.code: c for c in do(house, designer, drafts.readiness, number).conditions}
    assert not conditions["four_eyes"].met and not conditions["four_eyes"].binding
    admin = house.actor(Role.VERWALTUNG)
    with pytest.raises(NotPermitted):
        do(house, designer, drafts.keep_publishing_rules, TenantId(HAMM), PublishingRules(four_eyes=True))
    do(house, admin, drafts.keep_publishing_rules, TenantId(HAMM), PublishingRules(four_eyes=True))
    with pytest.raises(InvalidState, match="freigegeben"):
        do(house, designer, drafts.publish_draft, PublishDraft(number, 1))


def test_four_eyes_means_another_designer_and_exactly_this_revision(house: House, designer: Actor) -> None:
    admin, other = house.actor(Role.VERWALTUNG), house.actor(Role.ENTWURF)
    do(house, admin, drafts.keep_publishing_rules, TenantId(HAMM), PublishingRules(four_eyes=True))
    number = opened(house, designer)
    with pytest.raises(InvalidState, match="selbst"):
        do(house, designer, drafts.approve_draft, number, 1)
    do(house, other, drafts.approve_draft, number, 1)
    edit(house, designer, number, b'name="eins"', b'name="A"')
    with pytest.raises(InvalidState, match="noch niemand"):
        do(house, designer, drafts.publish_draft, PublishDraft(number, 2))
    do(house, other, drafts.approve_draft, number, 2)
    assert do(house, designer, drafts.publish_draft, PublishDraft(number, 2)).version == 2


def test_rehearsals_bind_where_they_are_switched_on(house: House, designer: Actor) -> None:
    admin = house.actor(Role.VERWALTUNG)
    do(house, admin, drafts.keep_publishing_rules, TenantId(HAMM), PublishingRules(rehearsals=True, coverage=100))
    number = opened(house, designer)
    with pytest.raises(InvalidState, match="keinen Probelauf"):
        do(house, designer, drafts.publish_draft, PublishDraft(number, 1))
    story = b"name: Weg\nsteps:\n  - do: eins\n  - do: zwei\nends: {at: e}\n"
    do(house, designer, drafts.add_file, number, "weg.rehearsal.yaml", story.replace(b"do: zwei", b"do: drei"))
    with pytest.raises(InvalidState, match="1 Probelauf von 1"):
        do(house, designer, drafts.publish_draft, PublishDraft(number, 2))
    edit(house, designer, number, b"do: drei", b"do: zwei", "weg.rehearsal.yaml")
    published = do(house, designer, drafts.publish_draft, PublishDraft(number, 3))
    assert (published.version, published.unchanged) == (1, True)
    assert content(house, designer, opened(house, designer), "weg.rehearsal.yaml") == story


def test_a_draft_that_names_another_municipality_is_not_published(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    edit(house, designer, number, HAMM.encode(), b"05711000")
    with pytest.raises(InvalidInput) as refusal:
        do(house, designer, drafts.publish_draft, PublishDraft(number, 2))
    assert refusal.value.findings[0].code == "municipality.identity"


# ------------------------------------------------------------------ who, and the end
def test_only_designers_of_the_municipality_and_the_state_office_open_a_draft(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    house.publish(tasks("a", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    with pytest.raises(NotFound):
        look(house, house.actor(Role.ENTWURF, of=SOEST), number)
    with pytest.raises(NotPermitted):
        look(house, house.actor(Role.KOORDINATION), number)
    assert look(house, house.actor(Role.LAKI, of=None), number).slug == "hamm"


def test_a_discarded_draft_comes_back_as_it_was(house: House, designer: Actor) -> None:
    number = opened(house, designer)
    edit(house, designer, number, b'name="eins"', b'name="A"')
    do(house, designer, drafts.discard_draft, number)
    assert not do(house, designer, drafts.draft_list)
    do(house, designer, drafts.restore_draft, number)
    assert b'name="A"' in content(house, designer, number)


def test_the_trail_tells_what_became_of_a_draft_and_nothing_that_is_in_it(house: House, designer: Actor) -> None:
    number = opened(house, designer, slug="hamm", name="Geheime Pläne")
    do(house, designer, drafts.discard_draft, number)
    do(house, designer, drafts.restore_draft, number)
    do(house, designer, drafts.publish_draft, PublishDraft(number, 1))
    entries = [row for row in house.rows("audit_entry") if row["kind"].startswith("draft.")]
    assert [row["kind"] for row in entries] == ["draft.opened", "draft.discarded", "draft.restored", "draft.published"]
    assert not any("Geheime" in row["facts"] for row in entries)


def test_the_editors_are_offered_what_is_there(house: House, designer: Actor) -> None:
    house.publish(gated(), "hamm.bpmn", report_form("akut"))
    found = do(house, designer, drafts.offer, opened(house, designer))
    assert [choice.id for choice in found.forms if choice.own] == ["meldung"]
    assert {"beirat", "mediation"} <= {choice.id for choice in found.processes}
    assert "mediation" in {choice.id for choice in found.zones}


def test_the_editors_are_told_what_is_locked_and_whether_locks_can_be_said(house: House, designer: Actor) -> None:
    draft = opened(house, designer)
    assert do(house, designer, drafts.offer, draft).locks == ()
    said = b'<zeebe:property name="pflicht" value="Vier Augen"/>'
    main = content(house, designer, draft)
    box = re.search(rb'id="zwei".*?<zeebe:properties>', main, re.DOTALL)
    assert box is not None
    edit(house, designer, draft, box[0], box[0] + said)
    found = do(house, designer, drafts.offer, draft)
    assert [(lock.element, lock.reason) for lock in found.locks] == [("zwei", "Vier Augen")]
    assert found.locks == do(house, designer, drafts.locked_elements, draft) and not found.template
    edit(house, designer, draft, b'name="art" value="kreisfreie Stadt"', b'name="art" value="Mustervorlage"')
    assert do(house, designer, drafts.offer, draft).template


def test_the_editors_of_forms_and_decisions_are_told_what_is_locked_there(house: House) -> None:
    own = ("eigen.form", (FORMS / "eingangsbestaetigung.form").read_bytes().replace(b'"pflicht"', b'"frueher"'))
    template = (PROCESSES / "_vorlagen" / "tandem.bpmn").read_bytes()
    house.publish(template, "tandem.bpmn")
    clone = ("hamm.bpmn", (PROCESSES / "hamm.bpmn").read_bytes())
    [field] = do(house, OPERATOR, drafts.offer, opened(house, OPERATOR, files=(clone, own))).file_locks
    assert (field.file, field.element, field.until) == ("eigen.form", "datenschutzhinweis", "")
    assert "Art. 13" in field.reason
    ruled = table().replace(b"Weil r1.", b"Pflicht bis 2027-01-31: Sicherheit geht vor.")
    drawn = opened(house, OPERATOR, files=(("tandem.bpmn", template), ("ruled.dmn", ruled)))
    [rule] = do(house, OPERATOR, drafts.offer, drawn).file_locks
    assert (rule.file, rule.element, rule.name) == ("ruled.dmn", "r1", "Regel 1")
    assert (rule.reason, rule.until) == ("Sicherheit geht vor.", "2027-01-31")


@pytest.mark.parametrize("name", ["laut.REHEARSAL.YAML", "laut.BPMN", "laut.Form"])
def test_an_ending_in_capitals_would_be_taken_for_another_kind(house: House, designer: Actor, name: str) -> None:
    with pytest.raises(InvalidInput):
        do(house, designer, drafts.add_file, opened(house, designer, slug="hamm"), name, b"{}")


def test_a_rehearsal_that_is_too_long_to_be_played_is_not_stored(house: House, designer: Actor) -> None:
    draft, story = opened(house, designer, slug="hamm"), b"name: x\nsteps: []\n"
    do(house, designer, drafts.add_file, draft, "a.rehearsal.yaml", story)
    with pytest.raises(InvalidInput) as refused:
        do(house, designer, drafts.save_file, SaveFile(draft, "a.rehearsal.yaml", story + b"#" * 300_000, 2))
    assert "256 kB" in refused.value.findings[0].message
