"""Duisburg: three district offices take reports, modules run side by side, a hotspot calls a round table."""

from engine.accounts.demo import DUISBURG
from engine.demo.answers import mediators
from engine.demo.story import Desk, GiveOn, PutAway, Story, TakeOver, Town

HAMBORN = Desk("hamborn", "start_hamborn")
HOCHFELD = Desk("hochfeld", "start_hochfeld")
RHEINHAUSEN = Desk("rheinhausen", "start_rheinhausen")
STORIES = (
    Story(
        "Grillwiese am Park: Rauch, Musik, Müll",
        "F07",
        "Marxloh",
        250,
        None,
        {"bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["runder_tisch"], "verknuepfte_vorgaenge": 1},)},
        facts="An Wochenenden kommen Hunderte auf die Wiese. Wer daneben wohnt, schließt die Fenster.",
        desk=HAMBORN,
    ),
    Story(
        "Spielplatz: Kinder werden weggeschickt",
        "F15",
        "Hochfeld",
        92,
        "rueckmeldung_fachamt",
        {"bausteine_bestaetigen": ({"weg": "beirat", "verknuepfte_vorgaenge": 0},)},
        pace=50,
        facts="Eltern berichten, dass Kinder nach Herkunft vom Spielplatz geschickt werden. Der Ton wird schärfer.",
        desk=HOCHFELD,
    ),
    Story(
        "Wertstoffhof: Sperrmüll auf dem Gehweg",
        "F01",
        "Marxloh",
        74,
        "mediationssitzung",
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["mediation"], "verknuepfte_vorgaenge": 0},),
            "hotspot_anschluss": ({"anschluss": "nein"},),
        },
        pace=42,
        facts="Zwei Hausgemeinschaften werfen einander vor, Sperrmüll vor die Tür der anderen zu stellen.",
        desk=HAMBORN,
    ),
    Story(
        "Vereinsheim: Stellplätze am Freitag",
        "F06",
        "Marxloh",
        62,
        ("beratungsgespraech",),
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["beratung"], "verknuepfte_vorgaenge": 1},),
            "hotspot_anschluss": ({"anschluss": "ja"},),
        },
        pace=64,
        facts="Freitags fehlen Stellplätze. Der Verein und die Nachbarschaft haben sich auf der Straße angeschrien.",
        asides=(TakeOver("beratung.duisburg"), PutAway(10)),
        desk=HAMBORN,
    ),
    Story(
        "Rattenplage und Schuldzuweisungen",
        "F11",
        "Marxloh",
        48,
        ("beratungsgespraech", "hotspot_anschluss"),
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["beratung"], "verknuepfte_vorgaenge": 2},),
        },
        facts="Im Hof gibt es Ratten. Auf Zetteln im Haus steht, wer daran schuld sein soll.",
        desk=HAMBORN,
    ),
    Story(
        "Nachtlärm am Marktplatz, der vierte Fall",
        "F07",
        "Marxloh",
        34,
        ("beratungsgespraech", "runder_tisch_durchfuehren"),
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["beratung"], "verknuepfte_vorgaenge": 3},),
        },
        facts="Zum vierten Mal in zwei Monaten beschweren sich Menschen über den Platz, und es sind immer mehr.",
        report={"personenzahl": "ueber_20", "oeffentlich": "lokal", "dringlichkeit": "hoch"},
        desk=HAMBORN,
    ),
    Story(
        "Schlange vor dem Amt, scharfe Worte",
        "F09",
        "Rheinhausen",
        22,
        "clearing",
        facts="Am Schalter fielen Beleidigungen, ein Hausverbot steht im Raum. Beide Seiten fühlen sich im Recht.",
        report={"melderolle": "fachkraft", "eingangsweg": "weiterleitung"},
        desk=RHEINHAUSEN,
    ),
    Story(
        "Drohungen gegen eine Familie",
        "F10",
        "Hochfeld",
        12,
        "lage_pruefen",
        {"sicherheitspruefung": ({"sicherheit": "akut"},)},
        facts="Eine Familie wird seit Tagen bedroht. Die Schule hat angerufen, weil ein Kind davon erzählt hat.",
        report={"melderolle": "schule_kita", "dringlichkeit": "akut", "minderjaehrige": True},
        desk=HOCHFELD,
    ),
    Story(
        "Wohnungsabsage nach dem Namen",
        "F08",
        "Rheinhausen",
        11,
        "bausteine_bestaetigen",
        facts="Am Telefon war die Wohnung vergeben, unter anderem Namen noch frei.",
        report={"melderolle": "betroffen", "eingangsweg": "persoenlich"},
        asides=(GiveOn("vertretung.duisburg"),),
        desk=RHEINHAUSEN,
    ),
    Story(
        "Gebetsraum im Hinterhaus",
        "F03",
        "Hochfeld",
        4,
        "sicherheitspruefung",
        facts="Ein Verein möchte einen Raum als Gebetsraum nutzen. Im Haus hängt eine Liste dagegen.",
        desk=HOCHFELD,
    ),
    Story(
        "Aufstellung in der Jugendmannschaft",
        "F13",
        "Friemersheim",
        1,
        ("eingangsbestaetigung", "sicherheitspruefung"),
        facts="Eltern meinen, nach Herkunft werde aufgestellt. Der Trainer weist das zurück.",
        desk=RHEINHAUSEN,
    ),
)
TOWN = Town(
    "duisburg",
    DUISBURG,
    "duisburg",
    270,
    STORIES,
    mediators("mediatorin.duisburg", "mediator.duisburg"),
)
