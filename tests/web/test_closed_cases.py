"""Where the stage of a running case stands, a closed one shows that it is closed, and with what."""

from __future__ import annotations

from engine import accounts, casework, catalogue
from engine.accounts import CreateAccount
from engine.casework import CompleteTask, StartCase
from engine.catalogue import PublishProcess
from engine.terms import Actor, Role, TenantId
from tests.kit.paths import SOEST, START, element, flows, path, properties, task
from tests.web.conftest import PASSWORD, World

OUTCOME = f"<zeebe:properties>{properties(ergebnis='ohne_einigung')}</zeebe:properties>"
CLOSING = path(
    START,
    task("abschluss", stufe="feedback"),
    element("endEvent", "fertig", f"<bpmn:extensionElements>{OUTCOME}</bpmn:extensionElements>"),
    flows("s", "abschluss", "fertig"),
    name="Stadt Soest",
    ags=SOEST,
)


def test_a_closed_case_shows_its_outcome_and_no_stage(world: World) -> None:
    wanted = CreateAccount("sonja", "Sonja Probe", TenantId(SOEST), [Role.KOORDINATION], ("koordination",), PASSWORD)
    with world.platform.command(Actor.operator()) as uow:
        catalogue.publish(uow, PublishProcess("soest.bpmn", CLOSING))
    with world.platform.command(Actor.operator()) as uow:
        accounts.create_account(uow, wanted)
    with world.platform.query(Actor.operator()) as uow:
        desk = world.client(Role.KOORDINATION, TenantId(SOEST), accounts.account_named(uow, "sonja"))
    with world.platform.command(Actor.operator()) as uow:
        started = casework.start_case(uow, StartCase(TenantId(SOEST)))
    addresses = ("/vorgaenge", f"/vorgaenge/{started.aktenzeichen}?ansicht=fristen")
    for address in addresses:
        assert ">Feedback</span>" in desk.get(address).text, address
    with world.platform.command(Actor.operator()) as uow:
        casework.complete_task(uow, CompleteTask(started.first_task, {}))  # type: ignore[arg-type]
    for address in addresses:
        page = desk.get(address).text
        assert ">Feedback</span>" not in page and "ohne Einigung" in page and "abgeschlossen" in page, address
    rows = desk.get("/vorgaenge.csv").text
    assert "ohne Einigung" in rows and "Feedback" not in rows
