"""New markup in the manner of a document: its prefixes, its quotes and escapes, its indentation and line ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree

from engine.bpmn.addresses import XSI_TYPE, Address, split
from engine.bpmn.changes import Fragment
from engine.bpmn.namespaces import BPMN, BPMNDI, CAMUNDA, MODELER, XSI, ZEEBE
from engine.bpmn.source import AttributeSpan, Source

Part = str | etree._Element
"""Text, or an element of the document whose own text stands there."""

USUAL = {
    BPMN: "bpmn",
    BPMNDI: "bpmndi",
    "http://www.omg.org/spec/DD/20100524/DI": "di",
    "http://www.omg.org/spec/DD/20100524/DC": "dc",
    CAMUNDA: "camunda",
    MODELER: "modeler",
    XSI: "xsi",
    ZEEBE: "zeebe",
    "http://bpmn.io/schema/bpmn/biocolor/1.0": "bioc",
    "http://www.omg.org/spec/BPMN/non-normative/color/1.0": "color",
}
"""Prefixes for namespaces that a document does not declare yet."""
_XML = "http://www.w3.org/XML/1998/namespace"
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ASIDE = re.compile(r"(<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>)", re.S)


class Writer:
    def __init__(self, source: Source, relocate: Callable[[Address, etree._Element, str | None], Part]) -> None:
        self.source = source
        self.relocate = relocate
        """What to write for an element that moves to a new place: within which element, with which indentation."""
        self.newline = source.newline
        first = source.text.find("/>")
        self.empty = " />" if source.text[first - 1 : first] == " " else "/>"
        self.declared: dict[str, str] = {}
        """Namespace -> prefix: what the root has to declare beyond what it does."""
        self.unit = self._unit()
        self._taken: set[str] | None = None

    def _unit(self) -> str:
        """One level of indentation."""
        outer = self.source.indent(self.source.spans[self.source.root].start) or ""
        for child in self.source.root.iterchildren(etree.Element):
            inner = self.source.indent(self.source.spans[child].start)
            if inner is not None and inner.startswith(outer) and inner != outer:
                return inner[len(outer) :]
        return "  "

    def name(self, tag: str, scope: etree._Element, *, attribute: bool = False, wish: str = "") -> str:
        """{namespace}name as it is written inside `scope`."""
        namespace, local = split(tag)
        if not namespace:
            return local
        if namespace == _XML:
            return f"xml:{local}"
        spaces = scope.nsmap
        if not attribute and spaces.get(scope.prefix) == namespace:
            return f"{scope.prefix}:{local}" if scope.prefix else local
        prefixes = [prefix for prefix, uri in spaces.items() if uri == namespace and (prefix or not attribute)]
        if None in prefixes:
            return local
        prefix = prefixes[0] if prefixes else self._declare(namespace, wish)
        return f"{prefix}:{local}"

    def _declare(self, namespace: str, wish: str) -> str:
        if namespace not in self.declared:
            if self._taken is None:
                self._taken = set(re.findall(r"xmlns:([^\s=]+)", self.source.text))
            wished = wish or USUAL.get(namespace, "ns")
            number = 0
            while (prefix := f"{wished}{number or ''}") in self._taken:
                number += 1
            self._taken.add(prefix)
            self.declared[namespace] = prefix
        return self.declared[namespace]

    def value(self, name: str, value: str, scope: etree._Element) -> str:
        return self.name(value, scope) if name == XSI_TYPE and value.startswith("{") else value

    def markup(self, fragment: Fragment, scope: etree._Element, indent: str | None) -> list[Part]:
        """`indent`: the blanks before the element, which are written before those in it; None: all in one line."""
        name = self.name(fragment.tag, scope, wish=fragment.prefix)
        attributes = "".join(
            f' {self.name(key, scope, attribute=True)}="{quoted(self.value(key, value, scope))}"'
            for key, value in fragment.attributes
        )
        if not split(fragment.tag)[0] and scope.nsmap.get(None):
            attributes += ' xmlns=""'
        if not fragment.content:
            return [f"<{name}{attributes}{self.empty}"]
        inner = None
        if indent is not None and not any(isinstance(piece, str) for piece in fragment.content):
            inner = indent + self.unit
        parts: list[Part] = [f"<{name}{attributes}>"]
        for piece in fragment.content:
            if inner is not None:
                parts.append(self.newline + inner)
            if isinstance(piece, str):
                parts.append(self.lines(plain(piece)))
            elif isinstance(piece, Address):
                parts.append(self.relocate(piece, scope, inner))
            else:
                parts.extend(self.markup(piece, scope, inner))
        if inner is not None:
            parts.append(self.newline + (indent or ""))
        parts.append(f"</{name}>")
        return parts

    def lines(self, text: str) -> str:
        return text.replace("\n", self.newline)

    def text(self, written: str, old: str, new: str) -> str:
        """The content of an element without children, with another text: comments stay, CDATA stays CDATA, and the
        blanks around it stay where the change does not know of them."""
        pieces = _ASIDE.split(written)
        texts = [i for i, p in enumerate(pieces) if p.strip() and (i % 2 == 0 or p.startswith("<![CDATA["))]
        if not texts:
            return self.lines(plain(new)) if not written.strip() else written + self.lines(plain(new))
        for index in texts[1:]:
            pieces[index] = ""
        first = pieces[texts[0]]
        if first.startswith("<![CDATA[") and self._encodable(new):
            pieces[texts[0]] = f"<![CDATA[{self.lines(new.replace(']]>', ']]]]><![CDATA[>'))}]]>"
            return "".join(pieces)
        if len(texts) == 1 and old == old.strip() and first != first.strip():
            lead, trail = first[: len(first) - len(first.lstrip())], first[len(first.rstrip()) :]
            pieces[texts[0]] = lead + self.lines(plain(new.strip(), first)) + trail
        else:
            pieces[texts[0]] = self.lines(plain(new, first))
        return "".join(pieces)

    def _encodable(self, text: str) -> bool:
        try:
            text.encode(self.source.codec)
        except UnicodeEncodeError:
            return False
        return True


def plain(text: str, written: str = "") -> str:
    """Text as element content, escaping what `written` escaped."""
    return _escaped(text, {"&": "&amp;", "<": "&lt;", "\r": "&#13;"}, written).replace("]]>", "]]&gt;")


def quoted(value: str, quote: str = '"', written: str = "") -> str:
    """A value between these quotes, escaping what `written` escaped."""
    ours = {"&": "&amp;", "<": "&lt;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return _escaped(value, {**ours, quote: "&quot;" if quote == '"' else "&#39;"}, written)


def _escaped(text: str, needed: Mapping[str, str], written: str) -> str:
    table: dict[str, str | int | None] = {**needed}
    for match in _REFERENCE.finditer(written):
        hexadecimal, decimal, named = match.groups()
        char = _NAMED[named] if named else chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
        table[char] = match[0]
    return text.translate(str.maketrans(table))


def attribute(name: str, value: str, siblings: Sequence[AttributeSpan]) -> str:
    """One more attribute, set off and quoted as the last one is."""
    last = siblings[-1] if siblings else None
    quote = last.quote if last else '"'
    lead = last.lead if last and "\n" in last.lead else " "
    return f"{lead}{name}={quote}{quoted(value, quote)}{quote}"


def rebound(inner: etree._Element, old: etree._Element, new: etree._Element) -> Iterator[tuple[str, str]]:
    """The declarations that an element needs that moves from one parent to another where prefixes mean other things."""
    was, now, own = old.nsmap, new.nsmap, inner.nsmap
    for prefix, uri in was.items():
        if now.get(prefix) != uri and own.get(prefix) == uri:
            yield (f"xmlns:{prefix}" if prefix else "xmlns"), uri
    if None in now and None not in was and None not in own:
        yield "xmlns", ""
