"""Solingen: support at once, no talk against the will of the person concerned, a crisis calls its team."""

from engine.accounts.demo import SOLINGEN
from engine.demo.answers import clearing, mediators
from engine.demo.story import Begin, GiveOn, Signal, Story, Town

STORIES = (
    Story(
        "Gemeinschaftsgarten: Beete und Regeln",
        "F06",
        "Mitte",
        245,
        None,
        {
            "clearing": clearing(
                "Jede Gruppe hat einen eigenen Aushang mit Regeln, die Kasse wird getrennt geführt.",
                "Gründungsgruppe",
                "neue Gärtner:innen",
            ),
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
            "abschluss": ({"abschluss_ergebnis": "abschlussvereinbarung"},),
        },
        facts="Zwei Gruppen teilen sich den Garten. Seit einem neuen Schloss am Tor reden sie nur über andere.",
        report={
            "themen": ["raum", "respekt"],
            "seit_wann": "bis_6",
            "personenzahl": "6_bis_20",
            "ziel_meldende": "Ein Schlüssel für alle und Regeln, die beide Gruppen gemeinsam beschließen.",
        },
    ),
    Story(
        "Schmiererei am Vereinshaus",
        "F08",
        "Wald",
        110,
        None,
        {
            "unterstuetzung": (
                {
                    "unterstuetzung_angebote": ["opferberatung", "begleitung", "rechtsinformation"],
                    "unterstuetzung_wunsch": "Der Vorstand möchte zur Polizei begleitet werden.",
                },
            ),
            "clearing": clearing(
                "Dritte Schmiererei in vier Monaten, jedes Mal in der Nacht vor einem Fest.",
                "Verein",
                "unbekannt",
                freiwilligkeit="eine",
            ),
            "verfahren_bestaetigen": ({"verfahren": "ad_beratung"},),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Die Mitglieder möchten sich abends wieder sicher fühlen und gesehen werden.",
                    "beratung_ergebnis": "weiteres_gespraech",
                },
                {
                    "beratung_anliegen": "Der Vorstand erstattet Anzeige und wünscht sich Licht am Eingang.",
                    "beratung_ergebnis": "clearing",
                },
            ),
            "zustimmung_klaeren": ({"zustimmung_betroffene": "nein"},),
            "rechtsweg": (
                {
                    "rechtsweg_wege": ["strafanzeige"],
                    "rechtsweg_begleitung": "Opferberatung, beim Termin auf der Wache",
                    "rechtsweg_verlauf": "Die Anzeige ist aufgenommen, das Aktenzeichen liegt dem Verein vor.",
                    "beirat_gewuenscht": "nein",
                },
            ),
            "schutz_vereinbaren": (
                {
                    "schutzmassnahmen": [
                        {"massnahme": "Licht mit Bewegungsmelder am Eingang", "wer": "Gebäudemanagement"},
                        {"massnahme": "Streife fährt abends am Vereinshaus vorbei", "wer": "Polizei"},
                    ],
                    "schutz_kontakt": "Vorstand, werktags ab 17 Uhr",
                    "schutz_besprochen": True,
                },
            ),
        },
        facts="Das Vereinshaus wurde zum dritten Mal beschmiert. Der Verein wünscht Schutz und kein Gespräch.",
        report={
            "melderolle": "verein",
            "eingangsweg": "persoenlich",
            "themen": ["diskriminierung", "sicherheit"],
            "seit_wann": "bis_6",
            "personenzahl": "ueber_20",
            "ziel_meldende": "Die Schmierereien sollen aufhören, und die Stadt soll sagen, dass wir dazugehören.",
        },
    ),
    Story(
        "Stellplätze am Moscheeverein",
        "F03",
        "Gräfrath",
        78,
        "oeffentliche_rueckmeldung",
        {
            "clearing": clearing(
                "Die Initiative sammelt Unterschriften, der Verein lädt sie nicht mehr zu seinen Festen ein.",
                "Moscheeverein",
                "Initiative aus der Nachbarschaft",
                oeffentliches_interesse=True,
            ),
            "verfahren_bestaetigen": ({"verfahren": "beirat"},),
            "fallvorlage": (
                {
                    "vorlage_titel": "Anbau und Stellplätze in Gräfrath",
                    "vorlage_sachverhalt": (
                        "Ein Verein möchte seine Räume erweitern. Die Nachbarschaft fürchtet zugeparkte Straßen am "
                        "Freitag, der Verein fühlt sich unter Verdacht gestellt."
                    ),
                    "vorlage_bisher": "Ein Informationsabend des Vereins, zwei Gespräche mit der Initiative.",
                    "vorlage_frage": "Was hilft, damit über Stellplätze gesprochen wird und nicht über Religion?",
                },
            ),
            "beirat_einladen": ({"sitzung_beirat_ort": "Stadtteilhaus Gräfrath, großer Saal"},),
            "empfehlung": (
                {
                    "beirat_ergebnis": "massnahme",
                    "empfehlung_text": (
                        "Freitags wird der Parkplatz der Sporthalle geöffnet. Verein und Initiative treffen sich "
                        "nach drei Monaten noch einmal."
                    ),
                    "empfehlung_an": "Stadtdienst Sport und Freizeit",
                    "stimmen_ja": 6,
                    "stimmen_nein": 1,
                },
            ),
            "niederschrift": (
                {
                    "niederschrift_text": (
                        "Der Konfliktbeirat hat beide Seiten gehört. Über das Baurecht hat er nicht beraten, das "
                        "bleibt beim Bauamt."
                    ),
                    "beteiligte_informiert": "alle",
                },
            ),
            "rueckmeldung_fachamt": (
                {
                    "fachamt_antwort": "uebernommen",
                    "fachamt_umsetzung": "Der Parkplatz ist freitags von 12 bis 15 Uhr offen.",
                },
            ),
        },
        pace=55,
        facts="Der Verein plant einen Anbau, eine Initiative sammelt Unterschriften. Baurecht bleibt beim Bauamt.",
        report={
            "eingangsweg": "brief",
            "melderolle": "nachbarschaft",
            "themen": ["religion", "raum"],
            "seit_wann": "bis_24",
            "oeffentlich": "lokal",
            "personenzahl": "ueber_20",
            "ziel_meldende": "Freitags sollen Rettungswagen und Anwohner durch die Straße kommen.",
        },
    ),
    Story(
        "Kündigung nach einem Streit im Haus",
        "F11",
        "Ohligs",
        66,
        "mediationssitzung",
        {
            "clearing": clearing(
                "Beide Seiten schreiben sich nur noch Briefe mit Einschreiben, eine Kündigung ist angedroht.",
                "Familie im zweiten Stock",
                "Hausverwaltung",
            ),
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
        },
        pace=42,
        facts="Nach lautem Streit über die Hausordnung steht eine Kündigung im Raum. Beide Seiten möchten reden.",
        report={
            "themen": ["laerm", "respekt"],
            "seit_wann": "bis_6",
            "personenzahl": "3_bis_5",
            "ziel_meldende": "Die Familie möchte wohnen bleiben und wissen, welche Regeln im Haus gelten.",
        },
    ),
    Story(
        "Beleidigung an der Haltestelle",
        "F08",
        "Höhscheid",
        47,
        ("krisenteam_einberufen", "zustimmung_klaeren"),
        {
            "unterstuetzung": (
                {
                    "unterstuetzung_angebote": ["ad_beratung", "psychosozial", "rechtsinformation"],
                    "unterstuetzung_wunsch": "Sie möchte den Weg nicht mehr allein mit den Kindern gehen.",
                },
            ),
            "clearing": clearing(
                "Die Beleidigungen werden öffentlich gerufen, inzwischen auch vor den Kindern.",
                "betroffene Mutter",
                "Gruppe an der Haltestelle",
                freiwilligkeit="offen",
            ),
            "verfahren_bestaetigen": ({"verfahren": "ad_beratung"},),
            "beratungsgespraech": (
                {
                    "beratung_anliegen": "Sie will, dass jemand hinsieht. Eine Anzeige überlegt sie noch.",
                    "beratung_ergebnis": "weiteres_gespraech",
                },
                {
                    "beratung_anliegen": "Sie könnte sich ein Gespräch vorstellen, wenn jemand dabei ist.",
                    "beratung_ergebnis": "clearing",
                },
            ),
        },
        facts="Eine Person wurde auf dem Schulweg ihrer Kinder mehrmals beleidigt. Niemand griff ein.",
        report={
            "melderolle": "beratungsstelle",
            "eingangsweg": "weiterleitung",
            "themen": ["diskriminierung", "kinder"],
            "personenzahl": "3_bis_5",
            "minderjaehrige": True,
            "ziel_meldende": "Der Schulweg soll wieder sicher sein, und Umstehende sollen nicht wegsehen.",
        },
    ),
    Story(
        "Elternrunde ohne neue Familien",
        "F15",
        "Wald",
        30,
        "tisch_einladen",
        {
            "clearing": clearing(
                "Es wird übereinander geredet, nicht miteinander. Einladungen gehen nur an einen Teil der Eltern.",
                "Elternrunde",
                "neue Familien",
            ),
            "verfahren_bestaetigen": (
                {
                    "verfahren": "runder_tisch",
                    "abweichung_grund": "Es betrifft alle Familien der Kita, nicht nur zwei Seiten.",
                },
            ),
        },
        pace=60,
        facts="Zum Elternfrühstück werden neue Familien nicht eingeladen. Die Kita-Leitung bittet um Hilfe.",
        report={
            "melderolle": "schule_kita",
            "themen": ["kinder", "respekt"],
            "seit_wann": "bis_6",
            "personenzahl": "6_bis_20",
            "ziel_meldende": "Alle Familien sollen wissen, dass sie willkommen sind.",
        },
    ),
    Story(
        "Drohbrief an eine Beratungsstelle",
        "F10",
        "Mitte",
        25,
        None,
        {
            "sicherheitspruefung": (
                {
                    "sicherheit": "akut",
                    "sicherheit_begruendung": "Der Brief nennt Uhrzeiten, zu denen das Haus offen ist.",
                },
            ),
            "stellen_informieren": (
                {
                    "informierte_stellen": ["polizei", "ordnungsamt"],
                    "informiert_wen": "Staatsschutz, Dauerdienst",
                    "informiert_was": "Kopie des Briefs und die Öffnungszeiten; keine Angaben über Ratsuchende.",
                },
            ),
            "schutzplan": (
                {
                    "schutzmassnahmen": [
                        {"massnahme": "Beratung nur nach Anmeldung, Tür bleibt zu", "wer": "Beratungsstelle"},
                        {"massnahme": "Begehung der Räume, Streife zu den Öffnungszeiten", "wer": "Polizei"},
                    ],
                    "schutz_kontakt": "Leitung der Beratungsstelle, mobil",
                    "schutz_besprochen": True,
                },
            ),
            "lage_pruefen": ({"sicherheit": "hinweise", "schutz_ergebnis": "abgegeben"},),
            "abschluss": ({"abschluss_ergebnis": "schutzweg"},),
        },
        facts="Die Beratungsstelle hat einen Drohbrief bekommen und arbeitet seitdem bei geschlossener Tür.",
        report={
            "eingangsweg": "polizei",
            "melderolle": "beratungsstelle",
            "dringlichkeit": "akut",
            "themen": ["sicherheit"],
            "personenzahl": "6_bis_20",
            "ziel_meldende": "Die Beschäftigten möchten ohne Angst arbeiten.",
        },
    ),
    Story(
        "Streit im Sprachkurs",
        "F09",
        "Ohligs",
        13,
        "clearing",
        facts="Zwei Teilnehmende wollen nicht mehr im selben Raum lernen. Die Kursleitung ist ratlos.",
        report={
            "melderolle": "fachkraft",
            "eingangsweg": "email",
            "themen": ["respekt"],
            "ziel_meldende": "Beide sollen den Kurs zu Ende bringen können.",
        },
        asides=(GiveOn("vertretung.solingen"),),
    ),
    Story(
        "Absage nach dem Probearbeiten",
        "F08",
        "Burg",
        6,
        ("unterstuetzung", "clearing"),
        facts="Nach einem guten Probetag kam die Absage mit einem Satz über Kundschaft und Herkunft.",
        report={
            "melderolle": "betroffen",
            "eingangsweg": "persoenlich",
            "themen": ["diskriminierung"],
            "ziel_meldende": "Eine Entschuldigung und eine faire zweite Chance.",
        },
        asides=(Begin({"glasl_begruendung": "Bisher gab es kein Gespräch, nur eine kurze Absage am Telefon."}),),
    ),
)
TOWN = Town(
    "solingen",
    SOLINGEN,
    "solingen",
    260,
    STORIES,
    {
        **mediators("mediatorin.solingen", "mediator.solingen"),
        "krisenteam_einberufen": (
            {
                "krise_dabei": ["koordination", "polizei", "opferberatung", "verwaltungsspitze", "pressestelle"],
                "krise_lage": (
                    "In der Nacht wurde ein Wohnhaus in der Innenstadt mit einer Drohung beschmiert. Niemand ist "
                    "verletzt, viele Familien sind verunsichert."
                ),
                "krise_massnahmen": (
                    "Polizei: Streifen bis Sonntag. Opferberatung: Sprechstunde im Haus noch heute. Pressestelle: "
                    "Erklärung der Stadt, nachdem die Familien informiert sind."
                ),
                "krise_sprachregelung": "Wir stehen an der Seite der Betroffenen. Ermittlungen erklärt die Polizei.",
                "krise_lage_ruhig": "ja",
            },
        ),
    },
    (Signal("Krisenlage", 40),),
)
