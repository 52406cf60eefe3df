"""Camunda Modeler deploys: recorded requests at the real server's socket, and what goes wrong, in its own shapes."""

from __future__ import annotations

import io
import json
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine import accounts, catalogue
from engine.accounts import CreateAccount
from engine.catalogue import PublishProcess, drafts
from engine.catalogue.drafts import limits
from engine.settings import Settings
from engine.terms import Actor, Role
from engine.unit_of_work import Platform
from tests.kit.paths import END, START, field, flows, form, path, task, tasks
from tests.web.conftest import BIELEFELD, HAMM, HAMM_FILE, PASSWORD, World
from webui import modeler_requests
from webui.blueprints import modeler

RECORDED = Path(__file__).parent / "modeler"
ERIKA, HER_PASSWORD = "erika.muster", "Straßenbäume-im-März"
ROLES = (Role.ENTWURF, Role.KOORDINATION)
DRAFT, PUBLISH = "/modeler/entwurf", "/modeler/veroeffentlichen"


def five_seconds() -> float:
    """What the Modeler waits, on a machine that others use as well: as much longer as a bit of counting takes here."""
    wall, cpu = time.monotonic(), time.process_time()
    sum(range(2_000_000))
    return 5 * max(1.0, (time.monotonic() - wall) / (time.process_time() - cpu))


# ------------------------------------------------------------------ two real deploys per style, at a socket
class Line:
    """A connection that sends what was recorded and reads one answer after another, as a modeller's does."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self.stream = socket.create_connection((address.hostname or "", address.port or 0), timeout=20)
        self.left = b""

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *fault: object) -> None:
        self.stream.close()

    def replay(self, request: Path) -> tuple[int, dict[str, str], Any]:
        begun = time.monotonic()
        self.stream.sendall(request.read_bytes())
        while b"\r\n\r\n" not in self.left:
            self.left += self.stream.recv(65536)
        head, _, body = self.left.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        while len(body) < int(headers["content-length"]):
            body += self.stream.recv(65536)
        self.left = body[int(headers["content-length"]) :]
        assert time.monotonic() - begun < five_seconds(), f"the Modeler has given up: {request.name}"
        assert headers["content-type"] == "application/json"
        return int(status.split(" ")[1]), headers, json.loads(body[: int(headers["content-length"])])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The server itself on a folder in which Hamm is published, and Erika may design and coordinate."""
    browser = pytest.importorskip("tests.browser.conftest")
    data = tmp_path_factory.mktemp("modeler") / "var"
    platform = Platform(Settings.from_environ({"SCHLICHTWERK_DATA": str(data)}))
    with platform.command(Actor.operator()) as uow:
        catalogue.publish(uow, PublishProcess("hamm.bpmn", HAMM_FILE.read_bytes()))
    with platform.command(Actor.operator()) as uow:
        accounts.create_account(uow, CreateAccount(ERIKA, "Erika", HAMM, ROLES, ("koordination",), HER_PASSWORD))
    platform.close()
    with browser.serving(data, demo=False) as server:
        yield server


def recorded(style: str) -> list[Path]:
    return sorted((RECORDED / style).glob("*.http"))


