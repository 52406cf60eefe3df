"""Oberbergischer Kreis: the Gemeinde first, then the county. Not yet released: its cases are trials."""

from typing import Any

from engine.accounts.demo import OBERBERG
from engine.demo.answers import mediators
from engine.demo.story import Answers, Story, TakeOver, Town, Trial
from engine.demo.variant import announced_by_mail


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
        words={
            "themen": ["muell", "raum"],
            "seit_wann": "bis_6",
            "ziel_meldende": "Familien und Jugendliche sollen den Platz beide nutzen können.",
            "ortsgespraech_verlauf": (
                "Am Bach gesprochen, erst mit den Familien, dann mit den Jugendlichen. Beide stört vor allem der Müll"
                " am Morgen."
            ),
        },
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
        words={
            "themen": ["sicherheit"],
            "seit_wann": "unter_1",
            "ziel_meldende": "Die Bewohner:innen sollen nachts wieder schlafen können.",
            "sicherheit_begruendung": "Vier Anrufe in zwei Nächten, einmal mit der Drohung, „vorbeizukommen“.",
            "informiert_was": (
                "Zeiten der Anrufe und die angezeigte Nummer; die Heimleitung steht für Rückfragen bereit."
            ),
            "schutzmassnahmen": [
                {"massnahme": "Streife nachts am Heim, Notruf direkt zur Leitstelle", "wer": "Polizei"},
                {"massnahme": "Telefon nachts auf die Bereitschaft umstellen", "wer": "Heimleitung"},
            ],
        },
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
        words={
            "themen": ["raum", "religion"],
            "seit_wann": "bis_6",
            "ziel_meldende": "Beide Feste sollen stattfinden, ohne dass sie gegeneinander ausgespielt werden.",
            "glasl_begruendung": (
                "Der Streit wird im Rat und in der Zeitung geführt, die Vorstände sprechen nicht mehr miteinander."
            ),
            "abweichung_grund": (
                "Die Vergabe des Saals entscheidet der Rat; ein Gespräch der Vereine allein reicht nicht."
            ),
            "vorlage_titel": "Ein Saal, zwei Feste am selben Wochenende",
            "vorlage_sachverhalt": (
                "Zwei Vereine haben den Saal für dasselbe Wochenende zugesagt bekommen. Der Streit hat den Rat "
                "erreicht."
            ),
            "vorlage_bisher": "Gespräche mit beiden Vorständen, ein Vorschlag zum Tausch der Tage.",
            "vorlage_frage": "Wie sollen Säle künftig vergeben werden, damit keine Seite leer ausgeht?",
            "sitzung_beirat_ort": "Kreishaus, Sitzungsraum 2",
            "gemeinde_stellungnahme": "Die Stadt Waldbröl bietet für einen der beiden Termine die Aula an.",
        },
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
        words={
            "themen": ["laerm", "raum"],
            "seit_wann": "bis_24",
            "stimmen_ja": 6,
            "stimmen_nein": 1,
            "ziel_meldende": "Der Raum soll bleiben, nachts soll es ruhig sein.",
            "glasl_begruendung": "Die Nachbarschaft droht mit einer Klage, die Jugendlichen mit einer Besetzung.",
            "vorlage_titel": "Öffnungszeiten des Jugendraums im alten Bahnhof",
            "vorlage_sachverhalt": (
                "Nachbarn klagen über Lärm nach 22 Uhr. Der Raum ist der einzige offene Treff im Ort."
            ),
            "vorlage_bisher": "Zwei Gespräche vor Ort, ein Probemonat mit kürzeren Zeiten.",
            "vorlage_frage": "Wie kann der Raum offen bleiben, ohne dass es nachts laut wird?",
            "sitzung_beirat_ort": "Kreishaus, Sitzungsraum 2",
            "gemeinde_stellungnahme": (
                "Die Stadt Gummersbach will den Raum erhalten und kann eine Honorarkraft für die Abende bezahlen."
            ),
            "empfehlung_text": (
                "Der Raum bleibt offen. Nach 21 Uhr ist eine Fachkraft da, die Fenster zur Straße werden gedämmt."
            ),
            "empfehlung_an": "Stadt Gummersbach, Jugendamt",
            "niederschrift_text": (
                "Nach der Stellungnahme der Gemeinde mit einer Gegenstimme beschlossen. Die Jugendlichen "
                "haben ihren Plan für die Abende vorgestellt."
            ),
            "umsetzung_stelle": "Jugendamt der Stadt Gummersbach",
        },
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
        words={
            "themen": ["diskriminierung", "kinder"],
            "seit_wann": "bis_6",
            "ziel_meldende": "Die Kinder sollen wieder ohne Angst mit dem Bus fahren.",
            "ortsgespraech_verlauf": (
                "Mit der Schulleitung und dem Busunternehmen gesprochen. Beide wollen helfen, allein schafft es keiner."
            ),
            "tisch_eingeladen": [
                {"gruppe": "Elternvertretung"},
                {"gruppe": "Schulleitung"},
                {"gruppe": "Busunternehmen"},
            ],
            "tisch_ort": "Rathaus Nümbrecht, Besprechungsraum",
        },
    ),
    Story(
        "Schichtplan und Gebetszeiten",
        "F12",
        "Radevormwald",
        52,
        "mediationssitzung",
        _county("05374036", verfahren_bestaetigen=({"verfahren": "mediation"},)),
        facts="Im Bauhof ist ein Streit über Pausen entstanden. Zwei Kollegen reden nicht mehr miteinander.",
        words={
            "themen": ["religion", "respekt"],
            "seit_wann": "bis_6",
            "ziel_meldende": "Pausen, mit denen alle im Bauhof leben können.",
            "glasl_begruendung": "Zwei Kollegen sprechen nur noch über die Vorarbeiterin miteinander.",
            "anreise_ort": "Radevormwald, Bürgerhaus, ruhiger Raum mit eigenem Eingang",
        },
    ),
    Story(
        "Sportplatz: Schlüssel für zwei Vereine",
        "F13",
        "Bergneustadt",
        31,
        ("ortsgespraech", "clearing"),
        _on_site("05374004", "Schlüsselregelung beider Vereine klären."),
        facts="Ein Verein hat das Schloss getauscht. Der andere trainiert seitdem auf der Wiese.",
        words={
            "themen": ["raum"],
            "seit_wann": "bis_6",
            "ziel_meldende": "Beide Vereine sollen wieder auf den Platz kommen.",
        },
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
        words={
            "themen": ["laerm"],
            "seit_wann": "bis_24",
            "ziel_meldende": "Ab 23 Uhr sollen die Fenster zu sein und die Musik leiser.",
        },
    ),
    Story(
        "Streit an der Tafel",
        "F05",
        "Wipperfürth",
        5,
        "gemeinde_zuordnen",
        facts="Wer wann an der Reihe ist, führt jede Woche zu Streit. Zwei Ehrenamtliche wollen aufhören.",
        report={"melderolle": "ehrenamt"},
        words={
            "themen": ["respekt", "zustaendigkeit"],
            "seit_wann": "bis_6",
            "ziel_meldende": "Eine Reihenfolge, die alle verstehen, damit niemand mehr drängelt.",
        },
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
    tries=Trial(7, announced_by_mail, until=3),
)
