"""pull and push: a checkout and the server stay in step, byte for byte, and nobody's work is written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.catalogue.drafts import limits
from tests.cli.conftest import Run
from tests.kit.paths import END, SOEST, START, field, flows, form, path, task

STORY = b"name: Alles geht\nprocess: weg\nsteps: []\n"
OWN, OWN_FORM = form("bogen", field("ergebnis"))


def main(name: str = "Eins", **listed: str) -> bytes:
    comment = b"<!-- vom Entwurf -->\r\n"  # what no editor would keep
    return path(START, task("pruefen", name=name, form="bogen"), END, flows("s", "pruefen", "e"), **listed) + comment


def write(folder: Path, name: str, content: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


@pytest.fixture
def here(run: Run, tmp_path: Path) -> Path:
    """Hamm is published with a form of its own; the checkout has just been pulled."""
    source = tmp_path / "quelle"
    write(source, "hamm.bpmn", main())
    write(source, f"hamm/{OWN}", OWN_FORM)
    assert run("publish", str(source / "hamm.bpmn")).code == 0
    assert run("pull", "--out", "processes").code == 0
    return tmp_path / "processes"


def publish_elsewhere(run: Run, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "anderswo"
    write(other, "hamm.bpmn", content)
    write(other, f"hamm/{OWN}", OWN_FORM)
    assert run("publish", str(other / "hamm.bpmn")).code == 0


def test_pull_writes_what_is_published_byte_for_byte(here: Path, run: Run) -> None:
    assert (here / "hamm.bpmn").read_bytes() == main()
    assert (here / "hamm" / OWN).read_bytes() == OWN_FORM
    state = json.loads((here / ".schlichtwerk.json").read_text("utf-8"))
    assert set(state["municipalities"]["hamm"]["files"]) == {"hamm.bpmn", f"hamm/{OWN}"}
    again = run("pull", "--slug", "hamm", "--out", str(here), "--json")
    assert (again.code, again.json) == (0, [{"slug": "hamm", "version": 1, "written": []}])
    assert run("push", str(here), "--json").json == [{"slug": "hamm", "unchanged": True, "changed": []}]


def test_push_brings_what_changed_into_a_draft_and_then_publishes_it(here: Path, run: Run) -> None:
    write(here, "hamm.bpmn", main("Zwei"))
    write(here, "hamm/alles-geht.rehearsal.yaml", STORY)
    first = run("push", str(here), "--json")
    assert first.code == 0 and first.json[0]["draft"] and first.json[0]["version"] is None
    assert first.json[0]["changed"] == ["hamm.bpmn", "hamm/alles-geht.rehearsal.yaml"]
    write(here, "hamm.bpmn", main("Drei"))
    second = run("push", str(here / "hamm.bpmn"), "--json").json[0]
    assert (second["draft"], second["revision"]) == (first.json[0]["draft"], 2)
    assert run("case", "list").code == 0

    done = run("push", str(here / "hamm"), "--publish", "--json").json[0]
    assert (done["version"], done["draft"]) == (2, None)
    assert run("push", str(here), "--json").json[0]["unchanged"]
    assert run("pull", "--out", "frisch").code == 0
    fresh = here.parent / "frisch"
    assert (fresh / "hamm.bpmn").read_bytes() == main("Drei")
    assert (fresh / "hamm" / "alles-geht.rehearsal.yaml").read_bytes() == STORY


def test_push_refuses_when_the_server_has_moved_on_and_says_who(here: Path, run: Run, tmp_path: Path) -> None:
    publish_elsewhere(run, tmp_path, main("Von anderen"))
    write(here, "hamm.bpmn", main("Von mir"))
    for extra in ((), ("--publish",)):
        refused = run("push", str(here), *extra, "--json")
        assert (refused.code, refused.json[0]["error"]) == (1, "checkout.outdated")
        assert "Version 2" in refused.err and "Befehlszeile" in refused.err and "Version 1" in refused.err
    stuck = run("pull", "--out", str(here), "--json")
    assert (stuck.code, stuck.json[0]["error"]) == (1, "checkout.changed")
    assert (here / "hamm.bpmn").read_bytes() == main("Von mir"), "not written over"
    write(here, "hamm.bpmn", main())  # git stash
    assert run("pull", "--out", str(here)).code == 0
    assert (here / "hamm.bpmn").read_bytes() == main("Von anderen")
    write(here, "hamm.bpmn", main("Beides"))
    assert run("push", str(here), "--publish", "--json").json[0]["version"] == 3


def test_pull_leaves_alone_what_was_changed_here_only(here: Path, run: Run) -> None:
    write(here, "hamm.bpmn", main("Von mir"))
    assert run("pull", "--out", str(here)).code == 0
    assert (here / "hamm.bpmn").read_bytes() == main("Von mir")
    assert run("push", str(here), "--json").json[0]["changed"] == ["hamm.bpmn"]


def test_what_is_gone_on_one_side_goes_on_the_other(here: Path, run: Run, tmp_path: Path) -> None:
    plain = path(START, task("pruefen"), END, flows("s", "pruefen", "e"))
    (here / "hamm" / OWN).unlink()
    write(here, "hamm.bpmn", plain)
    assert run("push", str(here), "--publish", "--json").json[0]["changed"] == ["hamm.bpmn", f"hamm/{OWN}"]
    publish_elsewhere(run, tmp_path, main("Wieder mit Formular"))
    assert run("pull", "--out", str(here)).code == 0
    assert (here / "hamm" / OWN).is_file()
    publish_elsewhere(run, tmp_path, plain)
    assert run("pull", "--out", str(here)).code == 0
    assert not (here / "hamm" / OWN).exists()


def test_a_municipality_that_is_new_is_pushed_without_a_pull(here: Path, run: Run) -> None:
    write(here, "soest.bpmn", path(START, task("x"), END, flows("s", "x", "e"), name="Stadt Soest", ags=SOEST))
    done = run("push", str(here), "--publish", "--json")
    assert [(each["slug"], each["unchanged"]) for each in done.json] == [("hamm", True), ("soest", False)]
    assert (done.code, done.json[1]["version"]) == (0, 1)
    assert run("pull", "--slug", "soest", "--out", "frisch").code == 0


def test_what_cannot_be_published_is_refused_with_its_findings(here: Path, run: Run) -> None:
    write(here, "hamm.bpmn", main().replace(b'formId="bogen"', b'formId="fehlt"'))
    refused = run("push", str(here), "--publish", "--json")
    assert refused.code == 1 and refused.json[0]["findings"][0]["element_id"] == "pruefen"
    assert run("push", str(here), "--json").json[0]["draft"], "a draft may be unfinished"


def test_bad_input_is_a_sentence(here: Path, run: Run) -> None:
    write(here, "hamm.bpmn", b"Hallo")
    refused = run("push", str(here), "--json")
    assert refused.code == 1 and refused.json[0]["findings"][0]["code"] == "bpmn.unreadable"
    assert run("push", "gibt-es-nicht").code == 1
    assert run("pull", "--slug", "atlantis", "--out", str(here)).code == 1
    (here / ".schlichtwerk.json").write_text("{", "utf-8")
    broken = run("push", str(here))
    assert broken.code == 1 and ".schlichtwerk.json" in broken.err
    assert run("push").code == 2


def test_more_files_than_a_draft_may_have_are_refused_and_nothing_is_sent(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 2)
    for number in range(3):
        write(here, f"hamm/bogen_{number}.form", b"{}")
    refused = run("push", str(here), "--json")
    assert refused.code == 1 and "höchstens 2 Dateien" in refused.json[0]["message"]
    assert "Löschen Sie" in refused.err


def test_an_account_acts_within_its_rights(here: Path, run: Run) -> None:
    run("account", "create", "kora", "--municipality", "hamm", "--role", "koordination")
    run("account", "create", "enno", "--municipality", "hamm", "--role", "entwurf")
    write(here, "hamm.bpmn", main("Neu"))
    assert run("push", str(here), "--as", "kora").code == 1
    assert run("push", str(here), "--as", "enno").code == 0
    mine = run("push", str(here), "--json").json[0]
    assert mine["revision"] == 1, "the operator has a draft of their own"
