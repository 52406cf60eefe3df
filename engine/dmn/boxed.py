"""Boxed expressions as evaluators: contexts, lists, relations, functions, invocations, loops. DMN 1.5, 10.2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.dmn.items import reference
from engine.dmn.model import Evaluator, Outcome
from engine.dmn.tables import Table, read_table
from engine.dmn.texts import Frames, Texts, typed
from engine.dmn.xml import Element, attribute, child, children, clean, line_of, local, text_of
from engine.feel import calls, control
from engine.feel.run import Run, Scope
from engine.feel.types import Type
from engine.sentences import say

DEEPEST = 40


class Boxes:
    """Compiles the expression elements of one decision or function."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.depth = 0

    def only(self, parent: Element | None, frames: Frames) -> Evaluator | None:
        """Evaluator of the expression inside an element; None when it has none."""
        found = expression_in(parent)
        return None if found is None else self.compile(found, frames)

    def compile(self, element: Element, frames: Frames) -> Evaluator:
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                self.texts.report("dmn.depth", say("Die Ausdrücke sind zu tief geschachtelt."), line_of(element))
                return _nothing
            return typed(_BOXES[local(element)](self, element, frames), self.texts.type(element))
        finally:
            self.depth -= 1

    def required(self, parent: Element | None, frames: Frames, what: str, line: int | None) -> Evaluator:
        evaluate = self.only(parent, frames)
        if evaluate is None:
            self.texts.report(
                "dmn.empty", say("{what} ist leer.", what=what), line, say("Ergänzen Sie einen Ausdruck.")
            )
            return _nothing
        return evaluate

    # --- one method for each kind

    def literal(self, element: Element, frames: Frames) -> Evaluator:
        text = (text_of(element) or "").strip()
        self.texts.language(element, say("Der Ausdruck"))
        if not text:
            return _nothing
        return self.texts.expression(text, frames, say("Der Ausdruck"), line_of(element))

    def table(self, element: Element, frames: Frames) -> Evaluator:
        table = read_table(self.texts, element, frames)
        return lambda run, scope: table.decide(run, scope).value

    def context(self, element: Element, frames: Frames) -> Evaluator:
        entries: list[tuple[str, Evaluator]] = []
        result: Evaluator | None = None
        before: frozenset[str] = frozenset()
        for entry in children(element, "contextEntry"):
            variable = child(entry, "variable")
            name = clean(attribute(variable, "name")) if variable is not None else ""
            inner = expression_in(entry)
            is_function = inner is not None and local(inner) == "functionDefinition"
            visible = before | {name} if is_function and name else before
            value = self.required(entry, (*frames, visible), say("Der Eintrag „{name}“", name=name), line_of(entry))
            if not name:
                result = value
                continue
            entries.append((name, typed(value, self.texts.type(variable) if variable is not None else None)))
            before |= {name}
        return _context(tuple(entries), result)

    def list(self, element: Element, frames: Frames) -> Evaluator:
        items = tuple(self.compile(item, frames) for item in element if local(item) in _BOXES)
        return lambda run, scope: [item(run, scope) for item in items]

    def relation(self, element: Element, frames: Frames) -> Evaluator:
        columns = [clean(attribute(column, "name")) for column in children(element, "column")]
        rows = [
            [self.compile(cell, frames) for cell in row if local(cell) in _BOXES] for row in children(element, "row")
        ]
        if any(len(row) != len(columns) for row in rows):
            self.texts.report(
                "dmn.cells", say("Eine Zeile der Relation hat nicht so viele Zellen wie Spalten."), line_of(element)
            )
        return lambda run, scope: [
            {name: cell(run, scope) for name, cell in zip(columns, row, strict=False)} for row in rows
        ]

    def function(self, element: Element, frames: Frames) -> Evaluator:
        params, types = parameters(element, self.texts)
        if attribute(element, "kind").upper() in ("JAVA", "PMML"):
            self.texts.report(
                "dmn.external",
                say("Funktionen in Java oder PMML werden nicht ausgeführt."),
                line_of(element),
                say("Schreiben Sie die Funktion in FEEL."),
            )
            return lambda run, scope: run.note("Externe Funktionen werden nicht ausgeführt.")
        inner = (*frames, frozenset(params))
        return calls.function(params, types, self.required(element, inner, say("Die Funktion"), line_of(element)))

    def invocation(self, element: Element, frames: Frames) -> Evaluator:
        function = self.required(element, frames, say("Der Aufruf"), line_of(element))
        bindings = []
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            name = clean(attribute(parameter, "name")) if parameter is not None else ""
            value = self.required(binding, frames, say("Das Argument „{name}“", name=name), line_of(binding))
            bindings.append((name, typed(value, self.texts.type(parameter) if parameter is not None else None)))

        def invoke(run: Run, scope: Scope | None) -> Any:
            return calls.invoke_named(run, function(run, scope), {name: value(run, scope) for name, value in bindings})

        return invoke

    def conditional(self, element: Element, frames: Frames) -> Evaluator:
        line = line_of(element)
        condition = self.required(child(element, "if"), frames, say("Die Bedingung"), line)
        then = self.required(child(element, "then"), frames, say("Der Dann-Teil"), line)
        otherwise = self.required(child(element, "else"), frames, say("Der Sonst-Teil"), line)
        return lambda run, scope: then(run, scope) if condition(run, scope) is True else otherwise(run, scope)

    def iteration(self, element: Element, frames: Frames) -> Evaluator:
        kind, line = local(element), line_of(element)
        name = clean(attribute(element, "iteratorVariable"))
        source = self.required(child(element, "in"), frames, say("Die Liste"), line)
        names = frozenset({name, "partial"}) if kind == "for" else frozenset({name})
        part = "return" if kind == "for" else "satisfies"
        body = self.required(child(element, part), (*frames, names), say("Der Ausdruck der Schleife"), line)
        iterations = (control.Iteration(name, source, None),)
        return (
            control.for_loop(iterations, body)
            if kind == "for"
            else control.quantified(kind == "some", iterations, body)
        )

    def filter(self, element: Element, frames: Frames) -> Evaluator:
        line = line_of(element)
        base = self.required(child(element, "in"), frames, say("Die Liste"), line)
        inner = (*frames, frozenset({"item"}), None)
        return control.filtered(base, self.required(child(element, "match"), inner, say("Der Filter"), line))


