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
        words={
            "themen": ["raum", "kinder"],
            "seit_wann": "bis_24",
            "ziel_meldende": "Feste Zeiten, die beide Gruppen kennen und einhalten.",
            "beratung_anliegen": (
                "Der Vorstand möchte nicht als Verein gelten, der Kinder vom Platz schickt. Er braucht zwei Abende in"
                " der Woche."
            ),
            "glasl_begruendung": (
                "Beide berufen sich auf eine Zusage der Stadt und reden nur noch über den Platzwart miteinander."
            ),
            "abweichung_grund": "Beide Seiten haben in der Beratung um ein gemeinsames Gespräch auf dem Platz gebeten.",
        },
    ),
    Story(
        "Streit im Treppenhaus über Schuhe und Kinderwagen",
        "F11",
        "Pelkum",
        250,
        None,
        {"beratungsgespraech": ({"beratung_ergebnis": "geklaert"},)},
        words={
            "themen": ["raum", "respekt"],
            "seit_wann": "bis_6",
            "sachverhalt": (
                "Im Hausflur stehen Schuhe und zwei Kinderwagen. Ein Nachbar stellt sie nachts vor die Tür. Es gab "
                "laute Worte."
            ),
            "ziel_meldende": "Die Kinderwagen sollen im Haus bleiben dürfen.",
            "beratung_anliegen": "Die Familie hat keinen Keller. Sie möchte eine Lösung, bei der niemand stolpert.",
            "handlungsplan": (
                "Die Hausverwaltung gibt den Platz unter der Treppe frei; die Familie spricht den Nachbarn selbst an."
            ),
        },
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
        words={
            "themen": ["sicherheit"],
            "seit_wann": "unter_1",
            "ziel_meldende": "Die bedrohte Person soll sicher nach Hause kommen.",
            "sicherheit_begruendung": (
                "Die Polizei nennt eine ausgesprochene Drohung vor Zeug:innen; beide wohnen im selben Haus."
            ),
            "informiert_was": (
                "Anschrift, Zeitpunkt und Wortlaut der Drohung, soweit bekannt. Kein Name der meldenden Person."
            ),
            "schutzmassnahmen": [
                {"massnahme": "Gespräch mit beiden Parteien im Haus, getrennt", "wer": "Polizei, Bezirksdienst"},
                {"massnahme": "Begleitung zum Arzttermin am Freitag", "wer": "Opferschutz"},
            ],
        },
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
        words={
            "themen": ["respekt", "zustaendigkeit"],
            "seit_wann": "unter_1",
            "ziel_meldende": "Die Stadt soll sagen, was stimmt, bevor es im Ort lauter wird.",
            "beratung_anliegen": (
                "Die Ortsvorsteherin sorgt sich, dass Familien im Ort beschimpft werden. Sie möchte Tatsachen in der "
                "Hand haben."
            ),
            "glasl_begruendung": "Im Netz werden Namen genannt, zwei Elterngruppen meiden sich.",
            "abweichung_grund": (
                "Ein Abend mit allen, die fragen, hilft hier mehr als ein Verfahren zwischen zwei Seiten."
            ),
        },
    ),
    Story(
        "Bahnhofsvorplatz am Abend",
        "F07",
        "Mitte",
        75,
        "beirat_sitzung",
        {"verfahren_bestaetigen": ({"verfahren": "beirat"},)},
        words={
            "themen": ["laerm", "muell", "sicherheit"],
            "seit_wann": "bis_24",
            "sachverhalt": (
                "Abends treffen sich Jugendliche auf dem Bahnhofsvorplatz. Geschäftsleute klagen über Lärm und Müll; "
                "zweimal kam die Polizei."
            ),
            "ziel_meldende": "Wer abends einkauft, soll ohne Sorge über den Platz gehen.",
            "beratung_anliegen": (
                "Die Geschäftsleute wünschen sich eine feste Ansprechperson. Die Jugendlichen sagen, sie hätten "
                "keinen anderen Ort."
            ),
            "glasl_begruendung": "Beide Seiten sammeln Unterschriften und suchen Verbündete im Rat.",
            "abweichung_grund": (
                "Platz und Streetwork sind eine politische Frage; ein Gespräch zu zweit löst sie nicht."
            ),
        },
    ),
    Story(
        "Ehrenamtliche und Sozialamt reden aneinander vorbei",
        "F05",
        "Rhynern",
        60,
        "mediationssitzung",
        {"verfahren_bestaetigen": ({"verfahren": "mediation"},)},
        pace=45,
        words={
            "themen": ["zustaendigkeit", "respekt"],
            "seit_wann": "bis_6",
            "sachverhalt": (
                "Ehrenamtliche fühlen sich übergangen, das Sozialamt klagt über Zusagen, die niemand geben durfte. "
                "Ein Fest wurde abgesagt."
            ),
            "ziel_meldende": "Klare Absprachen, wer was zusagen darf.",
            "beratung_anliegen": (
                "Die Gruppe will weiterarbeiten, aber nicht als Lückenfüller. Das Amt wünscht sich eine Ansprechperson."
            ),
            "glasl_begruendung": "Beide sprechen nicht mehr miteinander, sondern schreiben an die Dezernentin.",
        },
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
        words={
            "themen": ["laerm", "raum"],
            "seit_wann": "bis_24",
            "ziel_meldende": "Ab 20 Uhr soll es in der Straße ruhig sein.",
            "beratung_anliegen": "Die Nachbarschaft hat nichts gegen den Treff, aber gegen die Boxen vor der Tür.",
            "glasl_begruendung": "Es wird noch geredet, aber jede Seite spricht für „alle hier“.",
            "abweichung_grund": "Zwanzig Haushalte sind betroffen; ein Runder Tisch erreicht sie alle.",
            "tisch_eingeladen": [
                {"gruppe": "Anwohnerschaft der Spielstraße"},
                {"gruppe": "Jugendliche aus dem Treff"},
                {"gruppe": "Jugendamt"},
            ],
            "tisch_ort": "Bürgerhaus Herringen, kleiner Saal",
        },
    ),
    Story(
        "Zwei Familien, eine Waschküche",
        "F11",
        "Bockum-Hövel",
        28,
        "moderiertes_gespraech",
        {"verfahren_bestaetigen": ({"verfahren": "moderiertes_gespraech"},)},
        facts="Der Waschplan hängt seit Monaten nicht mehr. Seitdem verdächtigen sich zwei Familien gegenseitig.",
        words={
            "themen": ["raum"],
            "seit_wann": "bis_6",
            "ziel_meldende": "Ein Waschplan, an den sich alle halten.",
            "beratung_anliegen": (
                "Die Familie fühlt sich beschuldigt, Wäsche weggenommen zu haben, und möchte das klarstellen."
            ),
            "glasl_begruendung": "Beide verdächtigen sich, grüßen sich aber noch.",
            "abweichung_grund": "Beide Familien wollten schnell reden; ein Tandem wäre mehr, als sie brauchen.",
        },
    ),
    Story(
        "Klassenchat nach einem Streit unter Eltern",
        "F04",
        "Heessen",
        20,
        "verfahren_bestaetigen",
        {"beratungsgespraech": ({"beratung_ergebnis": "clearing"},)},
        words={
            "themen": ["respekt", "kinder"],
            "seit_wann": "unter_1",
            "sachverhalt": (
                "Nach einem Streit zweier Mütter auf dem Schulfest wird im Klassenchat beleidigt. Drei Kinder gehen "
                "nicht mehr zum Training."
            ),
            "ziel_meldende": "Die Eltern sollen wieder miteinander sprechen, ohne die Kinder hineinzuziehen.",
            "beratung_anliegen": (
                "Die Elternvertretung will niemanden anschwärzen. Sie sucht jemanden, der beide Mütter anspricht."
            ),
            "glasl_begruendung": "Die Eltern der Klasse haben sich in zwei Gruppen geteilt.",
        },
    ),
    Story(
        "Vereinsräume: zwei Vereine, ein Schlüssel",
        "F06",
        "Bockum-Hövel",
        16,
        "clearing",
        words={
            "themen": ["raum", "geld"],
            "seit_wann": "bis_6",
            "sachverhalt": (
                "Zwei Vereine teilen sich einen Raum. Seit einer den Schlüssel nachmachen ließ, stehen beide freitags"
                " vor der Tür."
            ),
            "ziel_meldende": "Ein Belegungsplan, den die Stadt mitträgt.",
            "beratung_anliegen": "Der Vorstand fürchtet um den Zuschuss und möchte vorher eine Einigung.",
        },
    ),
    Story(
        "Lärm im Übergangsheim, Küche im 2. Stock",
        "F02",
        "Mitte",
        9,
        "beratungsgespraech",
        words={
            "themen": ["laerm", "raum"],
            "seit_wann": "bis_6",
            "sachverhalt": (
                "Zwei Familien kochen zu verschiedenen Zeiten in derselben Küche. Nachts klappern Töpfe, morgens ist "
                "sie nicht aufgeräumt."
            ),
            "ziel_meldende": "Feste Küchenzeiten und Ruhe ab 22 Uhr.",
        },
    ),
    Story(
        "Müllplatz vor dem Wohnblock",
        "F01",
        "Herringen",
        0,
        "sicherheitspruefung",
        words={
            "themen": ["muell", "respekt"],
            "seit_wann": "bis_6",
            "sachverhalt": (
                "Am Müllplatz liegt Sperrmüll. Die Hausgemeinschaften gegenüber geben sich gegenseitig die Schuld, "
                "gestern wurde geschrien."
            ),
            "ziel_meldende": "Der Platz soll sauber bleiben, und die Beschuldigungen sollen aufhören.",
        },
    ),
)
TOWN = Town("hamm", HAMM, "", 400, STORIES, mediators("mediatorin", "mediator"))
