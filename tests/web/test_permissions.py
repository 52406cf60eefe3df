"""Every address of the application against every role; an address without a line in this table fails."""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.catalogue import drafts
from engine.catalogue.drafts import DraftId
from engine.terms import Role
from tests.web.conftest import BIELEFELD, HAMM, HAMM_FILE, World

EVERYONE = frozenset(Role)
CASEWORK = frozenset({Role.KOORDINATION, Role.BERATUNG, Role.MEDIATION, Role.BEIRAT, Role.FACHSTELLE})
COORDINATION = frozenset({Role.KOORDINATION})
AUDITORS = frozenset({Role.REVISION, Role.DATENSCHUTZ})
DESIGNERS = frozenset({Role.ENTWURF, Role.LAKI})
ADMINISTRATION = frozenset({Role.VERWALTUNG})

# (method, endpoint): who is let in. The case in question waits for Hamm's coordinators.
ALLOWED: dict[tuple[str, str], frozenset[Role]] = {
    ("GET", "session.keep_alive"): EVERYONE,
    ("GET", "session.my_account"): EVERYONE,
    ("GET", "session.own_password"): EVERYONE,
    ("POST", "session.change_password"): EVERYONE,
    ("GET", "tasks.task_list"): CASEWORK,
    ("GET", "tasks.task_export"): CASEWORK,
    ("GET", "tasks.task"): COORDINATION,
    ("POST", "tasks.complete"): COORDINATION,
    ("POST", "tasks.preview"): COORDINATION,
    ("POST", "hands.claim"): COORDINATION,
    ("POST", "hands.release"): COORDINATION,
    ("POST", "hands.hand_over"): COORDINATION,
    ("POST", "hands.follow_up"): COORDINATION,
    ("POST", "tasks.save_draft"): COORDINATION,
    ("POST", "tasks.discard_draft"): COORDINATION,
    ("POST", "tasks.task_list"): CASEWORK,
    ("POST", "cases.case_list"): CASEWORK,
    # Nobody has kept a view: whoever may have some gets 404, as everyone else does.
    ("POST", "views.drop"): frozenset(),
    ("GET", "cases.case_list"): CASEWORK,
    ("GET", "cases.case_export"): CASEWORK,
    ("GET", "cases.search"): EVERYONE,  # leads to the list, which decides
    ("GET", "cases.signals"): COORDINATION,
    ("GET", "cases.confirm_signal"): COORDINATION,
    ("POST", "cases.send_signal"): COORDINATION,
    ("GET", "cases.new_report"): COORDINATION,
    ("POST", "cases.start_case"): COORDINATION,
    ("GET", "cases.case"): COORDINATION,
    ("GET", "cases.diagram"): COORDINATION,
    ("GET", "drawings.case"): COORDINATION,
    ("GET", "drawings.process"): EVERYONE,
    ("GET", "drawings.paper"): EVERYONE,
    ("GET", "drawings.difference"): DESIGNERS,
    ("GET", "cases.confirm_discard"): COORDINATION,
    ("POST", "cases.discard"): COORDINATION,
    ("GET", "cases.confirm_message"): COORDINATION,
    ("POST", "cases.send_message"): COORDINATION,
    ("GET", "processes.process_list"): EVERYONE,
    ("GET", "processes.process"): EVERYONE,
    ("GET", "processes.diagram"): EVERYONE,
    ("GET", "processes.source"): EVERYONE,
    ("GET", "processes.numbers"): EVERYONE,
    ("GET", "processes.upload"): DESIGNERS,
    ("POST", "processes.publish"): DESIGNERS,
    ("POST", "processes.withdraw"): DESIGNERS,
    ("POST", "processes.reinstate"): DESIGNERS,
    ("GET", "studio.new"): DESIGNERS,
    ("POST", "studio.create"): DESIGNERS,
    ("GET", "studio.overview"): DESIGNERS,
    ("POST", "studio.discard"): DESIGNERS,
    ("POST", "studio.restore"): DESIGNERS,
    ("GET", "studio.files"): DESIGNERS,
    ("POST", "studio.add"): DESIGNERS,
    ("POST", "studio.rename"): DESIGNERS,
    ("POST", "studio.delete"): DESIGNERS,
    ("GET", "studio_publishing.page"): DESIGNERS,
    ("POST", "studio_publishing.publish"): DESIGNERS,
    ("POST", "studio_publishing.rehearse"): DESIGNERS,
    ("POST", "studio_publishing.approve"): DESIGNERS,
    ("POST", "studio_publishing.taken_over"): DESIGNERS,
    ("GET", "studio_publishing.drawing"): DESIGNERS,
    ("GET", "studio_data.content"): DESIGNERS,
    ("POST", "studio_data.save"): DESIGNERS,
    ("POST", "studio_data.check"): DESIGNERS,
    ("POST", "studio_data.undo"): DESIGNERS,
    ("POST", "studio_data.redo"): DESIGNERS,
    ("GET", "studio_data.offer"): DESIGNERS,
    ("GET", "studio_editors.diagram"): DESIGNERS,
    ("GET", "studio_outline.listing"): DESIGNERS,
    ("POST", "studio_outline.act"): DESIGNERS,
    ("GET", "studio_outline.new"): DESIGNERS,
    ("POST", "studio_outline.add"): DESIGNERS,
    ("GET", "studio_outline.element"): DESIGNERS,
    ("POST", "studio_outline.save_element"): DESIGNERS,
    ("GET", "studio_outline.drawing"): DESIGNERS,
    ("GET", "studio_editors.form"): DESIGNERS,
    **{("GET", f"studio_forms.{page}"): DESIGNERS for page in ("listing", "new", "field")},
    **{("POST", f"studio_forms.{page}"): DESIGNERS for page in ("act", "add", "save_field")},
    ("GET", "studio_editors.decision"): DESIGNERS,
    ("GET", "studio_editors.preview"): DESIGNERS,
    ("GET", "studio_rehearsals.listing"): DESIGNERS,
    ("POST", "studio_rehearsals.play"): DESIGNERS,
    ("GET", "studio_rehearsals.drawing"): DESIGNERS,
    ("GET", "studio_rehearsals.one"): DESIGNERS,
    ("POST", "studio_rehearsals.save"): DESIGNERS,
    ("POST", "studio_rehearsals.play_one"): DESIGNERS,
    ("POST", "studio_rehearsals.delete"): DESIGNERS,
    ("POST", "studio_rehearsals.bring_back"): DESIGNERS,
    ("POST", "studio_spreading.insert"): DESIGNERS,
    ("GET", "studio_recording.new"): DESIGNERS,
    ("POST", "studio_recording.begin"): DESIGNERS,
    ("GET", "studio_recording.lost"): DESIGNERS,
    ("POST", "studio_recording.record"): DESIGNERS,
    ("POST", "studio_recording.preview"): DESIGNERS,
    ("GET", "modeler.page"): EVERYONE,  # leads to a page, which decides
    ("GET", "library.overview"): DESIGNERS,
    ("GET", "library.compare"): DESIGNERS,
    ("GET", "library.template"): DESIGNERS,
    ("GET", "library.drawing"): DESIGNERS,
    ("GET", "library.clone"): frozenset({Role.LAKI}),
    ("POST", "library.make_clone"): frozenset({Role.LAKI}),
    ("GET", "library.cloned"): frozenset({Role.LAKI}),
    ("POST", "library.propose"): frozenset({Role.LAKI}),
    ("GET", "library.update"): DESIGNERS,
    ("GET", "library.update_drawing"): DESIGNERS,
    ("POST", "library.take"): DESIGNERS,
    ("POST", "library.decline"): DESIGNERS,
    ("GET", "municipalities.overview"): EVERYONE,  # leads to the own checklist, which decides
    ("GET", "municipalities.export"): frozenset({Role.LAKI}),
    ("GET", "municipalities.checklist"): DESIGNERS | ADMINISTRATION | COORDINATION | AUDITORS,
    ("GET", "municipalities.step"): frozenset({Role.ENTWURF, Role.VERWALTUNG}),
    ("POST", "municipalities.set_step"): frozenset({Role.ENTWURF, Role.VERWALTUNG}),
    ("POST", "municipalities.rehearse"): frozenset({Role.ENTWURF, Role.VERWALTUNG}),
    ("GET", "municipalities.first_account"): frozenset({Role.LAKI}),
    ("POST", "municipalities.invite_first"): frozenset({Role.LAKI}),  # who finds that Hamm has accounts
    ("GET", "municipalities.confirm"): frozenset({Role.LAKI}),
    ("POST", "municipalities.go_live"): frozenset({Role.LAKI}),
    ("GET", "audit.trail"): AUDITORS,
    ("GET", "audit.export"): AUDITORS,
    ("GET", "admin.overview"): ADMINISTRATION,
    ("GET", "admin.new_account"): ADMINISTRATION,
    ("POST", "admin.create_account"): ADMINISTRATION,
    ("GET", "admin.account_export"): ADMINISTRATION,
    ("GET", "admin.edit_account"): ADMINISTRATION,
    ("POST", "admin.change_account"): ADMINISTRATION,
    ("GET", "admin.settings"): ADMINISTRATION,
    ("POST", "admin.keep_settings"): ADMINISTRATION,
    ("POST", "admin.keep_publishing_rules"): ADMINISTRATION,
    ("POST", "admin.disable_account"): ADMINISTRATION,
    ("POST", "admin.enable_account"): ADMINISTRATION,
    ("POST", "admin.reset_password"): ADMINISTRATION,
    # No incident is open: whoever may see incidents gets 404, as everyone else gets 403.
    ("POST", "admin.retry_incident"): frozenset(),
    ("POST", "admin.resolve_incident"): frozenset(),
    # Nobody has reported a barrier.
    ("POST", "admin.resolve_barrier"): frozenset(),
    ("POST", "admin.reopen_barrier"): frozenset(),
}
OPEN = {
    ("GET", "static"),
    ("GET", "session.start"),
    ("GET", "session.login"),
    ("POST", "session.log_in"),
    ("POST", "session.log_out"),
    ("POST", "session.view_settings"),
    ("GET", "pages.accessibility"),
    ("GET", "pages.privacy"),
    ("GET", "pages.imprint"),
    ("GET", "pages.barrier_form"),
    ("POST", "pages.report_barrier"),
    ("GET", "modeler.webapps"),
    ("GET", "modeler.templates"),
}


