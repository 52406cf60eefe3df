"""Bytes -> Document: hardened against DTDs, entities, size and depth. Reads nothing but the given bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from engine.bpmn.namespaces import bpmn, line_of
from engine.errors import InvalidInput
from engine.sentences import both, say
from engine.terms import Finding

MAX_BYTES = 10 * 1024 * 1024
MAX_ELEMENTS = 100_000
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One BPMN file as the designer wrote it; `root` is bpmn:definitions and is never changed."""

    file: str
    content: bytes
    root: etree._Element
    memo: dict[object, Any] = field(default_factory=dict, repr=False)
    """What others have read from it: it never changes, and a check asks more than once."""

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes, 64 hex digits."""
        return hashlib.sha256(self.content).hexdigest()


def read(xml: bytes, *, file: str = "") -> Document:
    """Parse one BPMN file. Raises InvalidInput("bpmn.unreadable") with one finding that says why."""
    root = read_tree(xml, file=file)
    if root.tag != bpmn("definitions"):
        raise _refusal(
            file,
            say("Die Datei ist kein BPMN 2.0: das oberste Element ist nicht bpmn:definitions."),
            say("Im Modeler als BPMN-Diagramm speichern."),
            line_of(root),
        )
    return Document(file, xml, root)


def read_tree(xml: bytes, *, file: str = "", limit: int = MAX_BYTES) -> etree._Element:
    """The root of any XML document of ours (BPMN, DMN), comments kept. Raises like `read`."""
    if len(xml) > limit:
        raise _refusal(
            file,
            say("Die Datei ist {count} MB groß; erlaubt sind 10 MB.", count=f"{len(xml) / 1048576:.0f}"),
            say("Eingebettete Bilder oder überflüssige Teile entfernen."),
        )
    if not xml.strip():
        raise _refusal(file, say("Die Datei ist leer."), say("Im Modeler speichern und noch einmal hochladen."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=False,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        line = getattr(fault, "lineno", None) or None
        raise _refusal(
            file,
            say("Die Datei ist kein gültiges XML (oder zu tief geschachtelt)."),
            say("Meldung des Lesers: {fault}", fault=_plain(fault)),
            line,
        ) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refusal(
            file,
            say("Die Datei enthält eine Dokumenttyp-Deklaration (DOCTYPE); das ist nicht erlaubt."),
            say("Die Zeile mit <!DOCTYPE …> entfernen."),
            1,
        )
    _check_extent(root, file)
    return root


def _check_extent(root: etree._Element, file: str) -> None:
    count = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        count, depth = count + 1, depth + 1
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise _refusal(
                file,
                say("Die Datei enthält zu viele oder zu tief geschachtelte Elemente."),
                say(
                    "Erlaubt sind {elements} Elemente und {depth} Ebenen.",
                    elements=MAX_ELEMENTS,
                    depth=MAX_DEPTH,
                ),
            )


def _plain(fault: Exception) -> str:
    return str(fault).split("\n", 1)[0][:200]


def _refusal(file: str, message: str, hint: str, line: int | None = None) -> InvalidInput:
    finding = Finding("bpmn.unreadable", message, file=file, line=line, hint=hint)
    return InvalidInput("bpmn.unreadable", both(message, hint), findings=(finding,))
