"""One raw input to one FEEL value, and back to what an input field shows.

Every function gives (value, problem): the problem is a German sentence, the value then None.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from decimal import Decimal
from typing import Any

from engine.formdefs.expressions import BERLIN
from engine.formdefs.model import MULTI_CHOICE_TYPES, SINGLE_CHOICE_TYPES, Component, Option
from engine.sentences import say

MAX_LINE = 1_000
MAX_TEXT = 20_000
MAX_CHOICES = 500
_MAX_DIGITS = 20
_YEARS = range(1900, 2201)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_GERMAN_NUMBER = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?", re.ASCII)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s*Uhr)?", re.ASCII)
_OFFSET = re.compile(r"(Z|[+-]\d{2}:\d{2})(\[[A-Za-z_/]+\])?$", re.ASCII)

Coerced = tuple[Any, str | None]

NOT_IN_LIST = say("Diese Auswahl gibt es hier nicht. Bitte wählen Sie eine der angebotenen Möglichkeiten.")
NOT_UNDERSTOOD = say("Diese Eingabe passt nicht zu diesem Feld.")
WRONG_NUMBER = say("Bitte geben Sie eine Zahl ein, zum Beispiel 12 oder 2,5.")
WRONG_DATE = say("Bitte geben Sie ein Datum ein, das es gibt, zum Beispiel 03.06.2026.")
WRONG_YEAR = say("Bitte prüfen Sie das Jahr; es liegt nicht zwischen 1900 und 2200.")
WRONG_TIME = say("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 14:30.")
WRONG_MOMENT = say("Bitte geben Sie Datum und Uhrzeit ein, zum Beispiel 03.06.2026 14:30.")
SKIPPED_HOUR = say("Diese Uhrzeit gibt es an diesem Tag nicht, weil die Uhr auf Sommerzeit vorgestellt wird.")
FORBIDDEN_SIGNS = say("Der Text enthält unsichtbare Steuerzeichen. Bitte geben Sie ihn neu ein.")


def coerce(component: Component, raw: Any, options: tuple[Option, ...] = ()) -> Coerced:
    """`raw` is what a browser sent: a string, a list of strings, or None for nothing. Blank gives None."""
    kind = component.type
    if kind in MULTI_CHOICE_TYPES:
        return _choices(raw, options)
    if isinstance(raw, (list, tuple)):
        raw = next((item for item in raw if item), "") if kind == "checkbox" else (raw[0] if raw else "")
    if raw is None:
        raw = ""
    if not isinstance(raw, str):
        return None, NOT_UNDERSTOOD
    if kind == "textarea":
        return _text(raw.replace("\r\n", "\n").replace("\r", "\n"), MAX_TEXT)
    if kind == "checkbox":
        return raw.strip().lower() not in ("", "false", "off", "0"), None
    if len(raw) > MAX_LINE:
        return None, say("Die Eingabe ist zu lang: höchstens {most} Zeichen.", most=MAX_LINE)
    if kind in SINGLE_CHOICE_TYPES:
        return _choice(raw, options)
    if kind == "number":
        return _number(component, raw.strip(), german=True)
    if kind == "datetime":
        return _moment(component.subtype, raw.strip())
    return _text(re.sub(r"[\r\n\t]+", " ", raw), MAX_LINE)


def coerce_json(component: Component, value: Any, options: tuple[Option, ...] = ()) -> Coerced:
    """`value` comes from a program or the command line as JSON or FEEL value, not from a keyboard."""
    kind = component.type
    if value is None:
        return (False if kind == "checkbox" else None), None
    if kind == "checkbox":
        return (value, None) if isinstance(value, bool) else (None, say("Hier wird true oder false erwartet."))
    if kind in MULTI_CHOICE_TYPES:
        return _choices([token_of(item) for item in value], options) if _is_list(value) else (None, NOT_IN_LIST)
    if kind in SINGLE_CHOICE_TYPES:
        return _choice(token_of(value), options)
    if kind == "number":
        return _json_number(component, value)
    if isinstance(value, (dt.date, dt.time)) and kind == "datetime":
        value = value.isoformat()
    if isinstance(value, str):
        return coerce(component, value, options)
    return None, say("Hier wird ein Text erwartet.")


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _text(raw: str, most: int) -> Coerced:
    text = raw.strip()
    if len(text) > most:
        return None, say(
            "Der Text ist zu lang: {count} Zeichen, höchstens {most} sind möglich.", count=len(text), most=most
        )
    if _FORBIDDEN.search(text):
        return None, FORBIDDEN_SIGNS
    return unicodedata.normalize("NFC", text) or None, None


def _choice(raw: str, options: tuple[Option, ...]) -> Coerced:
    if raw == "":
        return None, None
    for option in options:
        if option.token == raw:
            return option.value, None
    return None, NOT_IN_LIST


def _choices(raw: Any, options: tuple[Option, ...]) -> Coerced:
    """The chosen values in the order of the list, each once; nothing chosen gives None."""
    given = [raw] if isinstance(raw, str) else raw if isinstance(raw, (list, tuple)) else [] if raw is None else [raw]
    if len(given) > MAX_CHOICES or not all(isinstance(item, str) for item in given):
        return None, NOT_IN_LIST
    chosen = {item for item in given if item}
    values = [option.value for option in options if option.token in chosen]
    if len(values) < len(chosen):
        return None, NOT_IN_LIST
    return values or None, None


def _number(component: Component, text: str, *, german: bool) -> Coerced:
    if not text:
        return None, None
    text = text.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if german and _GERMAN_NUMBER.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not _PLAIN_NUMBER.fullmatch(text):
        return None, WRONG_NUMBER
    return _fitting(component, Decimal(text))


def _json_number(component: Component, value: Any) -> Coerced:
    if isinstance(value, str):
        return _number(component, value.strip(), german=False)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None, say("Hier wird eine Zahl erwartet.")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return _fitting(component, number) if number.is_finite() else (None, WRONG_NUMBER)


def _fitting(component: Component, number: Decimal) -> Coerced:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # finite numbers only come here
    if number.adjusted() >= _MAX_DIGITS or -exponent > _MAX_DIGITS:
        return None, say("Die Zahl ist zu lang: höchstens {most} Stellen.", most=_MAX_DIGITS)
    digits = component.decimal_digits
    if digits is not None and number != round(number, digits):
        if digits == 0:
            return None, say("Bitte geben Sie eine ganze Zahl ein.")
        return None, say("Bitte geben Sie höchstens {digits} Stellen nach dem Komma ein.", digits=digits)
    return number, None


def _moment(subtype: str, text: str) -> Coerced:
    if not text:
        return None, None
    if subtype == "time":
        time = _time(text)
        return (time, None) if time else (None, WRONG_TIME)
    if subtype == "date":
        return _date(text)
    return _date_and_time(text)


def _date(text: str) -> Coerced:
    german, iso = _GERMAN_DATE.fullmatch(text), _ISO_DATE.fullmatch(text)
    if german:
        day, month, year = (int(part) for part in german.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        return None, WRONG_DATE
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None, WRONG_DATE
    return (date, None) if year in _YEARS else (None, WRONG_YEAR)


def _time(text: str) -> dt.time | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    try:
        return dt.time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _date_and_time(text: str) -> Coerced:
    offset = _OFFSET.search(text)
    body = text[: offset.start()] if offset else text
    first, _, second = body.replace("T", " ").replace(",", " ").partition(" ")
    date, problem = _date(first.strip())
    if problem:
        return None, problem if problem == WRONG_YEAR else WRONG_MOMENT
    time = _time(second.strip())
    if time is None:
        return None, WRONG_MOMENT
    if offset:
        try:
            return dt.datetime.fromisoformat(f"{date}T{time}{offset[1]}").astimezone(BERLIN), None
        except ValueError:
            return None, WRONG_MOMENT
    local = dt.datetime.combine(date, time, BERLIN)
    if local.astimezone(dt.UTC).astimezone(BERLIN).replace(tzinfo=None) != local.replace(tzinfo=None):
        return None, SKIPPED_HOUR
    return local, None


def token_of(value: Any) -> str:
    """What stands for an option's value in HTML."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (int, float)):
        return token_of(Decimal(repr(value)))
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)


def to_raw(component: Component, value: Any) -> Any:
    """What an input field of this component shows for a FEEL value: a string, or a list of tokens."""
    kind = component.type
    if kind in MULTI_CHOICE_TYPES:
        return [token_of(item) for item in value] if _is_list(value) else []
    if value is None:
        return ""
    if kind == "checkbox":
        return "true" if value is True else ""
    if kind in SINGLE_CHOICE_TYPES:
        return token_of(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if kind == "datetime":
        return _moment_raw(component.subtype, value)
    return value if isinstance(value, str) else token_of(value)


def _moment_raw(subtype: str, value: Any) -> str:
    if isinstance(value, dt.datetime):
        local = value.astimezone(BERLIN) if value.tzinfo else value
        return local.strftime({"date": "%Y-%m-%d", "time": "%H:%M"}.get(subtype, "%Y-%m-%dT%H:%M"))
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
