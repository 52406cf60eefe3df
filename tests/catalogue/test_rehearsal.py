"""Rehearsals: what a story may say, what becomes of it when something is otherwise, and what it has passed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from engine.catalogue.files import ROOT
from engine.catalogue.rehearsal import (
    ENDING,
    Expect,
    Recording,
    Refused,
    Stage,
    coverage,
    entered,
    parts_of,
    read,
    take,
    task_for,
    to_yaml,
)
from engine.catalogue.rehearsal.story import Do, Start
from engine.catalogue.rehearsing import rehearse_files_given
from tests.bpmn.models import (
    END,
    MESSAGE,
    START,
    boundary,
    document,
    element,
    flow,
    flows,
    mapping,
    message,
    timer,
    user,
)
from tests.bpmn.models import extensions as ext
from tests.catalogue.stages import DECISION, FORMS, PATH, played, script

EXAMPLE = """
name: Mediation endet mit Vereinbarung
process: konfliktweg_hamm
start: {falltyp: F02, sicherheit: keine}
steps:
  - do: erstgespraech
    as: koordination
    with: {ergebnis: weiter}
  - expect: clearing
    suggests: {verfahren: mediation}
  - wait: 10 AT
  - expect: {open: [mediator_vorschlagen], overdue: []}
ends: {at: ende_vereinbarung, ergebnis: abschlussvereinbarung}
"""
TALK = "- do: erstgespraech\n  with: {ergebnis: weiter}\n"


def told(*steps: str, head: str = "start: {falltyp: F02}", path: bytes = PATH) -> str:
    """The message of a story; empty when it passed."""
    lines = "\n".join(f"  {line}" for step in steps for line in step.strip().split("\n"))
    done = played(f"{head}\nsteps:\n{lines}\n", path)
    return done.message


# ------------------------------------------------------------------ the contract's example
def test_the_example_of_the_contract_is_understood() -> None:
    rehearsal, findings = read(EXAMPLE.encode())
    assert findings == [] and rehearsal is not None and len(rehearsal.steps) == 4
    assert played(EXAMPLE).message == "Ende: der Vorgang ist nicht zu Ende, offen ist „mediator_vorschlagen“"


def test_a_story_that_is_as_expected_passes() -> None:
    done = played(EXAMPLE.replace("ends:", "  - do: mediator_vorschlagen\nends:"))
    assert (done.passed, done.message, done.rehearsal.name) == (True, "", "Mediation endet mit Vereinbarung")
    assert done.stage is not None and done.stage.finished and done.stage.outcome == "abschlussvereinbarung"


@pytest.mark.parametrize("page", ["docs/probelaeufe.md", "processes/README.md"])
def test_the_examples_of_the_pages_pass(page: str) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert played(example).message == ""


def test_what_is_written_reads_the_same() -> None:
    rehearsal, _ = read(EXAMPLE.encode())
    assert rehearsal is not None
    text = to_yaml(rehearsal)
    again, findings = read(text.encode())
    assert findings == [] and again is not None and to_yaml(again) == text
    assert "start: {falltyp: F02, sicherheit: keine}" in text and "- wait: 10 AT" in text


@pytest.mark.parametrize(
    "value", ["05374012", "14:30", "2026-06-01", "no", "ja", "true", "1", "=a", "a: b", "# x", "ä\nö", ""]
)
def test_text_stays_text(value: str) -> None:
    rehearsal, _ = read(b"name: x\nsteps: []")
    assert rehearsal is not None
    told = type(rehearsal)("x", (Do("a", {"feld": value}),), start=Start({"start": value}))
    again, findings = read(to_yaml(told).encode())
    assert findings == [] and again is not None
    (step,) = again.steps
    assert isinstance(step, Do) and step.values == {"feld": value} and again.start.variables == {"start": value}


def test_an_unquoted_number_is_one_and_an_unquoted_ags_is_not() -> None:
    rehearsal, _ = read(
        b"name: x\nstart: {zahl: 4, bruch: 1.50, ags: 05374012, zeit: 14:30, wort: no, wahr: true}\nsteps: []"
    )
    assert rehearsal is not None
    assert {name: str(value) for name, value in rehearsal.start.variables.items()} == {
        "zahl": "4", "bruch": "1.50", "ags": "05374012", "zeit": "14:30", "wort": "no", "wahr": "True",
    }  # fmt: skip


# ------------------------------------------------------------------ what is otherwise
@pytest.mark.parametrize(("steps", "message"), [
    (["- do: clearing\n  with: {verfahren: mediation}"],
     "Schritt 1: erwartet war die Aufgabe „clearing“, offen ist „erstgespraech“"),
    ([TALK, "- expect: erstgespraech"], "Schritt 2: erwartet war die Aufgabe „erstgespraech“, offen ist „clearing“"),
    (["- do: erstgespraech\n  as: leitung\n  with: {ergebnis: weiter}"],
     "Schritt 1: die Aufgabe „erstgespraech“ ist nicht für „leitung“, sondern für „koordination“"),
    ([TALK, "- expect: clearing\n  suggests: {verfahren: beratung}"],
     "Schritt 2: vorgeschlagen sein sollte verfahren: beratung, vorgeschlagen ist verfahren: mediation"),
    ([TALK, "- expect: {open: []}"], "Schritt 2: offen sein sollte keine Aufgabe, offen ist „clearing“"),
    ([TALK, "- expect: {overdue: [clearing]}"],
     "Schritt 2: überfällig sein sollte „clearing“, überfällig ist keine Aufgabe"),
    ([TALK, "- expect: {variables: {falltyp: F03}}"], "Schritt 2: „falltyp“ sollte F03 sein, ist aber F02"),
    ([TALK, "- expect: {ended: true}"], "Schritt 2: der Vorgang sollte zu Ende sein, offen ist „clearing“"),
    ([TALK, "- expect: {incident: x.y}"], "Schritt 2: erwartet war die Störung „x.y“, es kam zu keiner"),
    ([TALK, "- expect: {sent: [brief]}"], "Schritt 2: hinausgehen sollte „brief“, hinausgegangen ist nichts"),
])  # fmt: skip
def test_the_message_says_at_which_step_what_was_expected_and_what_happened(steps: list[str], message: str) -> None:
    assert told(*steps) == message


@pytest.mark.parametrize(("values", "words"), [
    ("", "Bitte wählen Sie eine Möglichkeit aus."),
    ("with: {verfahren: beratung}", "„Grund“: Bitte füllen Sie dieses Feld aus."),
    ("with: {verfahren: mediation, grund: Darum}", "das Feld „Grund“ ist nicht zu sehen"),
    ("with: {verfahren: raten}", "„Verfahren“"),
])  # fmt: skip
def test_a_form_takes_what_it_would_take_from_a_person_and_no_more(values: str, words: str) -> None:
    message = told(TALK, f"- do: clearing\n  {values}")
    assert message.startswith("Schritt 2: das Formular „clearing“ nimmt das nicht an: ") and words in message


def test_on_a_second_visit_choices_are_made_anew() -> None:
    again = PATH.replace(b"</bpmn:process>", flow("clearing", "erstgespraech", "1 = 2").encode() + b"</bpmn:process>")
    again = again.replace(b"1 = 2", b'verfahren = "beratung"')
    back = ["- do: clearing\n  with: {verfahren: beratung, grund: Noch einmal}", "- do: erstgespraech"]
    assert "Bitte wählen Sie" in told(TALK, *back, path=again)


# ------------------------------------------------------------------ names and shapes
@pytest.mark.parametrize(("text", "code", "line", "words"), [
    ("name: x\nsteps:\n  - do: clearnig\n", "rehearsal.element", 3, "„clearing“"),
    ("name: x\nsteps:\n  - do: Erstgespraech\n", "rehearsal.element", 3, "erstgespraech"),
    ("name: x\nsteps:\n  - do: erstgespraech\n    with: {ergebniss: a}\n", "rehearsal.field", 3, "„ergebnis“"),
    ("name: x\nprocess: konfliktweg\nsteps: []\n", "rehearsal.process", None, "„konfliktweg_hamm“"),
    ("name: x\nsteps:\n  - expect: {open: [nirgends]}\n", "rehearsal.element", 3, "nirgends"),
    ("name: x\nsteps:\n  - message: ruf\n", "rehearsal.message", 3, "ruf"),
    ("name: x\nsteps:\n  - signal: ruf\n", "rehearsal.signal", 3, "ruf"),
    ("name: x\nsteps: []\nends: {at: ende}\n", "rehearsal.element", 3, "ende_vereinbarung"),
    ("name: x\nsteps: []\nstart: {event: los}\n", "rehearsal.start", 3, "los"),
])  # fmt: skip
def test_a_name_that_the_process_does_not_know_is_found_before(
    text: str, code: str, line: int | None, words: str
) -> None:
    done = script().play(text.encode(), "probe.rehearsal.yaml")
    (finding,) = done.findings
    assert not done.passed and (finding.code, finding.line, finding.file) == (code, line, "probe.rehearsal.yaml")
    assert words in done.message


@pytest.mark.parametrize(("text", "code", "line"), [
    (b"name: x\nschritte: []\n", "rehearsal.key", 2),
    (b"name: x\nsteps:\n  - tu: clearing\n", "rehearsal.step", 3),
    (b"name: x\nsteps:\n  - do: a\n    wait: 1 AT\n", "rehearsal.step", 3),
    (b"name: x\nsteps:\n  - do: a\n    mit: {}\n", "rehearsal.key", 4),
    (b"name: x\nsteps:\n  - do: a\n    with: [1]\n", "rehearsal.type", 4),
    (b"name: x\nsteps:\n  - wait: bald\n", "rehearsal.duration", 3),
    (b"name: x\nsteps:\n  - expect: {open: 4}\n", "rehearsal.type", 3),
    (b"name: x\nsteps: spaeter\n", "rehearsal.type", 2),
    (b"name: x\nbegins: morgen\n", "rehearsal.moment", 2),
    (b"steps: []\n", "rehearsal.missing", 1),
    (b"- a\n", "rehearsal.type", 1),
    (b"", "rehearsal.type", 1),
    (b"name: x\nname: y\n", "rehearsal.unreadable", 2),
    (b"a: [\n", "rehearsal.unreadable", 2),
    (b"a: &x {b: 1}\nc: *x\n", "rehearsal.unreadable", 1),
    (b"\xff\xfe\x00", "rehearsal.unreadable", None),
    (b"a: " + b"[" * 5000, "rehearsal.unreadable", None),
    (b"a: " + b"{b: " * 30 + b"}" * 30, "rehearsal.unreadable", 1),
    (b"name: " + b"x" * 300_000, "rehearsal.unreadable", None),
])  # fmt: skip
def test_bad_input_gets_a_finding_with_its_line_and_a_way_out(text: bytes, code: str, line: int | None) -> None:
    rehearsal, findings = read(text, "x" + ENDING)
    assert rehearsal is None and findings[0].code == code and findings[0].line == line
    assert findings[0].hint and findings[0].file == "x" + ENDING


def test_no_tag_of_yaml_means_anything() -> None:
    rehearsal, _ = read(b"name: !!python/object/apply:os.system [echo]\nsteps: []")
    assert rehearsal is None
    rehearsal, _ = read(b"name: !!binary aGFsbG8=\nsteps: []")
    assert rehearsal is not None and rehearsal.name == "aGFsbG8="


# ------------------------------------------------------------------ the other steps
SIGNAL = '<bpmn:signal id="sig" name="Warnung"/>'
SIDES = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="false">'
    + ext('<zeebe:loopCharacteristics inputCollection="=seiten" inputElement="seite"/>')
    + "</bpmn:multiInstanceLoopCharacteristics>"
)


def test_several_of_one_task_are_told_apart_by_what_they_see() -> None:
    path = document(START, element("userTask", "u", SIDES), END, flows("s", "u", "e"))
    head = "start: {seiten: [A, B]}"
    done = [
        "- expect: {open: [u, u]}",
        "- do: u\n  which: {seite: B}",
        "- expect: {open: [u]}",
    ]
    assert told(*done, "- do: u\n  which: {seite: A}", "- expect: {ended: true}", head=head, path=path) == ""
    assert "keine mit seite: B" in told(*done, "- do: u\n  which: {seite: B}", head=head, path=path)


def test_a_message_reaches_what_waits_for_it_and_only_that() -> None:
    path = document(
        START, element("intermediateCatchEvent", "warten", MESSAGE), user("u"), END, flows("s", "warten", "u", "e"),
        before=message(name="Antwort", correlation="=fall.aktenzeichen"),
    )  # fmt: skip
    assert told("- expect: warten", "- message: Antwort\n  with: {gut: true}", "- do: u", path=path) == ""
    twice = told("- message: Antwort", "- message: Antwort", path=path)
    assert twice == "Schritt 2: Auf die Nachricht „Antwort“ wartet hier nichts."


def test_a_case_begins_with_a_message_or_a_signal() -> None:
    starts = element("startEvent", "ruf", MESSAGE)
    starts += element("startEvent", "alarm", '<bpmn:signalEventDefinition signalRef="sig"/>')
    ways = "".join(user(f"nach_{key}") + flow(key, f"nach_{key}") for key in ("ruf", "alarm"))
    path = document(starts, ways, before=message(name="Ruf") + SIGNAL)
    for way, task in (("message: Ruf, with: {von: Schule}", "nach_ruf"), ("signal: Warnung", "nach_alarm")):
        assert told(f"- expect: {{open: [{task}]}}", f"- do: {task}", head=f"start: {{{way}}}", path=path) == ""


def test_a_case_begins_by_the_clock_at_once_or_when_its_time_has_come() -> None:
    quarter = element("startEvent", "quartal", timer("R/2026-07-01T08:00:00Z/P3M", "timeCycle"))
    path = document(quarter, user("u"), END, flows("quartal", "u", "e"))
    assert told("- do: u", head="start: {event: quartal}", path=path) == ""
    assert told("- expect: {open: []}", "- wait: 30 Tage", "- do: u", head="", path=path) == ""


def test_a_signal_that_nobody_hears_is_no_step() -> None:
    path = document(START, user("u"), END, flows("s", "u", "e"), before=SIGNAL)
    wakes = boundary("b", "u", '<bpmn:signalEventDefinition signalRef="sig"/>') + user("v") + flow("b", "v")
    heard = document(START, user("u"), END, flows("s", "u", "e"), wakes, before=SIGNAL)
    assert told("- signal: Warnung", "- expect: {open: [v]}", path=heard) == ""
    assert "hört hier nichts" in told("- signal: Warnung", "- signal: Warnung", path=heard)
    assert "gibt es in diesem Prozess nicht" in told("- signal: Warnung", path=path)


def test_timers_fall_due_in_their_order_and_deadlines_are_missed() -> None:
    late = boundary("b", "u", timer("P2D"), interrupting=False) + user("v", frist="1 AT") + flow("b", "v")
    path = document(START, user("u", frist="1 AT"), END, flows("s", "u", "e"), late)
    done = [
        "- wait: 1 AT",
        "- expect: {open: [u], overdue: []}",
        "- wait: P5D",
        "- expect: {open: [u, v], overdue: [u, v]}",
    ]
    assert told(*done, path=path) == ""


def test_holidays_of_north_rhine_westphalia_are_no_working_days() -> None:
    """4 June 2026 is Corpus Christi."""
    path = document(START, user("u", frist="2 AT"), END, flows("s", "u", "e"))
    done = played("begins: 2026-06-03\nsteps:\n  - wait: P4D\n  - expect: {overdue: []}\n", path)
    assert done.message == "" and done.stage is not None
    assert done.stage.now == datetime(2026, 6, 7, 7, 0, tzinfo=UTC)


MAIL = element(
    "serviceTask", "brief",
    ext('<zeebe:taskDefinition type="mail"/>', mapping({"an": '="a@b.de"', "betreff": '="x"', "text": '="y"'})),
)  # fmt: skip
FAILED = '<bpmn:errorEventDefinition errorRef="er"/>'
POST = document(
    START, MAIL, user("u"), END, flows("s", "brief", "u", "e"),
    boundary("b", "brief", FAILED), user("v"), flow("b", "v"),
    before='<bpmn:error id="er" name="Fehler" errorCode="mail.failed"/>',
)  # fmt: skip


def test_mail_is_recorded_and_succeeds_unless_it_fails() -> None:
    assert told("- expect: {open: [u], sent: [brief]}", path=POST) == ""
    assert told("- do: brief\n  fails: mail.failed", "- expect: {open: [v]}", path=POST) == ""
    assert "schickt gerade nichts" in told("- do: brief", "- do: brief\n  fails: mail.failed", path=POST)


def test_an_incident_is_expected_or_ends_the_rehearsal() -> None:
    gate = element("exclusiveGateway", "g") + user("u") + flow("s", "w") + user("w") + flow("w", "g")
    path = document(START, gate, END, flow("g", "u", "x = 1"), flow("u", "e"))
    wrong = told("- do: w", "- do: w", path=path)
    assert wrong.startswith("Schritt 2: davor kam es zu einer Störung: [") and "„g“" in wrong
    code = wrong.split("[")[1].split("]")[0]
    assert told("- do: w", f"- expect: {{incident: {code}}}", "- expect: {open: [w]}", path=path) == ""


def test_a_loop_without_an_end_is_ended() -> None:
    tick = (
        boundary("b", "u", timer("R/PT1S", "timeCycle"), interrupting=False)
        + flow("b", "e2")
        + element("endEvent", "e2")
    )
    path = document(START, user("u"), END, flows("s", "u", "e"), tick)
    assert told("- wait: 10 Jahre", path=path).startswith("Schritt 1: Der Probelauf braucht mehr als")


# ------------------------------------------------------------------ coverage
def test_coverage_counts_elements_flows_and_rules_and_names_what_is_missing() -> None:
    done = played(EXAMPLE)
    (share,) = script().coverage([done])
    assert share.as_json() == {"elements": [6, 7], "flows": [4, 6], "rules": [1, 2]}
    missing = {(m["kind"], m["id"], m["decision"]) for m in share.missing_as_json()}
    assert ("element", "ende_vereinbarung", "") in missing and ("rule", "r2", "wahl") in missing
    steps = (
        "  - do: erstgespraech\n    with: {ergebnis: weiter}\n"
        "  - do: clearing\n    with: {verfahren: beratung, grund: Darum}\n"
        "  - do: mediator_vorschlagen\n"
    )
    other = played(f"start: {{falltyp: F07}}\nsteps:\n{steps}")
    assert other.message == ""
    assert script().coverage([done, other])[0].whole


def test_a_draft_is_rehearsed_with_limits_from_its_bytes() -> None:
    own = [("wahl.dmn", DECISION), *((f"{key}.form", content) for key, content in FORMS.items())]
    stories = [("gut.rehearsal.yaml", EXAMPLE.replace("ends:", "  - do: mediator_vorschlagen\nends:").encode())]
    stories.append(("falsch.rehearsal.yaml", b"name: Falsch\nsteps:\n  - do: clearing\n"))
    report = rehearse_files_given(("hamm.bpmn", PATH), own, stories)
    assert [(line.name, line.passed) for line in report.rehearsals] == [
        ("Mediation endet mit Vereinbarung", True),
        ("Falsch", False),
    ]
    assert report.own == {"konfliktweg_hamm"} and report.findings == () and not report.passed
    assert report.coverage[0].as_json()["rules"] == [1, 2]
    refused = rehearse_files_given(("hamm.bpmn", PATH), [], stories)
    assert refused.findings and refused.rehearsals == ()


def test_the_activities_of_an_ad_hoc_sub_process_are_done_in_any_order() -> None:
    inside = user("a") + user("b")
    path = document(START, element("adHocSubProcess", "frei", inside), END, flows("s", "frei", "e"))
    assert told("- expect: {open: [a, b]}", "- do: b", "- do: a", "- expect: {ended: e}", path=path) == ""


# ------------------------------------------------------------------ step by step, as the browser does it
def test_a_case_can_be_worked_on_step_by_step() -> None:
    stage = Stage(script().definition)
    stage.begin(Start({"falltyp": "F02"}))
    (task,) = stage.tasks
    form = stage.form(task)
    assert form is not None and (task.element_id, task.group, task.overdue) == ("erstgespraech", "koordination", False)
    step = Do(task.element_id, entered(form, {"ergebnis": "weiter"}, stage.data(task), stage.now), task.group)
    take(stage, step)
    assert [timer.element_id for timer in stage.timers] == ["zu_lange"]
    with pytest.raises(Refused, match="offen ist „clearing“"):
        task_for(stage, Do("mediator_vorschlagen"))
    assert step == Do("erstgespraech", {"ergebnis": "weiter"}, "koordination")


RECORDED = """name: Aufgenommen
start: {falltyp: F02}
steps:
  - do: erstgespraech
    as: koordination
    with: {ergebnis: weiter}
  - expect: clearing
    suggests: {verfahren: mediation, grund: Beide wohnen dort.}
  - wait: 10 AT
  - expect:
      open: [mediator_vorschlagen]
  - do: mediator_vorschlagen
    as: koordination
