"""Forms of the office: what a municipality says of itself, and what visitors tell it about barriers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as N_
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from engine.accounts import FIELDS, OfficeField
from engine.settings import ADDRESS

LABELS: dict[str, tuple[Any, Any]] = {
    "anbieter": (
        N_("Anbieter"),
        N_("Name der Kommune und der Stelle, zum Beispiel „Stadt Hamm, Kommunales Integrationszentrum“."),
    ),
    "anschrift": (N_("Anschrift"), N_("Straße, Hausnummer, Postleitzahl und Ort, eine Angabe je Zeile.")),
    "vertretung": (
        N_("Vertretungsberechtigte Person"),
        N_("Wer die Kommune nach außen vertritt, mit Amt und Namen."),
    ),
    "telefon": (N_("Telefon"), ""),
    "email": (N_("E-Mail"), N_("Eine Adresse der Stelle, nicht die einer Person.")),
    "leitung": (N_("Leitung der Stelle"), ""),
    "leitung_vertretung": (N_("Stellvertretung der Leitung"), ""),
    "verantwortlich": (
        N_("Verantwortliche Stelle"),
        N_("Name und Anschrift der Stelle, die für die Daten verantwortlich ist (Art. 4 Nr. 7 DSGVO)."),
    ),
    "datenschutz_kontakt": (
        N_("Kontakt der oder des Datenschutzbeauftragten"),
        N_("Bezeichnung, Anschrift oder E-Mail (Art. 37 Abs. 7 DSGVO)."),
    ),
    "barriere_kontakt": (
        N_("Ansprechstelle für Barrierefreiheit"),
        N_("Wer Hinweise auf Barrieren beantwortet, mit Telefon oder E-Mail."),
    ),
    "barriere_weitere": (
        N_("Weitere bekannte Barrieren"),
        N_(
            "Nur was in Ihren eigenen Inhalten liegt, mit Grund und Alternative. Die bekannten Lücken von "
            "Schlichtwerk stehen schon in der Erklärung."
        ),
    ),
}
"""Label and hint by name of the text."""

GROUPS = (
    (N_("Impressum"), ("anbieter", "anschrift", "vertretung", "telefon", "email", "leitung", "leitung_vertretung")),
    (N_("Datenschutz"), ("verantwortlich", "datenschutz_kontakt")),
    (N_("Barrierefreiheit"), ("barriere_kontakt", "barriere_weitere")),
)
"""Heading, and the texts under it."""

NO_ADDRESS = N_("Das ist keine E-Mail-Adresse. Sie hat die Form name@beispiel.de.")


def _field(field: OfficeField) -> Any:
    label, hint = LABELS[field.name]
    checks: list[Any] = [
        Optional(strip_whitespace=True),
        Length(max=field.longest, message=N_("Hier passen höchstens %(max)d Zeichen.")),
    ]
    if field.mail:
        checks.append(Regexp(rf"\s*(?:{ADDRESS.pattern})\s*$", message=NO_ADDRESS))
    return (TextAreaField if field.lines else StringField)(label, checks, description=hint)


class OfficeFormBase(FlaskForm):
    def texts(self) -> dict[str, str]:
        return {field.name: self[field.name].data or "" for field in FIELDS}

    def take(self, name: str, sentence: str) -> None:
        """What only the engine found wrong, at its field."""
        self[name].errors = [*self[name].errors, sentence]


OfficeForm = type("OfficeForm", (OfficeFormBase,), {field.name: _field(field) for field in FIELDS})
"""One field for each text of the engine's list."""


class BarrierForm(FlaskForm):
    text = TextAreaField(
        N_("Welche Barriere haben Sie bemerkt?"),
        [
            DataRequired(N_("Beschreiben Sie bitte, welche Barriere Sie bemerkt haben.")),
            Length(max=4000, message=N_("Hier passen höchstens %(max)d Zeichen.")),
        ],
        description=N_(
            "Was wollten Sie tun, und was ging nicht? Hilfreich ist, womit Sie arbeiten, zum Beispiel ein "
            "Vorleseprogramm. Sie können hier auch Inhalte anfordern, die nicht barrierefrei sind."
        ),
    )
    page = StringField(
        N_("Auf welcher Seite?"),
        [Optional(), Length(max=300, message=N_("Hier passen höchstens %(max)d Zeichen."))],
        description=N_("Überschrift oder Adresse der Seite."),
    )
    email = StringField(
        N_("E-Mail"),
        [
            Optional(strip_whitespace=True),
            Length(max=200, message=N_("Hier passen höchstens %(max)d Zeichen.")),
            Regexp(rf"\s*(?:{ADDRESS.pattern})\s*$", message=NO_ADDRESS),
        ],
        description=N_("Nur wenn Sie eine Antwort möchten. Ohne E-Mail-Adresse bleibt Ihr Hinweis ohne Namen."),
    )


def office_label(name: str) -> str:
    return str(LABELS[name][0])
