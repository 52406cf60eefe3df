"""The decision tables: all 1,728 combinations covered, each rule reachable, the order that protects people."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest

from engine import dmn
from tests.processes.files import FORMS as FORM_FOLDER
from tests.processes.files import NS, PROCESSES, components, form, tree, written_by_forms

FILE = PROCESSES / "_library" / "triage.dmn"
CALM: dict[str, Any] = {
    "sicherheit": "keine",
    "kindeswohl": False,
    "falltyp": "F02",
    "oeffentliches_interesse": False,
    "personenzahl": "3_bis_5",
    "glasl_stufe": "4",
    "schiedsamtsfall": False,
    "freiwilligkeit": "beide",
    "machtgefaelle": "gering",
}


def _decide(given: dict[str, Any], decision: str = "verfahrensvorschlag") -> dmn.DecisionResult:
    return dmn.read(FILE.read_bytes(), file=FILE.name).evaluate(decision, given)


def _vote(**changed: Any) -> str:
    return str(_decide(CALM | changed).value["verfahren"])


@pytest.mark.parametrize(
    ("rule", "expected", "changed"),
    [
        ("r1", "schutzweg", {"sicherheit": "akut"}),
        ("r2", "schutzweg", {"kindeswohl": True}),
        ("r3", "zweitpruefung", {"sicherheit": "hinweise"}),
        ("r4", "ad_beratung", {"falltyp": "F08"}),
        ("r5", "beirat", {"glasl_stufe": "7"}),
        ("r6", "runder_tisch", {"oeffentliches_interesse": True, "glasl_stufe": "3"}),
        ("r6", "runder_tisch", {"personenzahl": "ueber_20", "glasl_stufe": "1"}),
        ("r7", "beirat", {"oeffentliches_interesse": True, "glasl_stufe": "6"}),
        ("r8", "schiedsamt", {"schiedsamtsfall": True}),
        ("r9", "beratung", {"freiwilligkeit": "keine"}),
        ("r10", "beratung", {"freiwilligkeit": "eine"}),
        ("r10", "beratung", {"freiwilligkeit": "offen"}),
        ("r11", "beratung", {"machtgefaelle": "hoch"}),
        ("r12", "moderiertes_gespraech", {"glasl_stufe": "2"}),
        ("r13", "mediation", {}),
        ("r13", "mediation", {"glasl_stufe": 5}),
    ],
)
def test_rule(rule: str, expected: str, changed: dict[str, Any]) -> None:
    found = _decide(CALM | changed)
    assert found.matched == (rule,)
    assert found.value["verfahren"] == expected and found.value["begruendung"]


def test_safety_comes_before_everything_else() -> None:
    assert _vote(sicherheit="akut", falltyp="F08", glasl_stufe="9", schiedsamtsfall=True) == "schutzweg"
    assert _vote(sicherheit="hinweise", kindeswohl=True) == "schutzweg"
    assert _vote(falltyp="F08", glasl_stufe="8", oeffentliches_interesse=True) == "ad_beratung"


def test_unanswered_ticks_count_as_no() -> None:
    silent = {k: v for k, v in CALM.items() if k not in ("kindeswohl", "oeffentliches_interesse", "schiedsamtsfall")}
    assert _decide(silent).matched == ("r13",)


def test_all_1728_combinations_have_a_suggestion_that_the_form_offers() -> None:
    table = dmn.read(FILE.read_bytes())
    axes = {
        "sicherheit": ("keine", "hinweise", "akut"),
        "kindeswohl": (True, False),
        "falltyp": ("F02", "F08"),
        "glasl_stufe": ("2", "5", "8"),
        "oeffentliches_interesse": (True, False),
        "schiedsamtsfall": (True, False),
        "freiwilligkeit": ("beide", "eine", "offen", "keine"),
        "machtgefaelle": ("gering", "mittel", "hoch"),
    }
    offered = {
        v["value"]
        for c in components(form(FORM_FOLDER / "verfahren_bestaetigen.form"))
        if c.get("key") == "verfahren"
        for v in c["values"]
    }
    hits: Counter[str] = Counter()
    for combination in product(*axes.values()):
        given = {"personenzahl": "2"} | dict(zip(axes, combination, strict=True))
        found = table.evaluate("verfahrensvorschlag", given)
        assert len(found.matched) == 1 and found.value["verfahren"] in offered, given
        hits[found.matched[0]] += 1
    assert hits.total() == 1728
    assert set(hits) == {f"r{n}" for n in range(1, 14)}, "some rule is never reached"


def test_the_table_reads_only_what_a_form_of_the_path_asks() -> None:
    asked = {name for name, _, _ in written_by_forms()}
    decisions = dmn.read(FILE.read_bytes()).decisions
    read = {name for d in ("verfahrensvorschlag", "hinweise") for name in decisions[d].names}
    assert read and read <= asked


def test_the_table_has_the_thirteen_rules_and_gives_each_a_reason() -> None:
    root = tree(FILE)
    table = root.find("dmn:decision[@id='verfahrensvorschlag']/dmn:decisionTable", NS)
    assert table is not None and table.get("hitPolicy") == "FIRST"
    rules = table.findall("dmn:rule", NS)
    assert [r.get("id") for r in rules] == [f"r{n}" for n in range(1, 14)]
    assert all(len(r.findtext("dmn:description", "", NS)) > 30 for r in rules)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"laufende_verfahren": ["klage"]}, "hemmt diese Frist nicht"),
        ({"minderjaehrige": True}, "Führungszeugnis"),
        ({"sprachmittlung_noetig": True}, "Laienpool"),
        ({"oeffentlich": "lokal"}, "öffentlich äußert"),
        ({"verwaltung_beteiligt": True}, "Befangenheit"),
        ({"strukturell": True}, "Kommunale Konfliktberatung"),
    ],
)
def test_hint(given: dict[str, Any], word: str) -> None:
    found = _decide(given, "hinweise").value
    assert len(found) == 1 and word in found[0]


def test_hints_add_up_and_silence_gives_none() -> None:
    assert _decide({"oeffentlich": "keine"}, "hinweise").value == []
    assert len(_decide({"minderjaehrige": True, "strukturell": True}, "hinweise").value) == 2
