"""FEEL inside form definitions: conditions, computed values, and texts with {{…}} in them."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from engine import feel
from engine.feel.budget import BudgetExceeded
from engine.formdefs.model import Component
from engine.formdefs.pattern import compile_pattern

BERLIN = ZoneInfo("Europe/Berlin")
_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>-])")


def strip_marker(text: str) -> str:
    """FEEL without the "=" that marks it in form files."""
    text = text.strip()
    return text[1:].strip() if text.startswith("=") else text


@lru_cache(maxsize=4096)
def formula(text: str) -> feel.Expression:
    """Compiled FEEL, cached by its text. Raises feel.FeelSyntaxError."""
    return feel.parse(text)


@dataclass(slots=True)
class Purse:
    """Seconds of CPU that all formulas and patterns of one form may take together, with all its rows and passes."""

    left: float = 3.0

    @property
    def empty(self) -> bool:
        return self.left <= 0

    @contextmanager
    def paying(self) -> Iterator[None]:
        began = time.thread_time()
        try:
            yield
        finally:
            self.left -= time.thread_time() - began


def evaluate(text: str, context: Mapping[str, Any], now: dt.datetime, purse: Purse) -> Any:
    """Value of FEEL text; null when it costs more than its budget, as with every other fault of FEEL."""
    if purse.empty:
        return None
    with purse.paying():
        try:
            return formula(text).evaluate(context, now=now)
        except BudgetExceeded:
            return None


def matches(pattern: str, text: str, purse: Purse) -> bool:
    """Whether the pattern is found. One that takes too long empties the purse: then nothing is stored."""
    if purse.empty:
        return True
    with purse.paying():
        found = compile_pattern(pattern).found_in(text)
    if found is None:
        purse.left = 0.0
    return found is not False


def pieces(text: str) -> tuple[tuple[bool, str], ...]:
    """Splits a label or text into (is FEEL, text)."""
    if text.lstrip().startswith("="):
        return ((True, strip_marker(text)),)
    if "{{" not in text:
        return ((False, text),) if text else ()
    found = [(index % 2 == 1, part) for index, part in enumerate(_TEMPLATE.split(text))]
    return tuple((is_feel, strip_marker(part) if is_feel else part) for is_feel, part in found if part)


def wording(
    text: str, context: Mapping[str, Any], now: dt.datetime, purse: Purse, escape: Callable[[str], str] = str
) -> str:
    """A label or text with its values filled in; `escape` is applied to the values only."""
    if "{{" not in text and not text.startswith("="):
        return text
    return "".join(
        escape(spoken(evaluate(part, context, now, purse))) if is_feel else part for is_feel, part in pieces(text)
    )


def spoken(value: Any) -> str:
    """A FEEL value as a German reader writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, dt.datetime):
        local = value.astimezone(BERLIN) if value.tzinfo else value
        return local.strftime("%d.%m.%Y, %H:%M Uhr")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M Uhr")
    if isinstance(value, (list, tuple)):
        return ", ".join(spoken(item) for item in value)
    return str(value)


def escape_markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def names_read(item: Component) -> frozenset[str]:
    """Variables that a component's own formulas and texts depend on; its formulas are known to be sound."""
    bounds = (item.rules.min_length, item.rules.max_length, item.rules.minimum, item.rules.maximum)
    texts = [item.hide, item.expression, item.options_expression]
    texts += [text for text in (item.readonly, *bounds) if isinstance(text, str)]
    for wording_text in (item.label, item.description, item.content):
        texts += [part for is_feel, part in pieces(wording_text) if is_feel]
    names = {name for text in texts if text for name in _names(strip_marker(text))}
    return frozenset(names | ({item.options_key} if item.options_key else set()))


def _names(text: str) -> frozenset[str]:
    try:
        return frozenset(formula(text).names)
    except feel.FeelSyntaxError:
        return frozenset()
