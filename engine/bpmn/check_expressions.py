"""Every FEEL text of a process: does it parse, does it call what exists, is it FEEL at all."""

from __future__ import annotations

from collections.abc import Iterator

from engine import feel
from engine.bpmn.expressions import Expression, expressions, parsed
from engine.bpmn.model import Element, Flow, ProcessModel
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding, Severity

_JUEL = ("${", "#{")


def expression_findings(document: Document, process: ProcessModel) -> Iterator[Finding]:
    for expression in expressions(process):
        yield from _one(document, expression)
    for element in process.elements.values():
        for text in _plain(element):
            if any(mark in text for mark in _JUEL):
                yield _juel(document, element, text)


def place(
    document: Document, expression: Expression, code: str, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Finding:
    where: Element | Flow | None = expression.element or expression.flow
    if where is None:
        return Finding(code, message, severity, document.file, hint=hint)
    return Finding(code, message, severity, document.file, where.line, where.id, where.known_as, hint)


def _one(document: Document, expression: Expression) -> Iterator[Finding]:
    text = expression.text
    if any(mark in text for mark in _JUEL):
        yield _juel(document, expression.element or expression.flow, text)
        return
    try:
        found = parsed(text)
    except feel.FeelSyntaxError as fault:
        yield place(
            document,
            expression,
            "feel.syntax",
            say("{what} „{text}“: {fault}", what=expression.what, text=_short(text), fault=fault.message),
            say("Den Ausdruck berichtigen; er ist FEEL, zum Beispiel =betrag > 100."),
        )
        return
    for name in found.unknown_functions:
        yield place(
            document,
            expression,
            "feel.unknown_function",
            say(
                "{what} „{text}“ ruft die unbekannte Funktion „{name}“ auf.",
                what=expression.what,
                text=_short(text),
                name=name,
            ),
            say("Den Namen prüfen; möglich sind die Funktionen von FEEL."),
        )


def _plain(element: Element) -> Iterator[str]:
    for text in (
        element.assignee,
        element.candidate_groups,
        element.candidate_users,
        element.due_date,
        element.follow_up,
        element.form_id,
        element.called,
        element.decision,
        element.message,
    ):
        if text and not text.startswith("="):
            yield text
    yield from (m.source for m in (*element.inputs, *element.outputs) if not m.source.startswith("="))


def _juel(document: Document, where: Element | Flow | None, text: str) -> Finding:
    return Finding(
        "expression.juel",
        say("Der Ausdruck „{text}“ ist in der Sprache von Camunda 7 (${{…}}) geschrieben.", text=_short(text)),
        Severity.ERROR,
        document.file,
        where.line if where else None,
        where.id if where else None,
        where.known_as if where else None,
        say("Den Ausdruck in FEEL schreiben, zum Beispiel =betrag > 100."),
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77] + "…"
