"""Pages for everyone.

/barrierefreiheit         what is accessible, what is not yet, whom to ask
/datenschutz              what the product itself stores in the browser and in the trail
"""

from __future__ import annotations

from flask import Blueprint, render_template

bp = Blueprint("pages", __name__)


@bp.get("/barrierefreiheit")
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@bp.get("/datenschutz")
def privacy() -> str:
    return render_template("pages/privacy.html")
