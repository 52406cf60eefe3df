"""Fills a form with plausible values: what is given, and something fitting for whatever the form still asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.bpmn.deadline import BERLIN, is_working_day
from engine.formdefs import Component, FormDefinition, validate_values

ROUNDS = 6
TEXTS = {
    "sachverhalt": "Seit einigen Wochen gibt es Streit. Beide Seiten wünschen sich, dass jemand vermittelt.",
    "ziel_meldende": "Wieder miteinander reden können und eine Lösung finden, die hält.",
    "sicherheit_begruendung": "Niemand fühlt sich bedroht, es gab nur laute Worte.",
    "beratung_anliegen": "Die Person wünscht sich Ruhe und einen festen Ansprechpartner.",
    "handlungsplan": "Bis zum Monatsende sprechen beide Seiten mit der Beratung.",
    "uebergabe_clearing": "Beide Seiten möchten eine Klärung.",
    "glasl_begruendung": "Beide Seiten suchen Verbündete und sammeln Unterschriften.",
    "zustaendige_stelle": "Ordnungsamt",
    "abweichung_grund": "Der Konflikt betrifft viele Menschen und mehrere Ämter.",
    "vorlage_titel": "Nutzung des Platzes am Bahnhof",
    "vorlage_sachverhalt": "Seite A möchte abends Ruhe, Seite B hat keinen anderen Treffpunkt.",
    "vorlage_bisher": "Zwei Gespräche mit jeder Seite, ein Brief an die Anwohnerschaft.",
    "vorlage_frage": "Welche Stelle kann den Platz abends begleiten?",
    "sitzung_beirat_ort": "Rathaus, Raum 214",
    "sitzung_ort": "Stadtteilbüro",
    "vorschlag_grund": "Eine Person spricht Arabisch, die andere kennt das Ehrenamt.",
}
KNOWN = frozenset({"falltyp", "personenzahl", "oeffentlich"})
"""What the report says and the clearing may change: taken over."""
AHEAD = frozenset({"sitzung_beirat_am", "tisch_termin"})
"""When people meet: not on the day on which they are invited."""
FALLBACK = "Beispielangabe zur Vorführung."


class NotFilled(Exception):
    """The form still has errors; the text names them."""


def fill_form(
    form: FormDefinition, given: Mapping[str, Any], data: Mapping[str, Any], now: datetime, ahead: int = 0
) -> dict[str, Any]:
    """Valid values of the form; meetings are `ahead` days from now. Raises NotFilled."""
    fields = {field.path: field for field in form.fields()}
    values: dict[str, Any] = dict(given)
    errors: Mapping[str, str] = {}
    asked_before: Counter[str] = Counter()
    for _ in range(ROUNDS):
        checked = validate_values(form, values, data, now=now)
        errors = checked.errors
        if not errors:
            return dict(checked.values)
        for path in errors:
            plain = ".".join(part for part in path.split(".") if not part.isdigit())
            if plain in fields:
                asked = fields[plain]
                moment = _afternoon(now + timedelta(days=ahead)) if asked.key in AHEAD else now
                _put(values, path.split("."), _value(asked, data, moment, asked_before[path]))
                asked_before[path] += 1
            else:
                _put(values, [*path.split("."), "0"], {})
    raise NotFilled(f"{form.id}: {dict(errors)}")


def _afternoon(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(BERLIN).date(), time(16, 30), BERLIN)


def _put(values: Any, path: list[str], value: Any) -> None:
    for index, part in enumerate(path):
        last = index == len(path) - 1
        if isinstance(values, list):
            while len(values) <= int(part):
                values.append({})
            if last:
                values[int(part)] = value
            values = values[int(part)]
        elif last:
            values[part] = value
        else:
            follows_row = path[index + 1].isdigit()
            values = values.setdefault(part, [] if follows_row else {})


def _value(field: Component, data: Mapping[str, Any], now: datetime, refused: int) -> Any:
    """`refused`: how often an answer to this field has been refused; a choice then takes its next option."""
    if field.key in KNOWN and data.get(field.key) is not None:
        return data[field.key]
    if field.key in TEXTS:
        return TEXTS[field.key]
    options = [option.value for option in field.options]
    if not options and field.options_key:
        options = [item["value"] for item in data.get(field.options_key, [])]
    match field.type:
        case "checkbox":
            return True
        case "number":
            return field.rules.minimum if isinstance(field.rules.minimum, Decimal) else Decimal(1)
        case "radio" | "select":
            return options[refused % len(options)] if options else None
        case "checklist" | "taglist":
            return options[:1]
        case "datetime":
            while field.property("feiertag") == "nein" and not is_working_day(now.astimezone(BERLIN).date()):
                now += timedelta(days=1)
            return {"date": now.date(), "time": time(10, 0)}.get(field.subtype, now)
    return FALLBACK[:30] if field.type == "textfield" else FALLBACK
