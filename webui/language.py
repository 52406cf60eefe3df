"""German first, English complete: which language a page is in."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, request
from flask_babel import Babel
from flask_login import current_user

from engine.terms import Finding
from forms.language import in_words

LANGUAGES = {"de": "Deutsch", "en": "English"}
COOKIE = "sprache"
TIMEZONE = "Europe/Berlin"

babel = Babel()


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "de"
    app.config["BABEL_DEFAULT_TIMEZONE"] = TIMEZONE
    babel.init_app(app, locale_selector=chosen_language)
    app.add_template_filter(as_told)


def as_told(sentence: str) -> str:
    """A sentence of the engine in the language of the page."""
    return in_words(sentence, chosen_language())


def finding_as_told(finding: Finding) -> Finding:
    """What the check says, in the language of the page."""
    name = finding.element_name
    return replace(
        finding,
        message=as_told(finding.message),
        hint=as_told(finding.hint),
        element_name=None if name is None else as_told(name),
    )


def chosen_language() -> str:
    """The reader's choice on this machine, else what the account says, else German."""
    choice = request.cookies.get(COOKIE)
    if choice in LANGUAGES:
        return choice
    account = getattr(current_user, "language", None)
    return account if account in LANGUAGES else "de"
