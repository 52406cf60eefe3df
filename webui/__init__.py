"""The web: a thin Flask layer in which each role finds its own door.

Law of the folder: views read the request, call one use case of the engine and choose a page. No rule, no SQL and
no commit is here; who may do what is decided in the engine, pages only hide what is not offered.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.settings import Settings
from engine.unit_of_work import Platform
from webui import (
    blueprints,
    catalogues,
    database,
    errors,
    formatting,
    identity,
    language,
    navigation,
    paging,
    security,
    throttle,
)

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, *, platform: Platform | None = None) -> Flask:
    """One application for one platform; without arguments from the environment (`granian webui:create_app`)."""
    if platform is None:
        platform = Platform(settings or Settings.from_environ(os.environ))
    settings = platform.settings
    app = Flask(__name__, static_folder=str(Path(__file__).parent / "static"))
    app.extensions["schlichtwerk"] = platform
    app.url_map.converters["int"] = paging.Number
    if settings.https:
        # Behind one proxy, which speaks HTTPS: whose address it is and which scheme, the proxy says.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    security.configure(app, platform)
    language.init_app(app)
    database.init_app(app, settings.database_url)
    identity.init_app(app)
    throttle.init_app(app)
    security.init_app(app)
    errors.init_app(app)
    formatting.init_app(app)
    navigation.init_app(app)
    catalogues.init_app(app)
    blueprints.init_app(app)
    return app
