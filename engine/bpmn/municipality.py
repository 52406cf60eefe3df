"""Who a file speaks for: the municipality whose pool and process properties name it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from engine.bpmn import dialects
from engine.bpmn.model import ProcessModel
from engine.bpmn.namespaces import bpmn, line_of, reference
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import TEMPLATE, Finding, Severity

KINDS = (
    "kreisfreie Stadt",
    "Kreis",
    "kreisangehörige Stadt",
    "Gemeinde",
    "Städteregion",
    "soziale Organisation",
    "Landesstelle",
    TEMPLATE,
)
TEMPLATE_KINDS = frozenset({"Landesstelle", TEMPLATE})
"""Whose paths say what others must keep."""
FIVE_DIGITS = ("Kreis", "Städteregion")
Fault = tuple[str, str, int | None, str]
"""Code, sentence, line, way out."""
IN_A_KREIS = ("kreisangehörige Stadt", "Gemeinde")


@dataclass(frozen=True, slots=True)
class Municipality:
    """Lines are those of the pool and of the process that bears the properties. Empty texts when not given."""

    name: str
    ags: str
    kennung: str
    art: str
    kreis: str
    process_id: str
    line: int | None
    process_line: int | None

    @property
    def identity(self) -> str:
        """`kennung` where given, else the AGS."""
        return self.kennung or self.ags


def bears_identity(process: ProcessModel) -> bool:
    return bool(process.properties.get("ags") or process.properties.get("kennung"))


def municipality_of(document: Document) -> Municipality | None:
    """From the first pool whose process bears `ags` or `kennung`; None when the file names none."""
    pools = {reference(p.get("processRef")): p for p in document.root.iter(bpmn("participant"))}
    for process in document.root.findall(bpmn("process")):
        properties = dialects.properties(process)
        if properties.get("ags") or properties.get("kennung"):
            return _of(process, properties, pools.get(process.get("id")))
    return None


def _of(process: etree._Element, properties: dict[str, str], pool: etree._Element | None) -> Municipality:
    name = " ".join((pool.get("name") or "").split()) if pool is not None else ""
    return Municipality(
        name,
        properties.get("ags", ""),
        properties.get("kennung", ""),
        properties.get("art", ""),
        properties.get("kreis", ""),
        process.get("id") or "",
        line_of(pool if pool is not None else process),
        line_of(process),
    )


def municipality_findings(document: Document, file: str) -> list[Finding]:
    """What publishing insists on: a name, a kind, an AGS of the right length. Empty when all is well."""
    found = municipality_of(document)
    if found is None:
        return [
            Finding(
                "municipality.missing",
                say("Der Prozess nennt keine Kommune (Eigenschaft „ags“ fehlt)."),
                file=file,
                hint=say("Am Prozess unter „Extension properties“ ags, art und gegebenenfalls kennung eintragen."),
            )
        ]
    return [
        Finding(code, message, Severity.ERROR, file, line, found.process_id, found.name or None, hint)
        for code, message, line, hint in _faults(found)
    ]


def _faults(found: Municipality) -> list[Fault]:
    faults = []
    if not found.name:
        faults.append(
            (
                "municipality.name",
                say("Der Pool der Kommune hat keinen Namen."),
                found.line,
                say("Den Pool anklicken und den Namen der Kommune eintragen."),
            )
        )
    if found.art not in KINDS:
        faults.append(
            (
                "municipality.art",
                say("„{art}“ ist keine bekannte Art von Kommune.", art=found.art),
                found.process_line,
                say("Möglich sind: {names}.", names=", ".join(KINDS)),
            )
        )
    return [*faults, *_ags_faults(found), *_kreis_faults(found)]


def _ags_faults(found: Municipality) -> list[Fault]:
    """One fault at most: no number, a number of the wrong length, or one that belongs to another kind."""
    ags, art = found.ags, found.art
    if not ags and found.kennung and art in ("Landesstelle", TEMPLATE):
        return []
    if not _digits(ags, 5 if art in FIVE_DIGITS else 8):
        return [_no_ags(found)]
    if art == "kreisfreie Stadt" and not ags.endswith("000"):
        return [
            (
                "municipality.ags",
                say(
                    "{ags} ist der AGS einer kreisangehörigen Stadt oder Gemeinde; der einer kreisfreien "
                    "endet auf 000.",
                    ags=ags,
                ),
                found.process_line,
                say(
                    "Bei „art“ kreisangehörige Stadt eintragen und bei „kreis“ {ags}, oder den AGS berichtigen.",
                    ags=ags[:5],
                ),
            )
        ]
    if art in IN_A_KREIS and ags.endswith("000"):
        return [
            (
                "municipality.ags",
                say("{ags} ist der AGS einer kreisfreien Stadt; „{art}“ passt nicht dazu.", ags=ags, art=art),
                found.process_line,
                say("Bei „art“ kreisfreie Stadt eintragen."),
            )
        ]
    return []


def _no_ags(found: Municipality) -> Fault:
    """Which number it is that stands there instead."""
    ags, art = found.ags, found.art
    length = 5 if art in FIVE_DIGITS else 8
    if length == 8 and _digits(ags, 5) and art in KINDS:
        return (
            "municipality.ags",
            say(
                "{ags} ist der AGS eines Kreises; „{art}“ braucht den der Stadt oder Gemeinde mit 8 Ziffern.",
                ags=ags,
                art=art,
            ),
            found.process_line,
            say("Den AGS der Stadt eintragen, er beginnt mit {ags}; oder bei „art“ Kreis.", ags=ags),
        )
    if length == 5 and _digits(ags, 8):
        return (
            "municipality.ags",
            say("{ags} ist der AGS einer Stadt oder Gemeinde; „{art}“ hat nur 5 Ziffern.", ags=ags, art=art),
            found.process_line,
            say("Für den Kreis {ags} eintragen, für die Stadt bei „art“ ihre eigene Art.", ags=ags[:5]),
        )
    way = say("Ein Kreis hat 5 Ziffern (05978), eine Stadt oder Gemeinde 8 (05915000).")
    if _digits(ags, length - 1) and ags.startswith("5"):
        way = say("Die führende Null fehlt: 0{ags}.", ags=ags)
    return (
        "municipality.ags",
        say("Der AGS „{ags}“ hat nicht {length} Ziffern.", ags=ags, length=length),
        found.process_line,
        way,
    )


def _kreis_faults(found: Municipality) -> list[Fault]:
    line = found.process_line
    if not found.kreis:
        return []
    if not _digits(found.kreis, 5):
        way = say("Den fünfstelligen AGS des Kreises eintragen.")
        return [
            (
                "municipality.kreis",
                say("Der AGS des Kreises „{kreis}“ hat nicht 5 Ziffern.", kreis=found.kreis),
                line,
                way,
            )
        ]
    if found.art in IN_A_KREIS and _digits(found.ags, 8) and found.ags[:5] != found.kreis:
        way = say("Bei „kreis“ {ags} eintragen.", ags=found.ags[:5])
        return [
            (
                "municipality.kreis",
                say("{ags} gehört nicht zum Kreis {kreis}.", ags=found.ags, kreis=found.kreis),
                line,
                way,
            )
        ]
    if found.art in (*FIVE_DIGITS, "kreisfreie Stadt"):
        way = say("Die Eigenschaft „kreis“ entfernen.")
        return [
            (
                "municipality.kreis",
                say("Über „{art}“ steht kein Kreis, wohl aber bei „kreis“.", art=found.art),
                line,
                way,
            )
        ]
    return []


def _digits(text: str, length: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) == length
