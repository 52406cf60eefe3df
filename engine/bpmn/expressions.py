"""Every FEEL text of a process with its place, and what each reads and writes. Parsed once, here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from engine import feel
from engine.bpmn.deadline import BERLIN, due_date, is_deadline
from engine.bpmn.declarations import CONSENT
from engine.bpmn.model import Element, EventDefinition, Flow, ProcessModel, TimerKind, TimerRule
from engine.feel.expression import BUILTIN_NAMES
from engine.feel.parser import Parser
from engine.feel.syntax import Context
from engine.sentences import say

ALWAYS_KNOWN = frozenset(("fall", "heute", "jetzt", "loopCounter"))
COUNTS = {
    "total": ("numberOfInstances", "nrOfInstances"),
    "active": ("numberOfActiveInstances", "nrOfActiveInstances"),
    "done": ("numberOfCompletedInstances", "nrOfCompletedInstances"),
    "terminated": ("numberOfTerminatedInstances", "nrOfTerminatedInstances"),
}
"""What the conditions of a multi-instance know beside the variables: the standard's names and those of Camunda 7."""
COUNT_NAMES = frozenset(name for names in COUNTS.values() for name in names)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Expression:
    """`text` is FEEL without the leading `=`; `target` is the variable that takes the result, if one does."""

    text: str
    what: str
    element: Element | None
    flow: Flow | None = None
    target: str | None = None
    own: frozenset[str] = frozenset()
    """Names that exist only around this expression (an item, a result)."""


@lru_cache(maxsize=8192)
def parsed(text: str) -> feel.Expression:
    """engine.feel.parse, once per text. Raises FeelSyntaxError."""
    return feel.parse(text)


@lru_cache(maxsize=8192)
def read_names(text: str) -> frozenset[str]:
    """Every name that a FEEL text may read, those in filters included."""
    expression = parsed(text)
    return expression.names | expression.possible_names


def is_feel(text: str | None) -> bool:
    return text is not None and text.startswith("=")


def source(text: str) -> str:
    """A FEEL text without its mark."""
    return text[1:].strip() if text.startswith("=") else text.strip()


def is_timer_literal(text: str) -> bool:
    return is_deadline(text) or bool(_ISO_DATE.fullmatch(text.strip()))


def never(literal: str) -> bool:
    """A date or duration that no calendar has: 30 February, or later than the year 9999."""
    try:
        if is_deadline(literal):
            due_date(literal, _LONG_AGO)
        else:
            moment = datetime.fromisoformat(literal.strip())
            (moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)).astimezone(UTC)
    except (ValueError, OverflowError):
        return True
    return False


def expressions(process: ProcessModel) -> Iterator[Expression]:
    for flow in process.flows:
        if flow.condition:
            yield Expression(source(flow.condition), say("Bedingung"), None, flow)
    for element in process.elements.values():
        yield from of_element(element)


def of_element(element: Element) -> Iterator[Expression]:
    for what, text in (
        (say("zuständige Person"), element.assignee),
        (say("Gruppe"), element.candidate_groups or element.group),
        (say("Personenkreis"), element.candidate_users),
        (say("Frist"), element.due_date or element.frist),
        (say("Wiedervorlage"), element.follow_up),
        (say("Formular"), element.form_id),
        (say("aufgerufener Prozess"), element.called),
        (say("Entscheidung"), element.decision),
    ):
        if is_feel(text):
            yield Expression(source(str(text)), what, element)
    if consent := element.properties.get(CONSENT):
        yield Expression(source(consent), say("Freigabebedingung"), element)
    for definition in element.definitions:
        yield from _of_event(element, definition)
    if element.script:
        yield Expression(source(element.script), say("Skript"), element, target=element.result_variable)
    for mapping in element.inputs:
        if is_feel(mapping.source):
            yield Expression(source(mapping.source), say("Eingabe"), element, target=mapping.target)
    for mapping in element.outputs:
        if is_feel(mapping.source):
            yield Expression(source(mapping.source), say("Ausgabe"), element, target=mapping.target)
    yield from _of_loop(element)


def _of_event(element: Element, definition: EventDefinition) -> Iterator[Expression]:
    timer = definition.timer
    if timer is not None and not is_time(timer):
        yield Expression(source(timer.expression), say("Zeitangabe"), element)
    for what, text in (
        (say("Nachrichtenname"), definition.message),
        (say("Korrelationsschlüssel"), definition.correlation_key),
        (say("Ereignisbedingung"), definition.condition),
    ):
        if is_feel(text):
            yield Expression(source(str(text)), what, element)


def is_time(rule: TimerRule) -> bool:
    """A date, duration or cycle that needs no evaluation."""
    if rule.kind is TimerKind.CYCLE:
        return not is_feel(rule.expression)
    return is_timer_literal(rule.expression)


def _of_loop(element: Element) -> Iterator[Expression]:
    if element.ad_hoc is not None and element.ad_hoc.completion:
        yield Expression(source(element.ad_hoc.completion), say("Abschlussbedingung"), element)
    if element.standard_loop is not None and element.standard_loop.condition:
        yield Expression(source(element.standard_loop.condition), say("Schleifenbedingung"), element)
    loop = element.loop
    if loop is None:
        return
    own = COUNT_NAMES | {n for n in (loop.item, loop.result and source(loop.result)) if n}
    for what, text, target in (
        (say("Sammlung"), loop.collection, loop.item),
        (say("Anzahl"), loop.cardinality, None),
        (say("Ergebnis je Durchlauf"), loop.result, loop.results),
        (say("Abschlussbedingung"), loop.completion, None),
        *((say("Ereignisbedingung"), event.condition, None) for event in loop.events),
    ):
        if text:
            yield Expression(source(text), what, element, target=target, own=own)


def context_entries(text: str) -> tuple[str, ...] | None:
    """Names of the entries when the text is a context literal `{a: …, b: …}`; None for anything else."""
    try:
        tree = Parser(text, (), BUILTIN_NAMES).parse_expression()
    except (feel.FeelSyntaxError, RecursionError):
        return None
    return tuple(name for name, _ in tree.entries) if isinstance(tree, Context) else None


def written_by_script(element: Element) -> tuple[str, ...]:
    """The variables that a script sets, as far as its text tells."""
    if element.script is None:
        return ()
    if element.result_variable:
        return (element.result_variable,)
    return context_entries(source(element.script)) or ()
