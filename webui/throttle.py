"""Brakes: on guessing passwords, by address and by account name, and on floods of reports."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from webui import basic

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
    return _key(request.form.get("login", ""))


def sent_name() -> str:
    """The same for a name in the Authorization header."""
    found = basic.credentials()
    return _key(found[0][0] if found else "")


def _key(name: str) -> str:
    return "login:" + name.strip().casefold()[:100]


def login_failed(response: Response) -> bool:
    """Only failures count, so that a whole office behind one address can log in at eight o'clock. Whoever asks
    without a password, as modellers do first, has guessed none."""
    return response.status_code == 422 or (response.status_code == 401 and bool(basic.credentials()))


by_address = limiter.shared_limit(FAILED_PER_ADDRESS, scope="password", deduct_when=login_failed)
"""One count for all doors that a password opens."""
by_account = limiter.shared_limit(FAILED_PER_ACCOUNT, scope="password", key_func=account_name, deduct_when=login_failed)
by_sent_account = limiter.shared_limit(
    FAILED_PER_ACCOUNT, scope="password", key_func=sent_name, deduct_when=login_failed
)
