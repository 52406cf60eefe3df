"""The smallest forms: `form(textfield("name", required=True))`."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from engine.formdefs import FormDefinition, read

NOW = dt.datetime(2026, 6, 3, 12, 0, tzinfo=dt.UTC)


def content(*components: Any, **head: Any) -> bytes:
    return json.dumps({"id": "f", "type": "default", "schemaVersion": 19, "components": components, **head}).encode()


def form(*components: Any) -> FormDefinition:
    return read(content(*components))


def field(
    kind: str, key: str, *, hide: str = "", validate: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "key": key, "label": key.title(), **more}
    if validate is not None:
        made["validate"] = validate
    if hide:
        made["conditional"] = {"hide": f"={hide}"}
    return made


def choice(kind: str, key: str, *values: Any, **more: Any) -> dict[str, Any]:
    return field(kind, key, values=[{"label": f"Wert {value}", "value": value} for value in values], **more)


def group(*components: Any, path: str = "", label: str = "Gruppe", **more: Any) -> dict[str, Any]:
    return {"type": "group", "label": label, "components": list(components), **({"path": path} if path else {}), **more}


def rows(path: str, *components: Any, **more: Any) -> dict[str, Any]:
    return {"type": "dynamiclist", "label": path.title(), "path": path, "components": list(components), **more}


REQUIRED = {"required": True}
