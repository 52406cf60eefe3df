"""A colleague of another municipality sees nothing of Hamm: every public function, asked for what Hamm has."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from engine import accounts, casework, catalogue, onboarding
from engine.catalogue import drafts, templates
from engine.catalogue.rehearsing import Report
from engine.errors import EngineError, NotFound, NotPermitted
from engine.onboarding import StepState
from engine.terms import AccountId, Actor, Role, UserTaskId
from tests.kit.house import House
from tests.kit.paths import HAMM, SOEST, in_a_row, script, task, tasks

EVERYTHING = frozenset(Role) - {Role.LAKI}


@dataclass(frozen=True)
class Hamm:
    """What Hamm has, and a stranger with every role of Soest who has heard of it."""

    house: House
    stranger: Actor
    case: str
    instance: str
    task: str
    incident: int
    account: int
    view: int
    barrier: int
    draft: int


@pytest.fixture
def hamm(house: House) -> Hamm:
    house.publish(in_a_row(("eins", task("eins", frist="5 AT")), ("bruch", script("bruch", '"kein Kontext"'))))
    house.publish(tasks("zwei", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    case = house.start()
    employee = house.coordinator(name="Karla aus Hamm", login="karla")
    one = house.task(case, "eins")
    house.claim(one, employee)
    house.complete(one, employee, kurztitel="Geheimnis von Hamm")
    stranger = house.actor(*EVERYTHING, groups=("koordination",), of=SOEST)
    with house.platform.command(employee) as uow:
        casework.save_view(uow, "vorgaenge", "Meine", "stufe=eingang")
    with house.platform.command(house.actor(Role.ENTWURF)) as uow:
        draft = drafts.open_draft(uow, drafts.OpenDraft(slug="hamm", name="Geheimnis von Hamm"))
    with house.platform.command(Actor.system()) as uow:
        barrier = accounts.report_barrier(uow, accounts.ReportBarrier(HAMM, "Geheimnis von Hamm"))
    with house.platform.command(Actor.operator()) as uow:
        casework.send_signal(uow, casework.SendSignal(HAMM, "signal"))
    house.sql("UPDATE outbox SET attempts = 1")
    number, view = house.rows("incident")[0]["id"], house.rows("saved_view")[0]["id"]
    instance = house.instance(case)["id"]
    return Hamm(house, stranger, case, instance, one, number, employee.account_id or 0, view, barrier, draft)


Ask = Callable[[Hamm, Any], Any]
REFUSED: Mapping[Any, Ask] = {
    templates.plan_update: lambda h, uow: templates.plan_update(uow, "hamm"),
    templates.take_update: lambda h, uow: templates.take_update(uow, "hamm", 2, {}),
    templates.decline_update: lambda h, uow: templates.decline_update(uow, "hamm", 2, ""),
    templates.template: lambda h, uow: templates.template(uow, "hamm"),
    templates.profile: lambda h, uow: templates.profile(uow, "hamm"),
    templates.diagram_of: lambda h, uow: templates.diagram_of(uow, "hamm"),
    templates.locks_of: lambda h, uow: templates.locks_of(uow, "hamm"),
    templates.source_name: lambda h, uow: templates.source_name(uow, "hamm"),
    casework.case_page: lambda h, uow: casework.case_page(uow, h.case),
    casework.open_tasks_of: lambda h, uow: casework.open_tasks_of(uow, h.case),
    casework.diagram: lambda h, uow: casework.diagram(uow, h.case, "weg"),
    casework.discard_case: lambda h, uow: casework.discard_case(uow, h.case),
    casework.drawing: lambda h, uow: casework.drawing(uow, h.case, "weg"),
    casework.task_page: lambda h, uow: casework.task_page(uow, UserTaskId(h.task)),
    casework.form_for_completion: lambda h, uow: casework.form_for_completion(uow, UserTaskId(h.task)),
    casework.claim_task: lambda h, uow: casework.claim_task(uow, casework.ClaimTask(UserTaskId(h.task))),
    casework.release_task: lambda h, uow: casework.release_task(uow, casework.ReleaseTask(UserTaskId(h.task))),
    casework.hand_over: lambda h, uow: casework.hand_over(
        uow, casework.HandOver(UserTaskId(h.task), h.stranger.account_id or AccountId(0))
    ),
    casework.set_follow_up: lambda h, uow: casework.set_follow_up(
        uow, casework.SetFollowUp(UserTaskId(h.task), date(2026, 6, 30))
    ),
    casework.drop_view: lambda h, uow: casework.drop_view(uow, h.view),
    casework.save_draft: lambda h, uow: casework.save_draft(uow, casework.SaveDraft(UserTaskId(h.task), [("a", "b")])),
    casework.discard_draft: lambda h, uow: casework.discard_draft(uow, UserTaskId(h.task)),
    casework.complete_task: lambda h, uow: casework.complete_task(uow, casework.CompleteTask(UserTaskId(h.task), {})),
    casework.send_message: lambda h, uow: casework.send_message(uow, casework.SendMessage(h.instance, "nachricht")),
    casework.message_effect: lambda h, uow: casework.message_effect(uow, h.case, "nachricht"),
    casework.case_starts: lambda h, uow: casework.case_starts(uow, HAMM),
    casework.start_case: lambda h, uow: casework.start_case(uow, casework.StartCase(HAMM)),
    casework.fire_timers_of: lambda h, uow: casework.fire_timers_of(uow, h.instance),
    casework.watch_deadline_of: lambda h, uow: casework.watch_deadline_of(uow, UserTaskId(h.task)),
    casework.correlate_message: lambda h, uow: casework.correlate_message(uow, HAMM, "nachricht", h.case, {}),
    casework.send_signal: lambda h, uow: casework.send_signal(uow, casework.SendSignal(HAMM, "signal")),
    casework.signal_list: lambda h, uow: casework.signal_list(uow, HAMM),
    casework.signal_effect: lambda h, uow: casework.signal_effect(uow, HAMM, "signal"),
    casework.signals_by_hand: lambda h, uow: casework.signals_by_hand(uow, HAMM),
    casework.retry_incident: lambda h, uow: casework.retry_incident(h.house.platform, h.stranger, h.incident),
    casework.resolve_incident: lambda h, uow: casework.resolve_incident(h.house.platform, h.stranger, h.incident),
    catalogue.version_history: lambda h, uow: catalogue.version_history(uow, "hamm"),
    catalogue.path_traffic: lambda h, uow: catalogue.path_traffic(uow, "hamm"),
    catalogue.process_page: lambda h, uow: catalogue.process_page(uow, "hamm"),
    catalogue.process_diagram: lambda h, uow: catalogue.process_diagram(uow, "hamm"),
    catalogue.process_source: lambda h, uow: catalogue.process_source(uow, "hamm"),
    onboarding.checklist: lambda h, uow: onboarding.checklist(uow, HAMM),
    onboarding.play_rehearsals: lambda h, uow: onboarding.play_rehearsals(h.house.platform, h.stranger, HAMM),
    accounts.disable_account: lambda h, uow: accounts.disable_account(uow, h.account),
    accounts.enable_account: lambda h, uow: accounts.enable_account(uow, h.account),
    accounts.reset_password: lambda h, uow: accounts.reset_password(uow, h.account),
    accounts.change_account: lambda h, uow: accounts.change_account(
        uow, accounts.ChangeAccount(AccountId(h.account), "X", [Role.KOORDINATION])
    ),
    accounts.account_to_change: lambda h, uow: accounts.account_to_change(uow, h.account),
    accounts.office_texts: lambda h, uow: accounts.office_texts(uow, "hamm"),
    accounts.keep_office_texts: lambda h, uow: accounts.keep_office_texts(
        uow, accounts.KeepOfficeTexts(HAMM, {"anbieter": "Soest"})
    ),
    accounts.report_barrier: lambda h, uow: accounts.report_barrier(uow, accounts.ReportBarrier(HAMM, "x")),
    accounts.resolve_barrier: lambda h, uow: accounts.resolve_barrier(uow, h.barrier),
    accounts.reopen_barrier: lambda h, uow: accounts.reopen_barrier(uow, h.barrier),
    catalogue.lane_groups: lambda h, uow: catalogue.lane_groups(uow, HAMM),
    drafts.open_draft: lambda h, uow: drafts.open_draft(uow, drafts.OpenDraft(slug="hamm")),
    drafts.draft: lambda h, uow: drafts.draft(uow, h.draft),
    drafts.draft_content: lambda h, uow: drafts.draft_content(uow, h.draft, "hamm.bpmn"),
    drafts.draft_files: lambda h, uow: drafts.draft_files(uow, h.draft),
    drafts.draft_form: lambda h, uow: drafts.draft_form(uow, h.draft, "clearing"),
    drafts.check_draft: lambda h, uow: drafts.check_draft(uow, h.draft),
    drafts.offer: lambda h, uow: drafts.offer(uow, h.draft),
    drafts.locked_elements: lambda h, uow: drafts.locked_elements(uow, h.draft),
    drafts.titles: lambda h, uow: drafts.titles(uow, h.draft),
    drafts.uses: lambda h, uow: drafts.uses(uow, drafts.DraftId(h.draft)),
    drafts.save_file: lambda h, uow: drafts.save_file(uow, drafts.SaveFile(h.draft, "hamm.bpmn", b"", 1)),
    drafts.save_files: lambda h, uow: drafts.save_files(
        uow, drafts.SaveFiles(h.draft, [("hamm.bpmn", b"")], 1, "nichts")
    ),
    drafts.save_diagram: lambda h, uow: drafts.save_diagram(uow, drafts.SaveDiagram(h.draft, "hamm.bpmn", b"", b"", 1)),
    drafts.apply_changes: lambda h, uow: drafts.apply_changes(
        uow, drafts.ApplyChanges(h.draft, "hamm.bpmn", (), 1, "nichts")
    ),
    drafts.add_blank: lambda h, uow: drafts.add_blank(uow, h.draft, drafts.DraftKind.FORM, "a"),
    drafts.copy_shared: lambda h, uow: drafts.copy_shared(uow, h.draft, drafts.DraftKind.FORM, "clearing"),
    drafts.standing: lambda h, uow: drafts.standing(uow, "hamm"),
    drafts.add_files: lambda h, uow: drafts.add_files(uow, h.draft, [("b.form", b"{}")]),
    drafts.add_file: lambda h, uow: drafts.add_file(uow, h.draft, "a.form", b"{}"),
    drafts.rename_file: lambda h, uow: drafts.rename_file(uow, h.draft, "hamm.bpmn", "b.bpmn", 1),
    drafts.delete_file: lambda h, uow: drafts.delete_file(uow, h.draft, "hamm.bpmn", 1),
    drafts.undo: lambda h, uow: drafts.undo(uow, h.draft, 1),
    drafts.redo: lambda h, uow: drafts.redo(uow, h.draft, 1),
    drafts.discard_draft: lambda h, uow: drafts.discard_draft(uow, h.draft),
    drafts.restore_draft: lambda h, uow: drafts.restore_draft(uow, h.draft),
    drafts.rebase_draft: lambda h, uow: drafts.rebase_draft(uow, h.draft, 1),
    drafts.approve_draft: lambda h, uow: drafts.approve_draft(uow, h.draft, 1),
    drafts.last_proof: lambda h, uow: drafts.last_proof(uow, drafts.DraftId(h.draft), ()),
    drafts.keep_proof: lambda h, uow: drafts.keep_proof(uow, drafts.DraftId(h.draft), (), Report((), (), ()), 1),
    drafts.readiness: lambda h, uow: drafts.readiness(uow, h.draft),
    drafts.publishing_rules: lambda h, uow: drafts.publishing_rules(uow, HAMM),
    drafts.keep_publishing_rules: lambda h, uow: drafts.keep_publishing_rules(
        uow, HAMM, drafts.PublishingRules(four_eyes=True)
    ),
    drafts.publish_draft: lambda h, uow: drafts.publish_draft(uow, drafts.PublishDraft(h.draft, 1)),
    accounts.create_account: lambda h, uow: accounts.create_account(
        uow, accounts.CreateAccount("x", "X", HAMM, [Role.KOORDINATION])
    ),
}
EMPTY: Mapping[Any, Ask] = {
    templates.template_list: lambda h, uow: templates.template_list(uow),
    casework.task_list: lambda h, uow: (
        casework.task_list(uow, casework.TaskFilter(scope="all", municipality=HAMM)).lines
    ),
    casework.case_list: lambda h, uow: casework.case_list(uow, casework.CaseFilter(municipality=HAMM)).lines,
    casework.incident_list: lambda h, uow: casework.incident_list(uow),
    casework.next_timer: lambda h, uow: casework.next_timer(uow, h.instance),
    casework.next_watch: lambda h, uow: casework.next_watch(uow, h.instance),
    casework.audit_trail: lambda h, uow: [
        line for line in casework.audit_trail(uow, casework.AuditFilter()).lines if line.aktenzeichen
    ],
    casework.audit_csv: lambda h, uow: [
        row for row in casework.audit_csv(uow, casework.AuditFilter(aktenzeichen=h.case)) if row[0] != "Nummer"
    ],
    casework.verify_trail: lambda h, uow: (
        casework.verify_trail(uow, municipality=HAMM, aktenzeichen=h.case).chains or None
    ),
    drafts.draft_list: lambda h, uow: list(drafts.draft_list(uow, HAMM)),
    catalogue.process_list: lambda h, uow: [line for line in catalogue.process_list(uow) if line.slug == "hamm"],
    accounts.account_list: lambda h, uow: [
        view for view in accounts.account_list(uow, HAMM) if view.municipality == HAMM
    ],
    accounts.account_page: lambda h, uow: [
        view for view in accounts.account_page(uow, accounts.AccountFilter()).lines if view.municipality == HAMM
    ],
    accounts.barrier_reports: lambda h, uow: accounts.barrier_reports(uow, HAMM),
    accounts.demo_accounts: lambda h, uow: accounts.demo_accounts(uow),
    casework.delayed_sendings: lambda h, uow: casework.delayed_sendings(uow),
}
FORBIDDEN: Mapping[Any, Ask] = {
    templates.clone: lambda h, uow: templates.clone(uow, templates.CloneTemplate("hamm", "05515000", "Stadt Münster")),
    templates.publish_clone: lambda h, uow: templates.publish_clone(
        uow, templates.CloneTemplate("hamm", "05515000", "Stadt Münster"), {}
    ),
    templates.draft_clone: lambda h, uow: templates.draft_clone(
        uow, templates.CloneTemplate("hamm", "05515000", "Stadt Münster"), {}
    ),
    templates.adaptable: lambda h, uow: templates.adaptable(uow, "hamm"),
    templates.propose_update: lambda h, uow: templates.propose_update(uow, "hamm"),
    templates.answers: lambda h, uow: templates.answers(uow, "hamm"),
    catalogue.publish: lambda h, uow: catalogue.publish(uow, catalogue.PublishProcess("hamm.bpmn", tasks("andere"))),
    drafts.receive: lambda h, uow: drafts.receive(uow, drafts.ReceiveFiles((("hamm.bpmn", tasks("andere")),))),
    accounts.invite_first: lambda h, uow: accounts.invite_first(uow, accounts.InviteFirst(HAMM, "x", "X")),
    accounts.lacks_accounts: lambda h, uow: accounts.lacks_accounts(uow, HAMM),
    catalogue.first_groups: lambda h, uow: catalogue.first_groups(uow, HAMM),
    onboarding.release_municipality: lambda h, uow: onboarding.release_municipality(uow, HAMM),
    onboarding.municipality_lines: lambda h, uow: onboarding.municipality_lines(uow),
    onboarding.set_step: lambda h, uow: onboarding.set_step(uow, onboarding.SetStep(HAMM, 13, StepState.DONE)),
    catalogue.withdraw: lambda h, uow: catalogue.withdraw(uow, "hamm"),
    catalogue.reinstate: lambda h, uow: catalogue.reinstate(uow, "hamm", 1),
}
OWN = {
    accounts.authenticate: "before anybody is known; the login is unique in the house",
    accounts.account: "the account of the session, by the number that the session holds",
    accounts.account_named: "--as on the command line, whose user holds all keys",
    accounts.change_password: "one's own account",
    accounts.end_session: "the session of the request",
    accounts.new_session: "touches no data",
    accounts.set_language: "one's own account",
    accounts.barrier_faults: "touches no data",
    accounts.office_faults: "touches no data",
    accounts.offices: "the names of all municipalities stand on the public pages",
    casework.save_view: "one's own list",
    casework.saved_views: "one's own list",
    casework.record_export: "an entry in the own municipality's chain",
    casework.fire_timers: "the clock, which belongs to all",
    casework.fire_timer_starts: "the clock, which belongs to all",
    casework.watch_deadlines: "the clock, which belongs to all",
    casework.end_timer_starts: "called by catalogue, which insists on the right",
    casework.plan_timer_starts: "called by publishing, which insists on the right",
    catalogue.check_files: "touches no data",
    catalogue.group_names: "the actor's own municipality",
    catalogue.insist_on_limits: "touches no data",
    catalogue.refused: "touches no data",
    catalogue.slug_of: "touches no data",
    drafts.neighbours: "the actor's own drafts, and what they may see published",
    drafts.percent: "touches no data",
    drafts.proof: "touches no data",
    drafts.prove: "touches no data",
    onboarding.step_faults: "touches no data",
    templates.chain: "names of what a path says that it comes from",
    templates.open_proposals: "of paths that the actor was shown",
    templates.open_demands: "of paths that the actor was shown",
    templates.locked_elements: "of files that the actor was shown",
    templates.locked_findings: "of files that the actor was shown",
    templates.ship_templates: "the operator's, when the house begins",
    templates.marks_of: "touches no data",
    templates.shown_in: "touches no data",
}


def public() -> Iterator[Any]:
    for room in (accounts, casework, catalogue, drafts, onboarding, templates):
        for name in room.__all__:
            if inspect.isfunction(getattr(room, name)):
                yield getattr(room, name)


def test_every_public_function_is_in_this_table() -> None:
    table = [*REFUSED, *EMPTY, *FORBIDDEN, *OWN]
    assert sorted(f.__name__ for f in public()) == sorted(f.__name__ for f in table)


def ask(hamm: Hamm, function: Ask, actor: Actor) -> Any:
    with hamm.house.platform.command(actor) as uow:
        answer = function(hamm, uow)
        return list(answer) if inspect.isgenerator(answer) else answer


def test_what_is_another_municipalitys_is_not_found(hamm: Hamm, subtests: pytest.Subtests) -> None:
    before = hamm.house.everything()
    for function, question in REFUSED.items():
        with subtests.test(function=function.__name__):
            with pytest.raises(NotFound) as refusal:
                ask(hamm, question, hamm.stranger)
            assert "Geheimnis" not in refusal.value.sentence and "Karla" not in refusal.value.sentence
            assert hamm.house.everything() == before


def test_lists_hold_nothing_of_another_municipality(hamm: Hamm, subtests: pytest.Subtests) -> None:
    for function, question in EMPTY.items():
        with subtests.test(function=function.__name__):
            assert not ask(hamm, question, hamm.stranger)


def test_nobody_publishes_or_releases_for_another_municipality(hamm: Hamm, subtests: pytest.Subtests) -> None:
    before = hamm.house.everything()
    for function, question in FORBIDDEN.items():
        with subtests.test(function=function.__name__):
            with pytest.raises((NotPermitted, NotFound)):
                ask(hamm, question, hamm.stranger)
            assert hamm.house.everything() == before


def test_an_account_of_no_municipality_sees_none(hamm: Hamm, subtests: pytest.Subtests) -> None:
    """Fails closed: a missing municipality is never read as all of them."""
    nowhere = hamm.house.actor(*EVERYTHING, groups=("koordination",), of=None)
    for function, question in {**REFUSED, **EMPTY}.items():
        if function in (casework.retry_incident, casework.resolve_incident):  # these ask as the stranger
            continue
        with subtests.test(function=function.__name__):
            try:
                answer = ask(hamm, question, nowhere)
            except EngineError as refusal:
                assert isinstance(refusal, (NotFound, NotPermitted))
            else:
                assert not answer


def test_the_table_is_not_empty_for_hamm_itself(hamm: Hamm) -> None:
    """So that an empty list above means something."""
    own = hamm.house.actor(*EVERYTHING, groups=("koordination",), of=HAMM)
    for function in set(EMPTY) - {casework.next_timer, accounts.demo_accounts, templates.template_list}:
        assert ask(hamm, EMPTY[function], own), function.__name__
