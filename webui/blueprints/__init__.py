"""One room of the web per blueprint, each a readable table of addresses."""

from __future__ import annotations

from flask import Flask

from webui import paging
from webui.blueprints import admin, audit, cases, pages, processes, session, tasks, views


def init_app(app: Flask) -> None:
    for room in (session, tasks, views, cases, processes, audit, admin, pages):
        app.register_blueprint(room.bp)
    paging.init_app(app)
