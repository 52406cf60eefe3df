"""One room of the web per blueprint, each a readable table of addresses."""

from __future__ import annotations

from flask import Flask

from webui import paging
from webui.blueprints import (
    admin,
    audit,
    cases,
    drawings,
    first_account,
    hands,
    library,
    modeler,
    pages,
    processes,
    session,
    studio,
    studio_data,
    studio_editors,
    studio_forms,
    studio_outline,
    studio_publishing,
    studio_recording,
    studio_rehearsals,
    studio_spreading,
    tasks,
    views,
)

ROOMS = (
    session,
    tasks,
    hands,
    views,
    cases,
    processes,
    studio,
    studio_data,
    studio_editors,
    studio_forms,
    studio_outline,
    studio_publishing,
    studio_rehearsals,
    studio_recording,
    studio_spreading,
    modeler,
    drawings,
    audit,
    library,
    first_account,
    admin,
    pages,
)


def init_app(app: Flask) -> None:
    for room in ROOMS:
        app.register_blueprint(room.bp)
    paging.init_app(app)
    studio.init_app(app)
    studio_outline.init_app(app)
    modeler.init_app(app)
