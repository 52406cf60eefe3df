"""Findings about one form, and what every reader of a component needs: its place, its formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import feel
from engine.formdefs.coercion import token_of
from engine.formdefs.expressions import formula, pieces, strip_marker
from engine.formdefs.model import CONTAINER_TYPES, Component
from engine.sentences import joined, say
from engine.terms import Finding, Severity, Zone

MAX_WORDING = 20_000


@dataclass(slots=True)
class Names:
    """Names written at one level (top or row): dotted key -> whether something lies below it."""

    taken: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a component stands: breadcrumb of labels, path so far, names around it, what it inherits."""

    crumbs: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    names: Names = field(default_factory=Names)
    in_row: bool = False
    zone: Zone | None = None
    disabled: bool = False
    conditional: bool = False


class Report:
    """Collects findings; `line_of` finds the line of an id or key in the file."""

    def __init__(self, line_of: Callable[[str], int | None]) -> None:
        self.findings: list[Finding] = []
        self._line_of = line_of

    def error(
        self, code: str, message: str, at: Component | None, hint: str = "", crumbs: tuple[str, ...] = ()
    ) -> None:
        self._add(code, message, at, hint, crumbs, Severity.ERROR)

    def warn(self, code: str, message: str, at: Component | None, hint: str = "", crumbs: tuple[str, ...] = ()) -> None:
        self._add(code, message, at, hint, crumbs, Severity.WARNING)

    def _add(
        self, code: str, message: str, at: Component | None, hint: str, crumbs: tuple[str, ...], severity: Severity
    ) -> None:
        ident = (at.id or at.key) if at else ""
        if crumbs:
            message = say("{message} (Stelle: {place})", message=message, place=joined(crumbs, " › "))
        self.findings.append(
            Finding(
                code,
                message,
                severity,
                line=self._line_of(ident) if ident else None,
                element_id=ident or None,
                element_name=(at.label or None) if at else None,
                hint=hint,
            )
        )


class Reader:
    """One component while it is read: `base` grows, findings name it and its place."""

    def __init__(self, owner: Report, raw: Mapping[str, Any], number: int, place: Place) -> None:
        self.owner, self.raw, self.place = owner, raw, place
        kind = str(raw["type"])
        name = self._key_text()
        self.base = Component(
            type=kind,
            key=name,
            id=string(raw.get("id")),
            label=string(raw.get("label"))[:MAX_WORDING],
            description=string(raw.get("description"))[:MAX_WORDING],
        )
        self.crumbs = (
            *place.crumbs,
            self.base.label or name or say("{number}. Element ({kind})", number=number, kind=kind[:30]),
        )

    def error(self, code: str, message: str, hint: str = "") -> None:
        self.owner.error(code, message, self.base, hint, self.crumbs)

    def warn(self, code: str, message: str, hint: str = "") -> None:
        self.owner.warn(code, message, self.base, hint, self.crumbs)

    def _key_text(self) -> str:
        name = "path" if self.raw["type"] in CONTAINER_TYPES else "key"
        return string(self.raw.get(name)).strip()

    def formula(self, text: Any, what: str) -> str:
        """FEEL without its marker, "" when it is unusable (which is a finding)."""
        if not isinstance(text, str):
            self.error("form.feel", say("{what} ist kein FEEL-Ausdruck.", what=what))
            return ""
        body = strip_marker(text)
        try:
            unknown = sorted(formula(body).unknown_functions)
        except feel.FeelSyntaxError as error:
            self.error(
                "form.feel",
                say(
                    "{what} ist kein gültiger FEEL-Ausdruck („{body}“): {message}",
                    what=what,
                    body=body[:80],
                    message=error.message,
                ),
                say("Die Stelle ist Zeichen {position}.", position=error.position + 1),
            )
            return ""
        if unknown:
            self.error(
                "form.feel_function",
                say("{what} ruft eine unbekannte Funktion auf: {unknown}.", what=what, unknown=", ".join(unknown)),
                say("Bitte verwenden Sie nur Funktionen, die FEEL kennt."),
            )
            return ""
        return body

    def check_wording(self, text: str) -> None:
        for is_feel, part in pieces(text):
            if is_feel and part.startswith(("#", "/")):
                self.error(
                    "form.template",
                    say("Der Textbaustein {{{{{part}}}}} ist nicht möglich.", part=part[:40]),
                    say("Bitte verwenden Sie einen FEEL-Ausdruck (if … then … else …)."),
                )
            elif is_feel:
                self.formula(part, say("Der Platzhalter im Text"))


def string(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, (dict, list)) else token_of(value)
