"""FEEL inside an instance: what an expression may read, and how a fault becomes an incident."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from engine import feel
from engine.bpmn.deadline import BERLIN, add_months, due_date, end_of_day, is_deadline
from engine.bpmn.expressions import is_feel, is_timer_literal, parsed, read_names, source
from engine.bpmn.model import Element
from engine.feel.values import YearMonthDuration
from engine.runtime.faults import Fault
from engine.runtime.scopes import Scopes
from engine.sentences import say
from engine.terms import Zone

NOTHING: Mapping[str, Any] = {}
COMMAND_SECONDS = 5.0
"""CPU time that all FEEL of one command may take; meanwhile others wait for this case, on SQLite for any."""


class Evaluator:
    """Evaluates in a scope; `fall`, `heute` and `jetzt` are always there and win over variables."""

    def __init__(self, scopes: Scopes, case: Mapping[str, Any], now: datetime) -> None:
        self.scopes = scopes
        self.now = now
        local = now.astimezone(BERLIN)
        self.spent = 0.0
        self.always = {"fall": dict(case), "heute": local.date(), "jetzt": local}

    def feel(
        self,
        element: Element | None,
        scope: str,
        text: str,
        *,
        towards: Zone | None = None,
        extra: Mapping[str, Any] = NOTHING,
    ) -> Any:
        """Value of a FEEL text (with or without `=`). `towards`: zone into which the result goes (see Scopes.get)."""
        try:
            text = source(text)
            context = {name: self._name(scope, name, towards, extra) for name in read_names(text)}
            for name in parsed(text).builtin_names:
                if self._open(element, name) and (value := self._name(scope, name, towards, extra)) is not None:
                    context[name] = value
            with self.charged(element):
                return parsed(text).evaluate(context, now=self.now)
        except (feel.FeelSyntaxError, feel.BudgetExceeded) as fault:
            raise Fault(
                "feel.fault",
                element,
                say("Der Ausdruck „{text}“ ist gescheitert: {fault}", text=_short(text), fault=fault.args[0]),
            ) from fault

    @contextmanager
    def charged(self, element: Element | None) -> Iterator[None]:
        """Each expression has its own budget; all of one command share this one. Raises Fault when it is used up."""
        if self.spent > COMMAND_SECONDS:
            raise Fault(
                "process.costly",
                element,
                say(
                    "Die Ausdrücke dieses Schritts rechnen zusammen länger als {most} Sekunden.",
                    most=f"{COMMAND_SECONDS:.0f}",
                ),
            )
        began = time.thread_time()
        try:
            yield
        finally:
            self.spent += time.thread_time() - began

    def text_or_feel(
        self, element: Element | None, scope: str, text: str | None, *, towards: Zone | None = None
    ) -> Any:
        """What designers write where plain text is the rule and `=` marks FEEL."""
        return self.feel(element, scope, str(text), towards=towards) if is_feel(text) else text

    def into(self, element: Element, scope: str, text: str, name: str, extra: Mapping[str, Any] = NOTHING) -> Any:
        """Value that will be written to a variable: nothing of the mediation crosses without a release."""
        if not is_feel(text):
            return text
        return self.feel(element, scope, text, towards=self.scopes.zone_of(name), extra=extra)

    def condition(self, element: Element, scope: str, text: str, extra: Mapping[str, Any] = NOTHING) -> bool:
        """null counts as false; anything but a boolean is a fault."""
        value = self.feel(element, scope, text, extra=extra)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise Fault(
            "condition.type", element, say("Die Bedingung „{text}“ ergibt nicht wahr oder falsch.", text=_short(text))
        )

    def moment(self, element: Element, scope: str, text: str) -> datetime:
        """When a timer or deadline is due, UTC: a literal, or FEEL that gives a duration, date or text."""
        literal = not is_feel(text) and is_timer_literal(text)
        value = text.strip() if literal else self.feel(element, scope, text)
        return self.as_moment(element, value, text)

    def as_moment(self, element: Element, value: Any, text: str) -> datetime:
        """A FEEL value or a text as a moment; `text` is what the designer wrote, for the sentence."""
        try:
            found = _moment(value, self.now)
        except (ValueError, OverflowError) as fault:
            raise Fault(
                "timer.value",
                element,
                say(
                    "Die Zeitangabe „{text}“ ist nicht lesbar oder liegt nicht in den Jahren 1 bis 9999.",
                    text=_short(text),
                ),
            ) from fault
        if found is None:
            raise Fault(
                "timer.value", element, say("Die Zeitangabe „{text}“ ergibt weder Dauer noch Datum.", text=_short(text))
            )
        return found

    def deadline(self, element: Element, value: Any, text: str) -> datetime:
        """A due date from a FEEL value or a text; one given as a day lasts until its end."""
        if isinstance(value, str) and len(value.strip()) == 10 and is_timer_literal(value):
            value = date.fromisoformat(value.strip())
        if isinstance(value, date) and not isinstance(value, datetime):
            return end_of_day(value)
        return self.as_moment(element, value, text)

    def _open(self, element: Element | None, name: str) -> bool:
        """The check does not see that a text reads a variable with a function's name: the mediation keeps its own."""
        inside = element is not None and element.zone is Zone.MEDIATION
        return inside or self.scopes.zone_of(name) is not Zone.MEDIATION

    def _name(self, scope: str, name: str, towards: Zone | None, extra: Mapping[str, Any]) -> Any:
        if name in extra:
            return extra[name]
        if name in self.always:
            return self.always[name]
        return self.scopes.get(scope, name, towards=towards)


def _moment(value: Any, now: datetime) -> datetime | None:
    if isinstance(value, str):
        if is_deadline(value):
            return due_date(value, now)
        value = value.strip()
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=BERLIN)).astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=BERLIN).astimezone(UTC)
    if isinstance(value, timedelta):
        return now.astimezone(UTC) + value
    if isinstance(value, YearMonthDuration):
        return add_months(now.astimezone(UTC), value.total)
    return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77] + "…"
