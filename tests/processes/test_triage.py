"""The decision tables: all 1,728 combinations covered, each rule reachable, the order that protects people."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest

from engine import dmn
from tests.processes.files import FORMS as FORM_FOLDER
from tests.processes.files import NS, PROCESSES, components, form, tree

FILE = PROCESSES / "_library" / "triage.dmn"
CALM: dict[str, Any] = {
    "sicherheit": "keine", "kindeswohl": False, "falltyp": "F02", "oeffentliches_interesse": False,
    "personenzahl": "3_bis_5", "glasl_stufe": "4", "schiedsamtsfall": False, "freiwilligkeit": "beide",
    "machtgefaelle": "gering",
}


def _vote(**changed: Any) -> str:
    found = dmn.read(FILE.read_bytes()).evaluate("verfahrensvorschlag", CALM | changed)
    assert found is not None and found["begruendung"]
    return str(found["verfahren"])


@pytest.mark.parametrize(("expected", "changed"), [
    ("schutzweg", {"sicherheit": "akut"}),
    ("schutzweg", {"kindeswohl": True}),
    ("zweitpruefung", {"sicherheit": "hinweise"}),
    ("ad_beratung", {"falltyp": "F08"}),
    ("beirat", {"glasl_stufe": "7"}),
    ("runder_tisch", {"oeffentliches_interesse": True, "glasl_stufe": "3"}),
    ("runder_tisch", {"personenzahl": "ueber_20", "glasl_stufe": "1"}),
    ("beirat", {"oeffentliches_interesse": True, "glasl_stufe": "6"}),
    ("schiedsamt", {"schiedsamtsfall": True}),
    ("beratung", {"freiwilligkeit": "keine"}),
    ("beratung", {"freiwilligkeit": "eine"}),
    ("beratung", {"freiwilligkeit": "offen"}),
    ("beratung", {"machtgefaelle": "hoch"}),
    ("moderiertes_gespraech", {"glasl_stufe": "2"}),
    ("mediation", {}),
    ("mediation", {"glasl_stufe": 5}),
])
def test_rule(expected: str, changed: dict[str, Any]) -> None:
    assert _vote(**changed) == expected


def test_safety_comes_before_everything_else() -> None:
    assert _vote(sicherheit="akut", falltyp="F08", glasl_stufe="9", schiedsamtsfall=True) == "schutzweg"
    assert _vote(sicherheit="hinweise", kindeswohl=True) == "schutzweg"
    assert _vote(falltyp="F08", glasl_stufe="8", oeffentliches_interesse=True) == "ad_beratung"


def test_unanswered_ticks_count_as_no() -> None:
    silent = {k: v for k, v in CALM.items() if k not in ("kindeswohl", "oeffentliches_interesse", "schiedsamtsfall")}
    found = dmn.read(FILE.read_bytes()).evaluate("verfahrensvorschlag", silent)
    assert found is not None and found["verfahren"] == "mediation"


def test_all_1728_combinations_have_a_suggestion_that_the_form_offers() -> None:
    table = dmn.read(FILE.read_bytes())
    axes = [("sicherheit", ("keine", "hinweise", "akut")), ("kindeswohl", (True, False)), ("falltyp", ("F02", "F08")),
            ("glasl_stufe", ("2", "5", "8")), ("oeffentliches_interesse", (True, False)),
            ("schiedsamtsfall", (True, False)), ("freiwilligkeit", ("beide", "eine", "offen", "keine")),
            ("machtgefaelle", ("gering", "mittel", "hoch"))]
    offered = {v["value"] for c in components(form(FORM_FOLDER / "verfahren_bestaetigen.form"))
               if c.get("key") == "verfahren" for v in c["values"]}
    reasons: Counter[str] = Counter()
    combinations = list(product(*(values for _, values in axes)))
    for combination in combinations:
        given = {"personenzahl": "2"} | dict(zip((name for name, _ in axes), combination, strict=True))
        found = table.evaluate("verfahrensvorschlag", given)
        assert found is not None, given
        assert found["verfahren"] in offered
        reasons[found["begruendung"]] += 1
    assert len(combinations) == 1728
    assert len(reasons) == 13, "some rule is never reached"


def test_the_table_has_the_thirteen_rules_and_gives_each_a_reason() -> None:
    root = tree(FILE)
    table = root.find("dmn:decision[@id='verfahrensvorschlag']/dmn:decisionTable", NS)
    assert table is not None and table.get("hitPolicy") == "FIRST"
    rules = table.findall("dmn:rule", NS)
    assert [r.get("id") for r in rules] == [f"r{n}" for n in range(1, 14)]
    assert all(len(r.findtext("dmn:description", "", NS)) > 30 for r in rules)


@pytest.mark.parametrize(("given", "word"), [
    ({"laufende_verfahren": ["klage"]}, "hemmt diese Frist nicht"),
    ({"minderjaehrige": True}, "Führungszeugnis"),
    ({"sprachmittlung_noetig": True}, "Laienpool"),
    ({"oeffentlich": "lokal"}, "öffentlich äußert"),
    ({"verwaltung_beteiligt": True}, "Befangenheit"),
    ({"strukturell": True}, "Kommunale Konfliktberatung"),
])
def test_hint(given: dict[str, Any], word: str) -> None:
    found = dmn.read(FILE.read_bytes()).evaluate("hinweise", given)
    assert len(found) == 1 and word in found[0]


def test_hints_add_up_and_silence_gives_none() -> None:
    table = dmn.read(FILE.read_bytes())
    assert table.evaluate("hinweise", {"oeffentlich": "keine"}) == []
    assert len(table.evaluate("hinweise", {"minderjaehrige": True, "strukturell": True})) == 2
