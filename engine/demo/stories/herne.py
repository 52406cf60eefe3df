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
        },
        facts="Zwei Nachbarn streiten über eine Hecke, seit ein Grill darunter steht.",
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
            "umlauf_beschluss": ({"umlauf_beschluss": "angenommen"},),
        },
        facts="Abends treffen sich viele an den Bänken. Die Gemeinde möchte Ruhe, die Jugendlichen einen Ort.",
        report={"personenzahl": "ueber_20", "oeffentlich": "lokal"},
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
        },
        facts="Die Tische stehen bis an die Haustür daneben. Gespräche endeten im Streit.",
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
    ),
    Story(
        "Warteraum im Jobcenter",
        "F09",
        "Herne-Mitte",
        27,
        ("clearing", "leitung_entscheidet"),
        facts="Ein Kunde fühlt sich vorgeführt, die Sachbearbeitung bedroht. Ein Widerspruch läuft.",
        report={"melderolle": "fachkraft"},
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
        },
        24,
        facts="Gruppen treffen sich spät im Park. Der Bürgerverein fordert eine Schließung ab 21 Uhr.",
        report={"personenzahl": "ueber_20", "oeffentlich": "lokal"},
    ),
    Story(
        "Stiller Streit im Chor",
        "F06",
        "Eickel",
        10,
        "verfahren_bestaetigen",
        facts="Seit der Chor zwei Sprachen singt, kommen manche nicht mehr. Niemand sagt, warum.",
        asides=(GiveOn("vertretung.herne"),),
    ),
    Story(
        "Sommerfest der Kita ohne alle",
        "F15",
        "Wanne",
        6,
        "clearing",
        facts="Beim Essen für das Fest konnten sich die Eltern nicht einigen. Nun soll es ausfallen.",
        asides=(PutAway(4),),
    ),
    Story(
        "Sammelstelle: Säcke neben der Tonne",
        "F01",
        "Eickel",
        2,
        "sicherheitspruefung",
        facts="Neben den Tonnen liegen Säcke. Im Aushang steht, wer es gewesen sein soll.",
    ),
)
TOWN = Town("herne", HERNE, "herne", 260, STORIES, mediators("mediatorin.herne", "mediator.herne"))
