"""The text of an XML document beside its tree: where each tag, attribute and content stands, to the character.

The tree is lxml's (hardened, see reading); a scan of the text gives each of its elements, in document order, a Span.
What nobody changes is never written anew, so a document without edits is its own bytes.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.reading import read_tree
from engine.errors import InvalidInput
from engine.sentences import say

_S = "[ \\t\\r\\n]"
_ATTRIBUTE = rf"{_S}+[^\s=]+{_S}*={_S}*(?:\"[^\"]*\"|'[^']*')"
_TOKEN = re.compile(
    rf"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?P<close>/)?(?P<name>[^\s/>]+)(?:{_ATTRIBUTE})*{_S}*(?P<empty>/)?>",
    re.S,
)
_PIECE = re.compile(rf"(?P<lead>{_S}+)(?P<name>[^\s=]+){_S}*={_S}*(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.S)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets of one element: `<name …>` is text[start:opened], `</name>` is text[closing:end]. For `<name/>`
    opened, closing and end are the same."""

    start: int
    opened: int
    closing: int
    end: int

    @property
    def empty(self) -> bool:
        return self.opened == self.end


@dataclass(frozen=True, slots=True)
class AttributeSpan:
    """` name="value"` is text[start:end], with the space before it; `value` is as written, escapes and all."""

    start: int
    end: int
    name: str
    lead: str
    quote: str
    value_start: int
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    text: str
    root: etree._Element
    spans: dict[etree._Element, Span]
    codec: str
    mark: bytes
    """The byte order mark, or nothing."""

    @property
    def newline(self) -> str:
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def name(self, node: etree._Element) -> str:
        """As written, with its prefix."""
        return f"{node.prefix}:{etree.QName(node).localname}" if node.prefix else etree.QName(node).localname

    def attributes(self, node: etree._Element) -> dict[str, AttributeSpan]:
        """By {namespace}name as in the tree, in document order; declarations of namespaces as xmlns and xmlns:name."""
        span, spaces = self.spans[node], node.nsmap
        found: dict[str, AttributeSpan] = {}
        begin = span.start + 1 + len(self.name(node))
        for match in _PIECE.finditer(self.text, begin, span.opened):
            name = match["name"]
            prefix, colon, local = name.rpartition(":")
            if colon and prefix != "xmlns":
                uri = "http://www.w3.org/XML/1998/namespace" if prefix == "xml" else spaces[prefix]
                name = f"{{{uri}}}{local}"
            found[name] = AttributeSpan(
                match.start(),
                match.end(),
                match["name"],
                match["lead"],
                match["quote"],
                match.start("value"),
                match["value"],
            )
        return found

    def attributes_end(self, node: etree._Element) -> int:
        """Where one more attribute would go: behind the last one, or behind the name."""
        ends = [attribute.end for attribute in self.attributes(node).values()]
        return max(ends, default=self.spans[node].start + 1 + len(self.name(node)))

    def indent(self, position: int) -> str | None:
        """The blanks between the begin of the line and a position; None when something else stands there."""
        begin = position
        while begin and self.text[begin - 1] in " \t":
            begin -= 1
        return self.text[begin:position] if begin and self.text[begin - 1] == "\n" else None

    def extent(self, node: etree._Element) -> tuple[int, int]:
        """An element with its line where it has one to itself."""
        span, text = self.spans[node], self.text
        indent = self.indent(span.start)
        if indent is not None:
            end = span.end
            while text[end : end + 1] in (" ", "\t"):
                end += 1
            for newline in ("\r\n", "\n"):
                if text.startswith(newline, end):
                    return span.start - len(indent), end + len(newline)
        return span.start, span.end

    def behind(self, node: etree._Element) -> int:
        """The end of an element, or of the comment that follows it in its line."""
        end, text = self.spans[node].end, self.text
        begin = end
        while text[begin : begin + 1] in (" ", "\t"):
            begin += 1
        if text.startswith("<!--", begin):
            close = text.index("-->", begin) + 3
            if text[close : close + 1] in ("\n", "\r") and "\n" not in text[begin:close]:
                return close
        return end

    def encode(self, text: str) -> bytes:
        """The bytes of a changed text, in the encoding of the original."""
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")


def source(xml: bytes, *, file: str = "") -> Source:
    """Raises InvalidInput("bpmn.unreadable") as `reading.read` does, InvalidInput("bpmn.unpatchable") where the
    encoding cannot be kept."""
    root = read_tree(xml, file=file)
    mark, codec = next(
        ((m, c) for m, c in _MARKS if xml.startswith(m)), (b"", root.getroottree().docinfo.encoding or "")
    )
    body = xml[len(mark) :]
    try:
        text = body.decode(codec or "utf-8")
        kept = text.encode(codec or "utf-8") == body
    except (UnicodeError, LookupError):
        kept = False
    if not kept:
        raise InvalidInput(
            "bpmn.unpatchable",
            say(
                "Die Zeichenkodierung der Datei ({codec}) kann beim Speichern nicht erhalten werden. "
                "Speichern Sie die Datei als UTF-8 und laden Sie sie noch einmal hoch.",
                codec=codec or say("unbekannt"),
            ),
        )
    return Source(text, root, _spans(text, root), codec or "utf-8", mark)


def _spans(text: str, root: etree._Element) -> dict[etree._Element, Span]:
    nodes = root.iter(etree.Element)
    found: dict[etree._Element, Span] = {}
    open_tags: list[tuple[etree._Element, int, int]] = []
    for match in _TOKEN.finditer(text):
        if match["name"] is None:
            continue
        if match["close"]:
            node, start, opened = open_tags.pop()
            found[node] = Span(start, opened, match.start(), match.end())
        elif match["empty"]:
            end = match.end()
            found[next(nodes)] = Span(match.start(), end, end, end)
        else:
            open_tags.append((next(nodes), match.start(), match.end()))
    return found