REHEARSAL = "mediation-endet-mit-vereinbarung.rehearsal.yaml"
DRAFT_FILES = {
    "studio_editors.form": "eigenes.form",
    **{f"studio_forms.{page}": "eigenes.form" for page in ("listing", "new", "field", "act", "add", "save_field")},
    "studio_editors.decision": "eigene.dmn",
    **{f"studio_rehearsals.{page}": REHEARSAL for page in ("one", "save", "play_one", "delete")},
    "studio_spreading.insert": REHEARSAL,
}
"""Files of the draft for editors that open one kind only."""
MODELERS = {
    ("GET", "modeler.topology"),
    ("POST", "modeler.deploy_8"),
    ("POST", "modeler.start_8"),
    ("GET", "modeler.deployments"),
    ("GET", "modeler.version"),
    ("POST", "modeler.deploy_7"),
    ("POST", "modeler.start_7"),
    *((method, "modeler.elsewhere") for method in ("GET", "POST", "PUT", "PATCH", "DELETE")),
}
"""For programs, which bring login and password with each request; test_modeler.py says who may what."""


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield method, rule.endpoint


def address(world: World, endpoint: str) -> str:
    known: dict[str, Any] = {
        "task_id": world.task_id,
        "aktenzeichen": world.aktenzeichen,
        "process_id": "konfliktweg_hamm",
        "name": DRAFT_FILES.get(endpoint, "hamm.bpmn") if endpoint.startswith("studio") else "mediation_beenden",
        "key": "tandem" if endpoint.startswith("library.") else "clearing",
        "draft": world.draft,
        "place": "0",
        "side": "kuenftig",
        "slug": "hamm",
        "account_id": world.spare_account,
        "number": 13 if endpoint.startswith("municipalities.") else 2**40,
        "ags": HAMM,
        "rest": "repository",
    }
    if endpoint == "cases.discard":  # what it ends must be missed by nobody
        known["aktenzeichen"] = world.new_case()
    if endpoint == "studio_rehearsals.delete":
        known["name"] = fresh_rehearsal(world)
    rule = next(rule for rule in world.app.url_map.iter_rules() if rule.endpoint == endpoint)
    with world.app.test_request_context():
        return world.app.url_for(endpoint, **{name: known[name] for name in rule.arguments})


