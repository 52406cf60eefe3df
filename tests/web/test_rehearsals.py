"""Designers record what a path must be able to tell, play it again, and see what no rehearsal passes."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree, html
from werkzeug.test import TestResponse

from engine.catalogue import drafts
from engine.catalogue.drafts import OpenDraft, SaveFile, proving
from engine.terms import Role
from tests.web.conftest import BIELEFELD, HAMM, World
from webui.blueprints import studio_rehearsals
from webui.rehearsal_runs import RUNS, Runs

PATH = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  id="d" targetNamespace="x">
  <bpmn:message id="m" name="antwort"/>
  <bpmn:collaboration id="c"><bpmn:participant id="pool" name="Stadt Hamm" processRef="weg"/></bpmn:collaboration>
  <bpmn:process id="weg" name="Kurzer Weg" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties>
      <zeebe:property name="ags" value="05915000"/><zeebe:property name="art" value="kreisangehoerig"/>
    </zeebe:properties></bpmn:extensionElements>
    <bpmn:laneSet id="ls"><bpmn:lane id="koordination" name="Koordination">
      <bpmn:extensionElements><zeebe:properties>
        <zeebe:property name="gruppe" value="koordination"/><zeebe:property name="rolle" value="koordination"/>
        <zeebe:property name="schutzzone" value="eingang"/><zeebe:property name="stufe" value="eingang"/>
      </zeebe:properties></bpmn:extensionElements>
      <bpmn:flowNodeRef>gespraech</bpmn:flowNodeRef><bpmn:flowNodeRef>brief</bpmn:flowNodeRef>
    </bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="start" name="Meldung"/>
    <bpmn:userTask id="gespraech" name="Gespr\xc3\xa4ch f\xc3\xbchren"><bpmn:extensionElements><zeebe:userTask/>
      <zeebe:formDefinition formId="gespraech"/><zeebe:properties><zeebe:property name="frist" value="2 Wochen"/>
      </zeebe:properties></bpmn:extensionElements></bpmn:userTask>
    <bpmn:boundaryEvent id="zu_lange" name="Zehn Tage um" attachedToRef="gespraech"><bpmn:timerEventDefinition>
      <bpmn:timeDuration>10 AT</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:userTask id="brief" name="Brief schreiben"><bpmn:extensionElements><zeebe:userTask/>
      </bpmn:extensionElements></bpmn:userTask>
    <bpmn:intermediateCatchEvent id="warten" name="Antwort da"><bpmn:messageEventDefinition messageRef="m"/>
    </bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="ende" name="Geschafft"/><bpmn:endEvent id="ende_brief" name="Beantwortet"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="gespraech"/>
    <bpmn:sequenceFlow id="f2" sourceRef="gespraech" targetRef="ende"/>
    <bpmn:sequenceFlow id="f3" name="zu lange" sourceRef="zu_lange" targetRef="brief"/>
    <bpmn:sequenceFlow id="f4" sourceRef="brief" targetRef="warten"/>
    <bpmn:sequenceFlow id="f5" sourceRef="warten" targetRef="ende_brief"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="ebene" bpmnElement="c">
    <bpmndi:BPMNShape id="s1" bpmnElement="gespraech">
      <dc:Bounds x="0" y="0" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="zu_lange">
      <dc:Bounds x="32" y="62" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="brief">
      <dc:Bounds x="0" y="150" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e3" bpmnElement="f3">
      <di:waypoint x="50" y="98"/><di:waypoint x="50" y="150"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""
FORM = (
    b'{"schemaVersion": 16, "type": "default", "id": "gespraech", "components": ['
    b'{"type": "textfield", "key": "ergebnis", "label": "Was kam heraus?", "id": "a", "validate": {"required": true}}]}'
)
NAME = "Ein Gespräch genügt"
FILE = "ein-gespraech-genuegt.rehearsal.yaml"


@pytest.fixture
def draft(world: World) -> int:
    """A short path in a draft of Hamm's: its text and its form, no rehearsal."""
    designer = world.people[HAMM, Role.ENTWURF].actor()
    with world.platform.command(designer) as uow:
        return drafts.open_draft(uow, OpenDraft(files=(("weg.bpmn", PATH), ("gespraech.form", FORM)), name="Kurz"))


