"""Form files (form-js JSON up to schema version 19) to definitions and findings."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from engine.errors import InvalidInput
from engine.formdefs import jsonfile
from engine.formdefs.across import check_rules
from engine.formdefs.components import Walk
from engine.formdefs.expressions import names_read
from engine.formdefs.model import FormDefinition, is_dynamic
from engine.formdefs.model import walk as all_components
from engine.formdefs.reader import Place
from engine.sentences import both, say
from engine.terms import Finding, Severity

NEWEST_SCHEMA = 19


def check(content: bytes, *, file: str = "") -> list[Finding]:
    """Everything that is wrong with a form file, errors and warnings, in document order."""
    return [replace(item, file=file) for item in _CACHE.get(content)[1]]


def read(content: bytes, *, file: str = "") -> FormDefinition:
    """The definition, cached by content. Without an id of its own it takes the file's name.

    Raises InvalidInput("form.unreadable") with all findings when one of them is an error.
    """
    definition, findings = _CACHE.get(content, PurePosixPath(file).stem)
    wrong = [item for item in findings if item.severity is Severity.ERROR]
    if wrong or definition is None:
        named = tuple(replace(item, file=file) for item in findings)
        raise InvalidInput("form.unreadable", both(wrong[0].message, wrong[0].hint), findings=named)
    return definition


Loaded = tuple[FormDefinition | None, tuple[Finding, ...]]


class _Cache:
    """Definitions by the hash of their content and the name they take without an id, the latest 512."""

    def __init__(self) -> None:
        self._latest: dict[tuple[bytes, str], Loaded] = {}

    def get(self, content: bytes, name: str = "") -> Loaded:
        key = hashlib.sha256(content).digest(), name
        known = self._latest.get(key)
        if known is None:
            known = self._latest[key] = _load(content, name)
            while len(self._latest) > 512:
                self._latest.pop(next(iter(self._latest)), None)
        return known


_CACHE = _Cache()


def _load(content: bytes, name: str) -> Loaded:
    try:
        data = jsonfile.parse(content)
    except jsonfile.UnreadableJson as error:
        return None, (Finding(error.code, error.args[0], line=error.line),)
    if not isinstance(data, dict) or not isinstance(data.get("components"), list):
        return None, (
            Finding(
                "form.not_a_form",
                say("Die Datei ist kein Formular: die Liste „components“ fehlt."),
                hint=say("Bitte speichern Sie das Formular im Formular-Editor neu."),
            ),
        )
    walk = Walk(lambda ident: _line_of(content, ident))
    _check_head(data, walk)
    components = walk.components(data["components"], Place())
    version = data.get("schemaVersion")
    definition = FormDefinition(
        id=data["id"] if isinstance(data.get("id"), str) and data["id"] else name,
        title=data["title"] if isinstance(data.get("title"), str) else "",
        components=components,
        schema_version=version if isinstance(version, int) else 0,
        dynamic=any(is_dynamic(item) for item in all_components(components)),
        controls=frozenset(name for item in all_components(components) for name in names_read(item)),
    )
    walk.check_variables(definition)
    check_rules(walk, definition)
    return definition, tuple(walk.findings)


def _check_head(data: dict[str, Any], walk: Walk) -> None:
    if not isinstance(data.get("id"), str) or not data["id"]:
        walk.warn(
            "form.id_missing", say("Das Formular hat keine ID."), None, say("Dann gilt der Name der Datei als ID.")
        )
    elif not re.fullmatch(r"[A-Za-z_][\w.-]{0,120}", data["id"], re.ASCII):
        walk.error(
            "form.id_invalid",
            say("Die ID „{id}“ enthält unerlaubte Zeichen.", id=data["id"][:60]),
            None,
            say("Erlaubt sind Buchstaben ohne Umlaute, Ziffern, Unterstrich, Punkt und Bindestrich."),
        )
    version = data.get("schemaVersion")
    if isinstance(version, int) and version > NEWEST_SCHEMA:
        walk.warn(
            "form.schema_version",
            say(
                "Das Formular ist in Version {version} gespeichert, bekannt ist {newest}.",
                version=version,
                newest=NEWEST_SCHEMA,
            ),
            None,
            say("Bitte prüfen Sie in der Vorschau, ob alle Felder erscheinen."),
        )
    if not data["components"]:
        walk.error(
            "form.empty", say("Das Formular hat keine Felder."), None, say("Bitte fügen Sie mindestens ein Feld ein.")
        )


def _line_of(content: bytes, ident: str) -> int | None:
    """Line of the component with this id or key; the first one when there are several."""
    found = re.search(rb'"(?:id|key|path)"\s*:\s*"' + re.escape(ident.encode("utf-8", "replace")) + b'"', content)
    return content.count(b"\n", 0, found.start()) + 1 if found else None
