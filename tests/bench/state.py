"""Figures of the whole state: the page of all municipalities, with all 54 of them at work and with six."""

from __future__ import annotations

import statistics
from functools import partial
from pathlib import Path

from flask.testing import FlaskClient

from engine import accounts, onboarding
from engine.catalogue import PublishProcess, publish
from engine.onboarding import STEPS, Owner
from engine.places import IntegrationCentre, integration_centres
from engine.terms import Role
from engine.unit_of_work import Platform
from tests.bench import house
from tests.bench.figures import cpu, record, token
from tests.bench.models import FORM, twenty_tasks
from tests.kit.procedure import done
from webui import create_app

FEW, PAGE, ROUNDS = 6, "/kommunen", 40
DAY = "2026-01-05"


def state(folder: Path) -> None:
    centres = integration_centres()
    clients = [client_of(folder / f"state{len(each)}", each) for each in (centres[:FEW], centres)]
    for client in clients:
        for _ in range(5):
            ask(client)
    rounds = [[cpu(partial(ask, client)) for client in clients] for _ in range(ROUNDS)]
    few, all_of_them = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"     page of the state with {FEW}: {few:.2f} ms, with {len(centres)}: {all_of_them:.2f} ms")
    record(f"page of the state: {len(centres)} municipalities / {FEW}", all_of_them / few, 1.5)


def ask(client: FlaskClient) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 200 and answer.get_data(as_text=True).count("sw-tile__link") == 54


def client_of(folder: Path, centres: tuple[IntegrationCentre, ...]) -> FlaskClient:
    """Of a house in which these have a path and all their steps; signed in as the state office."""
    platform = house.platform_in(folder)
    for centre in centres:
        join(platform, centre)
    with platform.command(house.OPERATOR) as uow:
        wanted = accounts.CreateAccount("laki", "LaKI", centres[0].ags, [Role.LAKI], [], house.PASSWORD)  # type: ignore[arg-type]
        accounts.create_account(uow, wanted)
    client = create_app(platform=platform).test_client()
    csrf = token(client.get("/anmelden").get_data(as_text=True))
    login = {"login": "laki", "password": house.PASSWORD, "csrf_token": csrf}
    assert client.post("/anmelden", data=login).status_code == 302
    return client


def join(platform: Platform, centre: IntegrationCentre) -> None:
    content = twenty_tasks(centre.full_name, centre.ags).decode()
    content = content.replace("kreisfreie Stadt", centre.kind)
    with platform.command(house.OPERATOR) as uow:
        publish(uow, PublishProcess(f"k{centre.ags}.bpmn", content.encode(), (("bench.form", FORM),)))
    for step in STEPS:
        if step.owner is not Owner.SYSTEM:
            with platform.command(house.OPERATOR) as uow:
                onboarding.set_step(uow, done(step.number, centre.ags, DAY))