def words(response: TestResponse) -> str:
    return " ".join(html.fromstring(response.data).xpath("//main")[0].text_content().split())


def hidden(response: TestResponse) -> dict[str, str]:
    """What the page carries on to the next step."""
    fields = html.fromstring(response.data).xpath("//form[@id='aufnahme']/input[@type='hidden']")
    return {field.get("name"): field.get("value") for field in fields}


class Recorder:
    """Somebody at the recording page, who presses its buttons."""

    def __init__(self, desk: FlaskClient, draft: int) -> None:
        self.desk, self.draft, self.home = desk, draft, f"/werkstatt/{draft}/probelauf"
        self.page: TestResponse

    def begin(self, **form: str) -> TestResponse:
        asked = self.desk.get(f"{self.home}/neu")
        known = {field.get("name"): field.get("value") for field in html.fromstring(asked.data).xpath("//main//input")}
        own = {f"_{name}": value for name, value in form.items()}
        self.page = self.desk.post(f"{self.home}/neu", data={**known, "_name": NAME, **own})
        return self.page

    def press(self, button: str, **fields: Any) -> TestResponse:
        """The button with this text, if the page has it."""
        path = f"//button[@form='aufnahme'][normalize-space()='{button}']/@value"
        [value] = html.fromstring(self.page.data).xpath(path)
        data = {**hidden(self.page), "_tun": value, **fields}
        self.page = self.desk.post(f"{self.home}/aufnahme", data=data)
        return self.page

    def complete(self, **fields: str) -> TestResponse:
        """The form that the page shows."""
        [task] = html.fromstring(self.page.data).xpath("//input[@name='_aufgabe']/@value")
        data = {**hidden(self.page), "_aufgabe": task, **fields}
        self.page = self.desk.post(f"{self.home}/aufnahme", data=data)
        return self.page

    def saved(self) -> TestResponse:
        self.press("Beenden und speichern")
        assert self.page.status_code == 302
        return self.played()

    def played(self) -> TestResponse:
        """The list when all are played, however long this machine takes."""
        self.desk.post(f"{self.home}/abspielen")
        run = RUNS.last(self.draft)
        assert run is not None and run.over.wait(120)
        return self.desk.get(self.home)


@pytest.fixture
def recorder(world: World, draft: int) -> Recorder:
    return Recorder(world.client(Role.ENTWURF), draft)


@pytest.fixture
def recorded(recorder: Recorder) -> Iterator[Recorder]:
    """One rehearsal that passes: the short way."""
    recorder.begin(angaben="falltyp: F02")
    recorder.complete(ergebnis="Alles gut")
    recorder.press("Beenden und speichern")
    yield recorder


def text_of(recorder: Recorder, name: str = FILE) -> tuple[str, str]:
    """Text and revision, as the page of the rehearsal shows them."""
    page = html.fromstring(recorder.desk.get(f"{recorder.home}/datei/{name}").data)
    return page.xpath("//textarea[@id='text']")[0].text.lstrip("\n"), page.xpath("//input[@name='stand']/@value")[0]


# ------------------------------------------------------------------ recording
def test_what_is_recorded_is_saved_played_and_counted(recorder: Recorder) -> None:
    assert "Noch kein Probelauf" in words(recorder.desk.get(recorder.home))
    page = recorder.begin(angaben="falltyp: F02")
    assert "Gespräch führen" in words(page) and "01.06.2026, 09:00 Uhr" in words(page)
    page = recorder.complete(ergebnis="Alles gut")
    assert "zu Ende: Geschafft" in words(page) and "„Gespräch führen“ erledigt von Koordination" in words(page)
    assert "Was kam heraus?: Alles gut" in words(page)
    page = recorder.saved()
    assert "Alle Probeläufe sind bestanden." in words(page) and NAME in words(page)
    assert re.search(r"Kurzer Weg 3 von 7 2 von 5", words(page)), words(page)
    late = "Pfeil „zu lange“ von „Zehn Tage um“ zu „Brief schreiben“"
    assert {"Brief schreiben", "Antwort da", "Beantwortet", late} <= missing(page)
    text, _revision = text_of(recorder)
    assert "start: {falltyp: F02}" in text and "ends: {at: ende" in text and "with: {ergebnis: Alles gut}" in text


