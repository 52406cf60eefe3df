"""Soest: schools, the pool of the Land, a board that meets once a quarter."""

from engine.accounts.demo import SOEST
from engine.demo.answers import clearing, mediators
from engine.demo.story import Begin, Story, Town

DIFFERS = "Es betrifft viele Menschen in der Stadt; die Frage muss grundsätzlich geklärt werden."
STORIES = (
    Story(
        "Pausenhof: zwei Gruppen, ein Tor",
        "F04",
        "Kernstadt",
        250,
        None,
        {
            "zustaendigkeit_pruefen": (
                {
                    "zustaendig_schule": "ja",
                    "zustaendigkeit_grund": "Es geht um Kinder einer Klasse, die Schulpsychologie kennt die Schule.",
                },
            ),
            "schule_uebergeben": (
                {
                    "schule_anliegen": (
                        "Zwei Gruppen einer 5. Klasse streiten in den Pausen, seit zwei Wochen auch körperlich. "
                        "Die Schule wünscht sich Begleitung in der Klasse."
                    ),
                },
            ),
            "schule_ergebnis": ({"schule_ergebnis": "uebernommen"},),
            "abschluss": ({"abschluss_ergebnis": "verwiesen"},),
        },
        facts="In der Pause geraten zwei Gruppen aneinander, danach streiten die Eltern weiter.",
        report={
            "melderolle": "schule_kita",
            "minderjaehrige": True,
            "themen": ["kinder", "respekt"],
            "personenzahl": "6_bis_20",
            "ziel_meldende": "Die Kinder sollen sich die Pausen teilen, die Eltern sollen sich heraushalten.",
        },
        messages={"schule_antwort": 9},
    ),
    Story(
        "Stadtteilfest: wer wird gefragt?",
        "F06",
        "Süden",
        205,
        None,
        {
            "zustaendigkeit_pruefen": (
                {"zustaendig_schule": "nein", "zustaendigkeit_grund": "Streit zwischen zwei Vereinen."},
            ),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Der Verein möchte gefragt werden, bevor sein Name auf dem Plakat steht.",
                    "beratung_ergebnis": "clearing",
                },
            ),
            "clearing": clearing(
                "Beide Vereine haben sich über die Zeitung geantwortet.", "Heimatverein", "Kulturverein"
            ),
            "verfahren_bestaetigen": ({"verfahren": "beirat", "abweichung_grund": DIFFERS},),
            "beirat_vormerken": ({"beirat_termin": "quartalssitzung"},),
            "fallvorlage": (
                {
                    "vorlage_titel": "Beteiligung der Vereine am Stadtteilfest",
                    "vorlage_sachverhalt": (
                        "Zwei Vereine erfuhren aus der Zeitung, dass sie das Fest mittragen. Einer sagte ab, der "
                        "andere ärgert sich über die Absage."
                    ),
                    "vorlage_bisher": "Ein Beratungsgespräch mit jedem Verein.",
                    "vorlage_frage": "Wie werden Vereine künftig gefragt, und von wem?",
                },
            ),
            "empfehlung": (
                {
                    "beirat_ergebnis": "massnahme",
                    "empfehlung_text": "Die Stadt lädt im Januar alle Vereine zur Planung des Festes ein.",
                    "empfehlung_an": "Abteilung Kultur",
                    "stimmen_ja": 7,
                },
            ),
            "niederschrift": (
                {
                    "niederschrift_text": (
                        "Beide Vereine haben ihre Sicht schriftlich geschildert. Der Konfliktbeirat war sich einig."
                    ),
                    "beteiligte_informiert": "alle",
                },
            ),
        },
        facts="Zwei Vereine erfuhren aus der Zeitung vom Fest, das sie mittragen sollten.",
        report={
            "melderolle": "verein",
            "eingangsweg": "brief",
            "themen": ["zustaendigkeit", "respekt"],
            "personenzahl": "6_bis_20",
            "oeffentlich": "lokal",
            "ziel_meldende": "Beim nächsten Fest möchten beide Vereine von Anfang an mitplanen.",
        },
    ),
    Story(
        "Rücktritt im Vorstand",
        "F06",
        "Norden",
        150,
        None,
        {
            "zustaendigkeit_pruefen": (
                {"zustaendig_schule": "nein", "zustaendigkeit_grund": "Streit im Vorstand eines Vereins."},
            ),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Die Person möchte mit dem Verein abschließen und nicht mehr darüber reden.",
                    "beratung_ergebnis": "kein_interesse",
                },
            ),
            "abschluss": ({"abschluss_ergebnis": "ohne_einigung"},),
        },
        facts="Ein Vorstandsmitglied ging im Streit. Nach dem ersten Gespräch wollte niemand weiter darüber reden.",
        report={
            "melderolle": "verein",
            "themen": ["respekt"],
            "personenzahl": "3_bis_5",
            "ziel_meldende": "Der Vorstand möchte wieder ohne Vorwürfe tagen.",
        },
    ),
    Story(
        "Probenraum: Chor und Kulturverein",
        "F06",
        "Kernstadt",
        96,
        "mediationssitzung",
        {
            "zustaendigkeit_pruefen": (
                {"zustaendig_schule": "nein", "zustaendigkeit_grund": "Streit zwischen zwei Vereinen um einen Raum."},
            ),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Der Chor braucht feste Zeiten und einen Platz für das Klavier.",
                    "beratung_ergebnis": "clearing",
                },
            ),
            "clearing": clearing("Es wird nur noch über Aushänge an der Tür gestritten.", "Chor", "Kulturverein"),
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
            "pool_anfordern": ({"pool_sprachen": "Deutsch, Türkisch", "pool_erfahrung": "verein"},),
            "pool_antwort": (
                {"pool_ergebnis": "zusage", "pool_personen": "ein Tandem aus dem Kreis, Deutsch und Türkisch"},
            ),
        },
        pace=50,
        facts="Beide nutzen denselben Raum. Seit ein Klavier verschoben wurde, wird nur noch geschrieben.",
        report={
            "melderolle": "verein",
            "themen": ["raum"],
            "seit_wann": "bis_6",
            "personenzahl": "6_bis_20",
            "ziel_meldende": "Ein Belegungsplan, an den sich beide halten.",
        },
        messages={"pool_antwort": 8},
    ),
    Story(
        "Bewohnerrat der Unterkunft",
        "F02",
        "Westen",
        56,
        "beirat_sitzung",
        {
            "zustaendigkeit_pruefen": (
                {"zustaendig_schule": "nein", "zustaendigkeit_grund": "Kein Konflikt einer Schule."},
            ),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Der Bewohnerrat möchte einen Raum, feste Sprechzeiten und eine Antwort.",
                    "beratung_ergebnis": "clearing",
                },
            ),
            "clearing": clearing(
                "Der Rat spricht nur noch über die Presse mit der Hausleitung.", "Bewohnerrat", "Hausleitung"
            ),
            "verfahren_bestaetigen": ({"verfahren": "beirat", "abweichung_grund": DIFFERS},),
            "fallvorlage": (
                {
                    "vorlage_titel": "Anerkennung des Bewohnerrats",
                    "vorlage_sachverhalt": (
                        "In einer Unterkunft wurde ein Bewohnerrat gewählt. Die Hausleitung sieht dafür keine "
                        "Grundlage, der Rat fühlt sich übergangen."
                    ),
                    "vorlage_bisher": "Ein Gespräch mit dem Rat, ein Gespräch mit der Hausleitung.",
                    "vorlage_frage": "Welche Rechte bekommt der Bewohnerrat, und wer vertritt ihn nach außen?",
                },
            ),
            "beirat_einladen": ({"sitzung_beirat_ort": "Rathaus, Sitzungszimmer 2"},),
            "beirat_vormerken": (
                {"beirat_termin": "eilsitzung", "beirat_termin_grund": "Der Rat entscheidet noch in diesem Monat."},
            ),
        },
        pace=55,
        slow={"beirat_sitzung": 5},
        facts="Der gewählte Bewohnerrat wird von der Hausleitung nicht anerkannt. Einige drohen mit Auszug.",
        report={
            "melderolle": "ehrenamt",
            "eingangsweg": "persoenlich",
            "themen": ["zustaendigkeit", "respekt"],
            "personenzahl": "ueber_20",
            "ziel_meldende": "Der gewählte Rat soll gehört werden, bevor Hausregeln geändert werden.",
        },
    ),
    Story(
        "Klassenfahrt: zwei Meinungen, eine Klasse",
        "F04",
        "Osten",
        33,
        None,
        {
            "zustaendigkeit_pruefen": (
                {
                    "zustaendig_schule": "ja",
                    "zustaendigkeit_grund": "Die Klassenfahrt ist Sache der Schule, sie wünscht sich Beratung.",
                },
            ),
            "schule_uebergeben": (
                {"schule_anliegen": "Streit um Zimmer und Essen in einer 7. Klasse, Fahrt in sechs Wochen."},
            ),
        },
        facts="Um Zimmer und Essen auf der Klassenfahrt gibt es Streit. Die Schulleitung bittet um Begleitung.",
        report={
            "melderolle": "schule_kita",
            "minderjaehrige": True,
            "themen": ["kinder", "religion"],
            "personenzahl": "6_bis_20",
            "ziel_meldende": "Alle Kinder sollen mitfahren können.",
        },
    ),
    Story(
        "Elternabend nach einem Streit",
        "F04",
        "Kernstadt",
        24,
        None,
        {
            "zustaendigkeit_pruefen": (
                {
                    "zustaendig_schule": "nein",
                    "zustaendigkeit_grund": "Streit zwischen Eltern, die Kinder sind nicht beteiligt.",
                },
            ),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Die Eltern möchten sich auf dem Schulhof wieder grüßen können.",
                    "beratung_ergebnis": "clearing",
                },
            ),
            "clearing": clearing(
                "Beide Paare wechseln die Straßenseite, andere Eltern sollen Partei ergreifen.",
                "Eltern aus der Parallelklasse",
                "Eltern aus der Klasse",
            ),
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
            "pool_anfordern": ({"pool_sprachen": "Deutsch, Arabisch", "pool_erfahrung": "schule"},),
        },
        facts="Zwei Elternpaare reden seit einem Vorfall nicht mehr. Die Kinder sind längst wieder befreundet.",
        report={
            "melderolle": "schule_kita",
            "themen": ["respekt"],
            "personenzahl": "3_bis_5",
            "ziel_meldende": "Beim nächsten Elternabend sollen beide Paare dabei sein können.",
        },
    ),
    Story(
        "Bolzplatz am Gymnasium",
        "F13",
        "Süden",
        21,
        None,
        {
            "zustaendigkeit_pruefen": (
                {
                    "zustaendig_schule": "nein",
                    "zustaendigkeit_grund": "Der Platz gehört der Stadt, es geht um die Nachbarschaft.",
                },
            ),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Die Nachbarschaft möchte abends und sonntags Ruhe.",
                    "beratung_ergebnis": "clearing",
                },
            ),
            "clearing": clearing(
                "Bälle werden nicht zurückgegeben, das Tor wurde zweimal abgeschlossen.",
                "Nachbarschaft",
                "Jugendliche am Bolzplatz",
            ),
            "verfahren_bestaetigen": ({"verfahren": "beirat"},),
            "beirat_vormerken": ({"beirat_termin": "quartalssitzung"},),
        },
        20,
        facts="Nachmittags ist der Platz abgeschlossen. Der Förderverein sagt ja, die Schule nein.",
        report={
            "melderolle": "nachbarschaft",
            "eingangsweg": "maengelmelder",
            "themen": ["laerm", "raum"],
            "seit_wann": "bis_24",
            "personenzahl": "ueber_20",
            "minderjaehrige": True,
            "ziel_meldende": "Verlässliche Spielzeiten, die am Platz angeschlagen sind.",
        },
    ),
    Story(
        "Nachhilfe im Gemeindehaus",
        "F05",
        "Norden",
        12,
        "beratungsgespraech",
        {
            "zustaendigkeit_pruefen": (
                {"zustaendig_schule": "nein", "zustaendigkeit_grund": "Streit zwischen Ehrenamt und Amt."},
            ),
        },
        facts="Ehrenamtliche fühlen sich vom Amt allein gelassen, das Amt sich von Zusagen überrascht.",
        report={
            "melderolle": "ehrenamt",
            "eingangsweg": "email",
            "themen": ["raum", "zustaendigkeit"],
            "personenzahl": "3_bis_5",
            "ziel_meldende": "Die Nachhilfe soll nach den Ferien weitergehen.",
        },
        asides=(Begin({"beratung_anliegen": "Die Gruppe wünscht sich feste Ansprechzeiten und einen Schlüssel."}),),
    ),
)
MEETING = Story(
    "Quartalssitzung",
    "F06",
    "Kernstadt",
    0,
    None,
    {
        "tagesordnung": ({"quartal_sitzung_ort": "Rathaus, Sitzungszimmer 1"},),
        "quartal_sitzung": (
            {"quartal_mitglieder": 9, "quartal_anwesend": 7, "quartal_vorsitz": True, "quartal_beschlussfaehig": "ja"},
        ),
    },
)
TOWN = Town(
    "soest",
    SOEST,
    "soest",
    260,
    STORIES,
    mediators("mediatorin.soest", "mediator.soest"),
    meeting=MEETING,
)
