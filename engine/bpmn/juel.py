"""Camunda 7's `${…}` (Unified EL) -> FEEL, where the two mean the same; None elsewhere.

Same means: same result for null, too. Where EL takes null for false or 0 and FEEL does not, the translation says so
(`x = true`, `if x = null then 0 else x`). Not translated: methods, functions, `%`, indices, text around `${…}`,
Camunda's own beans, and `+` with text, which EL does not know.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?![\w.])|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||[=!<>]=|[-+*/<>!?:().\[\]]))",
    re.ASCII,
)
_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "and": "&&", "or": "||"}
_WORDS |= {"not": "!", "empty": "empty", "mod": "%", "instanceof": "instanceof"}
_BEANS = frozenset(("execution", "task", "caseExecution", "connector", "authenticatedUserId", "externalTask"))
_FEEL_WORDS = {"and", "or", "in", "between", "if", "then", "else", "for", "return", "some", "every", "satisfies"}
_FEEL_WORDS |= {"function", "instance", "of", "not", "item", "partial"}
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/"))
_FEEL_SIGN = {"||": "or", "&&": "and", "==": "="}
_DEEPEST = 40


class _NotTheSame(Exception):
    """No FEEL with the same meaning."""


@dataclass(frozen=True, slots=True)
class _Part:
    """`kind`: value (may be null), number (never null), truth (true, false or null), fact (true or false), text."""

    feel: str
    kind: str

    @property
    def fact(self) -> str:
        return self.feel if self.kind == "fact" else f"({self.feel} = true)"

    @property
    def amount(self) -> str:
        if self.kind not in ("value", "number"):
            raise _NotTheSame
        return self.feel if self.kind == "number" else f"(if {self.feel} = null then 0 else {self.feel})"

    @property
    def operand(self) -> str:
        """For comparing: what FEEL would leave null where EL says false."""
        return self.fact if self.kind == "truth" else self.feel


def is_juel(text: str | None) -> bool:
    return text is not None and ("${" in text or "#{" in text)


@lru_cache(4096)
def translate(text: str) -> str | None:
    """FEEL without a mark for a text that is one `${…}` or `#{…}` as a whole; None when there is none that means
    the same."""
    text = text.strip()
    if not (text.startswith(("${", "#{")) and text.endswith("}")):
        return None
    try:
        return _Parser(text[2:-1]).whole().feel
    except _NotTheSame:
        return None


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> _Part:
        part = self.ternary()
        if self.at != len(self.tokens):
            raise _NotTheSame
        return part

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" else ""

    def take(self, *signs: str) -> str:
        found = self.peek()
        if found not in signs or not found:
            return ""
        self.at += 1
        return found

    def insist(self, sign: str) -> None:
        if not self.take(sign):
            raise _NotTheSame

    def ternary(self) -> _Part:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotTheSame
        part = self.binary(0)
        if self.take("?"):
            yes = self.ternary()
            self.insist(":")
            no = self.ternary()
            kind = yes.kind if yes.kind == no.kind else "value"
            part = _Part(f"(if {part.fact} then {yes.feel} else {no.feel})", kind)
        self.depth -= 1
        return part

    def binary(self, level: int) -> _Part:
        if level == len(_LEVELS):
            return self.unary()
        part = self.binary(level + 1)
        while sign := self.take(*_LEVELS[level]):
            part = _joined(sign, part, self.binary(level + 1))
        return part

    def unary(self) -> _Part:
        if self.take("!"):
            return _Part(f"not({self._inner().fact})", "fact")
        if self.take("-"):
            return _Part(f"-({self._inner().amount})", "number")
        if self.take("empty"):
            of = self._inner().feel
            return _Part(f'({of} = null or {of} = "" or {of} = [] or {of} = {{}})', "truth")
        return self.path()

    def _inner(self) -> _Part:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotTheSame
        part = self.unary()
        self.depth -= 1
        return part

    def path(self) -> _Part:
        part = self.primary()
        while sign := self.take(".", "["):
            if part.kind != "value":
                raise _NotTheSame
            kind, name = self.next()
            if sign == "[":
                if kind != "text":
                    raise _NotTheSame
                name = _unquoted(name)
                self.insist("]")
            elif kind != "name":
                raise _NotTheSame
            part = _Part(f"{part.feel}.{_name(name)}", "value")
        if self.peek() == "(":
            raise _NotTheSame
        return part

    def primary(self) -> _Part:
        kind, text = self.next()
        if kind == "number":
            return _Part(text, "number")
        if kind == "text":
            return _Part(json.dumps(_unquoted(text), ensure_ascii=False), "text")
        if kind == "name":
            if text in ("true", "false"):
                return _Part(text, "fact")
            if text == "null":
                return _Part("null", "value")
            if text in _BEANS:
                raise _NotTheSame
            return _Part(_name(text), "value")
        if text != "(":
            raise _NotTheSame
        part = self.ternary()
        self.insist(")")
        return _Part(f"({part.feel})", part.kind)

    def next(self) -> tuple[str, str]:
        if self.at == len(self.tokens):
            raise _NotTheSame
        self.at += 1
        return self.tokens[self.at - 1]


def _joined(sign: str, left: _Part, right: _Part) -> _Part:
    if sign in ("&&", "||"):
        return _Part(f"({left.feel} {_FEEL_SIGN[sign]} {right.feel})", "truth")
    if sign in ("==", "!="):
        return _Part(f"({left.operand} {_FEEL_SIGN.get(sign, sign)} {right.operand})", "truth")
    if sign in ("<", ">", "<=", ">="):
        return _Part(f"({left.feel} {sign} {right.feel})", "truth")
    # division by nought is infinite there and null here: in both cases no number to go on with
    return _Part(f"({left.amount} {sign} {right.amount})", "value" if sign == "/" else "number")


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or len(found) > 500:
            raise _NotTheSame
        kind = str(match.lastgroup)
        token = match.group(kind)
        if kind == "name" and token in _WORDS and (not found or found[-1] != ("sign", ".")):
            kind, token = "sign", _WORDS[token]
        found.append((kind, token))
        at = match.end()
    return found


def _name(text: str) -> str:
    if not text.isidentifier() or not text.isascii() or text in _FEEL_WORDS or text in _WORDS:
        raise _NotTheSame
    return text


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])