def test_the_recorded_deploys_of_both_styles_arrive(served: Any) -> None:
    """Into a draft and to publication, as Camunda 8 and as Camunda 7, in the order in which they were recorded."""
    with Line(served.url) as line:
        topology, deploy = (line.replay(each) for each in recorded("camunda-8-draft"))
    assert topology[0] == 200 and topology[2]["gatewayVersion"] == "8.9.0"
    assert deploy[0] == 200 and deploy[2]["deploymentKey"].isdigit() and deploy[2]["tenantId"] == "hamm"
    (made,) = deploy[2]["deployments"]
    assert made["processDefinition"]["processDefinitionId"] == "konfliktweg_hamm"
    assert made["processDefinition"]["resourceName"] == "hamm.bpmn"

    with Line(served.url) as line:
        _, deploy, start = (line.replay(each) for each in recorded("camunda-8-publish"))
    assert [next(iter(each)) for each in deploy[2]["deployments"]] == ["processDefinition", "form"]
    assert deploy[2]["deployments"][0]["processDefinition"]["processDefinitionVersion"] == 2
    assert deploy[2]["deployments"][1]["form"]["resourceName"] == "rückruf.form"
    assert start[0] == 200 and start[2]["processInstanceKey"] == "KKM-05915000-2026-0001"

    with Line(served.url) as line:
        closed, opened, version, deploy, webapps = (line.replay(each) for each in recorded("camunda-7-draft"))
    assert closed[0] == 401 and closed[2]["message"] and closed[1]["www-authenticate"].startswith("Basic")
    assert (opened[0], opened[2]) == (200, [])
    assert version[0] == 200 and version[2]["version"].startswith("7.")
    assert deploy[0] == 200 and deploy[2]["id"] == "entwurf-1-2", "the same draft, one revision on"
    (definition,) = deploy[2]["deployedProcessDefinitions"].values()
    assert definition["key"] == "konfliktweg_hamm" and definition["id"].startswith("konfliktweg_hamm:2:")
    assert webapps[2]["cockpitUrl"].endswith("/modeler/seite/")

    with Line(served.url) as line:
        _, _, _, deploy, start, _ = (line.replay(each) for each in recorded("camunda-7-publish"))
    assert deploy[2]["id"] == "version-hamm-3"
    assert start[0] == 200 and start[2]["id"] == "KKM-05915000-2026-0002"

    with Line(served.url) as line:
        again = line.replay(recorded("camunda-7-publish")[3])
    assert again[2]["id"] == "version-hamm-3" and again[2]["deployedProcessDefinitions"], "unchanged: the one there is"
    listed = served.run("case", "list", "--json")
    assert listed.returncode == 0 and "KKM-05915000-2026-0002" in listed.stdout


def test_the_answer_comes_in_time_while_others_deploy(served: Any) -> None:
    """Six at a time on two cores: each answers within the five seconds, if only that it is busy just now."""

    def deploy(_: int) -> Any:
        with Line(served.url) as line:
            return line.replay(recorded("camunda-8-draft")[1])

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(deploy, range(6)))
    assert {status for status, _, _ in answers} <= {200, 400, 503}
    assert 200 in {status for status, _, _ in answers}


# ------------------------------------------------------------------ what is sent, in short
def basic(login: str, password: str = PASSWORD, encoding: str = "utf-8") -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{login}:{password}".encode(encoding)).decode()}


DESIGNER = basic(f"entwurf.{HAMM}")


def as_8(files: list[tuple[str, bytes]], **more: str) -> dict[str, Any]:
    return {"resources": [(io.BytesIO(content), name) for name, content in files], **more}


def as_7(files: list[tuple[str, bytes]], **more: str) -> dict[str, Any]:
    told = {"deployment-name": "hamm", "deployment-source": "Camunda Modeler", "enable-duplicate-filtering": "true"}
    return {**told, **more, **{name: (io.BytesIO(content), name) for name, content in files}}


STYLES = [("v2/deployments", as_8), ("deployment/create", as_7)]


