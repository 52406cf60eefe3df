"""Hamm: guides advise first, mediation in tandem, peers before the board."""

from engine.accounts.demo import HAMM
from engine.demo.answers import mediators
from engine.demo.story import PutAway, Story, Town

STORIES = (
    Story(
        "Bolzplatz: Training oder Feierabendspiel",
        "F13",
        "Uentrop",
        270,
        None,
        {
            "verfahren_bestaetigen": ({"verfahren": "moderiertes_gespraech"},),
            "moderiertes_gespraech": ({"gespraech_ergebnis": "einigung"},),
            "abschluss": ({"abschluss_ergebnis": "abschlussvereinbarung"},),
        },
        facts="Ein Verein trainiert, wo sich abends Jugendliche treffen. Beide haben eine Zusage der Stadt.",
    ),
    Story(
        "Streit im Treppenhaus über Schuhe und Kinderwagen",
        "F11",
        "Pelkum",
        250,
        None,
        {"beratungsgespraech": ({"beratung_ergebnis": "geklaert"},)},
    ),
    Story(
        "Drohung nach einem Streit im Hausflur",
        "F10",
        "Mitte",
        95,
        None,
        {
            "sicherheitspruefung": ({"sicherheit": "akut"},),
            "lage_pruefen": ({"sicherheit": "hinweise", "schutz_ergebnis": "abgegeben"},),
            "abschluss": ({"abschluss_ergebnis": "schutzweg"},),
        },
        facts="Nach einem Streit im Hausflur hat jemand Gewalt angedroht. Die Polizei hat den Fall an uns gemeldet.",
        report={"eingangsweg": "polizei", "melderolle": "polizei_ordnung", "dringlichkeit": "akut"},
    ),
    Story(
        "Gerücht über eine neue Unterkunft",
        "F14",
        "Rhynern",
        85,
        None,
        {
            "verfahren_bestaetigen": ({"verfahren": "moderiertes_gespraech"},),
            "moderiertes_gespraech": ({"gespraech_ergebnis": "einigung"},),
        },
        facts="Im Ort heißt es, die Turnhalle werde belegt. Die Stadt plant das nicht; trotzdem wird gestritten.",
    ),
    Story(
        "Bahnhofsvorplatz am Abend",
        "F07",
        "Mitte",
        75,
        "beirat_sitzung",
        {"verfahren_bestaetigen": ({"verfahren": "beirat"},)},
    ),
    Story(
        "Ehrenamtliche und Sozialamt reden aneinander vorbei",
        "F05",
        "Rhynern",
        60,
        "mediationssitzung",
        {"verfahren_bestaetigen": ({"verfahren": "mediation"},)},
        pace=45,
    ),
    Story(
        "Spielstraße: Anwohnerschaft und Jugendtreff",
        "F07",
        "Herringen",
        44,
        "fallberatung",
        {
            "verfahren_bestaetigen": ({"verfahren": "runder_tisch"},),
            "runder_tisch_durchfuehren": ({"gespraech_ergebnis": "keine_einigung"},),
        },
        pace=42,
        facts="Die Anwohnerschaft möchte ab 20 Uhr Ruhe. Der Jugendtreff hat nur diesen Platz vor der Tür.",
        asides=(PutAway(6),),
    ),
    Story(
        "Zwei Familien, eine Waschküche",
        "F11",
        "Bockum-Hövel",
        28,
        "moderiertes_gespraech",
        {"verfahren_bestaetigen": ({"verfahren": "moderiertes_gespraech"},)},
        facts="Der Waschplan hängt seit Monaten nicht mehr. Seitdem verdächtigen sich zwei Familien gegenseitig.",
    ),
    Story(
        "Klassenchat nach einem Streit unter Eltern",
        "F04",
        "Heessen",
        20,
        "verfahren_bestaetigen",
        {"beratungsgespraech": ({"beratung_ergebnis": "clearing"},)},
    ),
    Story("Vereinsräume: zwei Vereine, ein Schlüssel", "F06", "Bockum-Hövel", 16, "clearing"),
    Story("Lärm im Übergangsheim, Küche im 2. Stock", "F02", "Mitte", 9, "beratungsgespraech"),
    Story("Müllplatz vor dem Wohnblock", "F01", "Herringen", 0, "sicherheitspruefung"),
)
TOWN = Town("hamm", HAMM, "", 400, STORIES, mediators("mediatorin", "mediator"))
