"""Solingen: support at once, no talk against the will of the person concerned, a crisis calls its team."""

from engine.accounts.demo import SOLINGEN
from engine.demo.answers import mediators
from engine.demo.story import Begin, GiveOn, Signal, Story, Town

STORIES = (
    Story(
        "Gemeinschaftsgarten: Beete und Regeln",
        "F06",
        "Mitte",
        245,
        None,
        {
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
            "abschluss": ({"abschluss_ergebnis": "abschlussvereinbarung"},),
        },
        facts="Zwei Gruppen teilen sich den Garten. Seit einem neuen Schloss am Tor reden sie nur über andere.",
    ),
    Story(
        "Schmiererei am Vereinshaus",
        "F08",
        "Wald",
        110,
        None,
        {
            "verfahren_bestaetigen": ({"verfahren": "ad_beratung"},),
            "zustimmung_klaeren": ({"zustimmung_betroffene": "nein"},),
            "rechtsweg": ({"rechtsweg_wege": ["strafanzeige"], "beirat_gewuenscht": "nein"},),
            "krisenteam_einberufen": ({"krise_lage_ruhig": "ja"},),
        },
        facts="Das Vereinshaus wurde zum dritten Mal beschmiert. Der Verein wünscht Schutz und kein Gespräch.",
        report={"melderolle": "verein"},
    ),
    Story(
        "Stellplätze am Moscheeverein",
        "F03",
        "Gräfrath",
        78,
        "oeffentliche_rueckmeldung",
        {
            "verfahren_bestaetigen": ({"verfahren": "beirat"},),
            "krisenteam_einberufen": ({"krise_lage_ruhig": "ja"},),
        },
        pace=55,
        facts="Der Verein plant einen Anbau, eine Initiative sammelt Unterschriften. Baurecht bleibt beim Bauamt.",
        report={"oeffentlich": "lokal", "personenzahl": "ueber_20"},
    ),
    Story(
        "Kündigung nach einem Streit im Haus",
        "F11",
        "Ohligs",
        66,
        "mediationssitzung",
        {
            "verfahren_bestaetigen": ({"verfahren": "mediation"},),
            "krisenteam_einberufen": ({"krise_lage_ruhig": "ja"},),
        },
        pace=42,
        facts="Nach lautem Streit über die Hausordnung steht eine Kündigung im Raum. Beide Seiten möchten reden.",
    ),
    Story(
        "Beleidigung an der Haltestelle",
        "F08",
        "Höhscheid",
        47,
        ("krisenteam_einberufen", "zustimmung_klaeren"),
        {
            "verfahren_bestaetigen": ({"verfahren": "ad_beratung"},),
            "beratungsgespraech": ({"beratung_ergebnis": "weiteres_gespraech"}, {"beratung_ergebnis": "clearing"}),
        },
        facts="Eine Person wurde auf dem Schulweg ihrer Kinder mehrmals beleidigt. Niemand griff ein.",
        report={"melderolle": "beratungsstelle", "minderjaehrige": True},
    ),
    Story(
        "Elternrunde ohne neue Familien",
        "F15",
        "Wald",
        30,
        "tisch_einladen",
        {"verfahren_bestaetigen": ({"verfahren": "runder_tisch"},)},
        pace=60,
        facts="Zum Elternfrühstück werden neue Familien nicht eingeladen. Die Kita-Leitung bittet um Hilfe.",
        report={"melderolle": "schule_kita"},
    ),
    Story(
        "Drohbrief an eine Beratungsstelle",
        "F10",
        "Mitte",
        25,
        None,
        {
            "sicherheitspruefung": ({"sicherheit": "akut"},),
            "lage_pruefen": ({"sicherheit": "hinweise", "schutz_ergebnis": "abgegeben"},),
            "abschluss": ({"abschluss_ergebnis": "schutzweg"},),
        },
        facts="Die Beratungsstelle hat einen Drohbrief bekommen und arbeitet seitdem bei geschlossener Tür.",
        report={"eingangsweg": "polizei", "melderolle": "beratungsstelle", "dringlichkeit": "akut"},
    ),
    Story(
        "Streit im Sprachkurs",
        "F09",
        "Ohligs",
        13,
        "clearing",
        facts="Zwei Teilnehmende wollen nicht mehr im selben Raum lernen. Die Kursleitung ist ratlos.",
        asides=(GiveOn("vertretung.solingen"),),
    ),
    Story(
        "Absage nach dem Probearbeiten",
        "F08",
        "Burg",
        6,
        ("unterstuetzung", "clearing"),
        facts="Nach einem guten Probetag kam die Absage mit einem Satz über Kundschaft und Herkunft.",
        report={"melderolle": "betroffen"},
        asides=(Begin({"glasl_begruendung": "Bisher gab es kein Gespräch, nur eine kurze Absage am Telefon."}),),
    ),
)
TOWN = Town(
    "solingen",
    SOLINGEN,
    "solingen",
    260,
    STORIES,
    mediators("mediatorin.solingen", "mediator.solingen"),
    (Signal("Krisenlage", 40),),
)