_BOXES: dict[str, Callable[[Boxes, Element, Frames], Evaluator]] = {
    "literalExpression": Boxes.literal,
    "decisionTable": Boxes.table,
    "context": Boxes.context,
    "list": Boxes.list,
    "relation": Boxes.relation,
    "functionDefinition": Boxes.function,
    "invocation": Boxes.invocation,
    "conditional": Boxes.conditional,
    "for": Boxes.iteration,
    "some": Boxes.iteration,
    "every": Boxes.iteration,
    "filter": Boxes.filter,
}


def expression_in(parent: Element | None) -> Element | None:
    """The expression element among the children, if any."""
    if parent is None:
        return None
    return next((item for item in children(parent, *_BOXES)), None)


def parameters(element: Element, texts: Texts) -> tuple[tuple[str, ...], tuple[Type | None, ...]]:
    """Names and types of the formal parameters."""
    found = children(element, "formalParameter")
    names = tuple(clean(attribute(item, "name")) for item in found)
    return names, tuple(reference(attribute(item, "typeRef"), texts.types) for item in found)


def decide_with(boxes: Boxes, element: Element) -> tuple[Callable[[Run, Scope | None], Outcome], Table | None]:
    """How a decision's own expression decides; the table, when it is one."""
    if local(element) == "decisionTable":
        table = read_table(boxes.texts, element, ())
        return table.decide, table
    evaluate = boxes.compile(element, ())
    return (lambda run, scope: Outcome(evaluate(run, scope))), None


def _nothing(run: Run, scope: Scope | None) -> Any:
    return None


def _context(entries: tuple[tuple[str, Evaluator], ...], result: Evaluator | None) -> Evaluator:
    def build(run: Run, scope: Scope | None) -> Any:
        values: dict[str, Any] = {}
        inner = Scope(values, scope)
        for name, entry in entries:
            values[name] = entry(run, inner)
        return values if result is None else result(run, inner)

    return build