def missing(page: TestResponse) -> set[str]:
    root = html.fromstring(page.data)
    return {item.text_content().strip() for item in root.xpath("//section[@aria-labelledby='abdeckung-titel']//li")}


def test_time_and_messages_bring_the_story_on_to_full_coverage(recorded: Recorder) -> None:
    recorder = recorded
    recorder.begin(name="Nach zehn Tagen schreibt die Koordination")
    page = recorder.press("Bis zur nächsten Frist (10 AT)")
    assert "Brief schreiben" in words(page) and "10 AT vergehen" in words(page) and "16.06.2026" in words(page)
    page = recorder.complete()
    assert "Keine Aufgabe ist offen." in words(page)
    page = recorder.press("„Antwort da“ kommt an", _nachricht_0="inhalt: einverstanden\nanzahl: 2")
    assert "zu Ende: Beantwortet" in words(page) and "inhalt: einverstanden" in words(page)
    page = recorder.saved()
    assert "Kurzer Weg 7 von 7 5 von 5" in words(page)
    assert "Jedes Element, jeder Fluss und jede Regel kommt vor." in words(page)


def test_the_last_step_is_taken_back_with_what_was_expected_after_it(recorder: Recorder) -> None:
    recorder.begin()
    page = recorder.press("14 Arbeitstage später")
    assert "14 AT vergehen" in words(page) and "Offen: „Brief schreiben“" in words(page)
    page = recorder.press("Letzten Schritt zurücknehmen")
    assert "Noch ist nichts geschehen." in words(page) and "Gespräch führen" in words(page)


def test_what_shall_be_so_again_is_held(recorder: Recorder) -> None:
    recorder.begin(angaben="falltyp: F02")
    page = recorder.press("Angekreuzte Angaben festhalten", _halten="falltyp")
    assert "Erwartet wird falltyp: F02" in words(page)
    page = recorder.press("Festhalten, welche Aufgaben jetzt offen sind")
    assert "Offen: „Gespräch führen“" in words(page)


def test_the_form_is_checked_as_a_coordinators_is(recorder: Recorder) -> None:
    recorder.begin()
    page = recorder.complete(ergebnis="")
    assert page.status_code == 422 and "Bitte füllen Sie dieses Feld aus." in words(page)
    assert "Noch ist nichts geschehen." in words(page)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": " "}, "Geben Sie dem Probelauf einen Namen."),
        ({"beginnt": "morgen"}, "Das ist kein Tag mit Uhrzeit."),
        ({"angaben": "falltyp"}, "Das sind keine Angaben."),
        ({"angaben": "a: &x 1\nb: *x"}, "Anker und Verweise"),
        ({"angaben": "a: [1"}, "Das ist kein lesbares YAML."),
        ({"angaben": "falltyp: F02\nbezirk: Mitte: Nord\nalter: 3"}, "Zeile 2: Das ist kein lesbares YAML."),
    ],
)
def test_a_bad_beginning_gets_a_sentence_and_loses_nothing(
    recorder: Recorder, form: dict[str, str], sentence: str
) -> None:
    page = recorder.begin(**{"angaben": "falltyp: F02", **form})
    assert page.status_code == 422 and sentence in words(page)
    [typed] = html.fromstring(page.data).xpath("//textarea[@name='_angaben']")
    assert typed.text.strip() == {"angaben": "falltyp: F02", **form}["angaben"]


