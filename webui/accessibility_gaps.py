"""What is not accessible yet, in one list: the public statement is made of it, and tests hold it to the pages.

Every gap has a probe of the same key in tests/web/test_accessibility_gaps.py, which looks at a page and says whether
the gap stands. A gap that is mended gets the day in `mended`: it leaves the page, and the probe must find it gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as N_

ASSESSED_ON = date(2026, 11, 22)
"""Day of the last self-assessment: the whole list looked through, the browser tests run."""


@dataclass(frozen=True, slots=True)
class Gap:
    """BGG NRW § 10b (2) no. 1: which part, why, and what there is instead. `criterion`: of WCAG 2.1 or the law."""

    key: str
    part: Any
    reason: Any
    instead: Any
    criterion: str
    mended: date | None = None


GAPS = (
    Gap(
        "diagrams",
        N_("Die Zeichnungen der Konfliktwege lassen sich nicht vorlesen und nicht Schritt für Schritt mit der Tastatur "
           "durchgehen."),
        N_("Es sind Zeichnungen aus vielen Formen und Linien; ihr Sinn liegt in der Anordnung."),
        N_("Auf jeder Seite mit einer Zeichnung stehen dieselben Schritte auch als Liste oder Tabelle."),
        "WCAG 1.3.1, 2.1.1",
    ),
    Gap(
        "language_of_parts",
        N_("Auf der englischen Oberfläche sind Texte, die Kommunen selbst schreiben (Namen von Schritten, Hinweise), "
           "nicht als deutsch gekennzeichnet. Vorleseprogramme sprechen sie englisch aus."),
        N_("Diese Texte kommen aus den Prozessdateien der Kommunen und tragen dort keine Angabe der Sprache."),
        N_("Die deutsche Oberfläche zeigt dieselben Texte mit der richtigen Angabe."),
        "WCAG 3.1.2",
    ),
    Gap(
        "easy_language",
        N_("Es gibt noch keine Erläuterungen in Leichter Sprache und in Deutscher Gebärdensprache."),
        N_("Die Texte und Filme müssen noch hergestellt und mit Menschen geprüft werden, die sie brauchen."),
        N_("Die genannte Ansprechstelle erklärt das Angebot auf Wunsch persönlich."),
        "BITVNRW",
    ),
)  # fmt: skip


def open_gaps() -> tuple[Gap, ...]:
    """What the statement names."""
    return tuple(gap for gap in GAPS if gap.mended is None)
