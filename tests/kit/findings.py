"""The codes that the source can say, with their sentences: `python -m tests.kit.findings` writes docs/findings.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "findings.md"
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
ROOMS = ("bpmn", "dmn", "formdefs", "catalogue")
"""Where files are checked."""
REFUSALS = ("NotFound", "NotPermitted", "InvalidState", "InvalidInput", "IncidentRaised")
FAULTS = ("Fault", "Failure")
COMPOSED = {
    "attribute.refused": "Dieses Attribut eines Elements wird nicht ausgeführt; welche es sind, sagt profile.md.",
    "bpmn.unpatchable": "Die Änderung passt nicht zu der gespeicherten Datei; der Satz nennt die Stelle.",
    "bpmn.unreadable": "Die Datei ist kein lesbares BPMN: kein XML, zu groß, zu tief, mit DOCTYPE, oder etwas anderes.",
    "dmn.feel": "Ein Ausdruck der Entscheidungstabelle ist nicht lesbar.",
    "dmn.unreadable": "Die Datei ist kein lesbares DMN.",
    "element.refused": "Dieses Element wird nicht ausgeführt; welche es sind, sagt profile.md.",
    "event.refused": "Dieses Ereignis wird hier nicht ausgeführt; welche es sind, sagt profile.md.",
    "extension.refused": "Diese Erweiterung von Camunda wird nicht ausgeführt; welche es sind, sagt profile.md.",
    "dmn.refused": "Die Entscheidungstabelle hat Fehler; die Befunde nennen sie.",
    "execute.until": "Die Zeitspanne nach --until ist keine ISO-Dauer.",
    "feel.syntax": "Ein Ausdruck ist kein FEEL; der Satz nennt die Stelle.",
    "form_data.field": "Ein Feld aus camunda:formData ist nicht lesbar.",
    "mail.failed": "Eine Mail ging nicht hinaus; der Satz sagt, warum.",
    "municipality.slug": "Der Dateiname ergibt keine Adresse, oder er gehört schon zu einer anderen Kommune.",
    "form.missing": "Das Formular „…“ ist nicht vorhanden.",
    "form.unreadable": "Die Datei ist kein lesbares Formular.",
    "rehearsal.element": "Einen Schritt, eine Aufgabe oder ein Ende dieses Namens gibt es im Prozess nicht.",
    "rehearsal.field": "Das Formular der Aufgabe hat kein solches Feld.",
    "rehearsal.message": "Eine Nachricht dieses Namens gibt es im Prozess nicht.",
    "rehearsal.process": "Den Prozess, von dem der Probelauf erzählt, gibt es hier nicht.",
    "rehearsal.refused": "Der Probelauf passt nicht zum Prozess; die Befunde nennen die Stellen.",
    "rehearsal.signal": "Ein Signal dieses Namens gibt es im Prozess nicht.",
    "rehearsal.unreadable": "Die Datei ist kein lesbares YAML, oder zu groß; der Satz nennt die Stelle.",
    "role.missing": "Diese Rolle darf das nicht; der Satz sagt, wer es darf.",
    "user_task.four_eyes": "Hier entscheidet eine zweite Person.",
    "webhook.failed": "Ein Webhook ging nicht hinaus; der Satz sagt, warum.",
    "zone.locked": "Der Schlüssel dieses Bereichs ist vernichtet; hier kann nichts mehr eingetragen werden.",
    "zone.crossing": "Eine Angabe verlässt die Schutzzone Mediation ohne Freigabe.",
}
"""Codes whose sentences are put together when they are needed, or differ from place to place."""

SENTENCE = re.compile(r"[„A-ZÄÖÜ…].* .*[.!?]|.*„.*", re.DOTALL)
SAYING = ("bpmn", "catalogue", "dmn", "feel", "formdefs", "runtime")
"""Rooms whose sentences people read in their own language."""
OTHERWISE = {
    "bpmn/drawing": "signs, and what stands in a drawing",
    "bpmn/editing/fields.py": "in the catalogue of the pages",
    "bpmn/element_templates.py": "for Camunda Modeler, which shows them as they are",
    "bpmn/formdata.py": "the text of a form",
    "catalogue/drafts/filing.py": "kept with the revision, as it was said",
    "catalogue/drafts/saving.py": "kept with the revision, as it was said",
    "dmn/graph.py": "notes of an evaluation, which nobody sees",
    "dmn/tables.py": "notes of an evaluation, which nobody sees",
    "feel/builtins": "notes of an evaluation, which nobody sees",
    "feel/codec.py": "faults of a program",
    "feel/lexer.py": "quotation marks",
    "feel/pattern": "notes of an evaluation, which nobody sees",
    "feel/values.py": "faults of a program",
}
"""Where other sentences stand, and why."""

Codes = dict[str, list[str]]
"""Code -> the sentences that go with it; "…" stands for what a sentence fills in."""


def finding_codes() -> Codes:
    found: Codes = {"form.missing": []}  # made of a kind and ".missing" in engine/bpmn/resolve.py
    for tree in _trees(*ROOMS):
        refused = {id(call.args[0]) for call in _calls(tree, REFUSALS + FAULTS) if call.args}
        for values in _sequences(tree):
            for index, value in enumerate(values):
                if id(value) not in refused and (code := _code(value)):
                    _note(found, code, values[index + 1 :])
    return found


def refusal_codes() -> Codes:
    return _named(REFUSALS)


def fault_codes() -> Codes:
    return _named(FAULTS)


def unsaid() -> list[str]:
    """German sentences that no `say` makes: "file:line sentence"."""
    found = []
    for room in SAYING:
        for file in sorted((ROOT / "engine" / room).rglob("*.py")):
            place = file.relative_to(ROOT / "engine").as_posix()
            if not place.startswith(tuple(OTHERWISE)):
                tree = ast.parse(file.read_text("utf-8"))
                found += [f"{place}:{line} {text}" for line, text in _sentences(tree) if SENTENCE.fullmatch(text)]
    return found


def _sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts of the program, without those of `say`, of notes and of documentation."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node.lineno, _text(node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
        for keyword in node.keywords:
            yield from _sentences(keyword.value)
    elif not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant):
        is_note = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note"
        for inner in () if is_note else ast.iter_child_nodes(node):
            yield from _sentences(inner)


def _named(names: tuple[str, ...]) -> Codes:
    found: Codes = {}
    for tree in _trees(""):
        for call in _calls(tree, names):
            if call.args and (code := _code(call.args[0])):
                _note(found, code, call.args[1:])
    return found


def _trees(*rooms: str) -> Iterator[ast.Module]:
    for room in rooms:
        for file in sorted((ROOT / "engine" / room).rglob("*.py")):
            yield ast.parse(file.read_text("utf-8"))


def _calls(tree: ast.Module, names: tuple[str, ...]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _sequences(tree: ast.Module) -> Iterator[list[ast.expr]]:
    """What stands side by side: arguments of a call, members of a tuple or list."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.args
        elif isinstance(node, ast.Tuple | ast.List):
            yield node.elts


