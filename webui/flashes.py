"""Messages after a click: what happened, and a button that takes it back."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _

UNDO = "undo"


def flash_undo(sentence: str, address: str) -> None:
    """`address`: of this application; POST to it undoes. The message lies in the signed session cookie."""
    flash({"sentence": sentence, "address": address, "label": _("Rückgängig machen")}, UNDO)
