"""Soest: schools, the pool of the Land, a board that meets once a quarter."""

from engine.accounts.demo import SOEST
from engine.demo.answers import mediators
from engine.demo.story import Begin, Story, Town

STORIES = (
    Story(
        "Pausenhof: zwei Gruppen, ein Tor",
        "F04",
        "Kernstadt",
        250,
        None,
        {
            "zustaendigkeit_pruefen": ({"zustaendig_schule": "ja"},),
            "schule_ergebnis": ({"schule_ergebnis": "uebernommen"},),
            "abschluss": ({"abschluss_ergebnis": "verwiesen"},),
        },
        facts="In der Pause geraten zwei Gruppen aneinander, danach streiten die Eltern weiter.",
        report={"melderolle": "schule_kita", "minderjaehrige": True},
        messages={"schule_antwort": 9},
    ),
    Story(
        "Stadtteilfest: wer wird gefragt?",
        "F06",
        "Süden",
        205,
        None,
        {
            "zustaendigkeit_pruefen": ({"zustaendig_schule": "nein"},),
            "verfahren_bestaetigen": ({"verfahren": "beirat"},),
            "beirat_vormerken": ({"beirat_termin": "quartalssitzung"},),
            "empfehlung": ({"beirat_ergebnis": "massnahme"},),
        },
        facts="Zwei Vereine erfuhren aus der Zeitung vom Fest, das sie mittragen sollten.",
    ),
    Story(
        "Rücktritt im Vorstand",
        "F06",
        "Norden",
        150,
        None,
        {
            "zustaendigkeit_pruefen": ({"zustaendig_schule": "nein"},),
            "beratungsgespraech": ({"beratung_ergebnis": "kein_interesse"},),
            "abschluss": ({"abschluss_ergebnis": "ohne_einigung"},),
        },
        facts="Ein Vorstandsmitglied ging im Streit. Nach dem ersten Gespräch wollte niemand weiter darüber reden.",
    ),
    Story(
        "Probenraum: Chor und Kulturverein",
        "F06",
        "Kernstadt",
        96,
        "mediationssitzung",
        {
            "zustaendigkeit_pruefen": ({"zustaendig_schule": "nein"},),
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
            "pool_anfordern": ({"pool_sprachen": "Deutsch, Türkisch", "pool_erfahrung": "verein"},),
            "pool_antwort": ({"pool_ergebnis": "zusage"},),
        },
        pace=50,
        facts="Beide nutzen denselben Raum. Seit ein Klavier verschoben wurde, wird nur noch geschrieben.",
        messages={"pool_antwort": 8},
    ),
    Story(
        "Bewohnerrat der Unterkunft",
        "F02",
        "Westen",
        56,
        "beirat_sitzung",
        {
            "zustaendigkeit_pruefen": ({"zustaendig_schule": "nein"},),
            "verfahren_bestaetigen": ({"verfahren": "beirat"},),
            "beirat_vormerken": (
                {"beirat_termin": "eilsitzung", "beirat_termin_grund": "Der Rat entscheidet noch in diesem Monat."},
            ),
        },
        pace=55,
        facts="Der gewählte Bewohnerrat wird von der Hausleitung nicht anerkannt. Einige drohen mit Auszug.",
    ),
    Story(
        "Klassenfahrt: zwei Meinungen, eine Klasse",
        "F04",
        "Osten",
        33,
        None,
        {"zustaendigkeit_pruefen": ({"zustaendig_schule": "ja"},)},
        facts="Um Zimmer und Essen auf der Klassenfahrt gibt es Streit. Die Schulleitung bittet um Begleitung.",
        report={"melderolle": "schule_kita", "minderjaehrige": True},
    ),
    Story(
        "Elternabend nach einem Streit",
        "F04",
        "Kernstadt",
        24,
        None,
        {
            "zustaendigkeit_pruefen": ({"zustaendig_schule": "nein"},),
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
            "pool_anfordern": ({"pool_sprachen": "Deutsch, Arabisch", "pool_erfahrung": "schule"},),
        },
        facts="Zwei Elternpaare reden seit einem Vorfall nicht mehr. Die Kinder sind längst wieder befreundet.",
        report={"melderolle": "schule_kita"},
    ),
    Story(
        "Bolzplatz am Gymnasium",
        "F13",
        "Süden",
        21,
        None,
        {
            "zustaendigkeit_pruefen": ({"zustaendig_schule": "nein"},),
            "verfahren_bestaetigen": ({"verfahren": "beirat"},),
            "beirat_vormerken": ({"beirat_termin": "quartalssitzung"},),
        },
        20,
        facts="Nachmittags ist der Platz abgeschlossen. Der Förderverein sagt ja, die Schule nein.",
        report={"personenzahl": "ueber_20"},
    ),
    Story(
        "Nachhilfe im Gemeindehaus",
        "F05",
        "Norden",
        12,
        "beratungsgespraech",
        {"zustaendigkeit_pruefen": ({"zustaendig_schule": "nein"},)},
        facts="Ehrenamtliche fühlen sich vom Amt allein gelassen, das Amt sich von Zusagen überrascht.",
        report={"melderolle": "ehrenamt"},
        asides=(Begin({"beratung_anliegen": "Die Gruppe wünscht sich feste Ansprechzeiten und einen Schlüssel."}),),
    ),
)
MEETING = Story("Quartalssitzung", "F06", "Kernstadt", 0, None)
TOWN = Town(
    "soest",
    SOEST,
    "soest",
    260,
    STORIES,
    mediators("mediatorin.soest", "mediator.soest"),
    meeting=MEETING,
)
