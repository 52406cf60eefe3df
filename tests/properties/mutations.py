"""Real files, broken: bytes, tags, attributes, texts and numbers changed, moved, doubled or taken away; seeded."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

from tests.properties.nasty import NASTY

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
TCK = ROOT.parent / "shared" / "dmn-tck" / "cases"
_TAG = re.compile(rb"<[^!?][^>]*>")
_VALUE = re.compile(rb'="([^"]*)"|>([^<>]+)<')


def seeds() -> dict[str, list[bytes]]:
    """File ending -> contents to start from."""
    folders = [ROOT / "processes", ROOT / "processes" / "_library", ROOT / "forms" / "definitions"]
    folders += [SAMPLES / "miwg", SAMPLES / "camunda7"]
    found: dict[str, list[bytes]] = {".bpmn": [], ".dmn": [], ".form": []}
    for folder in folders:
        for path in sorted(folder.glob("*")):
            if path.suffix in found:
                found[path.suffix].append(path.read_bytes())
    found[".dmn"] += [path.read_bytes() for path in sorted(TCK.glob("*/*/*.dmn"))]
    return found


def mutated(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        content = chance.choice(_WAYS)(chance, content, others)
    return content[:2_000_000]


def _value(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """Another value: a nasty one, or one from elsewhere in the file."""
    found = list(_VALUE.finditer(content))
    if not found:
        return content
    spot, donor = chance.choice(found), chance.choice(found)
    group = 1 if spot.group(1) is not None else 2
    new = donor.group(1) or donor.group(2) or b""
    if chance.random() < 0.6:
        text = chance.choice(NASTY)
        new = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode()
    return content[: spot.start(group)] + new + content[spot.end(group) :]


def _tag(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """A tag taken away, doubled, or put elsewhere."""
    found = list(_TAG.finditer(content))
    if not found:
        return content
    spot, place = chance.choice(found), chance.choice(found).start()
    tag = spot.group()
    if chance.random() < 0.4:
        return content[: spot.start()] + content[spot.end() :]
    if chance.random() < 0.5:
        other = chance.choice(others)
        tag = chance.choice(_TAG.findall(other) or [tag])
    return content[:place] + tag + content[place:]


def _element(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """A whole stretch between two tags, copied or removed: mostly still well-formed where they are siblings."""
    found = list(re.finditer(rb"<((?:\w+:)?(\w+))\b[^>]*/>|<((?:\w+:)?\w+)\b[^>]*>[^<]*</\3>", content))
    if not found:
        return content
    spot, place = chance.choice(found), chance.choice(found)
    if chance.random() < 0.5:
        return content[: spot.start()] + content[spot.end() :]
    return content[: place.end()] + spot.group() + content[place.end() :]


def _rename(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """One kind of element becomes another, everywhere."""
    names = sorted(set(re.findall(rb"</?(?:\w+:)?(\w+)", content)))
    if not names:
        return content
    old, new = chance.choice(names), chance.choice(names)
    return re.sub(rb"(</?(?:\w+:)?)" + old + rb"\b", lambda m: m.group(1) + new, content)


def _bytes(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    """Noise."""
    if not content:
        return b"\x00"
    at = chance.randrange(len(content))
    noise = chance.randbytes(chance.choice([0, 1, 4]))
    return content[:at] + noise + content[at + chance.choice([0, 1, 100]) :]


_WAYS = [_value, _value, _value, _tag, _element, _element, _rename, _bytes]


def mutated_json(chance: random.Random, content: bytes) -> bytes:
    """A form with entries changed; sometimes no JSON any more."""
    if chance.random() < 0.2:
        return _bytes(chance, content, [])
    try:
        data = json.loads(content)
    except ValueError:
        return content
    for _ in range(chance.choice([1, 2, 5])):
        _change(chance, data)
    return json.dumps(data).encode()


def _change(chance: random.Random, data: Any) -> None:
    nodes = [data]
    for node in nodes:
        children = node.values() if isinstance(node, dict) else node
        nodes += [child for child in children if isinstance(child, (dict, list))]
    node = chance.choice(nodes)
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    if not keys:
        return
    key = chance.choice(keys)
    wild: list[Any] = [None, [], {}, 0, -1, 10**30, True, "", *NASTY, node[key], [node[key]] * 3]
    if chance.random() < 0.2:
        del node[key]
    else:
        node[key] = chance.choice(wild)


__all__ = ["mutated", "mutated_json", "seeds"]