def test_the_form_of_the_start_event_is_filled_in_and_lines_are_for_the_rest(world: World) -> None:
    asks = (
        b'<bpmn:startEvent id="start" name="Meldung"><bpmn:extensionElements>'
        b'<zeebe:formDefinition formId="meldung"/></bpmn:extensionElements></bpmn:startEvent>'
    )
    path = PATH.replace(b'<bpmn:startEvent id="start" name="Meldung"/>', asks)
    form = (
        FORM.replace(b'"gespraech"', b'"meldung"')
        .replace(b"ergebnis", b"anlass")
        .replace(b"Was kam heraus?", b"Anlass")
    )
    with world.platform.command(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        files = (("weg.bpmn", path), ("gespraech.form", FORM), ("meldung.form", form))
        number = drafts.open_draft(uow, OpenDraft(files=files, name="Mit Formular"))
    recorder = Recorder(world.client(Role.ENTWURF), number)
    asked = words(recorder.desk.get(f"{recorder.home}/neu"))
    assert "Anlass" in asked and "Weitere Angaben, die schon da sind" in asked
    missing = recorder.begin(angaben="falltyp: F02")
    assert missing.status_code == 422 and "Bitte füllen Sie dieses Feld aus." in words(missing)
    [typed] = html.fromstring(missing.data).xpath("//textarea[@name='_angaben']")
    assert typed.text.strip() == "falltyp: F02"
    known = {f.get("name"): f.get("value") for f in html.fromstring(missing.data).xpath("//main//input")}
    sent = {**known, "_name": NAME, "_angaben": "falltyp: F02", "anlass": "Lärm"}
    recorder.page = recorder.desk.post(f"{recorder.home}/neu", data=sent)
    assert recorder.page.status_code == 200 and "Gespräch führen" in words(recorder.page)
    recorder.complete(ergebnis="Alles gut")
    recorder.saved()
    assert "start: {anlass: Lärm, falltyp: F02}" in text_of(recorder)[0]


def test_what_cannot_be_gets_a_sentence_and_changes_nothing(recorder: Recorder) -> None:
    recorder.begin()
    page = recorder.press("Warten", _zeit="demnächst")
    assert page.status_code == 422 and "„demnächst“ ist keine Frist." in words(page)
    assert "Noch ist nichts geschehen." in words(page)
    home, carried = recorder.home, hidden(page)
    assert recorder.desk.post(f"{home}/aufnahme", data={**carried, "_tun": "nachricht:7"}).status_code == 400
    gone = recorder.desk.post(f"{home}/aufnahme", data={**carried, "_aufgabe": "brief.0"})
    assert gone.status_code == 409 and "Diese Aufgabe ist nicht mehr offen." in words(gone)
    broken = recorder.desk.post(f"{home}/aufnahme", data={**carried, "_text": "name: [x", "_tun": "beenden"})
    assert "Das ist kein lesbares YAML." in words(broken)


def test_two_of_the_same_name_are_two_files(recorded: Recorder) -> None:
    recorded.begin()
    recorded.complete(ergebnis="Noch besser")
    recorded.press("Beenden und speichern")
    assert text_of(recorded, "ein-gespraech-genuegt-2.rehearsal.yaml")[0].startswith(f"name: {NAME}")


# ------------------------------------------------------------------ what is saved
def test_a_rehearsal_that_fails_says_at_which_step_and_is_recorded_anew_from_there(recorded: Recorder) -> None:
    text, revision = text_of(recorded)
    wrong = text.replace("steps:\n", "steps:\n  - wait: 14 AT\n")
    here = f"{recorded.home}/datei/{FILE}"
    page = recorded.desk.post(here, data={"text": wrong, "titel": NAME, "stand": revision})
    assert page.status_code == 200
    sentence = "Schritt 2: erwartet war die Aufgabe „Gespräch führen“, offen ist „Brief schreiben“"
    assert sentence in words(page) and "nicht wie erwartet" in words(page)
    listed = recorded.played()
    assert sentence in words(listed) and "Nicht alle Probeläufe sind bestanden." in words(listed)
    form = html.fromstring(page.data).xpath("//form[.//button[@value='bis:2']]")[0]
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    recorded.page = recorded.desk.post(f"{recorded.home}/aufnahme", data={**fields, "_tun": "bis:2"})
    assert "Brief schreiben" in words(recorded.page)
    recorded.complete()
    assert "Alle Probeläufe sind bestanden." in words(recorded.saved())
    assert "- do: brief" in text_of(recorded)[0] and "ends:" not in text_of(recorded)[0]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("steps:", "steps: [", "Das ist kein lesbares YAML."),
        ("steps:", "schritte:", "Ein Probelauf kennt die Angabe „schritte“ nicht."),
        ("- do: gespraech", "- wait: bald", "„bald“ ist keine Dauer."),
    ],
)
def test_text_that_is_no_rehearsal_is_not_saved_and_not_lost(
    recorded: Recorder, old: str, new: str, sentence: str
) -> None:
    text, revision = text_of(recorded)
    here = f"{recorded.home}/datei/{FILE}"
    page = recorded.desk.post(here, data={"text": text.replace(old, new), "titel": NAME, "stand": revision})
    assert page.status_code == 422 and sentence in words(page) and "wurde nicht gespeichert" in words(page)
    assert new in html.fromstring(page.data).xpath("//textarea[@id='text']")[0].text
    assert text_of(recorded) == (text, revision)


