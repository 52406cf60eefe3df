"""Every page that somebody can see on the demo's data, once for each reader who sees it differently.

A path is an address, or says what the person would click: `case:<words of its title>`, `task:<its name>`,
`draft:<the page of a draft of Hamm's>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Flask
from lxml import html
from lxml.html import HtmlElement
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from tests.browser.desk import Desk

PAGES: tuple[tuple[str, str], ...] = (
    ("", "/anmelden"), ("", "/anmelden?next=/aufgaben"), ("", "/barrierefreiheit"), ("", "/datenschutz"),
    ("", "/impressum"), ("", "/impressum?kommune=hamm"), ("", "/barrierefreiheit?kommune=hamm"),
    ("", "/barrierefreiheit/melden?kommune=hamm"), ("", "/gibt-es-nicht"), ("beirat", "/impressum"),
    ("koordination", "/aufgaben"), ("koordination", "/aufgaben?stufe=clearing"),
    ("koordination", "/aufgaben?frist=follow_up"), ("koordination", "/aufgaben?frist=overdue&wer=mine"),
    ("koordination", "/vorgaenge"), ("koordination", "/vorgaenge?falltyp=F15"),
    ("koordination", "/vorgaenge?suche=Ehrenamtliche"), ("koordination", "/vorgaenge/neu"),
    ("koordination", "/vorgaenge/lage"),
    ("koordination", "case:Ehrenamtliche"), ("koordination", "case:Ehrenamtliche?ansicht=verlauf"),
    ("koordination", "case:Ehrenamtliche?ansicht=angaben"), ("koordination", "case:Ehrenamtliche?ansicht=fristen"),
    ("koordination", "case:Bahnhofsvorplatz?ansicht=alles"), ("koordination", "case:Treppenhaus"),
    ("koordination", "case:Ehrenamtliche/nachricht/mediation_beenden"),
    ("koordination", "case:Ehrenamtliche/nachricht/gibt_es_nicht"), ("koordination", "case:Ehrenamtliche/verwerfen"),
    ("koordination", "/vorgaenge/KKM-05915000-2000-0001"),
    ("koordination", "task:Sicherheit sofort prüfen"), ("koordination", "task:Clearing durchführen"),
    ("koordination", "task:Verfahren bestätigen"), ("koordination", "/konto"),
    ("koordination", "/konto/kennwort"), ("koordination", "/verwaltung"),
    ("koordination", "/prozesse"), ("koordination", "/prozesse/hamm"),
    ("lotsin", "task:Beratungsgespräch führen"), ("lotsin", "case:Ehrenamtliche"),
    ("mediatorin", "/vorgaenge"), ("mediatorin", "task:Sitzung halten"),
    ("mediatorin", "case:Ehrenamtliche?ansicht=angaben"),
    ("beirat", "/aufgaben"), ("beirat", "task:Sitzung durchführen"),
    ("fachamt", "/aufgaben"), ("fachamt", "/vorgaenge"),
    ("entwurf", "/prozesse"), ("entwurf", "/prozesse/hamm"), ("entwurf", "/prozesse/hamm?version=1"),
    ("entwurf", "/prozesse/hochladen"), ("entwurf", "/werkstatt/neu"), ("entwurf", "draft:"),
    ("entwurf", "draft:/probelauf"), ("entwurf", "draft:/probelauf/neu"),
    ("entwurf", "draft:/probelauf/datei/mediation-endet-mit-vereinbarung.rehearsal.yaml"),
    ("entwurf", "draft:/dateien"), ("entwurf", "draft:/veroeffentlichen"), ("entwurf", "draft:/diagramm"),
    ("entwurf", "draft:/gliederung"), ("entwurf", "draft:/gliederung/neu?nach=meldung"),
    ("entwurf", "draft:/gliederung/element/meldung"), ("entwurf", "draft:/gliederung/element/konfliktweg_hamm"),
    ("revision", "/pruefspur?art=case.started"), ("revision", "/pruefspur?art=case.started&pruefen=1"),
    ("revision", "/pruefspur?az=nirgends"), ("revision", "/vorgaenge"), ("datenschutz", "/pruefspur?art=case.started"),
    ("verwaltung", "/verwaltung"), ("verwaltung", "/verwaltung/konten/neu"),
    ("verwaltung", "/verwaltung/konten/1"), ("verwaltung", "/verwaltung?suche=niemand"),
    ("verwaltung", "/verwaltung/einstellungen"),
    ("entwurf", "/kommunen"), ("entwurf", "/kommunen/05915000"), ("verwaltung", "/kommunen/05915000/schritte/18"),
    ("laki", "/kommunen"), ("laki", "/kommunen?stand=live&nach_spalte=schritte&richtung=ab"),
    ("laki", "/kommunen/05711000"), ("laki", "/kommunen/05711000/schritte/1"),
    ("laki", "/kommunen/05915000/echtbetrieb"), ("laki", "/kommunen/05915000/erstes-konto"),
    ("entwurf", "/mustervorlagen"), ("entwurf", "/prozesse/hamm/aktualisierung"),
    ("entwurf", "/mustervorlagen/vergleich?eine=tandem&andere=kreis"),
    ("laki", "/mustervorlagen/tandem"), ("laki", "/mustervorlagen/tandem/klonen"), ("laki", "/prozesse/hamm/geklont"),
    ("laki", "/prozesse"), ("laki", "/aufgaben"), ("laki", "/vorgaenge/neu"),
)  # fmt: skip
IN_ENGLISH = (
    ("koordination", "/aufgaben"), ("koordination", "task:Clearing durchführen"), ("koordination", "/vorgaenge/neu"),
    ("koordination", "case:Ehrenamtliche?ansicht=alles"), ("koordination", "/konto"),
    ("koordination", "/konto/kennwort"), ("koordination", "/verwaltung"),
    ("verwaltung", "/verwaltung"), ("verwaltung", "/barrierefreiheit"), ("laki", "/kommunen"),
    ("verwaltung", "/kommunen/05915000"), ("laki", "/mustervorlagen/tandem/klonen"),
)  # fmt: skip
DRAFTS: dict[str, str] = {}
UNVISITED = {
    "static": "files, no pages",
    "session.start": "leads on to the login page or to somebody's first page",
    "session.keep_alive": "an answer without content, for the warning before the session ends",
    "cases.search": "leads on to the list of cases",
    "tasks.task_export": "CSV",
    "cases.case_export": "CSV",
    "audit.export": "CSV",
    "admin.account_export": "CSV",
    "cases.confirm_signal": "needs a path that hears a signal: tests/web/test_signals.py reads it",
    "municipalities.export": "CSV",
    "cases.diagram": "BPMN",
    "processes.diagram": "BPMN",
    "library.drawing": "SVG",
    "library.update_drawing": "SVG",
    "drawings.case": "SVG",
    "drawings.process": "SVG",
    "drawings.paper": "PDF",
    "drawings.difference": "SVG",
    "processes.numbers": "CSV",
    "processes.source": "BPMN",
    "modeler.deployments": "JSON, for Camunda Modeler",
    "modeler.elsewhere": "JSON, for Camunda Modeler",
    "modeler.page": "leads on to the page of what was deployed",
    "modeler.templates": "JSON, for Camunda Modeler",
    "modeler.topology": "JSON, for Camunda Modeler",
    "modeler.version": "JSON, for Camunda Modeler",
    "modeler.webapps": "JSON, for Camunda Modeler",
    "studio_data.content": "BPMN, DMN, JSON or YAML",
    "studio_data.offer": "JSON",
    "studio_rehearsals.drawing": "SVG",
    "studio_recording.lost": "leads on to where a recording begins",
    "studio_publishing.drawing": "SVG",
    "studio_outline.drawing": "SVG",
    "studio_editors.form": "needs a form of the draft's own: test_form_editor.py looks at it",
    **{
        f"studio_forms.{page}": "needs a form of the draft's own: test_form_list.py looks at it"
        for page in ("listing", "new", "field")
    },
    "studio_editors.decision": "needs a decision of the draft's own: test_decision_editor.py looks at it",
    "studio_editors.preview": "a part of the modeller's page, looked at in test_modeller.py",
}
"""GET endpoints that answer with no page: why nobody looks at them here."""


def resolve(desk: Desk, path: str) -> str:
    """The address that this person would click. Nothing is opened for it: the lists are only read."""
    kind, _, rest = path.partition(":")
    if kind == "case":
        words, mark, view = re.fullmatch(r"([^?/]*)([?/]?)(.*)", rest).groups()  # type: ignore[union-attr]
        (line,) = [row for row in read(desk, "/vorgaenge").xpath("//tbody//tr") if words in row.text_content()]
        return f"/vorgaenge/{line.find_class('sw-az')[0].text_content().strip()}{mark}{view}"
    if kind == "draft":
        return draft_of(desk) + rest
    if kind == "task":
        tasks = (link for link in read(desk, "/aufgaben").iter("a") if link.text_content().strip() == rest)
        return str(next(tasks).get("href"))
    return path


def read(desk: Desk, path: str) -> HtmlElement:
    answer = desk.context.request.get(desk.url + path)
    assert answer.ok, (path, answer.status)
    return html.fromstring(answer.text())


def draft_of(desk: Desk) -> str:
    """Address of the one draft of this test's server, made when there is none yet."""
    known = DRAFTS.get(desk.url)
    if known is None:
        desk.open("/werkstatt/neu")
        desk.page.get_by_role("button", name="Entwurf anlegen").click()
        desk.page.wait_for_url(re.compile(r"/werkstatt/\d+$"))
        known = DRAFTS[desk.url] = desk.page.url.removeprefix(desk.url)
    return known


def visited(app: Flask) -> Iterator[str]:
    """Endpoints of the pages in the table."""
    addresses = app.url_map.bind("localhost")
    for _, path in PAGES:
        path = re.sub("^draft:", "/werkstatt/1", path)
        plain = re.sub("^task:.*", "/aufgaben/1", re.sub("^case:[^?/]*", "/vorgaenge/1", path)).partition("?")[0]
        try:
            yield str(addresses.match(plain, "GET")[0])
        except (NotFound, RequestRedirect):
            continue  # the page that says so is the one to look at
