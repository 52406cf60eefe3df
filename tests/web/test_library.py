"""LaKI's library in the browser: a municipality in ten clicks, an update that its designers decide themselves."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from engine.catalogue import drafts
from engine.terms import Actor, Role
from tests.web.conftest import BIELEFELD, HAMM, TEMPLATE_FILE, World

AsRole = Callable[..., FlaskClient]


def shown(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:2000]
    return re.sub(r"\s+", " ", answer.text)


def upload(client: FlaskClient, content: bytes, name: str) -> None:
    answer = client.post("/prozesse/hochladen", data={"files": (io.BytesIO(content), name)})
    assert answer.status_code == 302, answer.text[:3000]


def test_the_library_says_what_makes_each_different(as_role: AsRole) -> None:
    page = shown(as_role(Role.ENTWURF), "/mustervorlagen")
    assert "Konfliktweg im Tandem-Modell" in page and "Konfliktlots:innen" in page and "Nachbefragung" in page
    assert "Klonen" not in page, "that is LaKI's"


def test_two_templates_are_compared_in_words(as_role: AsRole) -> None:
    upload(as_role(Role.LAKI), (TEMPLATE_FILE.parent / "schlank.bpmn").read_bytes(), "schlank.bpmn")
    designer = as_role(Role.ENTWURF)
    assert "Wählen Sie zwei Mustervorlagen" in shown(
        designer, "/mustervorlagen/vergleich?eine=tandem&andere=gibtesnicht"
    )
    page = shown(designer, "/mustervorlagen/vergleich?eine=tandem&andere=schlank")
    row = page[page.index("Wer arbeitet mit") :]
    only, both, other = (cell.split("</td>")[0] for cell in row.split("<td data-label")[1:4])
    assert "Konfliktlots:innen" in only and "Mediation" in both and "Anlaufstelle" in other
    assert "Kollegiale Fallberatung" in page and "Konfliktlots:innen" not in both + other


def test_from_the_library_to_the_first_trial_case(as_role: AsRole, world: World) -> None:
    laki = as_role(Role.LAKI)
    shown(laki, "/mustervorlagen")
    shown(laki, "/mustervorlagen/tandem")
    offered = shown(laki, "/mustervorlagen/tandem/klonen")
    assert offered.index("Ennepe-Ruhr-Kreis") < offered.index("Stadt Krefeld (05114000)"), "by name, not by number"
    form = {"ags": "05114000", "bahn-beirat": "Runde der Kulturen", "anbieter": "Stadt Krefeld, KI"}
    answer = laki.post("/mustervorlagen/tandem/klonen", data=form)
    assert answer.status_code == 302 and answer.location.endswith("/prozesse/krefeld/geklont")
    done = shown(laki, "/prozesse/krefeld/geklont")
    assert "Stadt Krefeld hat einen Konfliktweg" in done and "Konfliktweg im Tandem-Modell" in done
    assert "Erprobung" in shown(laki, "/prozesse/krefeld")
    assert "Stadt Krefeld, KI" in shown(world.client(None), "/impressum?kommune=krefeld")
    assert "Stadt Krefeld (05114000)" not in shown(laki, "/mustervorlagen/tandem/klonen")
    assert "/kommunen/05114000/erstes-konto" in done
    assert "Koordination" in shown(laki, "/kommunen/05114000/erstes-konto")
    answer = laki.post("/kommunen/05114000/erstes-konto", data={"name": "Erika Beispiel", "login": "erika@krefeld"})
    password = re.search(r'<code class="sw-password">([^<]+)</code>', answer.text)
    assert answer.status_code == 200 and password
    erika, own = world.client(None), "Erikas eigenes Kennwort"
    erika.post("/anmelden", data={"login": "erika@krefeld", "password": password[1]})
    erika.post("/konto/kennwort", data={"old": password[1], "new": own, "again": own})
    erika.post("/anmelden", data={"login": "erika@krefeld", "password": own})
    begun = erika.post("/vorgaenge/neu")
    assert begun.status_code == 302 and "/aufgaben/" in begun.location
    assert "Erprobung" in shown(erika, begun.location)
    assert "hat schon Konten" in shown(laki, "/kommunen/05114000/erstes-konto")
    again = laki.post("/kommunen/05114000/erstes-konto", data={"name": "Eva", "login": "eva@krefeld"})
    assert again.status_code == 409 and "eigene Verwaltung" in again.text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"ags": str(HAMM)}, "gehört schon zu „Stadt Hamm“"),
        ({"andere_ags": "5124000", "name": "Stadt Wuppertal"}, "führende Null"),
        ({"ags": "05112000", "frist-clearing": "bald"}, "Frist „bald“"),
        ({"ags": "05112000", "gruppe-koordination": "Meine Gruppe"}, "Gruppe „Meine Gruppe“"),
        ({"ags": "05112000", "email": "ki@duisburg"}, "Das ist keine E-Mail-Adresse."),
        ({"ags": "05112000", "name": "Stadt\x01"}, "Steuerzeichen"),
        ({}, "Der AGS fehlt"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_nothing_is_made(
    as_role: AsRole, form: dict[str, str], sentence: str
) -> None:
    answer = as_role(Role.LAKI).post("/mustervorlagen/tandem/klonen", data=form)
    assert answer.status_code == 422 and sentence in answer.text
    for value in form.values():
        assert value.strip("\x01") in answer.text, "what was typed is still there"
    faulty = next((name for name in form if name.startswith(("frist-", "gruppe-", "andere_"))), None)
    if faulty:
        assert f'href="#{faulty}"' in answer.text and f'id="{faulty}"' in answer.text, "the summary leads to it"


def test_a_step_is_no_lane_to_rename(as_role: AsRole) -> None:
    form = {"ags": "05112000", "name": "Stadt Probe", "bahn-clearing": "Runde"}
    answer = as_role(Role.LAKI).post("/mustervorlagen/tandem/klonen", data=form)
    assert answer.status_code == 422 and "Eine Bahn „clearing“ gibt es in dieser Vorlage nicht." in answer.text


def test_a_clone_can_begin_as_a_draft_and_keeps_its_contact(as_role: AsRole, world: World) -> None:
    laki = as_role(Role.LAKI)
    form = {"ags": "05913000", "entwurf": "1", "anbieter": "Stadt Dortmund, KI", "telefon": "0231 50"}
    answer = laki.post("/mustervorlagen/tandem/klonen", data=form)
    assert answer.status_code == 302 and "/werkstatt/" in answer.location
    assert "dortmund.bpmn" in shown(laki, answer.location)
    number = drafts.DraftId(int(answer.location.rsplit("/", 1)[1]))
    with world.platform.command(Actor.operator()) as uow:
        drafts.publish_draft(uow, drafts.PublishDraft(number, drafts.draft(uow, number).revision))
    imprint = shown(world.client(None), "/impressum?kommune=dortmund")
    assert "Stadt Dortmund, KI" in imprint and "0231 50" in imprint


def test_an_update_is_proposed_decided_and_becomes_a_draft(as_role: AsRole) -> None:
    laki, designer = as_role(Role.LAKI), as_role(Role.ENTWURF)
    assert "auf dem neuesten Stand" in shown(designer, "/prozesse/hamm/aktualisierung")
    template = TEMPLATE_FILE.read_text("utf-8")
    own = (TEMPLATE_FILE.parents[1] / "hamm.bpmn").read_text("utf-8")
    former = re.search(r'id="clearing".*?name="frist" value="([^"]+)"', template, re.S)
    assert former is not None
    ours = own.replace('name="Meldung aufnehmen"', 'name="Anliegen aufnehmen"', 1)
    upload(designer, ours.encode(), "hamm.bpmn")
    newer = template.replace('name="Meldung aufnehmen"', 'name="Bericht aufnehmen"', 1)
    newer = newer.replace('name="Vorgang abschließen"', 'name="Vorgang beenden"', 1)
    upload(laki, newer.encode(), "tandem.bpmn")
    page = shown(laki, "/mustervorlagen/tandem")
    assert "1 Version" in page and "Allen die neue Version vorschlagen" in page
    proposed = laki.post("/mustervorlagen/tandem/vorschlagen", data={"notiz": "Klarere Wörter"})
    assert proposed.status_code == 302
    assert "Aktualisierung: Version 2" in shown(designer, "/prozesse")
    page = shown(designer, "/prozesse/hamm/aktualisierung")
    assert "Klarere Wörter" in page and "Vorgang beenden" in page
    assert "11 Pflichtelemente sind jetzt als solche gekennzeichnet" in page and "1 Änderung kommt dazu" in page
    for column in ("Meldung aufnehmen", "Bericht aufnehmen", "Anliegen aufnehmen"):
        assert column in page
    assert "zu entscheiden" in shown(designer, "/prozesse/hamm/aktualisierung/zeichnung.svg")
    [question] = set(re.findall(r'name="(frage-[^"]+)"', page))
    everywhere = designer.post("/prozesse/hamm/aktualisierung", data={"alle": "mustervorlage", "version": "2"}).text
    assert re.search(r'value="mustervorlage"\s+checked', re.sub(r"\s+", " ", everywhere))
    answer = designer.post("/prozesse/hamm/aktualisierung", data={"version": "2", question: "mustervorlage"})
    assert answer.status_code == 302
    content = designer.get(f"{answer.location}/datei/hamm.bpmn").text
    assert "Bericht aufnehmen" in content and "Vorgang beenden" in content and "05915000" in content
    again = designer.post("/prozesse/hamm/aktualisierung", data={"version": "2"})
    assert again.status_code == 302 and again.location == answer.location, "the draft that is open already"


def test_what_is_locked_now_is_asked_with_its_reason(as_role: AsRole) -> None:
    laki, designer = as_role(Role.LAKI), as_role(Role.ENTWURF)
    template = TEMPLATE_FILE.read_text("utf-8")
    own = (TEMPLATE_FILE.parents[1] / "hamm.bpmn").read_text("utf-8")
    upload(
        designer,
        re.sub(r'(id="abschluss".*?name="frist" value=)"10 AT"', r'\1"77 AT"', own, flags=re.S).encode(),
        "hamm.bpmn",
    )
    mark = '<zeebe:property name="{}" value="{}" />'
    marks = mark.format("pflicht", "Weil es schützt.") + mark.format("pflicht_bis", "2026-12-31")
    newer = re.sub(r'(id="abschluss".*?<zeebe:properties>)', rf"\1{marks}", template, count=1, flags=re.S)
    upload(laki, newer.encode(), "tandem.bpmn")
    page = shown(designer, "/prozesse/hamm/aktualisierung")
    assert "Pflicht, zu übernehmen bis 31.12.2026. Begründung der Landesstelle: Weil es schützt." in page
    assert "Damit bleibt das Ergebnis ein Entwurf" in page and "Wählen Sie dazu oben" in page


def test_another_municipality_sees_no_update_of_hamm(as_role: AsRole) -> None:
    assert as_role(Role.ENTWURF, BIELEFELD).get("/prozesse/hamm/aktualisierung").status_code == 404


def test_a_lock_with_a_day_is_seen_by_both_and_binds_after_it(as_role: AsRole, world: World) -> None:
    """The last of this file: it moves the clock."""
    text = TEMPLATE_FILE.read_text("utf-8").replace('name="Vorgang abschließen"', 'name="Vorgang beenden"', 1)
    marks = '<zeebe:property name="pflicht" value="Weil es schützt" />'
    marks += '<zeebe:property name="pflicht_bis" value="2026-12-31" />'
    step = re.search(r'name="Vorgang beenden".*?<zeebe:properties>', text, re.S)
    assert step is not None
    upload(as_role(Role.LAKI), (text[: step.end()] + marks + text[step.end() :]).encode(), "tandem.bpmn")
    assert "Bis 31.12.2026 zu übernehmen: „Vorgang beenden“" in shown(as_role(Role.LAKI), "/mustervorlagen/tandem")
    assert "Bis 31.12.2026 zu übernehmen" in shown(as_role(Role.ENTWURF), "/prozesse/hamm/aktualisierung")
    world.clock.advance(days=39)
    late = "Pflicht seit 31.12.2026 nicht übernommen: „Vorgang beenden“"
    assert late in shown(as_role(Role.LAKI), "/mustervorlagen/tandem")
    designer = as_role(Role.ENTWURF)
    for page in ("/prozesse", "/prozesse/hamm", "/prozesse/hamm/aktualisierung"):
        assert late in shown(designer, page)
    changed = (TEMPLATE_FILE.parents[1] / "hamm.bpmn").read_text("utf-8")
    changed = changed.replace("5 AT", "6 AT", 1)
    refused = designer.post("/prozesse/hochladen", data={"files": (io.BytesIO(changed.encode()), "hamm.bpmn")})
    assert refused.status_code == 422 and "seit 31.12.2026 Pflicht und nicht übernommen" in refused.text
    assert "Weil es schützt" in refused.text and "Was veröffentlicht ist und läuft, läuft weiter." in refused.text


def test_a_new_version_binds_its_rehearsals_and_says_whom_it_concerns(as_role: AsRole) -> None:
    """What fails here would fail with every clone that takes it over."""
    laki = as_role(Role.LAKI)
    draft = laki.post("/werkstatt/neu", data={"grundlage": "version", "kommune": "tandem", "name": "Neu"}).location
    text = laki.get(f"{draft}/datei/tandem.bpmn").text
    after = text.replace('name="frist" value="5 AT"', 'name="frist" value="4 AT"', 1)
    revision = int(laki.get(f"{draft}/datei/tandem.bpmn").headers["X-Revision"])
    laki.post(f"{draft}/datei/tandem.bpmn", json={"revision": revision, "before": text, "after": after})
    page = shown(laki, f"{draft}/veroeffentlichen")
    assert "Kommunen heißt" in page and "entscheide" in page and "Neue Vorgänge beginnen" not in page
    rehearsals = page.index("Die Probeläufe sind für diesen Stand noch nicht gespielt.")
    assert "fehlt" in page[rehearsals - 600 : rehearsals]
    assert "beginnen neue Vorgänge" not in shown(laki, "/prozesse/tandem")
    assert "/prozesse/tandem" in shown(laki, "/mustervorlagen/tandem")