def test_a_field_that_the_form_does_not_have_is_named(recorded: Recorder) -> None:
    text, revision = text_of(recorded)
    wrong = text.replace("ergebnis: Alles gut", "ergebniss: Alles gut")
    page = recorded.desk.post(f"{recorded.home}/datei/{FILE}", data={"text": wrong, "stand": revision})
    assert "Das Formular von „Gespräch führen“ hat kein Feld „ergebniss“. Ist „ergebnis“ gemeint?" in words(page)


def test_a_new_name_changes_the_name_alone(recorded: Recorder) -> None:
    text, revision = text_of(recorded)
    told = f"# So soll es sein\n{text}"
    here = f"{recorded.home}/datei/{FILE}"
    recorded.desk.post(here, data={"text": told, "titel": "Reden: das hilft", "stand": revision})
    assert text_of(recorded)[0] == told.replace(f"name: {NAME}", "name: 'Reden: das hilft'")


def test_whoever_was_quicker_is_not_overwritten(world: World, recorded: Recorder, draft: int) -> None:
    text, revision = text_of(recorded)
    with world.platform.command(world.people[HAMM, Role.LAKI].actor()) as uow:
        other = text.replace("Alles gut", "Fast alles gut").encode()
        drafts.save_file(uow, SaveFile(drafts.DraftId(draft), FILE, other, int(revision)))
    mine = text.replace("Alles gut", "Nichts gut")
    page = recorded.desk.post(f"{recorded.home}/datei/{FILE}", data={"text": mine, "stand": revision})
    assert page.status_code == 409 and "nichts wurde überschrieben" in words(page)
    assert "Nichts gut" in html.fromstring(page.data).xpath("//textarea[@id='text']")[0].text
    assert "Fast alles gut" in text_of(recorded)[0]


def test_a_deleted_rehearsal_comes_back(recorded: Recorder) -> None:
    _text, revision = text_of(recorded)
    here = f"{recorded.home}/datei/{FILE}"
    gone = recorded.desk.post(f"{here}/loeschen", data={"stand": revision}, follow_redirects=True)
    assert f"Der Probelauf „{NAME}“ ist gelöscht." in words(gone)
    assert recorded.desk.get(here).status_code == 404
    [address] = html.fromstring(gone.data).xpath("//*[contains(@class, 'sw-flashes')]//form/@action")
    assert "ist wieder da" in words(recorded.desk.post(address, follow_redirects=True))
    assert recorded.desk.get(here).status_code == 200


def test_results_of_an_earlier_state_say_so(recorded: Recorder) -> None:
    assert "Alle Probeläufe sind bestanden." in words(recorded.played())
    text, revision = text_of(recorded)
    recorded.desk.post(
        f"{recorded.home}/datei/{FILE}", data={"text": text.replace("Alles", "Vieles"), "stand": revision}
    )
    assert "Der Entwurf ist seitdem geändert." in words(recorded.desk.get(recorded.home))


