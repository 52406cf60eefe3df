"""`signal send` and what the worker makes of it, in a terminal."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.kit.paths import element, in_a_row, task

LISTENING = in_a_row(
    ("warten", element("intermediateCatchEvent", "warten", '<bpmn:signalEventDefinition signalRef="sig"/>')),
    ("lesen", task("lesen")),
    before='<bpmn:signal id="sig" name="Warnung"/>',
)


def test_a_signal_reaches_the_cases_that_listen_when_the_worker_has_looked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hamm.bpmn").write_bytes(LISTENING)
    assert run("publish", str(tmp_path / "hamm.bpmn")).code == 0
    case = run("case", "start", "hamm", "--json").json["aktenzeichen"]
    sent = run("signal", "send", "Warnung", "--municipality", "hamm", "--variables", '{"anlass": "Sturm"}', "--json")
    assert (sent.code, sent.json["signal"], sent.json["listening"]) == (0, "Warnung", 1)
    assert run("case", "show", case, "--json").json["open_tasks"] == []
    assert run("worker", "--once").code == 0
    (open_task,) = run("case", "show", case, "--json").json["open_tasks"]
    assert open_task["element_id"] == "lesen"
    assert run("audit", "verify").code == 0


def test_what_is_wrong_with_a_signal_is_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hamm.bpmn").write_bytes(LISTENING)
    run("publish", str(tmp_path / "hamm.bpmn"))
    for arguments, words in (
        (("Warnung", "--municipality", "soest"), "nicht bekannt"),
        ((" ", "--municipality", "hamm"), "Namen"),
        (("Warnung", "--municipality", "hamm", "--variables", '{"fall": 1}'), "fall"),
    ):
        answer = run("signal", "send", *arguments)
        assert answer.code == 1 and words in answer.err


def test_a_signal_that_nobody_listens_to_says_so_and_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hamm.bpmn").write_bytes(LISTENING)
    run("publish", str(tmp_path / "hamm.bpmn"))
    run("case", "start", "hamm")
    sent = run("signal", "send", "Wahrnung", "--municipality", "hamm")
    assert sent.code == 0 and "kein laufender Vorgang" in sent.out and "Prüfen Sie den Namen" in sent.out
    run("worker", "--once")
    assert run("signal", "send", "Warnung", "--municipality", "hamm", "--json").json["listening"] == 1
