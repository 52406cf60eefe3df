"""The platform that this application serves, and its clock."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask import current_app

from engine.unit_of_work import Platform


def platform() -> Platform:
    return cast("Platform", current_app.extensions["schlichtwerk"])


def now() -> datetime:
    """The platform's clock, UTC."""
    return platform().clock.now()
