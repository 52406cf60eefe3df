"""Scenes and acts on their way from one process to another: JSON, with FEEL values as they are."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from engine.catalogue.findings import finding_of
from engine.catalogue.rehearsal.scene import Scene, SceneJob, SceneMoment, SceneTask, SceneWait
from engine.catalogue.rehearsal.telling import Detail, StoryLine
from engine.feel.codec import decode, encode

KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (Scene, SceneTask, SceneJob, SceneWait, SceneMoment, StoryLine, Detail)
}
VALUES = frozenset(
    {("SceneTask", "data"), ("SceneJob", "payload"), ("SceneWait", "correlation"), ("Scene", "variables")}
)
"""What holds FEEL values."""
MOMENTS = frozenset({"now", "due"})


def packed_values(value: Any) -> str:
    return b64encode(encode(value)).decode("ascii")


def unpacked_values(text: str) -> Any:
    return decode(b64decode(text))


def to_plain(found: Any) -> dict[str, Any]:
    """One of KINDS as JSON."""
    kind = type(found).__name__
    return {"is": kind, **{field.name: _plain(kind, field.name, getattr(found, field.name)) for field in fields(found)}}


def from_plain(raw: Mapping[str, Any]) -> Any:
    """The same again."""
    kind = raw["is"]
    return KINDS[kind](**{name: _back(kind, name, value) for name, value in raw.items() if name != "is"})


def _plain(kind: str, name: str, value: Any) -> Any:
    if value is not None and (kind, name) in VALUES:
        return packed_values(_kept(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if name == "findings":
        return [finding.as_json() for finding in value]
    if isinstance(value, tuple):
        return [to_plain(item) if type(item).__name__ in KINDS else item for item in value]
    return value


def _back(kind: str, name: str, value: Any) -> Any:
    if value is not None and (kind, name) in VALUES:
        return unpacked_values(value)
    if isinstance(value, str) and name in MOMENTS:
        return datetime.fromisoformat(value)
    if name == "findings":
        return tuple(finding_of(item) for item in value)
    if isinstance(value, list):
        return tuple(from_plain(item) if isinstance(item, dict) else item for item in value)
    return value


def _kept(value: Any) -> Any:
    """Without functions, which nobody can keep."""
    if not isinstance(value, Mapping):
        return value
    found = {}
    for name, item in value.items():
        try:
            encode(item)
        except (TypeError, ValueError):
            continue
        found[name] = item
    return found
