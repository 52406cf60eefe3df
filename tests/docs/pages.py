"""The pages of docs/ that are drawn from code: `python -m tests.docs.pages` writes them, a test holds them current."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from engine.bpmn.profile import PROFILE, Rule, Verdict
from engine.catalogue.check import check_file
from engine.catalogue.execute import ExecuteFile, Execution, execute
from engine.catalogue.files import files_in
from engine.catalogue.findings import refused
from engine.catalogue.library import finder
from engine.catalogue.simulation import Answer
from engine.terms import Finding, Severity

ROOT = Path(__file__).resolve().parents[2]
PROFILE_PAGE, SAMPLES_PAGE = ROOT / "docs" / "profile.md", ROOT / "docs" / "samples.md"
SAMPLES = ROOT.parent / "shared" / "samples"
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
EASY = 400
"""Answers given to an unknown process before the page calls it waiting."""

_HEAD = """# Was läuft: das ausführbare Profil

Diese Seite wird aus `engine/bpmn/profile.py` erzeugt (`python -m tests.docs.pages`); dieselbe Tabelle benutzt die
Prüfung. Was die Prüfung annimmt, läuft genau so, wie BPMN 2.0.2 es sagt; was sie abweist, erklärt sie.

Schreibweise: `userTask` ist ein Element, `boundaryEvent:timer` ein Ereignis mit seiner Definition,
`subProcess@triggeredByEvent=true` ein Attribut mit seinem Wert, `zeebe:script` und `@camunda:class` sind Erweiterungen
von Camunda 8 und 7. BPMN-Elemente, die hier fehlen, werden abgewiesen; Erweiterungen anderer Werkzeuge werden
überlesen und bleiben in der Datei. Was aus welchem Dialekt gelesen wird, steht in [dialects.md](dialects.md).

Zu jeder Zeile der ersten beiden Tabellen gehört mindestens ein Stück Prozess mit dem Ablauf, den BPMN ihm gibt
(`tests/conformance/elements.py`, `beginnings.py`; fehlt es, schlägt ein Test fehl). Jedes Stück läuft auf vier Arten:
allein; nach jedem seiner Schritte unterbrochen und zweimal nebeneinander; im Teilprozess, im aufgerufenen Prozess und
im Ereignis-Teilprozess (was einen Vorgang beginnt: am Anfang eines Prozesses); nach jedem Befehl und zwischen je zwei
Elementen gespeichert und wiederhergestellt, mit demselben Ablauf und denselben Variablen wie im Speicher.
"""

_TITLES = {
    Verdict.RUNS: "Läuft",
    Verdict.COMPILED: "Läuft, nachdem es übersetzt ist",
    Verdict.IGNORED: "Ohne Wirkung auf den Ablauf (wird überlesen)",
    Verdict.REFUSED: "Wird abgewiesen",
}


def profile_page() -> str:
    parts = [_HEAD]
    for verdict, title in _TITLES.items():
        rules = sorted((r for r in PROFILE.values() if r.verdict is verdict), key=lambda r: (r.key.lower(), r.key))
        parts.append(f"\n## {title}\n\n{_table(verdict, rules)}")
    return "".join(parts)


def _table(verdict: Verdict, rules: Iterable[Rule]) -> str:
    if verdict is Verdict.REFUSED:
        lines = [f"| `{r.key}` | {_cell(r.words)} | {_cell(r.reason)} | {_cell(r.hint)} |" for r in rules]
        return "\n".join(["| Schlüssel | heißt | weil | Ausweg |", "|---|---|---|---|", *lines]) + "\n"
    lines = [f"| `{r.key}` | {_cell(r.words)} |" for r in rules]
    return "\n".join(["| Schlüssel | heißt |", "|---|---|", *lines]) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def samples_page(folder: Path = SAMPLES) -> str:
    rows = []
    for group in sorted(path for path in folder.iterdir() if path.is_dir()):
        own = files_in(group)
        for name, content in own:
            others = [file for file in own if file[0] != name]
            rows.append(f"| {group.name}/{name} | {_outcome(name, content, others)} |")
    return _SAMPLES_HEAD + "\n".join(["| Datei | Ergebnis |", "|---|---|", *rows]) + "\n"


_SAMPLES_HEAD = """# Fremde Dateien: angenommen oder abgewiesen

Erzeugt mit `python -m tests.docs.pages` aus den Dateien, die neben dem Projekt in `shared/samples` liegen (MIWG:
Austauschbeispiele, meist Zeichnungen; Camunda 7: Beispiele zum Ausführen). Angenommene Prozesse sind gelaufen: Aufgaben
wurden ohne Angaben erledigt, die Uhr rückte bis zu einem Jahr vor.

"""


def _outcome(name: str, content: bytes, others: list[tuple[str, bytes]]) -> str:
    find = finder([(name, content), *others])
    findings = check_file(name, content, find)
    if refused(findings):
        return "**abgewiesen**: " + _reasons(findings)
    if not name.endswith(".bpmn"):
        return "angenommen"
    answers = [Answer(any=True)] * EASY
    return "**angenommen**, " + _ran(execute(ExecuteFile(name, content, answers=answers), find, NOW))


def _ran(done: Execution) -> str:
    steps = f"{len(done.trace)} Schritte"
    match done.status:
        case "completed":
            return f"gelaufen bis zum Ende ({steps})"
        case "waiting":
            return f"gelaufen, wartet dann auf eine Nachricht ({steps})"
        case _:
            errors = [f for f in done.findings if f.severity is Severity.ERROR]
            return f"gelaufen, dann Störung ({steps}): {_cell(errors[-1].message) if errors else ''}"


def _reasons(findings: list[Finding]) -> str:
    """The first finding of each kind, with how often it comes."""
    errors = [f for f in findings if f.severity is Severity.ERROR]
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in errors:
        key = finding.message if finding.code.endswith(".refused") else ""
        kinds.setdefault((finding.code, key), []).append(finding)
    told = []
    for found in kinds.values():
        first = found[0]
        where = f"„{first.element_name or first.element_id}“: " if first.element_id else ""
        more = f" (und {len(found) - 1}-mal mehr)" if len(found) > 1 else ""
        told.append(f"{where}{first.message}{more}")
    return _cell("; ".join(told))


def main() -> None:
    PROFILE_PAGE.write_text(profile_page(), encoding="utf-8")
    if SAMPLES.is_dir():
        SAMPLES_PAGE.write_text(samples_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
