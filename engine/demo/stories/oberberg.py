"""Oberbergischer Kreis: the Gemeinde first, then the county. Not yet released: its cases are trials."""

from typing import Any

from engine.accounts.demo import OBERBERG
from engine.demo.answers import mediators
from engine.demo.story import Answers, Story, TakeOver, Town, Trial
from engine.demo.variant import acknowledged_by_mail


def _on_site(gemeinde: str, order: str, **others: tuple[dict[str, Any], ...]) -> Answers:
    assigned = {"gemeinde_ags": gemeinde, "zuerst_vor_ort": "ja", "vor_ort_auftrag": order}
    return {"gemeinde_zuordnen": (assigned,), **others}


def _county(gemeinde: str, **others: tuple[dict[str, Any], ...]) -> Answers:
    return {"gemeinde_zuordnen": ({"gemeinde_ags": gemeinde, "zuerst_vor_ort": "nein"},), **others}


STORIES = (
    Story(
        "Grillplatz am Bach",
        "F07",
        "Lindlar",
        150,
        None,
        _on_site(
            "05374020",
            "Mit beiden Gruppen sprechen, bevor der Sommer beginnt.",
            ortsgespraech=(
                {"vor_ort_ergebnis": "weiteres_gespraech"},
                {"vor_ort_ergebnis": "geloest", "vor_ort_bericht": "Wer grillt, räumt bis zehn Uhr auf."},
            ),
        ),
        facts="Familien und eine Jugendgruppe beanspruchen denselben Platz. Es gab eine Rangelei.",
    ),
    Story(
        "Nächtliche Anrufe im Übergangsheim",
        "F10",
        "Engelskirchen",
        105,
        None,
        {
            "sicherheitspruefung": ({"sicherheit": "akut"},),
            "lage_pruefen": ({"sicherheit": "hinweise", "schutz_ergebnis": "abgegeben"},),
            "abschluss": ({"abschluss_ergebnis": "schutzweg"},),
        },
        facts="Im Heim rufen nachts Unbekannte an und drohen. Die Polizei ist informiert.",
        report={"dringlichkeit": "akut"},
    ),
    Story(
        "Vereinsjubiläum und Ramadan",
        "F06",
        "Waldbröl",
        74,
        "beirat_sitzung",
        _county("05374044", verfahren_bestaetigen=({"verfahren": "beirat"},)),
        facts="Zwei Termine, ein Saal: Der Streit hat sich in den Gemeinderat verlagert.",
        report={"oeffentlich": "lokal"},
        slow={"stellung_nehmen": 20},
    ),
    Story(
        "Jugendraum im alten Bahnhof",
        "F07",
        "Gummersbach",
        92,
        "umsetzung_melden",
        _county("05374012", verfahren_bestaetigen=({"verfahren": "beirat"},)),
        pace=55,
        facts="Die Nachbarschaft beklagt Lärm, die Jugendlichen haben keinen anderen Ort.",
        report={"personenzahl": "ueber_20"},
    ),
    Story(
        "Bushaltestelle: Sprüche am Morgen",
        "F04",
        "Nümbrecht",
        64,
        None,
        _on_site(
            "05374032",
            "Mit Schule und Busunternehmen sprechen.",
            ortsgespraech=({"vor_ort_ergebnis": "runder_tisch"},),
            runder_tisch_durchfuehren=({"gespraech_ergebnis": "einigung"},),
        ),
        facts="Kinder werden an der Haltestelle beleidigt. Zwei fahren nun mit den Eltern.",
        report={"minderjaehrige": True},
    ),
    Story(
        "Schichtplan und Gebetszeiten",
        "F12",
        "Radevormwald",
        52,
        "mediationssitzung",
        _county("05374036", verfahren_bestaetigen=({"verfahren": "mediation"},)),
        facts="Im Bauhof ist ein Streit über Pausen entstanden. Zwei Kollegen reden nicht mehr miteinander.",
    ),
    Story(
        "Sportplatz: Schlüssel für zwei Vereine",
        "F13",
        "Bergneustadt",
        31,
        ("ortsgespraech", "clearing"),
        _on_site("05374004", "Schlüsselregelung beider Vereine klären."),
        facts="Ein Verein hat das Schloss getauscht. Der andere trainiert seitdem auf der Wiese.",
    ),
    Story(
        "Lärm aus der Festhalle",
        "F11",
        "Wiehl",
        13,
        "ortsgespraech",
        _on_site("05374048", "Mit Vermietung und Nachbarschaft sprechen."),
        facts="Bei Hochzeiten wird es laut. Die Nachbarschaft hat zum zweiten Mal die Polizei gerufen.",
        asides=(TakeOver("wiehl.oberberg"),),
    ),
    Story(
        "Streit an der Tafel",
        "F05",
        "Wipperfürth",
        5,
        "gemeinde_zuordnen",
        facts="Wer wann an der Reihe ist, führt jede Woche zu Streit. Zwei Ehrenamtliche wollen aufhören.",
        report={"melderolle": "ehrenamt"},
    ),
)
TOWN = Town(
    "oberbergischer-kreis",
    OBERBERG,
    "oberberg",
    160,
    STORIES,
    mediators("mediatorin.oberberg", "mediator.oberberg"),
    released=False,
    tries=Trial(15, acknowledged_by_mail),
)
