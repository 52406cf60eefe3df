"""Texts of a form as safe HTML: a small Markdown, and an allow-list for the `html` component.

Everything is escaped first; only what is known here becomes an element. Links lead to http, https and mailto.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markupsafe import Markup, escape

_ALLOWED = {"p", "br", "strong", "b", "em", "i", "small", "code", "a"} | {
    "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr",
}  # fmt: skip
_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
_VOID = {"br", "hr"}
_SILENT = {"script", "style", "template", "iframe", "object", "svg", "math", "title", "noscript", "textarea"}
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>`\\]+", re.IGNORECASE)
_CLASSES = {"p": "kern-body", "li": "kern-body", "ul": "kern-list", "ol": "kern-list", "a": "kern-link"}

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+!|<>-])")
_INLINE = (
    (
        re.compile(r"\[([^\[\]\n]{1,500})\]\(((?:https?://|mailto:)[^\s()\"'<>`\\]{1,500})\)"),
        r'<a class="kern-link" href="\2">\1</a>',
    ),
    (re.compile(r"\*\*(?=\S)([^*\n]{1,2000})\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"__(?=\S)([^_\n]{1,2000})__"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,2000})\*(?![\w*])"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,2000})_(?!\w)"), r"<em>\1</em>"),
)
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+(.*)")


def markdown(text: str, heading_level: int = 2) -> Markup:
    """Paragraphs, headings, lists, strong, emphasis and links; the highest heading becomes h`heading_level`."""
    text = text.replace("\r\n", "\n").strip("\n")
    depths = [len(found[1]) for line in text.split("\n") if (found := _HEADING.fullmatch(line))]
    first = heading_level + 1 - min(depths, default=1)
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        blocks += _block([line.rstrip() for line in block.split("\n") if line.strip()], first)
    return Markup("\n".join(blocks))  # every piece of it went through _inline, which escapes


def _block(lines: list[str], heading_level: int) -> list[str]:
    found: list[str] = []
    paragraph: list[str] = []
    items: list[str] = []
    kind = ""

    def close() -> None:
        nonlocal kind
        if paragraph:
            found.append(f'<p class="kern-body">{"<br>".join(map(_inline, paragraph))}</p>')
            paragraph.clear()
        if items:
            inner = "".join(f"<li>{_inline(item)}</li>" for item in items)
            css = "kern-list kern-list--bullet" if kind == "ul" else "kern-list kern-list--number"
            found.append(f'<{kind} class="{css}">{inner}</{kind}>')
            items.clear()
        kind = ""

    for line in lines:
        heading, bullet, numbered = _HEADING.fullmatch(line), _BULLET.fullmatch(line), _NUMBERED.fullmatch(line)
        if heading:
            close()
            level = min(heading_level + len(heading[1]) - 1, 6)
            found.append(f'<h{level} class="kern-heading-small">{_inline(heading[2])}</h{level}>')
        elif re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*", line):
            close()
            found.append('<hr class="kern-divider">')
        elif bullet or numbered:
            wanted = "ul" if bullet else "ol"
            if kind != wanted:
                close()
                kind = wanted
            items.append((bullet or numbered)[1])  # type: ignore[index]  # one of them matched
        elif items and line.startswith("  "):
            items[-1] += " " + line.strip()
        else:
            if items:
                close()
            paragraph.append(line)
    close()
    return found


def _inline(text: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\x00{len(kept) - 1}\x00"

    result = str(escape(_ESCAPED.sub(keep, text.replace("\x00", ""))))
    for pattern, replacement in _INLINE:
        result = pattern.sub(replacement, result)
    return re.sub(r"\x00(\d+)\x00", lambda found: str(escape(kept[int(found[1])])), result)


def safe_html(text: str, heading_level: int = 2) -> Markup:
    """HTML with known elements only; scripts and styles go with their content, all other tags without."""
    cleaner = _Cleaner(heading_level)
    cleaner.feed(text)
    cleaner.close()
    return cleaner.result()


class _Cleaner(HTMLParser):
    def __init__(self, heading_level: int) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._silent = 0
        self._heading_level = heading_level

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if self._silent:
            return
        name = self._name(tag)
        if not name:
            return
        href = dict(attrs).get("href") or ""
        link = f' href="{escape(href)}"' if tag == "a" and _SAFE_LINK.fullmatch(href) else ""
        css = "kern-heading-small" if tag in _HEADINGS else _CLASSES.get(tag, "")
        self._parts.append(f"<{name}{f' class={chr(34)}{css}{chr(34)}' if css else ''}{link}>")
        if tag not in _VOID:
            self._open.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
            return
        name = self._name(tag)
        if self._silent or name not in self._open:
            return
        while self._open:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == name:
                break

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(str(escape(data)))

    def _name(self, tag: str) -> str:
        if tag in _HEADINGS:
            return f"h{min(self._heading_level + _HEADINGS[tag], 6)}"
        return tag if tag in _ALLOWED else ""

    def result(self) -> Markup:
        return Markup("".join([*self._parts, *(f"</{name}>" for name in reversed(self._open))]))
