"""Forms: each contradiction about a field as a question in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.catalogue.merging.coming import asked_of
from engine.catalogue.merging.held import UNCHANGED
from engine.catalogue.merging.model import Decided, MergedFile, Question
from engine.catalogue.telling.forms import form_differences
from engine.errors import InvalidInput
from engine.formdefs.applying import applied
from engine.formdefs.differing import ABSENT, Added, At, Change, Changed, Item, Moved, Removed, Tree, spots
from engine.formdefs.locks import LOCKED, UNTIL
from engine.formdefs.merging import FormConflict, merge_form
from engine.formdefs.patching import parsed_form, patched
from engine.sentences import Sentence, joined, say

PROPERTIES: Mapping[str, Sentence] = {
    "label": say("Beschriftung"),
    "description": say("Hinweis"),
    "type": say("Art des Feldes"),
    "key": say("Name für Bedingungen"),
    "text": say("Text"),
    "required": say("Pflichtangabe"),
    "minLength": say("Mindestlänge"),
    "maxLength": say("Höchstlänge"),
    "min": say("kleinster Wert"),
    "max": say("größter Wert"),
    "pattern": say("Muster"),
    "patternErrorMessage": say("Meldung zum Muster"),
    "hide": say("wird verborgen, wenn"),
    "defaultValue": say("Vorgabe"),
    "readonly": say("nur zum Lesen"),
    "disabled": say("gesperrt"),
    "valuesKey": say("Auswahl aus"),
    "valuesExpression": say("Auswahl aus"),
    "values": say("Auswahl"),
    "expression": say("Berechnung"),
    "columns": say("Breite"),
    "row": say("Zeile"),
    "schutzzone": say("Schutzzone"),
    "personenbezug": say("Personenbezug"),
    "zweck": say("Zweck"),
    "loeschklasse": say("Löschklasse"),
    "regel": say("Regel"),
    "regel_text": say("Meldung zur Regel"),
    "prefixAdorner": say("Zeichen davor"),
    "suffixAdorner": say("Zeichen dahinter"),
    "id": say("Kennung"),
}
MOST = 3
MARKS = (LOCKED, UNTIL)


def merged_form(name: str, base: bytes, theirs: bytes, ours: bytes, decided: Decided) -> MergedFile:
    """Raises InvalidInput where one of the three is no form."""
    merged = merge_form(base, theirs, ours, decided=decided)
    return asked_of(name, ours, merged.content, merged.conflicts, lambda: _Teller(name, base, theirs, ours).question)


class _Teller:
    def __init__(self, file: str, base: bytes, theirs: bytes, ours: bytes) -> None:
        self.file, self.base = file, base
        self.form = parsed_form(base)
        trees = (self.form, parsed_form(theirs), parsed_form(ours))
        self.states = [{name: spot.content for name, spot in spots(tree).items()} for tree in trees]

    def question(self, conflict: FormConflict) -> Question:
        keys = tuple(dict.fromkeys(self._key(name) for name in conflict.components if name))
        key = f"{self.file}#{conflict.key}"
        pairs = [
            (one, other)
            for one in conflict.theirs
            for other in conflict.ours
            if isinstance(one, Changed) and isinstance(other, Changed) and one.at == other.at
        ]
        met = {id(other) for _, other in pairs}
        alone = [change for change in conflict.ours if id(change) not in met]
        if len(conflict.theirs) == len(pairs) and all(isinstance(change, Changed) for change in alone):
            pairs += [(replace(c, new=c.old), c) for c in alone if isinstance(c, Changed)]  # locked, and left as it was
            whats = [self._what(one.at) for one, _ in pairs]
            title = self._title(joined(whats[:MOST]), conflict.components)
            columns = [self._values(whats, values) for values in self._columns(pairs)]
            return Question(key, self.file, keys, title, *columns)
        sides = (self._wanted(wanted) for wanted in (conflict.theirs, conflict.ours))
        was = tuple(self._described(name) for name in conflict.components)
        return Question(key, self.file, keys, self._about(conflict.components), was, *sides)

    # -- names
    def _component(self, name: str) -> Tree:
        return next((state[name] for state in self.states if name in state), {})

    def _key(self, name: str) -> str:
        return str(self._component(name).get("key") or name)

    def _name(self, name: str) -> str:
        component = self._component(name)
        said = component.get("label") or component.get("text") or component.get("key") or name
        return " ".join(str(said).split())[:60]

    def _phrase(self, name: str) -> str:
        if not name:
            return say("Das Formular als Ganzes")
        kind = self._component(name).get("type")
        if kind in ("group", "dynamiclist"):
            return say("Gruppe „{name}“", name=self._name(name))
        if kind in ("text", "html"):
            return say("Text „{name}“", name=self._name(name))
        return say("Feld „{name}“", name=self._name(name))

    def _about(self, components: Sequence[str]) -> str:
        named = joined(self._phrase(name) for name in components[:MOST])
        if len(components) <= MOST:
            return named
        return say("{names} und {number} weitere", names=named, number=len(components) - MOST)

    def _title(self, what: str, components: Sequence[str]) -> str:
        if len(components) == 1 and components[0]:
            return say("{what} von „{name}“", what=what, name=self._name(components[0]))
        return say("{what}: {about}", what=what, about=self._about(components))

    # -- one value against another
    def _what(self, at: At) -> str:
        """What of a field: the last step of the path that has a name, and the option where it is one of those."""
        last = next((step for step in reversed(at.path) if isinstance(step, str)), "")
        label = PROPERTIES.get(last) or say("Angabe „{name}“", name=last)
        item = next((step for step in at.path if isinstance(step, Item)), None)
        return say("{what} der Auswahl „{name}“", what=label, name=item.name) if item is not None else label

    def _columns(self, pairs: Sequence[tuple[Changed, Changed]]) -> Iterator[list[Any]]:
        yield [one.old for one, _ in pairs]
        yield [one.new for one, _ in pairs]
        yield [other.new for _, other in pairs]

    def _values(self, whats: Sequence[str], values: Sequence[Any]) -> tuple[str, ...]:
        if len(values) == 1:
            return (shown_value(values[0]),)
        pairs = zip(whats, values, strict=True)
        return tuple(say("{what}: {value}", what=what, value=shown_value(value)) for what, value in pairs)

    # -- whole sentences
    def _described(self, name: str) -> str:
        if name and name not in self.states[0]:
            return say("{field}: gibt es noch nicht", field=self._phrase(name))
        return self._phrase(name)

    def _wanted(self, changes: Sequence[Change]) -> tuple[str, ...]:
        """What one side changes in the form so far, as sentences."""
        if all(map(_is_mark, changes)):
            return (UNCHANGED,)
        try:
            told = tuple(form_differences(self.base, patched(self.base, applied(self.form, changes))))
        except InvalidInput:
            told = ()
        return told or tuple(dict.fromkeys(self._said(change) for change in changes))

    def _said(self, change: Change) -> str:
        if isinstance(change, Changed):
            said = {"what": self._what(change.at), "value": shown_value(change.new)}
            return say("{field}: {what} ist {value}.", field=self._phrase(change.at.component), **said)
        holder = change.new if isinstance(change, Moved) else change.parent
        if change.by:
            said = {"field": self._phrase(holder.component), "name": change.name}
            return _of_option(change, said)
        field = self._phrase(change.name)
        match change:
            case Added():
                return say("{field} ist neu.", field=field)
            case Removed():
                return say("{field} entfällt.", field=field)
        return say("{field} steht an anderer Stelle.", field=field)


def _is_mark(change: Change) -> bool:
    """That a field is locked now, and no more."""
    if not isinstance(change, Changed) or change.at.path[:1] != ("properties",):
        return False
    if len(change.at.path) > 1:
        return change.at.path[1] in MARKS
    return change.old is ABSENT and isinstance(change.new, dict) and change.new.keys() <= set(MARKS)


def _of_option(change: Added | Removed | Moved, said: Mapping[str, str]) -> str:
    match change:
        case Added():
            return say("{field}: „{name}“ steht neu zur Auswahl.", **said)
        case Removed():
            return say("{field}: „{name}“ steht nicht mehr zur Auswahl.", **said)
    return say("{field}: „{name}“ steht an anderer Stelle der Auswahl.", **said)


def shown_value(value: Any) -> str:
    """A value of a form's file in one line."""
    if value is ABSENT or value is None or value == "":
        return say("keine Angabe")
    if isinstance(value, bool):
        return say("ja") if value else say("nein")
    if isinstance(value, list):
        return joined(shown_value(each) for each in value)
    if isinstance(value, dict):
        named = value.get("label") or value.get("value")
        if named:
            return str(named)
        return joined(
            say("{what}: {value}", what=PROPERTIES.get(key, key), value=shown_value(each))
            for key, each in value.items()
        )
    return " ".join(str(value).removeprefix("=").split())