def fresh_rehearsal(world: World) -> str:
    """Name of a file that nobody has deleted yet."""
    name = f"{secrets.token_hex(8)}.rehearsal.yaml"
    with world.platform.command(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        drafts.add_file(uow, DraftId(world.draft), name, b"name: Probe\n")
    return name


def form_of(endpoint: str) -> dict[str, Any]:
    """What a well-meant form would send, so that it is the engine that refuses."""
    if endpoint == "processes.publish":
        return {"files": (io.BytesIO(HAMM_FILE.read_bytes()), "hamm.bpmn")}
    if endpoint == "municipalities.invite_first":
        return {"name": "Neu", "login": "neu.in.hamm"}
    if endpoint == "admin.create_account":
        return {"name": "Neu", "login": "neu", "roles": "beirat", "groups": ""}
    if endpoint in ("tasks.task_list", "cases.case_list"):
        return {"name": "Überfällig"}
    if endpoint == "studio.add":
        return {"art": "form", "kennung": "neu"}
    if endpoint.startswith("studio_outline."):
        return {"tat": "hoch", "element": "clearing", "nach": "clearing", "name": "Neu", "revision": "1"}
    if endpoint.startswith("studio_forms."):
        return {"tat": "hoch", "feld": "0", "beschriftung": "Neu", "revision": "1"}
    if endpoint in ("processes.reinstate", "studio_publishing.taken_over"):
        return {"version": "1"}
    if endpoint == "municipalities.set_step":
        return {"state": "done", "day": "2026-06-03", "evidence": "Vermerk", "revision": "0"}
    if endpoint == "hands.hand_over":
        return {"an": "1"}
    if endpoint == "hands.follow_up":
        return {"am": "2026-06-30"}
    return {}


def json_of(endpoint: str) -> dict[str, Any] | None:
    """What an editor would send."""
    if endpoint.startswith("studio_data."):
        return {"revision": 0, "name": "hamm.bpmn", "content": "<leer/>"}
    return None


def ask(world: World, method: str, endpoint: str, role: Role | None, place: Any = None) -> TestResponse:
    client = world.client(role, place) if place else world.client(role)
    sent: dict[str, Any] = {}
    if method == "POST":
        body = json_of(endpoint)
        sent = {"data": form_of(endpoint)} if body is None else {"json": body}
    return client.open(address(world, endpoint), method=method, **sent)


SHARED = ("modeler.page", "library.template", "library.drawing")
"""Leads to pages alone, and they decide; the Mustervorlagen are every designer's."""


def test_every_address_has_a_line_in_this_table(world: World) -> None:
    assert set(routes(world.app)) == set(ALLOWED) | OPEN | MODELERS


@pytest.mark.parametrize(("method", "endpoint"), sorted(ALLOWED))
def test_an_address_lets_in_whom_the_table_names_and_nobody_else(world: World, method: str, endpoint: str) -> None:
    if endpoint == "hands.release":
        ask(world, "POST", "hands.claim", Role.KOORDINATION)
    # Whoever is let in comes last: what they do changes what the others would find.
    order = sorted(Role, key=lambda role: role in ALLOWED[method, endpoint])
    answers = {role: ask(world, method, endpoint, role).status_code for role in order}
    let_in = {role for role, status in answers.items() if status not in (403, 404)}
    if endpoint == "processes.withdraw":
        ask(world, "POST", "processes.reinstate", Role.LAKI)
    assert let_in == ALLOWED[method, endpoint], answers
    assert 500 not in answers.values()


@pytest.mark.parametrize(("method", "endpoint"), sorted(ALLOWED))
def test_whoever_is_not_logged_in_is_sent_to_the_login_page(world: World, method: str, endpoint: str) -> None:
    answer = ask(world, method, endpoint, None)
    assert answer.status_code == 302
    assert answer.location.startswith("/anmelden")


@pytest.mark.parametrize("role", sorted(EVERYONE - {Role.LAKI}))
def test_another_municipality_learns_nothing(world: World, role: Role) -> None:
    """Hamm's own addresses answer Bielefeld's people as if there were nothing, and no list names Hamm's cases."""
    for method, endpoint in sorted(ALLOWED):
        rule = next(rule for rule in world.app.url_map.iter_rules() if rule.endpoint == endpoint)
        answer = ask(world, method, endpoint, role, BIELEFELD)
        if rule.arguments and endpoint not in SHARED:
            assert answer.status_code in (403, 404), (method, endpoint)
        elif endpoint != "cases.search":
            assert b"05915000" not in answer.data, (method, endpoint)


def test_not_found_looks_the_same_whether_the_case_exists_or_not(world: World) -> None:
    client = world.client(Role.KOORDINATION, BIELEFELD)
    foreign = client.get(f"/vorgaenge/{world.aktenzeichen}")
    missing = client.get("/vorgaenge/KKM-05915000-2026-9999")
    assert foreign.status_code == missing.status_code == 404
    assert strip_nonces(foreign) == strip_nonces(missing)


def strip_nonces(answer: TestResponse) -> bytes:
    text = re.sub(rb'nonce="[^"]*"|name="zurueck"\s+value="[^"]*"|name="csrf_token"\s+value="[^"]*"', b"", answer.data)
    return re.sub(rb"\s+", b" ", text)
