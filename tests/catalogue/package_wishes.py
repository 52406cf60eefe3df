"""What two people may do to one small package; what each wish is about is known before anything is merged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from engine.catalogue.merging import PATH
from tests.bpmn.merging.wishes import Dice, contested, kept, village
from tests.bpmn.merging.wishes import Wish as PathWish

FORM, TABLE, STORY = "angaben.form", "vorschlag.dmn", "einigung.rehearsal.yaml"


@dataclass(frozen=True)
class Wish:
    """`touched`: whoever wishes several things at once touches each of these once. `spot`, `value`: two wishes with
    one spot and other values contradict each other; so does one that takes a whole away and one about it."""

    file: str
    said: str
    spot: str
    value: str
    touched: frozenset[str]
    done: Callable[[bytes], bytes] = field(compare=False, repr=False)
    held: Callable[[bytes], bool] = field(compare=False, repr=False)
    whole: str = ""
    """What it takes away."""
    of: str = ""
    """What it is about, when it does not take it away."""
    path: PathWish | None = None


def contradictions(one: Wish, other: Wish) -> set[tuple[str, str]]:
    """(file, element) about which the two contradict each other."""
    if one.file != other.file:
        return set()
    if one.path is not None and other.path is not None:
        return {(PATH, key) for key in contested(one.path, other.path)}
    found = set()
    if one.spot == other.spot and one.value != other.value:
        found = {one.of, other.of} if one.file == STORY and one.spot.startswith("gap") else {one.of}
    if one.whole and one.whole == other.of.removesuffix("_in") and not other.spot.startswith("gap"):
        found = {one.whole}
    if other.whole and other.whole == one.of.removesuffix("_in") and not one.spot.startswith("gap"):
        found = {other.whole}
    return {(one.file, element) for element in found}


# ------------------------------------------------------------------ the package
FIELDS = ("a", "b", "c", "d")


def form() -> bytes:
    fields = [{"id": f"f_{key}", "key": key, "type": "textfield", "label": f"Feld {key}"} for key in FIELDS]
    body = {"id": "angaben", "type": "default", "schemaVersion": 19, "components": fields}
    return json.dumps(body, indent=2, ensure_ascii=False).encode()


RULES = ("r1", "r2", "r3", "r4")


def _rule(key: str, was: str, then: str) -> str:
    return (
        f'<rule id="{key}"><description>Weil {key}.</description>'
        f'<inputEntry id="{key}_in"><text>{was}</text></inputEntry>'
        f'<outputEntry id="{key}_out"><text>{then}</text></outputEntry></rule>\n'
    )


def table() -> bytes:
    rules = "".join(_rule(key, str(number), f'"{key}"') for number, key in enumerate(RULES))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="D" namespace="urn:x">\n'
        '<decision id="vorschlag" name="Vorschlag"><decisionTable id="tabelle" hitPolicy="FIRST">\n'
        '<input id="ein" label="Stufe"><inputExpression id="aus"><text>stufe</text></inputExpression></input>\n'
        f'<output id="weg" name="weg" typeRef="string"/>\n{rules}</decisionTable></decision></definitions>\n'
    ).encode()


STEPS = ("eins", "zwei", "drei", "vier", "fuenf")


def _step(key: str) -> str:
    return f"  # Zu {key}\n  - do: {key}\n    as: gruppe\n    with:\n      wert: 1  # von Hand\n      wort: ja\n"


def story() -> bytes:
    steps = "".join(map(_step, STEPS))
    return f"# Eine Geschichte\nname: Einigung\nprocess: konfliktweg_dorf\nsteps:\n{steps}ends: {{at: ende}}\n".encode()


def package() -> dict[str, bytes]:
    return {PATH: village(), FORM: form(), TABLE: table(), STORY: story()}


# ------------------------------------------------------------------ wishes
def _path_wish(seed: int) -> Wish:
    wish = Dice(seed, village()).wish()
    return Wish(
        PATH,
        wish.said,
        wish.said,
        "",
        wish.touched,
        wish.done,
        lambda content: not list(kept(content, [wish])),
        path=wish,
    )


def components(content: bytes) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in json.loads(content)["components"]}


def _form_wish(kind: str, key: str, value: str, side: str) -> Wish:
    name, new = f"f_{key}", f"neu_{side}_{key}"

    def done(content: bytes) -> bytes:
        found = json.loads(content)
        at = next(number for number, each in enumerate(found["components"]) if each["id"] == name)
        match kind:
            case "label":
                found["components"][at]["label"] = value
            case "rule":
                found["components"][at]["validate"] = {"maxLength": int(value)}
            case "gone":
                del found["components"][at]
            case "new":
                new_field = {"id": new, "key": new, "type": "textfield", "label": value}
                found["components"].insert(at + 1, new_field)
        return json.dumps(found, indent=2, ensure_ascii=False).encode()

    def held(content: bytes) -> bool:
        found = components(content)
        match kind:
            case "label":
                return found.get(name, {}).get("label") == value
            case "rule":
                return bool(found.get(name, {}).get("validate") == {"maxLength": int(value)})
            case "gone":
                return name not in found
        return new in found

    if kind in ("gone", "new"):
        value = ""
    spot = f"{kind} {new if kind == 'new' else key}"
    said = f"{kind} {key} {value}"
    of = "" if kind in ("gone", "new") else key
    return Wish(FORM, said, spot, value, frozenset({f"form {key}"}), done, held, key if kind == "gone" else "", of)


def _rules(content: bytes) -> dict[str, etree._Element]:
    return {node.get("id", ""): node for node in etree.fromstring(content).iter("{*}rule")}


def _table_wish(kind: str, key: str, value: str, side: str) -> Wish:
    new = f"neu_{side}_{key}"

    def done(content: bytes) -> bytes:
        text = content.decode()
        (whole,) = re.findall(rf'<rule id="{key}">.*?</rule>\n', text)
        match kind:
            case "cell":
                told = re.sub(r"(_in\"><text>)[^<]*", rf"\g<1>{value}", whole)
            case "why":
                told = re.sub(r"(<description>)[^<]*", rf"\g<1>{value}", whole)
            case "gone":
                told = ""
            case _:
                told = whole + _rule(new, value, f'"{new}"')
        return text.replace(whole, told).encode()

    def held(content: bytes) -> bool:
        found = _rules(content)
        match kind:
            case "cell":
                return key in found and found[key].findtext("{*}inputEntry/{*}text") == value
            case "why":
                return key in found and found[key].findtext("{*}description") == value
            case "gone":
                return key not in found
        return new in found

    if kind in ("gone", "new"):
        said_value = ""
    else:
        said_value = value
    spot = f"{kind} {new if kind == 'new' else key}"
    of = {"cell": f"{key}_in", "why": key}.get(kind, "")
    rule = key if kind == "gone" else ""
    return Wish(TABLE, f"{kind} {key} {value}", spot, said_value, frozenset({f"table {key}"}), done, held, rule, of)


def told(content: bytes) -> dict[str, dict[str, Any]]:
    """Steps by what they do."""
    from engine.catalogue.rehearsal import Do, read

    found, findings = read(content)
    assert found is not None, findings
    return {step.element: dict(step.values) | {"as": step.by} for step in found.steps if isinstance(step, Do)}


def _story_wish(kind: str, key: str, value: str, side: str) -> Wish:
    new = f"neu_{value}"

    def done(content: bytes) -> bytes:
        text = content.decode()
        (whole,) = re.findall(rf"  # Zu {key}\n  - do: {key}\n(?:    .*\n)*", text)
        match kind:
            case "value":
                changed = whole.replace("wert: 1 ", f"wert: {value} ")
            case "group":
                changed = whole.replace("as: gruppe", f"as: gruppe_{value}")
            case "gone":
                changed = ""
            case _:
                changed = whole + f"  # Neu\n  - do: {new}\n    as: gruppe\n"
        return text.replace(whole, changed).encode()

    def held(content: bytes) -> bool:
        found = told(content)
        match kind:
            case "value":
                return key in found and str(found[key]["wert"]) == value
            case "group":
                return key in found and found[key]["as"] == f"gruppe_{value}"
            case "gone":
                return key not in found
        return new in found

    number = STEPS.index(key)
    behind = STEPS[number + 1] if number + 1 < len(STEPS) else ""
    touched = {f"story {key}", *([f"story {behind}"] if kind == "new" else ())}
    spot = f"gap {number}" if kind == "new" else f"{kind} {key}"
    of = "" if kind == "gone" else new if kind == "new" else key
    said = "" if kind == "gone" else value
    return Wish(
        STORY, f"{kind} {key} {value}", spot, said, frozenset(touched), done, held, key if kind == "gone" else "", of
    )


def _one(side: str) -> st.SearchStrategy[Wish]:
    def of(make: Callable[[str, str, str, str], Wish], kinds: str, keys: tuple[str, ...]) -> st.SearchStrategy[Wish]:
        parts = (st.sampled_from(kinds.split()), st.sampled_from(keys), st.sampled_from("89"))
        return st.tuples(*parts).map(lambda drawn: make(*drawn, side))

    return st.one_of(
        st.integers(0, 10_000).map(_path_wish),
        of(_form_wish, "label rule gone new", FIELDS),
        of(_table_wish, "cell why gone new", RULES),
        of(_story_wish, "value group gone new", STEPS),
    )


def sides(side: str) -> st.SearchStrategy[list[Wish]]:
    """What one person wants at once: no wish touches what another one does."""

    def apart(found: list[Wish]) -> list[Wish]:
        kept: list[Wish] = []
        for wish in found:
            if all(wish.file != other.file or wish.touched.isdisjoint(other.touched) for other in kept):
                kept.append(wish)
        return kept

    return st.lists(_one(side), min_size=1, max_size=8).map(apart)


def done(files: Mapping[str, bytes], wishes: list[Wish]) -> dict[str, bytes]:
    made = dict(files)
    for wish in wishes:
        made[wish.file] = wish.done(made[wish.file])
    return made


__all__ = ["FORM", "STORY", "TABLE", "Wish", "contradictions", "done", "package", "sides", "told"]