ends: {at: ende_vereinbarung, ergebnis: abschlussvereinbarung}
"""


def test_what_is_done_becomes_a_story_that_passes() -> None:
    definition, text = script().definition, "name: Aufgenommen\nstart: {falltyp: F02}\nsteps: []\n"

    def resumed() -> Recording:
        """As the next request does: from the text alone."""
        rehearsal, _ = read(text.encode())
        assert rehearsal is not None
        return Recording(definition, rehearsal)

    recording = resumed()
    recording.do(recording.stage.tasks[0], {"ergebnis": "weiter"})
    text = to_yaml(recording.rehearsal)
    recording = resumed()
    recording.wait("10 AT")
    text = to_yaml(recording.rehearsal)
    recording = resumed()
    recording.do(recording.stage.tasks[0], {})
    text = to_yaml(recording.ended())
    assert text == RECORDED and played(text).passed
    assert coverage(parts_of(definition), recording.stage.passed)[0].elements.passed == 7


def test_several_alike_are_recorded_with_what_tells_them_apart() -> None:
    path = document(START, element("userTask", "u", SIDES), END, flows("s", "u", "e"))
    recording = Recording.begun(script(path).definition, "x", Start({"seiten": ["A", "B"]}))
    recording.do(recording.stage.tasks[1], {})
    (step, expected) = recording.ended().steps
    assert isinstance(step, Do) and step.which == {"seite": "B"}
    assert isinstance(expected, Expect) and expected.open == ("u",)


def test_a_story_that_no_longer_fits_cannot_be_gone_on_with() -> None:
    rehearsal, _ = read(b"name: x\nsteps:\n  - do: mediator_vorschlagen\n")
    assert rehearsal is not None
    with pytest.raises(Refused, match="Schritt 1: erwartet war"):
        Recording(script().definition, rehearsal)
