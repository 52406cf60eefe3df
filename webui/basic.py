"""Login and password in the Authorization header (Basic), as programs send them."""

from __future__ import annotations

from base64 import b64decode

from flask import request


def credentials() -> list[tuple[str, str]]:
    """In UTF-8, as RFC 7617 wants it, and in Latin-1, as browsers' btoa writes it; where the readings differ, both."""
    scheme, _sign, code = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "basic":
        return []
    try:
        told = b64decode(code.strip(), validate=True)
    except ValueError:
        return []
    found: list[tuple[str, str]] = []
    for encoding in ("utf-8", "latin-1"):
        try:
            login, sign, password = told.decode(encoding).partition(":")
        except UnicodeDecodeError:
            continue
        if sign and (login, password) not in found:
            found.append((login, password))
    return found
