"""What the browser is sent: the editors' bundles within their size, and on their own pages only."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine.terms import Role
from tests.web.conftest import World
from tests.web.test_permissions import address, routes

DIST = Path(__file__).parents[2] / "webui" / "static" / "dist"
KILO = 1000
LARGEST = {"modeller.js": 600, "decision.js": 450, "form.js": 450, "app.js": 40, "viewer.js": 90}
"""kB, compressed."""
EDITORS = ("modeller", "decision", "form")
ROOMS = ("studio", "processes", "pages", "cases", "tasks", "session.login", "session.account")
PAGES = {"diagramm": "modeller", "entscheidung/eigene.dmn": "decision", "formular/eigenes.form": "form"}


def bundle(name: str) -> bytes:
    return (DIST / json.loads((DIST / "manifest.json").read_text())[name]).read_bytes()


@pytest.mark.parametrize("name", sorted(LARGEST))
def test_a_bundle_stays_within_its_size(name: str) -> None:
    assert len(gzip.compress(bundle(name))) <= LARGEST[name] * KILO


@pytest.mark.parametrize("name", ["app.js", "viewer.js"])
def test_what_every_page_loads_holds_nothing_of_the_editors(name: str) -> None:
    assert b"properties-panel" not in bundle(name)


@pytest.mark.parametrize(("page", "own"), sorted(PAGES.items()))
def test_an_editor_is_loaded_on_its_own_page_alone(
    world: World, as_role: Callable[..., FlaskClient], page: str, own: str
) -> None:
    text = as_role(Role.ENTWURF).get(f"/werkstatt/{world.draft}/{page}").text
    assert [name for name in EDITORS if f"/dist/{name}-" in text] == [own]
    overview = as_role(Role.ENTWURF).get(f"/werkstatt/{world.draft}").text
    assert not [name for name in EDITORS if f"/dist/{name}-" in overview]


def test_the_modeller_is_loaded_on_the_page_of_the_diagram_alone(
    world: World, as_role: Callable[..., FlaskClient]
) -> None:
    client, loading = as_role(Role.ENTWURF), set()
    pages = [endpoint for method, endpoint in routes(world.app) if method == "GET" and endpoint.startswith(ROOMS)]
    for endpoint in pages:
        answer = client.get(address(world, endpoint))
        if answer.status_code == 200 and answer.mimetype == "text/html" and "/dist/modeller-" in answer.text:
            loading.add(endpoint)
    assert loading == {"studio_editors.diagram"}
    assert len(pages) > 20


@pytest.mark.parametrize("page", sorted(PAGES))
def test_only_the_editors_may_set_style_attributes(
    world: World, as_role: Callable[..., FlaskClient], page: str
) -> None:
    client = as_role(Role.ENTWURF)
    policy = client.get(f"/werkstatt/{world.draft}/{page}").headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert policy.count("unsafe") == 1
    for other in (f"/werkstatt/{world.draft}", f"/werkstatt/{world.draft}/angebot", "/prozesse"):
        assert "unsafe" not in client.get(other).headers["Content-Security-Policy"]


def test_a_file_of_another_kind_has_no_editor(world: World, as_role: Callable[..., FlaskClient]) -> None:
    client = as_role(Role.ENTWURF)
    for page in ("formular/eigene.dmn", "entscheidung/eigenes.form", "diagramm?datei=eigenes.form", "diagramm?datei=x"):
        assert client.get(f"/werkstatt/{world.draft}/{page}").status_code == 404


def test_the_preview_shows_a_shared_form_as_people_see_it(world: World, as_role: Callable[..., FlaskClient]) -> None:
    shown = as_role(Role.ENTWURF).get(f"/werkstatt/{world.draft}/vorschau/clearing").text
    assert "<fieldset" in shown or "<input" in shown
    assert as_role(Role.ENTWURF).get(f"/werkstatt/{world.draft}/vorschau/gibt_es_nicht").status_code == 404
