"""Reading DMN XML from strangers: no DTD, no entities, no network, a size cap. Any DMN namespace from 1.1 on."""

from __future__ import annotations

from lxml import etree

from engine.sentences import say
from engine.terms import Finding

LARGEST = 5 * 1024 * 1024
Element = etree._Element


class Unreadable(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read_root(xml: bytes, file: str) -> Element:
    """The `definitions` element. Raises Unreadable with a finding."""
    if len(xml) > LARGEST:
        raise _unreadable(
            file,
            say("Die Datei ist größer als {most} MB.", most=LARGEST // 1024 // 1024),
            hint=say("Teilen Sie die Entscheidungen auf."),
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else None
        raise _unreadable(
            file, say("Die Datei ist kein lesbares XML."), line, say("Speichern Sie sie neu aus dem Modeler.")
        ) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _unreadable(
            file,
            say("Die Datei enthält eine Dokumenttyp-Definition (DOCTYPE)."),
            hint=say("Entfernen Sie die DOCTYPE-Zeile."),
        )
    name = etree.QName(root)
    if name.localname != "definitions" or "/DMN/" not in (name.namespace or ""):
        raise _unreadable(
            file,
            say("Die Datei ist keine DMN-Datei."),
            line_of(root),
            say("Erwartet wird ein Element definitions aus DMN."),
        )
    return root


def _unreadable(file: str, message: str, line: int | None = None, hint: str = "") -> Unreadable:
    return Unreadable(Finding("dmn.unreadable", message, file=file, line=line, hint=hint))


def local(element: Element) -> str:
    """Name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """Child elements of the same namespace with one of the names; extensions are never met."""
    space = etree.QName(element).namespace
    wanted = {f"{{{space}}}{name}" if space else name for name in names}
    return [child for child in element if child.tag in wanted]


def child(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    found = children(element, name)
    return found[0] if found else None


def text_of(element: Element | None, name: str = "text") -> str | None:
    """Text of the named child, None when there is no such child."""
    inner = child(element, name)
    return None if inner is None else "".join(str(part) for part in inner.itertext())


def clean(name: str | None) -> str:
    """A name with single spaces, as FEEL compares names."""
    return " ".join((name or "").split())


def attribute(element: Element, name: str) -> str:
    value = element.get(name)
    return value if isinstance(value, str) else ""


def line_of(element: Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None
