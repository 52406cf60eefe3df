"""Decision tables: rules, hit policies, aggregation. DMN 1.5, 8."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.dmn.model import Evaluator, Outcome, Rule
from engine.dmn.policies import AGGREGATORS, POLICIES, Hit, Policy
from engine.dmn.texts import Frames, Texts, leaning
from engine.dmn.xml import Element, attribute, child, children, clean, line_of, text_of
from engine.feel import UnaryTests
from engine.feel.run import Run, Scope
from engine.feel.types import Type
from engine.sentences import say


@dataclass(frozen=True, slots=True)
class InputColumn:
    text: str
    evaluate: Evaluator
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """`values` are the listed output values, in order of priority."""

    name: str
    type: Type | None
    values: Evaluator | None
    default: Evaluator | None


Cell = tuple[int, UnaryTests]
"""Column and test; cells that everything matches are left out."""


@dataclass(frozen=True, slots=True)
class Row:
    rule: Rule
    cells: tuple[Cell, ...]
    outputs: tuple[Evaluator, ...]
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[Row, ...]
    policy: Policy
    aggregate: Callable[[Run, Sequence[Any]], Any] | None

    def decide(self, run: Run, scope: Scope | None) -> Outcome:
        run.meter.spend(1 + len(self.rows))
        values = []
        for column in self.inputs:
            value = column.evaluate(run, scope)
            if column.allowed is not None and column.allowed.run(run, value, scope) is False:
                return Outcome(run.note(f"Der Wert von „{column.text}“ ist keiner der vorgesehenen Werte."))
            values.append(value)
        hits = self._hits(run, scope, values)
        if not hits and any(column.default is not None for column in self.outputs):
            return Outcome(self._default(run, scope))
        value, kept = self.policy.choose(run, hits, self._priorities(run, scope) if self.policy.ordered else ())
        if self.aggregate is not None:
            value = self.aggregate(run, value)
        return Outcome(value, tuple(hit.rule.id for hit in kept))

    def _hits(self, run: Run, scope: Scope | None, values: Sequence[Any]) -> list[Hit]:
        hits = []
        for row in self.rows:
            if row.readable and _matches(run, scope, row.cells, values):
                outputs = tuple(
                    leaning(run, column.type, output(run, scope), f"Der Wert der Spalte „{column.name}“")
                    for column, output in zip(self.outputs, row.outputs, strict=False)
                )
                hits.append(Hit(row.rule, outputs, self._value(outputs)))
                if self.policy.first:
                    break
        return hits

    def _value(self, outputs: Sequence[Any]) -> Any:
        if len(self.outputs) == 1:
            return outputs[0] if outputs else None
        return {column.name: value for column, value in zip(self.outputs, outputs, strict=False)}

    def _default(self, run: Run, scope: Scope | None) -> Any:
        values = [column.default(run, scope) if column.default is not None else None for column in self.outputs]
        value = self._value(values)
        return [value] if self.policy.many and self.aggregate is None and value.__class__ is not list else value

    def _priorities(self, run: Run, scope: Scope | None) -> list[list[Any]]:
        return [_listed(column.values(run, scope)) if column.values else [] for column in self.outputs]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _matches(run: Run, scope: Scope | None, cells: Sequence[Cell], values: Sequence[Any]) -> bool:
    for column, tests in cells:
        value, constants = values[column], tests.constants
        if constants is not None and value.__class__ is str:
            if (value in constants) is tests.negated:
                return False
        elif tests.run(run, value, scope) is not True:
            return False
    return True


# --- reading


def read_table(texts: Texts, element: Element, frames: Frames) -> Table:
    """The table of an element. Wrong cells, counts and policies become findings in `texts`."""
    inputs = tuple(_input(texts, item, number, frames) for number, item in enumerate(children(element, "input"), 1))
    outputs = tuple(_output(texts, item, number, frames) for number, item in enumerate(children(element, "output"), 1))
    rows = tuple(
        _row(texts, item, number, inputs, outputs, frames) for number, item in enumerate(children(element, "rule"), 1)
    )
    if not outputs:
        texts.report(
            "dmn.table", say("Die Tabelle hat keine Ausgabespalte."), line_of(element), say("Ergänzen Sie eine.")
        )
    return Table(inputs, outputs, rows, _policy(texts, element), _aggregator(texts, element))


def _policy(texts: Texts, element: Element) -> Policy:
    name = (attribute(element, "hitPolicy") or "UNIQUE").upper()
    if name not in POLICIES:
        texts.report(
            "dmn.hit_policy",
            say("Die Trefferregel „{name}“ gibt es nicht.", name=name),
            line_of(element),
            say("Möglich sind: {names}.", names=", ".join(POLICIES)),
        )
    return POLICIES.get(name, POLICIES["UNIQUE"])


def _aggregator(texts: Texts, element: Element) -> Callable[[Run, Sequence[Any]], Any] | None:
    name = attribute(element, "aggregation").upper()
    if not name or name == "LIST" or attribute(element, "hitPolicy").upper() != "COLLECT":
        return None
    if name not in AGGREGATORS:
        texts.report(
            "dmn.hit_policy",
            say("Die Zusammenfassung „{name}“ gibt es nicht.", name=name),
            line_of(element),
            say("Möglich sind: SUM, MIN, MAX, COUNT."),
        )
    return AGGREGATORS.get(name)


def _input(texts: Texts, element: Element, number: int, frames: Frames) -> InputColumn:
    expression = child(element, "inputExpression")
    text = (text_of(expression) or "").strip()
    place = say("Eingabespalte {number}", number=number)
    if expression is None or not text:
        texts.report(
            "dmn.table",
            say("{place} hat keinen Ausdruck.", place=place),
            line_of(element),
            say("Nennen Sie die Variable."),
        )
        return InputColumn(text, lambda run, scope: None, None)
    texts.language(expression, place)
    kind, plain = texts.type(expression), texts.expression(text, frames, place, line_of(expression))
    evaluate = plain if kind is None else (lambda run, scope: leaning(run, kind, plain(run, scope), place))
    allowed = (text_of(child(element, "inputValues")) or "").strip()
    tests = (
        texts.tests(allowed, frames, say("{place}, Eingabewerte", place=place), line_of(element)) if allowed else None
    )
    return InputColumn(text, evaluate, tests)


def _output(texts: Texts, element: Element, number: int, frames: Frames) -> OutputColumn:
    name = clean(attribute(element, "name")) or clean(attribute(element, "label")) or f"output{number}"
    place = say("Ausgabespalte „{name}“", name=name)
    listed = (text_of(child(element, "outputValues")) or "").strip()
    default = (text_of(child(element, "defaultOutputEntry")) or "").strip()
    return OutputColumn(
        name,
        texts.type(element),
        texts.expression(f"[{listed}]", frames, say("{place}, Ausgabewerte", place=place), line_of(element))
        if listed
        else None,
        texts.expression(default, frames, say("{place}, Vorgabewert", place=place), line_of(element))
        if default
        else None,
    )


def _row(
    texts: Texts,
    element: Element,
    number: int,
    inputs: Sequence[InputColumn],
    outputs: Sequence[OutputColumn],
    frames: Frames,
) -> Row:
    entries, results = children(element, "inputEntry"), children(element, "outputEntry")
    if len(entries) != len(inputs) or len(results) != len(outputs):
        texts.report(
            "dmn.cells",
            say(
                "Regel {number} hat {entries} Eingabe- und {results} Ausgabezellen, die Tabelle aber "
                "{inputs} und {outputs} Spalten.",
                number=number,
                entries=len(entries),
                results=len(results),
                inputs=len(inputs),
                outputs=len(outputs),
            ),
            line_of(element),
            say("Öffnen und speichern Sie die Tabelle im Modeler."),
        )
    cells: list[Cell] = []
    readable = True
    for column, entry in enumerate(entries[: len(inputs)]):
        place = say(
            "Regel {number}, Eingabespalte {column} („{text}“)",
            number=number,
            column=column + 1,
            text=inputs[column].text,
        )
        text = (text_of(entry) or "").strip()
        if not text:
            continue
        texts.language(entry, place)
        tests = texts.tests(text, frames, place, line_of(entry))
        readable = readable and tests is not None
        if tests is not None and not tests.matches_all:
            cells.append((column, tests))
    annotation = "; ".join(filter(None, ((text_of(a) or "").strip() for a in children(element, "annotationEntry"))))
    annotation = annotation or (text_of(element, "description") or "").strip()
    rule = Rule(attribute(element, "id") or f"{texts.element}_{number}", number, annotation, line_of(element))
    return Row(rule, tuple(cells), _results(texts, results, number, outputs, frames), readable)


def _results(
    texts: Texts, results: Sequence[Element], number: int, outputs: Sequence[OutputColumn], frames: Frames
) -> tuple[Evaluator, ...]:
    evaluators: list[Evaluator] = []
    for column, entry in zip(outputs, results, strict=False):
        place = say("Regel {number}, Ausgabespalte „{column}“", number=number, column=column.name)
        text = (text_of(entry) or "").strip()
        texts.language(entry, place)
        if text in ("", "-"):
            evaluators.append(lambda run, scope: None)
        else:
            evaluators.append(texts.expression(text, frames, place, line_of(entry)))
    return tuple(evaluators)
