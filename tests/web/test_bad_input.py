"""What nobody meant to send: each time a sentence, a way out, and nothing lost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine import casework
from engine.catalogue import PublishProcess, publish
from engine.catalogue.files import File
from engine.network import work_off
from engine.terms import Actor, Role, TenantId
from tests.kit.paths import element, field, form, in_a_row, properties, task
from tests.web.conftest import HAMM, HAMM_FILE, World, account

HAGEN = TenantId("05914000")
NOBODY = (
    '<bpmn:message id="msg" name="Antwort"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=fall.aktenzeichen"/></bpmn:extensionElements></bpmn:message>'
)


@pytest.fixture(scope="module")
def hagen(world: World) -> World:
    """The same house with somebody in Hagen, where every test publishes a path of its own."""
    publish_in_hagen(world, in_a_row(("melden", task("melden")), name="Stadt Hagen", ags=HAGEN))
    roles = (Role.KOORDINATION, Role.VERWALTUNG)
    people = {(HAGEN, role): account(world.platform, f"{role}.hagen", role, HAGEN) for role in roles}
    return replace(world, people=people)


def publish_in_hagen(world: World, content: bytes, *forms: File) -> None:
    with world.platform.command(Actor.operator()) as uow:
        publish(uow, PublishProcess("hagen.bpmn", content, forms))


def begin(hagen: World, *steps: tuple[str, str], forms: tuple[File, ...] = (), before: str = "") -> str:
    """Aktenzeichen of a new case on a path of these steps."""
    publish_in_hagen(hagen, in_a_row(*steps, name="Stadt Hagen", ags=HAGEN, before=before), *forms)
    with hagen.platform.command(hagen.people[HAGEN, Role.KOORDINATION].actor()) as uow:
        return casework.start_case(uow, casework.StartCase(HAGEN)).aktenzeichen


def task_address(hagen: World, case: str, name: str) -> str:
    """Where the open task of this name stands."""
    with hagen.platform.query(Actor.operator()) as uow:
        return next(f"/aufgaben/{line.task_id}" for line in casework.open_tasks_of(uow, case) if line.name == name)


def words(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


@pytest.fixture
def coordinator(hagen: World) -> Iterator[FlaskClient]:
    yield hagen.client(Role.KOORDINATION, HAGEN)


# ------------------------------------------------------------------ a field whose option disappeared
def offering(key: str, *options: str, kind: str = "radio") -> tuple[str, bytes]:
    values = [{"label": option.capitalize(), "value": option} for option in options]
    return form(key, field("weg", kind, values=values), field("bemerkung"))


@pytest.mark.parametrize("kind", ["radio", "select"])
def test_an_option_that_a_newer_form_does_not_offer_stays_until_another_is_chosen(
    hagen: World, coordinator: FlaskClient, kind: str
) -> None:
    steps = [(key, task(key, form=f"{kind}_{key}")) for key in ("frueher", "heute", "morgen")]
    forms = (
        offering(f"{kind}_frueher", "schiedsamt", "beratung", kind=kind),
        *(offering(f"{kind}_{key}", "beratung", "mediation", kind=kind) for key in ("heute", "morgen")),
    )
    case = begin(hagen, *steps, forms=forms)
    assert coordinator.post(task_address(hagen, case, "frueher"), data={"weg": "schiedsamt"}).status_code == 302

    address = task_address(hagen, case, "heute")
    page = words(coordinator.get(address).text)
    assert "Gespeichert ist: schiedsamt." in page and "bleibt, bis Sie etwas anderes wählen" in page
    refused = coordinator.post(address, data={"weg": "schiedsamt", "bemerkung": "Schon mit beiden besprochen"})
    assert refused.status_code == 422 and "Schon mit beiden besprochen" in refused.text
    assert coordinator.post(address, data={"weg": "", "bemerkung": "bleibt so"}).status_code == 302
    details = words(coordinator.get(f"/vorgaenge/{case}?ansicht=angaben").text)
    assert "schiedsamt" in details.lower() and "bleibt so" in details

    assert coordinator.post(task_address(hagen, case, "morgen"), data={"weg": "mediation"}).status_code == 302
    assert "mediation" in words(coordinator.get(f"/vorgaenge/{case}?ansicht=angaben").text).lower()


# ------------------------------------------------------------------ a board date on a holiday
def test_a_board_meeting_on_a_holiday_is_refused_and_the_invitation_stays_typed(
    hagen: World, coordinator: FlaskClient
) -> None:
    """25 December 2026; the form is the one that Hamm's board uses."""
    case = begin(hagen, ("einladen", task("einladen", form="beirat_einladung")))
    address = task_address(hagen, case, "einladen")
    typed = {
        "sitzung_beirat_am": "2026-12-25T18:00",
        "sitzung_beirat_ort": "Rathaus, Raum 12",
        "einladung_versandt_am": "2026-11-23",
        "einladung_befangenheit": "true",
    }
    refused = coordinator.post(address, data=typed)
    assert refused.status_code == 422
    page = words(refused.text)
    assert "Der 25.12.2026 ist in Nordrhein-Westfalen ein Feiertag. Bitte wählen Sie einen anderen Tag." in page
    shown = html.fromstring(refused.text).xpath("//div[@id='formular']//input/@value")
    assert "2026-12-25T18:00" in shown and "Rathaus, Raum 12" in shown
    assert coordinator.post(address, data=typed | {"sitzung_beirat_am": "2026-12-22T18:00"}).status_code == 302


