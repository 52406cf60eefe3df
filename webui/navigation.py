"""The one main navigation: as few entries as the role needs. It offers, it does not permit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from flask_login import current_user

from engine.terms import Role
from webui import catalogues, formatting, identity, language
from webui.platform import platform

CASE_WORKERS = frozenset({Role.KOORDINATION, Role.BERATUNG, Role.MEDIATION, Role.BEIRAT, Role.FACHSTELLE})
THEMES = ("auto", "light", "dark")
THEME_COOKIE = "darstellung"


@dataclass(frozen=True, slots=True)
class Entry:
    """`section` is the blueprint that the entry stands for. `unless`: roles whose entry for it is another one."""

    label: Any
    endpoint: str
    section: str
    roles: frozenset[Role]
    unless: frozenset[Role] = frozenset()


LAKI = frozenset({Role.LAKI})
ENTRIES = (
    Entry(N_("Aufgaben"), "tasks.task_list", "tasks", CASE_WORKERS),
    Entry(N_("Vorgänge"), "cases.case_list", "cases", CASE_WORKERS),
    Entry(N_("Prüfspur"), "audit.trail", "audit", frozenset({Role.REVISION, Role.DATENSCHUTZ})),
    Entry(N_("Verwaltung"), "admin.overview", "admin", frozenset({Role.VERWALTUNG})),
    Entry(
        N_("Prozesse"),
        "processes.process_list",
        "processes",
        frozenset({Role.ENTWURF, Role.REVISION, Role.DATENSCHUTZ, Role.VERWALTUNG, Role.LAKI}),
    ),
    Entry(N_("Mustervorlagen"), "library.overview", "library", frozenset({Role.ENTWURF, Role.LAKI})),
    Entry(N_("Kommunen"), "municipalities.overview", "municipalities", LAKI),
    Entry(
        N_("Einführung"), "municipalities.overview", "municipalities", frozenset({Role.ENTWURF, Role.VERWALTUNG}), LAKI
    ),
)

NEW_REPORT = frozenset({Role.KOORDINATION})
UPLOAD = frozenset({Role.ENTWURF, Role.LAKI})


def init_app(app: Flask) -> None:
    app.context_processor(_globals)
    app.jinja_env.globals.update(asset=asset, home_url=home, viewer_labels=viewer_labels, viewer_notes=viewer_notes)


def entries() -> list[Entry]:
    if not current_user.is_authenticated or identity.me().password_given:
        return []
    return [entry for entry in ENTRIES if identity.has_role(*entry.roles) and not identity.has_role(*entry.unless)]


def home() -> str:
    """First page of whoever is logged in: what stands first in the navigation."""
    offered = entries()
    return url_for(offered[0].endpoint) if offered else url_for("session.my_account")


def offers_cases() -> bool:
    """Whose page has the search for a case."""
    return identity.has_role(*CASE_WORKERS) and not identity.me().password_given


def offers_new_report() -> bool:
    return identity.has_role(*NEW_REPORT)


def offers_all_tasks() -> bool:
    """The tasks of the whole municipality, not only those of one's groups."""
    return identity.has_role(Role.KOORDINATION)


def offers_upload() -> bool:
    return identity.has_role(*UPLOAD)


def theme() -> str:
    choice = request.cookies.get(THEME_COOKIE, "auto")
    return choice if choice in THEMES else "auto"


def _globals() -> dict[str, Any]:
    settings = platform().settings
    return {
        "navigation": entries(),
        "offers_cases": offers_cases(),
        "offers_new_report": offers_new_report(),
        "offers_all_tasks": offers_all_tasks(),
        "offers_upload": offers_upload(),
        "theme": theme(),
        "locale": language.chosen_language(),
        "languages": language.LANGUAGES,
        "demo": settings.demo,
        "session_seconds": settings.session_minutes * 60,
    }


def asset(name: str) -> str:
    """URL of a bundled file: "app.css" -> /static/dist/app-4T3B5XKQ.css, which browsers may keep for ever."""
    return url_for("static", filename=f"dist/{_manifest().get(name, name)}")


@cache
def _manifest() -> dict[str, str]:
    file = Path(__file__).parent / "static" / "dist" / "manifest.json"
    if not file.is_file():
        return {}
    return dict(json.loads(file.read_text("utf-8")))


def viewer_labels(name: str) -> dict[str, str]:
    """Words of the diagram viewer, in the language of the page."""
    return {
        "diagram": _("Diagramm: %(name)s", name=name),
        "in": _("Vergrößern"),
        "out": _("Verkleinern"),
        "fit": _("Ganzes Diagramm zeigen"),
        "current": _("läuft gerade"),
        "finished": _("erledigt"),
        "failed": _("Das Diagramm konnte nicht geladen werden. Die Schritte stehen auf dieser Seite auch in Worten."),
        "figures": _("Zahlen"),
        "step": _("Schritt"),
        "choose": _("Schritt wählen oder im Diagramm anklicken"),
        "kind": _("Art"),
        "who": _("Wer"),
        "deadline": _("Frist"),
        "undescribed": _("Dazu steht nichts im Diagramm."),
        "kinds": {kind: catalogues.element_name(kind) for kind in catalogues.ELEMENTS},
    }


def viewer_notes(steps: Iterable[Any], process_id: str) -> dict[str, dict[str, str]]:
    """What the steps of one process are about, for the diagram viewer: by element id."""
    return {
        step.element_id: {
            "name": step.name,
            "who": step.lane,
            "deadline": formatting.rule_text(step.deadline),
            "text": step.documentation,
        }
        for step in steps
        if step.process_id == process_id
    }
