"""Session cookie, CSRF, and the headers of every answer."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect

from engine.unit_of_work import Platform

csrf = CSRFProtect()

MAX_UPLOAD = 10 * 1024 * 1024
"""Bytes of one request. A process file with its drawing has some hundred kilobytes."""

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def configure(app: Flask, platform: Platform) -> None:
    settings = platform.settings
    app.config.update(
        # A key of the house, kept with the others outside the data.
        SECRET_KEY=platform.keys.house["session"],
        SESSION_COOKIE_NAME="schlichtwerk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        # Sliding: each answer renews the cookie, the server refuses an older signature.
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.session_minutes),
        SESSION_REFRESH_EACH_REQUEST=True,
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    app.after_request(_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """The nonce of this answer; only scripts and styles that carry it run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


EDITORS = frozenset({"studio_editors.diagram", "studio_editors.form", "studio_editors.decision"})
"""Pages whose libraries set style attributes; scripts and style sheets need the nonce there, too."""


def _content_security_policy() -> str:
    nonce = f"'nonce-{csp_nonce()}'"
    attributes = ("style-src-attr 'unsafe-inline'",) if request.endpoint in EDITORS else ()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {nonce}",
            f"style-src 'self' {nonce}",
            *attributes,
            # KERN draws its icons as data: masks.
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _content_security_policy())
    headers["X-Frame-Options"] = "DENY"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response
