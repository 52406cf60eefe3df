"""Where a path was cloned from: what its file says (property `mustervorlage`: key, version, mark)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from engine import bpmn
from engine.bpmn import dialects
from engine.bpmn.namespaces import bpmn as name

PROPERTY = "mustervorlage"
_SAID = re.compile(r"([a-z0-9][a-z0-9-]*)\s*,\s*(\d{1,6})\s*,\s*([0-9a-f]{8,64})")
MARK = 16
"""Hex digits of the SHA-256 of the template's BPMN file."""


@dataclass(frozen=True, slots=True)
class Origin:
    """`key`: slug of a Mustervorlage, or of the municipality that was cloned."""

    key: str
    version: int
    mark: str

    def __str__(self) -> str:
        return f"{self.key}, {self.version}, {self.mark}"


def mark_of(main: bytes) -> str:
    return sha256(main).hexdigest()[:MARK]


def said_of(content: bytes) -> str:
    """The property as it stands in a file; "" where there is none. Raises InvalidInput("bpmn.unreadable")."""
    document = bpmn.read(content)
    for process in document.root.findall(name("process")):
        if said := dialects.properties(process).get(PROPERTY):
            return said
    return ""


def origin_in(content: bytes) -> Origin | None:
    """None also where the property cannot be understood."""
    found = _SAID.fullmatch(said_of(content).strip())
    return None if found is None else Origin(found[1], int(found[2]), found[3])


def origin_columns(content: bytes) -> dict[str, Any]:
    """Of the deployment."""
    found = origin_in(content)
    return {} if found is None else {"origin": found.key, "origin_version": found.version, "origin_hash": found.mark}


def origin_of_row(row: Mapping[str, Any]) -> Origin | None:
    """From the deployment."""
    return Origin(row["origin"], row["origin_version"], row["origin_hash"]) if row["origin"] else None
