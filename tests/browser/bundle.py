"""A page of our own around the built bundles, under the content security policy that every page has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route

SITE = "http://schlichtwerk.test"
DIST = Path(__file__).parents[2] / "webui" / "static" / "dist"
POLICY = (
    "default-src 'none'; script-src 'nonce-n'; style-src 'self' 'nonce-n'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'"
)


def serve(page: Page, body: str, *bundles: str, files: dict[str, Callable[[Route], None]] | None = None) -> None:
    """Open `body` at SITE with the named bundles; `files` answers what it asks for besides, by path."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/":
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=_page(body, bundles), content_type="text/html; charset=utf-8", headers=headers)
        elif files and path in files:
            files[path](route)
        elif (DIST / path[1:]).is_file():
            route.fulfill(path=DIST / path[1:])
        else:
            route.fulfill(status=404)

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")


def _page(body: str, bundles: tuple[str, ...]) -> str:
    manifest = json.loads((DIST / "manifest.json").read_text())
    tags = [
        f'<link rel="stylesheet" href="/{manifest[name]}">'
        if name.endswith(".css")
        else f'<script nonce="n" defer src="/{manifest[name]}"></script>'
        for name in bundles
    ]
    return (
        f'<!doctype html><html lang="de"><head><title>Vorgang</title>{"".join(tags)}</head>'
        f"<body><main><h1>Vorgang</h1>{body}</main></body></html>"
    )