def _code(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        return node.value
    return None


def _note(found: Codes, code: str, behind: list[ast.expr]) -> None:
    sentences = found.setdefault(code, [])
    sentence = next((text for node in behind[:2] if " " in (text := _text(node))), "")
    if sentence and sentence not in sentences:
        sentences.append(sentence)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
        said = _text(node.args[0])
        if not node.keywords:
            return said
        return "".join(text + ("…" if name is not None else "") for text, name, _, _ in Formatter().parse(said))
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    return ""


def _shown(code: str, sentences: list[str]) -> str:
    telling = [sentence for sentence in sentences if len(re.findall(r"\w+", sentence)) > 2]
    return " / ".join(telling or [COMPOSED.get(code, "(der Satz wird an Ort und Stelle gebildet)")]).replace("|", "\\|")


def page() -> str:
    """The page as it should stand."""
    parts = (
        (
            "Befunde der Prüfung",
            "Sie nennen Datei, Zeile und Element. Ein Fehler verhindert das Veröffentlichen.",
            finding_codes(),
        ),
        ("Ablehnungen", "Ein Befehl wurde nicht ausgeführt; es wurde nichts gespeichert.", refusal_codes()),
        ("Störungen", "Ein Vorgang blieb stehen, wie er war; die Verwaltung versucht es noch einmal.", fault_codes()),
    )
    lines = [
        "# Befunde, Ablehnungen, Störungen",
        "",
        "Diese Seite wird aus dem Quelltext erzeugt (`python -m tests.kit.findings`). Die Kennungen bleiben gleich,",
        "die Sätze können genauer werden. „…“ steht für das, was der Satz einsetzt.",
    ]
    for title, about, codes in parts:
        lines += ["", f"## {title}", "", about, "", "| Kennung | Satz |", "|---|---|"]
        lines += [f"| `{code}` | {_shown(code, codes[code])} |" for code in sorted(codes)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
