"""Adding, changing, moving and deleting a field of a form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from engine.errors import InvalidInput
from engine.formdefs.editing.lines import PROTECTED_BY, FieldKind, Line, Wanted, lines, options_text, parsed
from engine.formdefs.model import CHOICE_TYPES, RULE, RULE_TEXT
from engine.formdefs.reading import check
from engine.naming import slug, unique
from engine.sentences import say
from engine.terms import Severity

_INDENT = re.compile(r'\n([ \t]+)"')
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edited:
    """`said`: a German sentence; `place`: of the field to look at next, "" for none."""

    content: bytes
    said: str
    place: str


def add(content: bytes, wanted: Wanted) -> Edited:
    """A new field at the end. Raises InvalidInput with a code of form.key_…, form.label or form.options."""
    form = parsed(content)
    components: list[Any] = form.setdefault("components", [])
    _insist(wanted)
    taken = {str(raw.get(name)) for raw in _all(components) for name in ("key", "path", "id")}
    raw: Raw = {"type": wanted.kind.value}
    if wanted.kind is FieldKind.DATE:
        raw["subtype"] = "date"
    if wanted.kind is not FieldKind.WORDS:
        raw["key"] = wanted.key.strip() or unique(slug(wanted.label, "feld"), taken)
    _write(raw, wanted)
    raw["id"] = unique(f"feld_{raw.get('key') or slug(wanted.label, 'text')}", taken)
    components.append(raw)
    said = say("„{name}“ steht jetzt am Ende.", name=_name(raw))
    return Edited(_checked(content, form), said, str(len(components) - 1))


def change(content: bytes, place: str, wanted: Wanted) -> Edited:
    """`wanted.kind` does not count: a field stays what it is. Raises as `add`, and InvalidInput("form.place")."""
    form, line = parsed(content), _line(content, place)
    if line.kind is None:
        raise InvalidInput("form.place", say("Dieses Element ändern Sie im Formulareditor."))
    wanted = replace(wanted, kind=line.kind, key=wanted.key or line.key)
    _insist(wanted)
    siblings, index = _at(form, place)
    raw: Raw = siblings[index]
    if line.is_field and wanted.key.strip() != line.key:
        raw["key"] = wanted.key.strip()
    _write(raw, wanted, line)
    return Edited(_checked(content, form), say("„{name}“ ist geändert.", name=_name(raw)), place)


def delete(content: bytes, place: str) -> Edited:
    form, line = parsed(content), _line(content, place)
    siblings, index = _at(form, place)
    del siblings[index]
    near = f"{place.rpartition('.')[0]}.{max(index - 1, 0)}".lstrip(".") if siblings else ""
    return Edited(_written(content, form), say("„{name}“ ist gelöscht.", name=_named(line)), near)


def move_up(content: bytes, place: str) -> Edited:
    return _moved(
        content, place, -1, lambda one, other: say("„{one}“ steht jetzt vor „{other}“.", one=one, other=other)
    )


def move_down(content: bytes, place: str) -> Edited:
    return _moved(
        content, place, 1, lambda one, other: say("„{one}“ steht jetzt nach „{other}“.", one=one, other=other)
    )


def _moved(content: bytes, place: str, by: int, tell: Callable[[str, str], str]) -> Edited:
    """Among its neighbours: out of its group a field does not go."""
    form, line = parsed(content), _line(content, place)
    siblings, index = _at(form, place)
    to = index + by
    if not 0 <= to < len(siblings):
        raise InvalidInput("form.place", say("„{name}“ steht schon dort.", name=_named(line)))
    siblings[index], siblings[to] = siblings[to], siblings[index]
    above = place.rpartition(".")[0]
    said = tell(_named(line), _name(siblings[index]))
    return Edited(_written(content, form), said, f"{above}.{to}".lstrip("."))


# ------------------------------------------------------------------ what stands in the file
def _write(raw: Raw, wanted: Wanted, before: Line | None = None) -> None:
    """Only what differs from `before`: the rest keeps the form that the designer gave it."""
    label = wanted.label.strip()
    if wanted.kind is FieldKind.WORDS:
        raw["text"] = label
        return
    if before is None or before.label != label:
        if wanted.kind is FieldKind.DATE:
            raw["timeLabel" if raw.get("subtype") == "time" else "dateLabel"] = label
        if wanted.kind is not FieldKind.DATE or before is None or "label" in raw:
            raw["label"] = label
    if (before.description if before else "") != wanted.description.strip():
        _set(raw, "description", wanted.description.strip())
    if (before.required if before else False) != wanted.required:
        rules = {**raw.get("validate", {})}
        _set(rules, "required", wanted.required)
        _set(raw, "validate", rules)
    _write_rule(raw, wanted, before)
    _write_protection(raw, wanted)
    text = wanted.options.replace("\r\n", "\n").strip()
    if wanted.kind in CHOICE_TYPES and (before is None or options_text(before.options).strip() != text):
        known = {_key(value): value for _label, value in before.options} if before else {}
        raw["values"] = [{"label": label, "value": known.get(value, value)} for label, value in _read(text)]


def _write_rule(raw: Raw, wanted: Wanted, before: Line | None) -> None:
    """The rule over several fields and its sentence, beside the other properties of the field."""
    known = (before.rule, before.rule_text) if before else ("", "")
    for name, old, new in zip((RULE, RULE_TEXT), known, (wanted.rule, wanted.rule_text), strict=True):
        text = new.replace("\r\n", "\n").strip()
        if text == old.strip():
            continue
        properties = {**raw["properties"]} if isinstance(raw.get("properties"), dict) else {}
        _set(properties, name, f"={text}" if name == RULE and text and not text.startswith("=") else text)
        _set(raw, "properties", properties)


def _write_protection(raw: Raw, wanted: Wanted) -> None:
    known = raw["properties"] if isinstance(raw.get("properties"), dict) else {}
    properties = {**known}
    for own, name in PROTECTED_BY.items():
        new = getattr(wanted.protection, own)
        if new is not None and new.strip() != known.get(name, ""):
            _set(properties, name, new.strip())
    if properties != known:
        _set(raw, "properties", properties)


def _set(raw: Raw, name: str, value: Any) -> None:
    if value:
        raw[name] = value
    else:
        raw.pop(name, None)


def _key(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read(text: str) -> Iterator[tuple[str, str]]:
    """(label, value) of each line."""
    for line in text.splitlines():
        value, equals, label = (part.strip() for part in line.partition("="))
        if value:
            yield (label, value) if equals and label else (value, value)


def _insist(wanted: Wanted) -> None:
    if not wanted.label.strip():
        text = say("Was soll dort stehen? Bitte schreiben Sie den Text.")
        field = say("Wonach wird gefragt? Bitte geben Sie dem Feld eine Beschriftung.")
        raise InvalidInput("form.label", text if wanted.kind is FieldKind.WORDS else field)
    if wanted.kind in CHOICE_TYPES and not [*_read(wanted.options)]:
        raise InvalidInput(
            "form.options", say("Was kann man wählen? Bitte schreiben Sie eine Möglichkeit in jede Zeile.")
        )


def _checked(content: bytes, form: Raw) -> bytes:
    """The new content; refused with the sentence of the first error that the old one did not have."""
    made = _written(content, form)
    known = {(each.code, each.message) for each in check(content)}
    for finding in check(made):
        if finding.severity is Severity.ERROR and (finding.code, finding.message) not in known:
            raise InvalidInput(finding.code, " ".join(filter(None, (finding.message, finding.hint))))
    return made


def _written(content: bytes, form: Raw) -> bytes:
    text = content.decode("utf-8-sig")
    found = _INDENT.search(text)
    made = json.dumps(form, ensure_ascii=False, indent=found[1] if found else 2)
    if "\r\n" in text:
        made = made.replace("\n", "\r\n")
    return (made + text[len(text.rstrip()) :]).encode()


def _all(components: list[Any]) -> Iterator[Raw]:
    for raw in components:
        if isinstance(raw, dict):
            yield raw
            yield from _all(raw["components"] if isinstance(raw.get("components"), list) else [])


def _line(content: bytes, place: str) -> Line:
    """Raises InvalidInput("form.place")."""
    for line in lines(content):
        if line.place == place:
            return line
    raise InvalidInput("form.place", say("Dieses Feld gibt es nicht mehr. Sehen Sie in der Liste nach."))


def _at(form: Raw, place: str) -> tuple[list[Any], int]:
    """The list in which it stands, and where. The place exists."""
    siblings: list[Any] = form["components"]
    *above, index = map(int, place.split("."))
    for number in above:
        siblings = siblings[number]["components"]
    return siblings, index


def _named(line: Line) -> str:
    return _short(line.label or line.key or line.type)


def _name(raw: Raw) -> str:
    found = (raw.get("label"), raw.get("dateLabel"), raw.get("text"), raw.get("key"), raw.get("type"))
    return _short(next((each for each in found if isinstance(each, str) and each), ""))


def _short(text: str) -> str:
    line = text.lstrip("# *").splitlines()[0].rstrip("* ") if text.strip() else text
    return line if len(line) <= 60 else f"{line[:59]}…"
