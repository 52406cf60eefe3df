"""Brakes: on guessing passwords, by address and by account name, and on floods of reports."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address)

FAILED_PER_ADDRESS = "30 per 15 minutes"
FAILED_PER_ACCOUNT = "6 per 15 minutes"
REPORTS_PER_ADDRESS = "10 per hour"


def init_app(app: Flask) -> None:
    # In memory: counts of one process. Behind several processes the true limit is a multiple of it.
    app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)


def account_name() -> str:
    """Key of the second limit: the name that was typed, as the engine compares it."""
    return "login:" + request.form.get("login", "").strip().casefold()[:100]


def login_failed(response: Response) -> bool:
    """Only failures count, so that a whole office behind one address can log in at eight o'clock."""
    return response.status_code == 422
