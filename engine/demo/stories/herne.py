"""Herne: one counter and ten working days, the Schiedsamt as another office, a written vote of the offices."""

from engine.accounts.demo import HERNE
from engine.demo.answers import mediators
from engine.demo.story import GiveOn, PutAway, Story, Town

STORIES = (
    Story(
        "Hecke, Zaun und Rauch vom Grill",
        "F11",
        "Sodingen",
        250,
        None,
        {
            "clearing": (
                {
                    "freiwilligkeit": "beide",
                    "machtgefaelle": "gering",
                    "glasl_stufe": "3",
                    "zustaendigkeit": "eigene",
                    "schiedsamtsfall": True,
                },
            ),
            "abschluss": ({"abschluss_ergebnis": "abschlussvereinbarung"},),
            "schiedsamt_uebergabe": (
                {
                    "schiedsamt_bezirk": "Bezirk 6, Sodingen",
                    "schiedsamt_sachverhalt": (
                        "Streit unter Nachbarn über die Höhe der Hecke und den Rauch vom Grill. Zwei "
                        "Gespräche am Zaun blieben ohne Ergebnis."
                    ),
                },
            ),
        },
        facts="Zwei Nachbarn streiten über eine Hecke, seit ein Grill darunter steht.",
        report={
            "ziel_meldende": "Eine Regel für Hecke und Grill, die beide einhalten.",
            "themen": ["laerm", "anderes"],
            "seit_wann": "bis_24",
        },
        messages={"antwort_des_schiedsamts": 12},
    ),
    Story(
        "Kleingarten: Kündigung der Parzelle",
        "F06",
        "Eickel",
        140,
        None,
        {
            "verfahren_bestaetigen": ({"verfahren": "abschluss"},),
            "abschluss": ({"abschluss_ergebnis": "ohne_einigung"},),
        },
        facts="Der Verein hat eine Parzelle gekündigt. Die Familie hat einen Anwalt und wünscht kein Gespräch.",
        report={
            "ziel_meldende": "Die Kündigung soll zurückgenommen werden.",
            "themen": ["raum", "geld"],
            "seit_wann": "bis_6",
        },
    ),
    Story(
        "Sitzbänke an der Kirche",
        "F07",
        "Wanne",
        125,
        None,
        {
            "verfahren_bestaetigen": ({"verfahren": "runder_tisch"},),
            "runder_tisch_durchfuehren": ({"gespraech_ergebnis": "keine_einigung"},),
            "tisch_einladen": (
                {
                    "tisch_eingeladen": [
                        {"gruppe": "Kirchengemeinde"},
                        {"gruppe": "Jugendliche von den Bänken"},
                        {"gruppe": "Ordnungsamt"},
                    ],
                    "tisch_ort": "Gemeindehaus, Saal im Erdgeschoss",
                },
            ),
            "umlauf_vorlage": (
                {
                    "umlauf_stellen": ["Ordnungsamt", "Jugendamt", "Verein"],
                    "umlauf_titel": "Aufenthalt an den Bänken",
                    "umlauf_sachverhalt": (
                        "Abends treffen sich viele an den Bänken. Am Runden Tisch gab es keine Einigung über "
                        "die Uhrzeit."
                    ),
                    "umlauf_empfehlung": "Das Jugendamt öffnet den Jugendtreff freitags bis 23 Uhr, die Bänke bleiben.",
                },
            ),
            "umlauf_beschluss": (
                {
                    "umlauf_beschluss": "angenommen",
                    "umlauf_adressat": "Jugendamt",
                    "umlauf_niederschrift": "Alle drei Stellen haben im Umlauf zugestimmt.",
                },
            ),
        },
        facts="Abends treffen sich viele an den Bänken. Die Gemeinde möchte Ruhe, die Jugendlichen einen Ort.",
        report={
            "personenzahl": "ueber_20",
            "oeffentlich": "lokal",
            "ziel_meldende": "Abends Ruhe während der Gottesdienste, ohne die Bänke abzubauen.",
            "themen": ["laerm", "raum"],
            "seit_wann": "bis_6",
        },
    ),
    Story(
        "Teestube: Tische auf dem Gehweg",
        "F11",
        "Wanne",
        58,
        None,
        {
            "verfahren_bestaetigen": ({"verfahren": "schiedsamt"},),
            "schiedsamt_nachfragen": ({"schiedsamt_warten": "weiter"},),
            "schiedsamt_uebergabe": (
                {
                    "schiedsamt_bezirk": "Bezirk 3, Wanne",
                    "schiedsamt_sachverhalt": (
                        "Tische der Teestube stehen bis an die Haustür daneben. Gespräche endeten im Streit."
                    ),
                },
            ),
        },
        facts="Die Tische stehen bis an die Haustür daneben. Gespräche endeten im Streit.",
        report={"ziel_meldende": "Die Haustür soll frei bleiben.", "themen": ["raum", "laerm"], "seit_wann": "bis_6"},
    ),
    Story(
        "Treppenhaus: zwei Familien, viele Schuhe",
        "F02",
        "Herne-Mitte",
        52,
        "mediationssitzung",
        {
            "verfahren_bestaetigen": ({"verfahren": "gespraech"},),
            "vermittelndes_gespraech": ({"gespraech_ergebnis": "keine_einigung"},),
        },
        facts="Aus Schuhen im Flur wurde ein Streit über Respekt. Die Kinder gehen getrennt zur Schule.",
        report={
            "ziel_meldende": "Sich im Flur wieder grüßen können.",
            "themen": ["respekt", "raum"],
            "seit_wann": "bis_6",
            "minderjaehrige": True,
        },
    ),
    Story(
        "Warteraum im Jobcenter",
        "F09",
        "Herne-Mitte",
        27,
        ("clearing", "leitung_entscheidet"),
        facts="Ein Kunde fühlt sich vorgeführt, die Sachbearbeitung bedroht. Ein Widerspruch läuft.",
        report={
            "melderolle": "fachkraft",
            "ziel_meldende": "Ein ruhiges Gespräch über den Umgangston am Schalter.",
            "themen": ["respekt"],
        },
    ),
    Story(
        "Treffpunkt im Schlosspark",
        "F07",
        "Sodingen",
        14,
        "umlauf_stimme",
        {
            "verfahren_bestaetigen": ({"verfahren": "runder_tisch"},),
            "runder_tisch_durchfuehren": ({"gespraech_ergebnis": "keine_einigung"},),
            "tisch_einladen": (
                {
                    "tisch_eingeladen": [
                        {"gruppe": "Gruppen aus dem Park"},
                        {"gruppe": "Bürgerverein"},
                        {"gruppe": "Ordnungsamt"},
                    ],
                    "tisch_ort": "Bürgerzentrum, Saal 1",
                },
            ),
            "umlauf_vorlage": (
                {
                    "umlauf_stellen": ["Ordnungsamt", "Jugendamt", "Verein"],
                    "umlauf_titel": "Schlosspark am Abend",
                    "umlauf_sachverhalt": (
                        "Gruppen treffen sich spät im Park. Ein Teil der Nachbarschaft fordert eine "
                        "Schließung ab 21 Uhr, die Gruppen haben keinen anderen Ort."
                    ),
                    "umlauf_empfehlung": (
                        "Der Park bleibt offen. Das Jugendamt schickt zweimal in der Woche Streetwork."
                    ),
                },
            ),
        },
        24,
        facts="Gruppen treffen sich spät im Park. Der Bürgerverein fordert eine Schließung ab 21 Uhr.",
        report={
            "personenzahl": "ueber_20",
            "oeffentlich": "lokal",
            "ziel_meldende": "Der Park soll abends für alle offen und sicher sein.",
            "themen": ["laerm", "sicherheit"],
            "seit_wann": "bis_6",
            "ort": "Pavillon im Schlosspark",
        },
    ),
    Story(
        "Stiller Streit im Chor",
        "F06",
        "Eickel",
        10,
        "verfahren_bestaetigen",
        facts="Seit der Chor zwei Sprachen singt, kommen manche nicht mehr. Niemand sagt, warum.",
        report={
            "ziel_meldende": "Wieder gemeinsam singen und offen über die Auswahl der Lieder sprechen.",
            "themen": ["respekt"],
            "seit_wann": "bis_24",
        },
        asides=(GiveOn("vertretung.herne"),),
    ),
    Story(
        "Sommerfest der Kita ohne alle",
        "F15",
        "Wanne",
        6,
        "clearing",
        facts="Beim Essen für das Fest konnten sich die Eltern nicht einigen. Nun soll es ausfallen.",
        report={
            "ziel_meldende": "Ein Fest, zu dem alle Familien gern kommen.",
            "themen": ["religion", "kinder"],
            "minderjaehrige": True,
        },
        asides=(PutAway(4),),
    ),
    Story(
        "Sammelstelle: Säcke neben der Tonne",
        "F01",
        "Eickel",
        2,
        "sicherheitspruefung",
        facts="Neben den Tonnen liegen Säcke. Im Aushang steht, wer es gewesen sein soll.",
        report={"ziel_meldende": "Größere Tonnen und ein Aushang ohne Vorwürfe.", "themen": ["muell"]},
    ),
)
TOWN = Town("herne", HERNE, "herne", 260, STORIES, mediators("mediatorin.herne", "mediator.herne"))