def test_after_a_restart_the_results_are_still_there(recorded: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded.played()
    before = words(recorded.desk.get(recorded.home))
    monkeypatch.setattr(proving, "_PLAYED", OrderedDict())
    monkeypatch.setattr(studio_rehearsals, "RUNS", Runs())
    assert words(recorded.desk.get(recorded.home)) == before and "Alle Probeläufe sind bestanden." in before
    page = words(recorded.desk.get(f"/werkstatt/{recorded.draft}/veroeffentlichen"))
    assert "Der Probelauf besteht." in page and "noch nicht gespielt" not in page


def test_a_run_that_did_not_come_to_its_end_says_so_and_is_begun_again(
    recorded: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: Any) -> None:
        raise OSError("no more processes")

    recorded.played()
    text, revision = text_of(recorded)
    changed = {"text": f"{text}# noch einmal\n", "stand": revision}
    assert recorded.desk.post(f"{recorded.home}/datei/{FILE}", data=changed).status_code == 200
    with monkeypatch.context() as broken:
        broken.setattr(proving, "rehearse_files_given", crash)
        recorded.desk.post(f"{recorded.home}/abspielen")
        run = RUNS.last(recorded.draft)
        assert run is not None and run.over.wait(60)
        assert "ließen sich nicht abspielen. Versuchen Sie es noch einmal." in words(recorded.desk.get(recorded.home))
    assert "Alle Probeläufe sind bestanden." in words(recorded.played())


def test_the_drawing_marks_what_no_rehearsal_passes_by_more_than_colour(recorded: Recorder) -> None:
    [drawing] = html.fromstring(recorded.played().data).xpath("//section[@aria-labelledby='zeichnung-titel']//img/@src")
    picture = etree.fromstring(recorded.desk.get(drawing).data)
    states = {e.get("data-element-id"): e.get("data-state") for e in picture.iter("{*}g") if e.get("data-element-id")}
    assert (states["gespraech"], states["brief"], states["f3"]) == ("finished", "incident", "incident")
    assert "in keinem Probelauf: Brief schreiben" in picture.get("aria-label").replace("Zehn Tage um, ", "")
    assert recorded.desk.get(f"{recorded.home}/zeichnung.svg?datei=x.bpmn").status_code == 404


# ------------------------------------------------------------------ who, and in which language
def test_others_see_nothing_of_it(world: World, draft: int) -> None:
    for role, place, status in ((Role.ENTWURF, BIELEFELD, 404), (Role.KOORDINATION, HAMM, 403)):
        desk, home = world.client(role, place), f"/werkstatt/{draft}/probelauf"
        for page in (home, f"{home}/neu", f"{home}/zeichnung.svg", f"{home}/datei/{FILE}"):
            assert desk.get(page).status_code == status, page
        for page in (f"{home}/neu", f"{home}/aufnahme", f"{home}/abspielen", f"{home}/datei/{FILE}/loeschen"):
            assert desk.post(page, data={"_text": "name: x\n"}).status_code == status, page


def test_the_pages_are_there_in_english(recorded: Recorder) -> None:
    recorded.desk.set_cookie("sprache", "en")
    page = recorded.begin(name="In English")
    assert "Let time go by" in words(page) and "Jetzt offen" not in words(page)
    assert "Rehearsals" in words(recorded.desk.get(recorded.home))


def test_what_a_rehearsal_found_is_said_in_english(recorded: Recorder) -> None:
    """At once, from the table of the draft, and of parts that nobody has named."""
    text, revision = text_of(recorded)
    wrong = text.replace("steps:\n", "steps:\n  - wait: 14 AT\n")
    recorded.desk.set_cookie("sprache", "en")
    page = recorded.desk.post(f"{recorded.home}/datei/{FILE}", data={"text": wrong, "titel": NAME, "stand": revision})
    sentence = "Step 2: the task “Gespräch führen” was expected, but what is open is “Brief schreiben”"
    assert sentence in words(page) and sentence in words(recorded.played())
    refused = recorded.desk.post(
        f"{recorded.home}/datei/{FILE}", data={"text": "name: x\nschritte: []\n", "titel": NAME, "stand": revision}
    )
    assert "A rehearsal does not know the entry “schritte”." in words(refused)


def test_an_ended_draft_has_no_rehearsals_to_change(world: World, recorded: Recorder, draft: int) -> None:
    with world.platform.command(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        drafts.discard_draft(uow, drafts.DraftId(draft))
    assert recorded.desk.get(recorded.home).headers["Location"] == f"/werkstatt/{draft}"