@pytest.fixture
def client(world: World, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """With patience for a busy machine: what is told of a file does not depend on it."""
    monkeypatch.setattr(modeler, "PATIENCE", 60)
    return world.app.test_client()


def small(name: str = "Prüfen", **listed: str) -> bytes:
    return path(
        START, task("pruefen", name=name, **listed), END, flows("s", "pruefen", "e"), process="konfliktweg_hamm"
    )


def send(client: FlaskClient, goal: str, style: Any, files: list[tuple[str, bytes]], **more: Any) -> TestResponse:
    address, shape = style
    headers = more.pop("headers", DESIGNER)
    return client.post(f"{goal}/{address}", data=shape(files, **more), headers=headers)


def message(answer: TestResponse) -> str:
    """Of the shape that belongs to the address: what the Modeler shows."""
    body = answer.get_json()
    if "/v2/" in answer.request.path:
        assert body["status"] == answer.status_code and body["detail"] == body["message"] and body["title"]
    else:
        assert body["type"].endswith("Exception")
    assert answer.content_type == "application/json" and "\\u" not in answer.text
    return str(body["message"])


def everything(world: World) -> tuple[Any, ...]:
    with world.platform.query(Actor.operator()) as uow:
        lines = drafts.draft_list(uow)
        return tuple((line.id, line.revision) for line in lines), catalogue.process_list(uow)


# ------------------------------------------------------------------ who may
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("goal", [DRAFT, PUBLISH])
def test_nobody_deploys_without_the_right(world: World, client: FlaskClient, style: Any, goal: str) -> None:
    before, files = everything(world), [("hamm.bpmn", small())]
    for headers in ({}, basic(f"entwurf.{HAMM}", "falsch"), basic("niemand"), {"Authorization": "Basic §"}):
        answer = send(client, goal, style, files, headers=headers)
        assert answer.status_code == 401 and message(answer)
    for login in (f"koordination.{HAMM}", f"verwaltung.{HAMM}", f"entwurf.{BIELEFELD}"):
        answer = send(client, goal, style, files, headers=basic(login))
        assert answer.status_code == 403 and message(answer)
    assert everything(world) == before


def test_the_check_of_the_connection_asks_for_credentials_and_never_redirects(client: FlaskClient) -> None:
    address = f"{DRAFT}/deployment?maxResults=0"
    assert client.get(address).status_code == 401
    assert client.get(address.replace("/deployment", "//deployment")).status_code == 401
    assert client.get(address, headers=DESIGNER).get_json() == []
    assert client.get(address, headers=basic(f"beirat.{HAMM}")).status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_password_with_umlauts_opens_in_both_encodings(world: World, client: FlaskClient, encoding: str) -> None:
    wanted = CreateAccount(f"erika.{encoding}", "Erika", HAMM, [Role.ENTWURF], (), HER_PASSWORD)
    with world.platform.command(Actor.operator()) as uow:
        accounts.create_account(uow, wanted)
    headers = basic(f"erika.{encoding}", HER_PASSWORD, encoding)
    assert client.get(f"{DRAFT}/deployment", headers=headers).status_code == 200


def test_a_disabled_account_opens_nothing(world: World, client: FlaskClient) -> None:
    with world.platform.command(Actor.operator()) as uow:
        made = accounts.create_account(uow, CreateAccount("weg", "Weg", HAMM, [Role.ENTWURF], (), PASSWORD))
    assert client.get(f"{DRAFT}/deployment", headers=basic("weg")).status_code == 200
    with world.platform.command(Actor.operator()) as uow:
        accounts.disable_account(uow, made.account_id)
    assert client.get(f"{DRAFT}/deployment", headers=basic("weg")).status_code == 401


def test_guessing_is_braked_at_all_doors_together(world: World, client: FlaskClient) -> None:
    for _ in range(6):
        assert client.get(f"{DRAFT}/deployment", headers=basic("opfer", "geraten")).status_code == 401
    braked = client.get(f"{DRAFT}/deployment", headers=basic("opfer", "geraten"))
    assert braked.status_code == 429 and message(braked)
    assert client.post("/anmelden", data={"login": "opfer", "password": "geraten"}).status_code == 429
    assert client.get(f"{DRAFT}/deployment").status_code == 401, "who asks without a password guesses none"


def test_the_topology_that_is_asked_every_five_seconds_looks_at_no_password(client: FlaskClient) -> None:
    for _ in range(8):
        assert client.get(f"{DRAFT}/v2/topology", headers=basic("opfer", "falsch")).status_code == 200


@pytest.mark.parametrize("rest", ["v2/secrets/list", "v2/authentication/me", "v2/process-instances/search", "x"])
def test_what_the_modeler_asks_besides_is_not_found_in_its_shape(client: FlaskClient, rest: str) -> None:
    answer = client.post(f"{PUBLISH}/{rest}", json={}, headers=DESIGNER)
    assert answer.status_code == 404 and message(answer)
    assert client.get("/modeler/anderswo/v2/topology").status_code == 404


def test_no_session_of_a_browser_opens_this_door(world: World) -> None:
    """No CSRF token is asked for, so no cookie may count."""
    answer = send(world.client(Role.ENTWURF), DRAFT, STYLES[0], [("hamm.bpmn", small())], headers={})
    assert answer.status_code == 401


# ------------------------------------------------------------------ into a draft
def test_a_modeller_writes_on_in_its_draft_until_somebody_else_does(world: World, client: FlaskClient) -> None:
    first = send(client, DRAFT, STYLES[1], [("hamm.bpmn", small("Eins"))]).get_json()["id"]
    second = send(client, DRAFT, STYLES[1], [("hamm.bpmn", small("Zwei"))]).get_json()["id"]
    number, revision = int(second.split("-")[1]), int(second.split("-")[2])
    assert first == f"entwurf-{number}-{revision - 1}"
    assert send(client, DRAFT, STYLES[1], [("hamm.bpmn", small("Zwei"))]).get_json()["id"] == second, "unchanged"
    link = client.get("/.well-known/camunda-automation-platform/webapps").get_json()["cockpitUrl"]
    query = json.dumps([{"type": "id", "operator": "eq", "value": second}])
    page = world.client(Role.ENTWURF).get(f"{urlsplit(link).path}repository", query_string={"deploymentsQuery": query})
    assert page.location == f"/werkstatt/{number}"

    with world.platform.command(world.people[HAMM, Role.LAKI].actor()) as uow:
        drafts.save_file(uow, drafts.SaveFile(drafts.DraftId(number), "hamm.bpmn", small("Drei"), revision))
    refused = send(client, DRAFT, STYLES[1], [("hamm.bpmn", small("Vier"))])
    assert refused.status_code == 409
    assert "Probe laki" in message(refused) and f"/werkstatt/{number}" in message(refused)
    with world.platform.command(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        assert drafts.draft_content(uow, number, "hamm.bpmn")[0] == small("Drei"), "nothing was overwritten"
        drafts.discard_draft(uow, drafts.DraftId(number))
    fresh = send(client, DRAFT, STYLES[1], [("hamm.bpmn", small("Vier"))]).get_json()["id"]
    assert fresh == f"entwurf-{int(fresh.split('-')[1])}-1" and fresh != first


def test_one_file_sent_is_the_whole_path_with_what_is_published_beside_it(world: World, client: FlaskClient) -> None:
    """The municipality's own form stays its own, although the modeller sends the process alone."""
    with world.platform.command(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        for line in drafts.draft_list(uow):
            if line.name == "Aus Camunda Modeler":
                drafts.discard_draft(uow, line.id)
    own, main = form("pruefbogen", field("ergebnis")), small(form="pruefbogen")
    assert send(client, PUBLISH, STYLES[0], [("hamm.bpmn", main), own]).status_code == 200
    changed = small("Anders", form="pruefbogen")
    answer = send(client, DRAFT, STYLES[0], [("hamm.bpmn", changed)]).get_json()
    assert answer["deployments"][0]["processDefinition"]["resourceName"] == "hamm.bpmn"
    with world.platform.query(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        line = max(drafts.draft_list(uow), key=lambda line: line.id)
        assert dict(drafts.draft_files(uow, line.id))["pruefbogen.form"] == own[1]


def test_a_draft_is_not_started(client: FlaskClient) -> None:
    answer = client.post(f"{DRAFT}/v2/process-instances", json={"processDefinitionKey": "1"}, headers=DESIGNER)
    assert answer.status_code == 409 and "Probelauf" in message(answer)
    answer = client.post(f"{PUBLISH}/process-definition/konfliktweg_hamm:1:2/start", json={}, headers=DESIGNER)
    assert answer.status_code == 403 and "Koordination" in message(answer)


# ------------------------------------------------------------------ what is refused, in words
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("goal", [DRAFT, PUBLISH])
def test_findings_stand_in_the_message(world: World, client: FlaskClient, style: Any, goal: str) -> None:
    """File, line, element, sentence, way out; and where an unfinished file can go."""
    before = everything(world)
    bad = small("Rückruf", form="gibt_es_nicht")
    line = next(number for number, text in enumerate(bad.decode().split("\n"), 1) if 'id="pruefen"' in text)
    answer = send(client, goal, style, [("hamm.bpmn", bad)])
    assert answer.status_code == 400
    said = message(answer)
    assert f"hamm.bpmn:{line} „Rückruf“: " in said and "gibt_es_nicht" in said and "/werkstatt/neu" in said
    if style is STYLES[1]:
        (found,) = answer.get_json()["details"]["hamm.bpmn"]["errors"]
        assert (found["line"], found["mainElementId"]) == (line, "pruefen")
    assert everything(world) == before


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("hamm.bpmn", b"Hallo")], "hamm.bpmn"),
        ([("hamm.bpmn", b'<?xml version="1.0"?><html/>')], "hamm.bpmn"),
        ([("hamm.bpmn", b"")], "hamm.bpmn"),
        ([form("nur_formular", field("a"))], "keine Prozessdatei"),
        ([("hamm.bpmn", small()), ("herne.bpmn", small())], "mehrere Prozessdateien"),
        ([("hamm.bpmn", small()), ("bild.png", b"x")], "bild.png"),
        ([("hamm.bpmn", path(START, END, flows("s", "e"), ags="", art=""))], "Kommune"),
        ([], "keine Datei"),
    ],
)
def test_what_is_no_path_is_refused_with_a_way_out(
    world: World, client: FlaskClient, style: Any, files: list[tuple[str, bytes]], words: str
) -> None:
    before = everything(world)
    answer = send(client, DRAFT, style, files)
    assert answer.status_code == 400 and words in message(answer)
    assert everything(world) == before


