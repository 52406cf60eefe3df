"""Parsing the FEEL of one decision and collecting what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from engine.dmn.items import reference
from engine.dmn.model import Evaluator
from engine.dmn.xml import Element, attribute, line_of
from engine.feel import Expression, FeelSyntaxError, UnaryTests, parse, parse_unary_tests
from engine.feel.run import Run, Scope
from engine.feel.types import Type, coerce
from engine.sentences import joined, say
from engine.terms import Finding, Severity

Frames = tuple[frozenset[str] | None, ...]
_T = TypeVar("_T", Expression, UnaryTests)


@dataclass(slots=True)
class Texts:
    """`element` and `element_name` are the decision's (or function's), for findings. `plain_types` are those without
    allowed values, which `instance of` does not ask about."""

    file: str
    element: str
    element_name: str
    names: tuple[str, ...]
    types: Mapping[str, Type]
    plain_types: Mapping[str, Type]
    functions: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    read_names: set[str] = field(default_factory=set)

    def report(self, code: str, message: str, line: int | None, hint: str = "", *, warning: bool = False) -> None:
        self.findings.append(
            Finding(
                code,
                message,
                Severity.WARNING if warning else Severity.ERROR,
                self.file,
                line,
                self.element,
                self.element_name,
                hint,
            )
        )

    def expression(self, text: str, frames: Frames, place: str, line: int | None) -> Evaluator:
        """A text as evaluator; what does not parse is a finding and evaluates to null."""
        names = self._known(frames)
        parsed = self._parse(lambda: parse(text, names=names, types=self.plain_types, bound=frames), place, line)
        if parsed is None:
            return lambda run, scope: run.note(f"{place} ist kein lesbares FEEL.")
        return parsed.run

    def tests(self, text: str, frames: Frames, place: str, line: int | None) -> UnaryTests | None:
        names = self._known(frames)
        return self._parse(
            lambda: parse_unary_tests(text, names=names, types=self.plain_types, bound=frames), place, line
        )

    def _known(self, frames: Frames) -> tuple[str, ...]:
        """Names with spaces of the file, and with whatever signs those have that are bound here."""
        bound = {name for names in frames if names for name in names}
        return (*self.names, *with_spaces(bound)) if bound else self.names

    def _parse(self, read: Callable[[], _T], place: str, line: int | None) -> _T | None:
        try:
            parsed = read()
        except FeelSyntaxError as error:
            self.report(
                "dmn.feel", joined((place, error.message), ": "), line, say("Korrigieren Sie den FEEL-Ausdruck.")
            )
            return None
        self.read_names |= parsed.names
        for name in parsed.unknown_functions:
            if name not in self.functions:
                self.report(
                    "dmn.function",
                    say("{place}: Die Funktion „{name}“ gibt es nicht.", place=place, name=name),
                    line,
                    say("Verwenden Sie eine Funktion von FEEL oder eine der Datei."),
                )
        return parsed

    def language(self, element: Element, place: str) -> None:
        """Only FEEL is read; JUEL, JavaScript and the like are refused."""
        language = attribute(element, "expressionLanguage").lower()
        if language and "feel" not in language and "unary" not in language:
            self.report(
                "dmn.language",
                say(
                    "{place}: Die Ausdruckssprache „{language}“ wird nicht ausgeführt.",
                    place=place,
                    language=attribute(element, "expressionLanguage"),
                ),
                line_of(element),
                say("Stellen Sie im Modeler FEEL ein."),
            )

    def type(self, element: Element) -> Type | None:
        return reference(attribute(element, "typeRef"), self.types)


def typed(evaluate: Evaluator, kind: Type | None) -> Evaluator:
    """The same, its value coerced to a type."""
    if kind is None:
        return evaluate

    def coerced(run: Run, scope: Scope | None) -> Any:
        return fit(run, kind, evaluate(run, scope))

    return coerced


def fit(run: Run, kind: Type | None, value: Any, what: str = "Der Wert") -> Any:
    """The value as that type, or None with a note."""
    if kind is None or value is None:
        return value
    fitted = coerce(kind, value)
    return run.note(f"{what} passt nicht zu seinem Typ.") if fitted is None else fitted


def leaning(run: Run, kind: Type | None, value: Any, what: str) -> Any:
    """The value as that type where it can be, else as it is, with a note.

    Modellers write "string" on every new column; a number there must not turn into null unnoticed.
    """
    if kind is None or value is None:
        return value
    fitted = coerce(kind, value)
    if fitted is None:
        run.note(f"{what} hat nicht den Typ, der im Modell steht.")
        return value
    return fitted


def with_spaces(names: Iterable[str]) -> tuple[str, ...]:
    """The names that a lexer must know: all that are more than one plain word."""
    return tuple(sorted({name for name in names if name and not name.isidentifier()}))
