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
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["runder_tisch"], "verknuepfte_vorgaenge": 1},),
            "tisch_einladen": (
                {
                    "tisch_eingeladen": [
                        {"gruppe": "Anwohnerschaft am Park"},
                        {"gruppe": "Familien, die dort grillen"},
                        {"gruppe": "Grünflächenamt"},
                    ],
                    "tisch_ort": "Bürgerhaus am Park, kleiner Saal",
                },
            ),
            "ergebnis_pruefen": (
                {
                    "ergebnis_stand": "geklaert",
                    "ergebnis_begruendung": (
                        "Seit dem Runden Tisch gab es keine Beschwerde mehr. Die Feuerstelle wurde verlegt."
                    ),
                },
            ),
        },
        facts="An Wochenenden kommen Hunderte auf die Wiese. Wer daneben wohnt, schließt die Fenster.",
        report={
            "ziel_meldende": "Nach 22 Uhr Ruhe, und am Montag keine Müllsäcke mehr auf der Wiese.",
            "themen": ["laerm", "muell"],
            "seit_wann": "bis_24",
            "ort": "Grillwiese am Nordrand des Parks",
        },
        desk=HAMBORN,
    ),
    Story(
        "Spielplatz: Kinder werden weggeschickt",
        "F15",
        "Hochfeld",
        92,
        "rueckmeldung_fachamt",
        {
            "bausteine_bestaetigen": ({"weg": "beirat", "verknuepfte_vorgaenge": 1},),
            "fallvorlage": (
                {
                    "vorlage_titel": "Spielplatz für alle Kinder im Stadtteil",
                    "vorlage_sachverhalt": (
                        "Eltern berichten, dass Kinder nach Herkunft vom Spielplatz geschickt werden. Andere "
                        "Eltern sagen, es gehe um ältere Kinder auf den Geräten."
                    ),
                    "vorlage_bisher": "Ein Aushang der Schule, zwei Gespräche mit Eltern.",
                    "vorlage_frage": "Wer kann nachmittags auf dem Spielplatz ansprechbar sein?",
                },
            ),
            "empfehlung": (
                {
                    "beirat_ergebnis": "massnahme",
                    "empfehlung_text": (
                        "Eine Spielplatzpatin und ein Spielplatzpate sind an drei Nachmittagen in der Woche da."
                    ),
                    "empfehlung_an": "Jugendamt",
                },
            ),
            "niederschrift": (
                {
                    "niederschrift_text": (
                        "Der Beirat hat eine Stunde beraten. Einig war man sich, dass mehr Verbote nicht helfen."
                    ),
                    "beteiligte_informiert": "alle",
                },
            ),
        },
        pace=50,
        facts="Eltern berichten, dass Kinder nach Herkunft vom Spielplatz geschickt werden. Der Ton wird schärfer.",
        report={
            "ziel_meldende": "Alle Kinder sollen dort spielen können, ohne Angst zu haben.",
            "themen": ["kinder", "respekt"],
            "seit_wann": "bis_6",
            "ort": "Spielplatz an der Grundschule",
            "minderjaehrige": True,
        },
        desk=HOCHFELD,
    ),
    Story(
        "Wertstoffhof: Sperrmüll auf dem Gehweg",
        "F01",
        "Marxloh",
        74,
        "mediationssitzung",
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["mediation"], "verknuepfte_vorgaenge": 1},),
            "hotspot_anschluss": ({"anschluss": "nein"},),
        },
        pace=60,
        facts="Zwei Hausgemeinschaften werfen einander vor, Sperrmüll vor die Tür der anderen zu stellen.",
        report={
            "ziel_meldende": "Der Gehweg soll frei sein, und die Beschimpfungen sollen aufhören.",
            "themen": ["muell", "respekt"],
            "seit_wann": "bis_6",
        },
        desk=HAMBORN,
    ),
    Story(
        "Vereinsheim: Stellplätze am Freitag",
        "F06",
        "Marxloh",
        62,
        None,
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["beratung"], "verknuepfte_vorgaenge": 1},),
            "hotspot_anschluss": ({"anschluss": "ja"},),
            "ergebnis_pruefen": (
                {
                    "ergebnis_stand": "geklaert",
                    "ergebnis_begruendung": "Der Verein stellt freitags zwei Ordner. Beide Seiten sind zufrieden.",
                },
            ),
        },
        pace=90,
        facts="Freitags fehlen Stellplätze. Der Verein und die Nachbarschaft haben sich auf der Straße angeschrien.",
        report={"ziel_meldende": "Eine Absprache, wer freitags wo parkt.", "themen": ["raum"], "seit_wann": "bis_24"},
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
        report={
            "ziel_meldende": "Die Zettel sollen weg, und die Hausverwaltung soll sich kümmern.",
            "themen": ["muell", "respekt"],
            "seit_wann": "bis_6",
            "ort": "Innenhof",
        },
        desk=HAMBORN,
    ),
    Story(
        "Nachtlärm am Marktplatz, der vierte Fall",
        "F07",
        "Marxloh",
        34,
        ("ergebnis_pruefen", "runder_tisch_durchfuehren"),
        {
            "bausteine_bestaetigen": ({"weg": "bausteine", "bausteine": ["beratung"], "verknuepfte_vorgaenge": 4},),
            "tisch_einladen": (
                {
                    "tisch_eingeladen": [
                        {"gruppe": "Anwohnerschaft am Marktplatz"},
                        {"gruppe": "Jugendliche vom Platz"},
                        {"gruppe": "Ordnungsamt"},
                        {"gruppe": "Streetwork"},
                    ],
                    "tisch_ort": "Stadtteilbüro, Raum 2",
                },
            ),
        },
        pace=60,
        facts="Zum vierten Mal in zwei Monaten beschweren sich Menschen über den Platz, und es sind immer mehr.",
        report={
            "personenzahl": "ueber_20",
            "oeffentlich": "lokal",
            "dringlichkeit": "hoch",
            "ziel_meldende": "Wieder schlafen können, ohne dass jemand vertrieben wird.",
            "themen": ["laerm", "raum"],
            "seit_wann": "bis_6",
            "ort": "Marktplatz",
        },
        desk=HAMBORN,
    ),
    Story(
        "Schlange vor dem Amt, scharfe Worte",
        "F09",
        "Rheinhausen",
        13,
        "clearing",
        facts="Am Schalter fielen Beleidigungen, ein Hausverbot steht im Raum. Beide Seiten fühlen sich im Recht.",
        report={
            "melderolle": "fachkraft",
            "eingangsweg": "weiterleitung",
            "ziel_meldende": "Ein Gespräch, bevor ein Hausverbot ausgesprochen wird.",
            "themen": ["respekt", "zustaendigkeit"],
        },
        asides=(PutAway(5),),
        desk=RHEINHAUSEN,
    ),
    Story(
        "Drohungen gegen eine Familie",
        "F10",
        "Hochfeld",
        12,
        "lage_pruefen",
        {
            "sicherheitspruefung": ({"sicherheit": "akut"},),
            "stellen_informieren": (
                {
                    "informierte_stellen": ["polizei", "jugendamt"],
                    "informiert_was": (
                        "Art und Zeitpunkt der Drohungen, Sorge der Schule um das Kind. Mit Einverständnis der Familie."
                    ),
                },
            ),
            "schutzplan": (
                {
                    "schutzmassnahmen": [
                        {"massnahme": "Schulweg nur in Begleitung", "wer": "Schulsozialarbeit"},
                        {"massnahme": "Gefährderansprache", "wer": "Polizei"},
                    ]
                },
            ),
        },
        facts="Eine Familie wird seit Tagen bedroht. Die Schule hat angerufen, weil ein Kind davon erzählt hat.",
        report={
            "melderolle": "schule_kita",
            "dringlichkeit": "akut",
            "minderjaehrige": True,
            "ziel_meldende": "Die Familie soll sicher sein und wissen, an wen sie sich wenden kann.",
            "themen": ["sicherheit", "kinder"],
        },
        asides=(TakeOver("vertretung.duisburg"),),
        desk=HOCHFELD,
    ),
    Story(
        "Wohnungsabsage nach dem Namen",
        "F08",
        "Rheinhausen",
        11,
        "bausteine_bestaetigen",
        facts="Am Telefon war die Wohnung vergeben, unter anderem Namen noch frei.",
        report={
            "melderolle": "betroffen",
            "eingangsweg": "persoenlich",
            "ziel_meldende": "Ernst genommen werden und wissen, welche Rechte es gibt.",
            "themen": ["diskriminierung"],
        },
        asides=(GiveOn("vertretung.duisburg"),),
        desk=RHEINHAUSEN,
    ),
    Story(
        "Gebetsraum im Hinterhaus",
        "F03",
        "Hochfeld",
        6,
        "clearing",
        facts="Ein Verein möchte einen Raum als Gebetsraum nutzen. Im Haus hängt eine Liste dagegen.",
        report={
            "ziel_meldende": "Der Verein möchte mit dem ganzen Haus sprechen, bevor er unterschreibt.",
            "themen": ["religion", "raum"],
        },
        desk=HOCHFELD,
    ),
    Story(
        "Aufstellung in der Jugendmannschaft",
        "F13",
        "Friemersheim",
        1,
        ("eingangsbestaetigung", "sicherheitspruefung"),
        facts="Eltern meinen, nach Herkunft werde aufgestellt. Der Trainer weist das zurück.",
        report={
            "ziel_meldende": "Nachvollziehbare Regeln für die Aufstellung.",
            "themen": ["diskriminierung", "kinder"],
            "minderjaehrige": True,
        },
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