# ------------------------------------------------------------------ a message for nobody
def test_a_message_for_nobody_is_told_to_the_case_and_to_the_office_and_stops_nothing(
    hagen: World, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = f"<bpmn:extensionElements><zeebe:properties>{properties()}</zeebe:properties></bpmn:extensionElements>"
    sends = element(
        "intermediateThrowEvent",
        "senden",
        box + '<bpmn:messageEventDefinition messageRef="msg"/>',
        name="Antwort senden",
    )
    case = begin(hagen, ("melden", task("melden")), ("senden", sends), ("danach", task("danach")), before=NOBODY)
    assert coordinator.post(task_address(hagen, case, "melden")).status_code == 302
    monkeypatch.setattr(hagen.clock, "moment", hagen.clock.moment)
    for _ in range(10):
        while work_off(hagen.platform):
            pass
        hagen.clock.advance(days=1)
    assert "fand keinen Empfänger" in words(coordinator.get(f"/vorgaenge/{case}?ansicht=verlauf").text)
    office = words(hagen.client(Role.VERWALTUNG, HAGEN).get("/verwaltung").text)
    assert case in office and "Auf diese Nachricht wartet kein Vorgang der Kommune" in office
    assert "Noch einmal versuchen" in office
    assert coordinator.post(task_address(hagen, case, "danach")).status_code == 302, "the case went on"


def test_a_message_that_a_case_does_not_await_is_a_sentence_with_the_way_to_the_case(
    hagen: World, coordinator: FlaskClient
) -> None:
    case = begin(hagen, ("melden", task("melden")))
    address = f"/vorgaenge/{case}/nachricht/mediation_beenden"
    for ask in (coordinator.get, coordinator.post):
        answer = ask(address)
        assert answer.status_code == 302 and answer.location == f"/vorgaenge/{case}"
        page = words(coordinator.get(answer.location).text)
        assert "Auf diese Nachricht wartet der Vorgang nicht oder nicht mehr. Es wurde nichts gesendet." in page
    assert task_address(hagen, case, "melden")


# ------------------------------------------------------------------ two municipalities with the same AGS
def test_a_second_municipality_with_hamms_ags_is_refused_and_hamm_stays(world: World) -> None:
    laki = world.client(Role.LAKI)
    before = words(laki.get("/prozesse/hamm").text)
    copy = HAMM_FILE.read_text("utf-8").replace("Stadt Hamm", "Stadt Unna")
    answer = laki.post("/prozesse/hochladen", data={"files": (io.BytesIO(copy.encode()), "unna.bpmn")})
    assert answer.status_code == 422
    page = words(answer.text)
    assert f"Die Kennung {HAMM} gehört schon zu „Stadt Hamm“ (hamm.bpmn)." in page
    assert "Tragen Sie den AGS Ihrer Kommune ein." in page
    assert words(laki.get("/prozesse/hamm").text) == before
    assert laki.get("/prozesse/unna").status_code == 404
    right = copy.replace(HAMM, "05978036").replace("kreisfreie Stadt", "kreisangehörige Stadt")
    assert "Die Kennung" not in words(
        laki.post("/prozesse/hochladen", data={"files": (io.BytesIO(right.encode()), "unna.bpmn")}).text
    )


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000])
def test_a_number_that_no_database_could_hold_leads_nowhere(world: World, number: str) -> None:
    designer = world.client(Role.ENTWURF)
    assert designer.get(f"/werkstatt/{number}").status_code == 404
    assert designer.get(f"/werkstatt/{number}/angebot").status_code == 404
    begun = {"grundlage": "version", "kommune": "hamm", "version": number[:30]}
    assert designer.post("/werkstatt/neu", data=begun).status_code == 404
    assert designer.post("/prozesse/hamm/einsetzen", data={"version": number[:30]}).status_code == 404


def test_json_nested_beyond_reason_is_refused_in_a_sentence(world: World) -> None:
    nested = '{"name":' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = world.client(Role.ENTWURF).post(
        f"/werkstatt/{world.draft}/pruefen", data=nested, content_type="application/json"
    )
    assert (answer.status_code, answer.json["message"]) == (422, "Die Anfrage ist kein JSON-Objekt.")


def test_a_file_of_a_draft_is_data_for_a_browser_whatever_it_holds(world: World) -> None:
    answer = world.client(Role.ENTWURF).get(f"/werkstatt/{world.draft}/datei/hamm.bpmn")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
