"""Hamm's main path, told once for every way to walk it: report, safety check, clearing, advice, a mediation of two that
ends without agreement, peer consultation, conflict board, feedback three times, closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TITLE = "Kurzbezeichnung (ohne Namen!)"
CONSENT = "Alle Seiten sind einverstanden, dass die Koordination das Ergebnis erfährt"


@dataclass(frozen=True, slots=True)
class Step:
    """Who does which task with which answers, `days` after the one before. What is required and not answered here gets
    something fitting."""

    who: str
    task: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    days: int = 0


REPORT = {
    TITLE: "Musik im Hof",
    "Themen": ["Lärm", "Respekt, Umgangston"],
    "Was ist passiert?": "Abends läuft Musik.",
    "Person hinzufügen": True,
}
UNDISCLOSED = {
    "Haben Sie eine Seite in dieser Sache schon beraten oder vertreten?": "nein",
    "Gibt es Umstände, die an Ihrer Unabhängigkeit zweifeln lassen?": "nein",
}
WILLING = Step("koordination", "Vorgespräch führen", {"Nimmt die Seite aus freien Stücken teil?": "ja"})
CHOSEN = Step("koordination", "Wahl der Seiten", {"Wählt die Seite dieses Tandem?": "ja"})
STEPS = (
    Step("koordination", "Eingang bestätigen"),
    Step("koordination", "Sicherheit sofort prüfen", {"Ihre Einschätzung": "keine Hinweise auf Gefahr"}),
    Step("lotsin", "Beratungsgespräch führen", {"Wie geht es weiter?": "Weiter im Verfahren"}),
    Step(
        "koordination",
        "Clearing durchführen",
        {
            "Was ist zu beobachten?": "4: Sie suchen Verbündete und reden schlecht übereinander",
            "Wer ist bereit?": "beide Seiten",
            "Wie groß ist das Machtgefälle?": "gering",
            "Laufen rechtliche Verfahren?": ["Widerspruch"],
            "Wer ist zuständig?": "wir",
        },
    ),
    Step("koordination", "Verfahren bestätigen", {"Welches Verfahren soll es sein?": "Mediation im Tandem"}),
    *(WILLING, WILLING),
    Step(
        "koordination",
        "Mediator:innen vorschlagen",
        {"Erste Person (federführend)": "Mira Beispiel", "Zweite Person": "Malik Beispiel"},
    ),
    *(CHOSEN, CHOSEN),
    Step("mediatorin", "Umstände offenlegen", UNDISCLOSED),
    Step("mediator", "Umstände offenlegen", UNDISCLOSED),
    Step("mediatorin", "Mediationsvereinbarung schließen", {"Haben alle Seiten unterschrieben?": "ja"}),
    Step("mediatorin", "Sitzung halten", {"Dauer in Minuten": "90", "Wie geht es weiter?": "zum Abschluss"}, days=14),
    Step(
        "mediatorin",
        "Mediation abschließen",
        {"Wie ging die Mediation aus?": "gescheitert", CONSENT: True},
    ),
    Step(
        "fachkraft",
        "Kollegiale Fallberatung",
        {"Wie viele Fachkräfte waren da?": "3", "Was empfehlen Sie?": "Konfliktbeirat"},
    ),
    Step("koordination", "Fallvorlage schreiben"),
    Step("koordination", "Konfliktbeirat einladen"),
    Step(
        "beirat",
        "Sitzung durchführen",
        {
            "Stimmberechtigte Mitglieder": "9",
            "Davon anwesend": "7",
            "Der Vorsitz war anwesend": True,
            "Wie viele der Anwesenden gehören zur Zivilgesellschaft?": "2",
        },
    ),
    Step("beirat", "Empfehlung beschließen", {"Stimmen dafür": "6", "Stimmen dagegen": "1"}),
    Step("koordination", "Niederschrift fertigstellen"),
    Step("fachamt", "Rückmeldung geben", {"Wie gehen Sie mit der Empfehlung um?": "übernommen"}),
    Step("koordination", "Nachbefragung nach zwei Wochen", {"Befragte Person hinzufügen": True}, days=14),
    Step("koordination", "Nachbefragung nach drei Monaten", days=80),
    Step("koordination", "Nachbefragung nach sechs Monaten", days=95),
    Step("koordination", "Vorgang abschließen", {"Ergebnis": "geklärt, ohne schriftliche Vereinbarung"}),
)
