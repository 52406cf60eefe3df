"""The tree of components: types, names, zones, conditions, groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.formdefs.inputs import InputReader
from engine.formdefs.model import (
    CONTAINER_TYPES,
    DISPLAY_TYPES,
    IGNORED_TYPES,
    REFUSED_TYPES,
    RESERVED_NAMES,
    ROW_NAMES,
    RULE,
    VALUE_TYPES,
    Component,
    FormDefinition,
    walk,
)
from engine.formdefs.reader import MAX_WORDING, Names, Place, Report, string
from engine.sentences import say
from engine.terms import Zone

MAX_COMPONENTS = 500
_KNOWN_TYPES = VALUE_TYPES | CONTAINER_TYPES | DISPLAY_TYPES | REFUSED_TYPES | IGNORED_TYPES
_NAME = re.compile(r"[^\W\d]\w{0,79}")
_KEYWORDS = frozenset(
    {"true", "false", "null", "if", "then", "else", "for", "return", "some", "every"}
    | {"satisfies", "in", "and", "or", "not", "between", "function", "external"}
)
_REFUSALS = {
    "filepicker": say("Dateien gehören in die Unterlagen des Vorgangs; Formulare nehmen keine an."),
    "iframe": say("Fremde Seiten werden in Formularen nicht eingebettet; sie erführen, wer hier arbeitet."),
}


class Walk(Report):
    """Goes through the tree once, collecting components and findings."""

    def __init__(self, line_of: Callable[[str], int | None]) -> None:
        super().__init__(line_of)
        self._count = 0

    def components(self, raw: list[Any], place: Place) -> tuple[Component, ...]:
        found = [self._component(item, number, place) for number, item in enumerate(raw, start=1)]
        return tuple(item for item in found if item is not None)

    def _component(self, raw: Any, number: int, place: Place) -> Component | None:
        self._count += 1
        if self._count > MAX_COMPONENTS:
            if self._count == MAX_COMPONENTS + 1:
                self.error(
                    "form.size",
                    say("Das Formular hat mehr als {most} Elemente.", most=MAX_COMPONENTS),
                    None,
                )
            return None
        if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
            self.error(
                "form.component",
                say("Das {number}. Element ist kein Formularfeld: die Angabe „type“ fehlt.", number=number),
                None,
                crumbs=place.crumbs,
            )
            return None
        return _Reader(self, raw, number, place).read()

    def check_variables(self, definition: FormDefinition) -> None:
        """One name, one zone; and no repeating group that shares its name with a field."""
        zones: dict[str, Component] = {}
        for item in walk(definition.components):
            if not item.path or not (item.holds_value or item.type == "dynamiclist"):
                continue
            name = item.path.split(".", 1)[0]
            first = zones.setdefault(name, item)
            if first.zone is not item.zone:
                self.error(
                    "form.zone_conflict",
                    say(
                        "Die Angabe „{name}“ steht in zwei Schutzzonen ({zone} und {other}).",
                        name=name,
                        zone=first.zone or say("ohne Angabe"),
                        other=item.zone or say("ohne Angabe"),
                    ),
                    item,
                    say("Bitte geben Sie überall dieselbe Schutzzone (zone) an."),
                )


class _Reader(InputReader):
    def __init__(self, owner: Walk, raw: Mapping[str, Any], number: int, place: Place) -> None:
        super().__init__(owner, raw, number, place)
        self.walk = owner

    def read(self) -> Component | None:
        kind = self.base.type
        if kind not in _KNOWN_TYPES:
            self.error(
                "form.component_type",
                say("Die Feldart „{kind}“ ist nicht bekannt.", kind=kind[:40]),
                say("Bitte wählen Sie eine andere Feldart."),
            )
            return None
        if kind in REFUSED_TYPES:
            self.error("form.component_refused", _REFUSALS[kind], say("Bitte entfernen Sie dieses Element."))
            return None
        if kind in IGNORED_TYPES:
            self.warn("form.component_ignored", say("Ein Element der Art „{kind}“ wird nicht angezeigt.", kind=kind))
            return None
        parts = self._parts()
        if parts is None:
            return None
        self._common(parts)
        if self.base.holds_value:
            self.value_part()
        if kind in CONTAINER_TYPES:
            self._children(parts)
        if self.base.property(RULE).strip() and not self.base.is_input:
            self.error(
                "form.rule_place",
                say("Eine Regel ({rule}) steht an einem Element, in das niemand etwas einträgt.", rule=RULE),
                say("Bitte tragen Sie sie an dem Feld ein, an dem ihr Satz stehen soll."),
            )
        if self.base.is_input and not self.base.label.strip():
            self.warn(
                "form.label_missing",
                say("Das Feld hat keine Beschriftung."),
                say("Ohne Beschriftung wissen Vorleseprogramme nicht, was gefragt ist."),
            )
        return self.base

    def _parts(self) -> tuple[str, ...] | None:
        """Key split at dots, checked and taken; () for what writes nothing, None when it is unusable."""
        kind, key = self.base.type, self.base.key
        if kind not in VALUE_TYPES and kind not in CONTAINER_TYPES:
            return ()
        if not key:
            if kind == "group":
                return ()
            self.error(
                "form.key_missing",
                say("Das Feld hat keinen Schlüssel (key) für seine Angabe."),
                say("Bitte tragen Sie einen Schlüssel ein, zum Beispiel „falltyp“."),
            )
            return None
        parts = tuple(key.split("."))
        if not all(_NAME.fullmatch(part) for part in parts) or len(parts) > 5:
            self.error(
                "form.key_invalid",
                say("Der Schlüssel „{key}“ enthält unerlaubte Zeichen.", key=key[:60]),
                say("Erlaubt sind Buchstaben, Ziffern und Unterstrich; der Anfang ist ein Buchstabe."),
            )
            return None
        return parts if self._allowed(parts) and self._take(parts) else None

    def _allowed(self, parts: tuple[str, ...]) -> bool:
        reserved = RESERVED_NAMES | (ROW_NAMES if self.place.in_row else frozenset())
        at_top = not self.place.parts
        for number, part in enumerate(parts):
            if part.startswith("_") or (at_top and number == 0 and part in reserved) or part in _KEYWORDS:
                self.error(
                    "form.key_reserved",
                    say("Der Schlüssel „{part}“ ist vergeben und kann kein Feld benennen.", part=part),
                    say("Bitte wählen Sie einen anderen Schlüssel."),
                )
                return False
        return True

    def _take(self, parts: tuple[str, ...]) -> bool:
        taken = self.place.names.taken
        full = (*self.place.parts, *parts)
        is_group = self.base.type == "group"
        for end in range(1, len(full)):
            if taken.setdefault(".".join(full[:end]), True) is False:
                return self._collision(".".join(full[:end]))
        name = ".".join(full)
        if is_group:
            return taken.setdefault(name, True) or self._collision(name)
        if name in taken:
            return self._collision(name)
        taken[name] = False
        return True

    def _collision(self, name: str) -> bool:
        self.error(
            "form.key_duplicate",
            say("Der Schlüssel „{name}“ ist in diesem Formular schon vergeben.", name=name),
            say("Bitte wählen Sie für jedes Feld einen eigenen Schlüssel."),
        )
        return False

    # -- what all have

    def _common(self, parts: tuple[str, ...]) -> None:
        raw, place = self.raw, self.place
        properties = raw.get("properties")
        pairs = tuple((str(k), string(v)) for k, v in properties.items()) if isinstance(properties, dict) else ()
        layout = raw.get("layout") if isinstance(raw.get("layout"), dict) else {}
        columns = layout.get("columns") if isinstance(layout, dict) else None
        hide = self._hide()
        self.base = replace(
            self.base,
            parts=(*place.parts, *parts),
            path=".".join((*place.path, *parts)),
            disabled=place.disabled or raw.get("disabled") is True,
            readonly=self._readonly(),
            hide=hide,
            conditional=place.conditional or bool(hide),
            properties=pairs,
            zone=self._zone(dict(pairs)),
            row=string(layout.get("row")) if isinstance(layout, dict) else "",
            columns=columns if isinstance(columns, int) and 1 <= columns <= 16 else None,
            content=string(raw.get("text") or raw.get("content") or raw.get("alt"))[:MAX_WORDING],
        )
        for text in (self.base.label, self.base.description, self.base.content):
            self.check_wording(text)

    def _zone(self, properties: Mapping[str, str]) -> Zone | None:
        named = properties.get("zone") or properties.get("schutzzone")
        if not named:
            return self.place.zone
        try:
            return Zone(named)
        except ValueError:
            self.error(
                "form.zone",
                say("Die Schutzzone „{named}“ gibt es nicht.", named=named[:40]),
                say("Möglich sind: {names}.", names=", ".join(Zone)),
            )
            return self.place.zone

    def _hide(self) -> str:
        conditional = self.raw.get("conditional")
        text = conditional.get("hide") if isinstance(conditional, dict) else None
        return self.formula(text, say("Die Bedingung zum Ausblenden")) if text else ""

    def _readonly(self) -> bool | str:
        value = self.raw.get("readonly", False)
        if isinstance(value, str) and value:
            return self.formula(value, say("Die Bedingung für „schreibgeschützt“"))
        return value is True

    def _children(self, parts: tuple[str, ...]) -> None:
        raw, base = self.raw, self.base
        is_list = base.type == "dynamiclist"
        place = Place(
            crumbs=self.crumbs,
            path=(*self.place.path, *parts),
            parts=() if is_list else base.parts,
            names=Names() if is_list else self.place.names,
            in_row=is_list or self.place.in_row,
            zone=base.zone,
            disabled=base.disabled,
            conditional=base.conditional,
        )
        children = raw.get("components")
        found = self.walk.components(children, place) if isinstance(children, list) else ()
        if not found:
            self.warn("form.empty", say("Die Gruppe hat keine Felder."))
        repetitions = raw.get("defaultRepetitions", 1)
        valid = isinstance(repetitions, int) and 0 <= repetitions <= 50
        self.base = replace(
            base,
            components=found,
            repetitions=repetitions if valid else 1,
            add_remove=raw.get("allowAddRemove", True) is not False,
        )