def test_an_unknown_tenant_is_refused_and_a_known_one_is_not(world: World, client: FlaskClient) -> None:
    files = [("hamm.bpmn", small())]
    for tenant in ("atlantis", "bielefeld"):
        for style, name in zip(STYLES, ("tenantId", "tenant-id"), strict=True):
            answer = send(client, DRAFT, style, files, **{name: tenant})
            assert answer.status_code == 400 and tenant in message(answer)
    for tenant in ("<default>", "hamm", HAMM):
        assert send(client, DRAFT, STYLES[0], files, tenantId=tenant).status_code == 200


def test_a_file_for_another_municipality_is_refused_by_name(client: FlaskClient) -> None:
    other = path(START, END, flows("s", "e"), name="Stadt Bielefeld", ags=BIELEFELD)
    answer = send(client, PUBLISH, STYLES[0], [("hamm.bpmn", other)])
    assert answer.status_code == 403 and "Stadt Bielefeld" in message(answer)


@pytest.mark.parametrize("style", STYLES)
def test_a_diagram_of_ten_megabytes_is_answered_in_time(world: World, style: Any) -> None:
    """The largest that is read, and what is larger: an answer within the five seconds that the Modeler waits."""
    client = world.app.test_client()
    comment = b"<!-- " + b"x" * 995 + b" -->\n"
    room = 10 * 1024 * 1024 - len(small())
    largest = small() + comment * (room // len(comment))
    for content, statuses in ((largest, {200, 400, 503}), (largest + comment * 12, {400}), (largest * 2, {413})):
        begun = time.monotonic()
        answer = send(client, DRAFT, style, [("hamm.bpmn", content)])
        assert time.monotonic() - begun < five_seconds()
        assert answer.status_code in statuses, answer.text[:300]
        assert answer.status_code == 200 or message(answer)


@pytest.mark.parametrize("style", STYLES)
def test_more_files_than_a_draft_may_have_are_refused_in_words(
    client: FlaskClient, style: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 2)
    files = [("hamm.bpmn", small()), *(form(f"bogen_{number}", field("ergebnis")) for number in range(3))]
    for goal in (DRAFT, PUBLISH):
        answer = send(client, goal, style, files)
        assert answer.status_code == 400 and "höchstens 2 Dateien" in message(answer) and "Löschen" in message(answer)


def test_a_check_that_takes_too_long_ends_with_a_sentence(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modeler, "PATIENCE", 0.2)
    many = tasks(*(f"t{n}" for n in range(3000)), process="konfliktweg_hamm")
    answer = send(client, DRAFT, STYLES[0], [("hamm.bpmn", many)])
    assert (
        answer.status_code == 400 and "nicht rechtzeitig fertig" in message(answer) and "Werkstatt" in message(answer)
    )


def test_when_others_are_being_checked_it_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modeler, "PATIENCE", 0.05)
    for _ in range(2):
        modeler_requests.CHECKS.acquire()
    try:
        answer = send(client, DRAFT, STYLES[0], [("hamm.bpmn", small())])
    finally:
        modeler_requests.CHECKS.release(2)
    assert answer.status_code == 503 and "Minute" in message(answer)


@pytest.mark.parametrize("sent_by", [{"Sec-Fetch-Mode": "navigate"}, {"Origin": "https://boese.example"}])
def test_a_page_elsewhere_cannot_use_a_password_that_the_browser_remembers(
    client: FlaskClient, sent_by: dict[str, str]
) -> None:
    for style in STYLES:
        answer = send(client, PUBLISH, style, [("hamm.bpmn", small())], headers=DESIGNER | sent_by)
        assert answer.status_code == 403 and message(answer)
    passed = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "cross-site", "Origin": "file://"}
    assert send(client, DRAFT, STYLES[1], [("hamm.bpmn", small())], headers=DESIGNER | passed).status_code == 200
