"""Flask-SQLAlchemy on the engine's tables: how the web itself loads the account of a request, and nothing else.

Cases, tasks and the trail are asked for through the unit of work, which scopes every read to a municipality.
"""

from __future__ import annotations

from typing import Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from engine.store.base import Base
from engine.unit_of_work import Platform


class PlatformSQLAlchemy(SQLAlchemy):
    """Takes the platform's reading engine, so that there is one pool and one set of pragmas for the data."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return cast("Platform", app.extensions["schlichtwerk"]).database.reads


# The tables are the engine's; Flask-SQLAlchemy brings the session of a request.
db = PlatformSQLAlchemy(metadata=Base.metadata)


def init_app(app: Flask, database_url: str) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db.init_app(app)
