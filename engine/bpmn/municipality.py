"""Who a file speaks for: the municipality whose pool and process properties name it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from engine.bpmn import dialects
from engine.bpmn.model import ProcessModel
from engine.bpmn.namespaces import bpmn, line_of, reference
from engine.bpmn.reading import Document
from engine.terms import Finding, Severity

KINDS = (
    "kreisfreie Stadt",
    "Kreis",
    "kreisangehörige Stadt",
    "Gemeinde",
    "Städteregion",
    "soziale Organisation",
    "Landesstelle",
)
FIVE_DIGITS = ("Kreis", "Städteregion")


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
                "Der Prozess nennt keine Kommune (Eigenschaft „ags“ fehlt).",
                file=file,
                hint="Am Prozess unter „Extension properties“ ags, art und gegebenenfalls kennung eintragen.",
            )
        ]
    return [
        Finding(code, message, Severity.ERROR, file, line, found.process_id, found.name or None, hint)
        for code, message, line, hint in _faults(found)
    ]


def _faults(found: Municipality) -> list[tuple[str, str, int | None, str]]:
    faults = []
    if not found.name:
        faults.append(
            (
                "municipality.name",
                "Der Pool der Kommune hat keinen Namen.",
                found.line,
                "Den Pool anklicken und den Namen der Kommune eintragen.",
            )
        )
    if found.art not in KINDS:
        faults.append(
            (
                "municipality.art",
                f"„{found.art}“ ist keine bekannte Art von Kommune.",
                found.process_line,
                "Möglich sind: " + ", ".join(KINDS) + ".",
            )
        )
    length = 5 if found.art in FIVE_DIGITS else 8
    needed = found.ags or not (found.kennung and found.art == "Landesstelle")
    if needed and not (found.ags.isascii() and found.ags.isdigit() and len(found.ags) == length):
        faults.append(
            (
                "municipality.ags",
                f"Der AGS „{found.ags}“ hat nicht {length} Ziffern.",
                found.process_line,
                "Ein Kreis hat 5 Ziffern (05978), eine Stadt oder Gemeinde 8 (05915000).",
            )
        )
    if found.kreis and not (found.kreis.isascii() and found.kreis.isdigit() and len(found.kreis) == 5):
        faults.append(
            (
                "municipality.kreis",
                f"Der AGS des Kreises „{found.kreis}“ hat nicht 5 Ziffern.",
                found.process_line,
                "Den fünfstelligen AGS des Kreises eintragen.",
            )
        )
    return faults
