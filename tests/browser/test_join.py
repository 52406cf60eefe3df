"""Bielefeld joins with one file: no code, no configuration, no restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk
from tests.browser.office import HAMM_FILE

DeskOf = Callable[[str], Desk]


def edited(folder: Path, slug: str, name: str, ags: str) -> Path:
    """Hamm's file under a new name; two words changed as in a text editor."""
    text = HAMM_FILE.read_text("utf-8")
    assert text.count('name="Stadt Hamm"') == 1 and text.count("05915000") == 1
    file = folder / f"{slug}.bpmn"
    file.write_text(text.replace('name="Stadt Hamm"', f'name="{name}"').replace("05915000", ags), "utf-8")
    return file


def first_case(server: LiveServer, browser: Browser, slug: str, login: str, ags: str) -> Desk:
    """An account by the command line, then the first report in the browser."""
    arguments = ("--municipality", slug, "--role", "koordination", "--group", "koordination", "--json")
    made = server.run("account", "create", login, *arguments)
    assert made.returncode == 0, made.stderr
    answer = json.loads(made.stdout)
    desk = Desk(browser, server.url).sign_in(login, answer["initial_password"])
    assert desk.report("Erste Meldung").startswith(f"KKM-{ags}-")
    return desk


def assert_marked_as_trial(desk: Desk, name: str) -> None:
    expect(desk.page.get_by_role("banner")).to_contain_text(name)
    desk.open("/vorgaenge")
    row = desk.page.locator("tbody").get_by_role("row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Erprobung")
    desk.open("/aufgaben")
    expect(desk.page.locator(".sw-task").first).to_contain_text("Erprobung")
    desk.open(row_link(desk))
    expect(desk.main).to_contain_text("Erprobung")


def row_link(desk: Desk) -> str:
    desk.open("/vorgaenge")
    return str(desk.page.locator("tbody a").first.get_attribute("href"))


def test_published_in_a_terminal(live_server: LiveServer, browser: Browser, tmp_path: Path) -> None:
    file = edited(tmp_path, "bielefeld", "Stadt Bielefeld", "05711000")
    published = live_server.run("publish", str(file))
    assert published.returncode == 0, published.stdout + published.stderr
    desk = first_case(live_server, browser, "bielefeld", "birgit", "05711000")
    assert_marked_as_trial(desk, "Stadt Bielefeld")
    desk.close()


def test_uploaded_on_the_page(live_server: LiveServer, browser: Browser, desk_of: DeskOf, tmp_path: Path) -> None:
    leonie = desk_of("laki")
    upload(leonie, edited(tmp_path, "muenster", "Stadt Münster", "05515000"))
    expect(leonie.main).to_contain_text("Stadt Münster ist als Version 1 veröffentlicht.")
    expect(leonie.page.locator('[data-bpmn-state="drawn"]').first).to_be_visible()
    leonie.open("/prozesse")
    expect(leonie.page.get_by_role("row").filter(has_text="Stadt Münster")).to_contain_text("Erprobung")
    desk = first_case(live_server, browser, "muenster", "mareike", "05515000")
    assert_marked_as_trial(desk, "Stadt Münster")
    desk.close()


def upload(desk: Desk, *files: Path) -> None:
    desk.open("/prozesse/hochladen")
    desk.page.get_by_label("Dateien").set_input_files(list(files))
    desk.press("Prüfen und veröffentlichen")


def test_the_same_bytes_again_change_nothing(desk_of: DeskOf) -> None:
    enno = desk_of("entwurf")
    upload(enno, HAMM_FILE)
    expect(enno.main).to_contain_text("Diese Datei ist schon veröffentlicht (Version 1). Nichts wurde geändert.")


@pytest.mark.parametrize(
    ("old", "new", "element", "sentence"),
    [
        (
            'formId="sicherheitspruefung"',
            'formId="gibt_es_nicht"',
            "sicherheitspruefung",
            "Das Formular „gibt_es_nicht“",
        ),
        ('sicherheit = "akut"', "sicherheit == ((", "f_ist_akut__schutzweg", "FEEL vergleicht mit einem einfachen"),
        ('targetRef="meldung"', 'targetRef="niemand"', "f_start__meldung", "hängt in der Luft"),
    ],
    ids=["form", "FEEL", "reference"],
)
def test_a_refused_file_is_explained_and_stores_nothing(
    desk_of: DeskOf, tmp_path: Path, old: str, new: str, element: str, sentence: str
) -> None:
    """File, line, element and a sentence for each finding, on the page where the file was chosen."""
    file = edited(tmp_path, "paderborn", "Stadt Paderborn", "05774032")
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(f'id="{element}"')].count("\n") + 1
    leonie = desk_of("laki")
    upload(leonie, file)
    expect(leonie.page).to_have_url(leonie.url + "/prozesse/hochladen")
    expect(leonie.page.get_by_role("alert")).to_be_visible()
    finding = leonie.page.locator("tbody").get_by_role("row").filter(has_text="Fehler").first
    expect(finding).to_contain_text("paderborn.bpmn")
    expect(finding).to_contain_text(f"Zeile {line}")
    expect(finding).to_contain_text(element)
    expect(finding).to_contain_text(sentence)
    leonie.open("/prozesse")
    expect(leonie.main).not_to_contain_text("Paderborn")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kaputt.bpmn", b"Dies ist kein XML."),
        ("dtd.bpmn", b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'),
        ("leer.bpmn", b""),
    ],
)
def test_what_is_no_process_is_refused_in_words(desk_of: DeskOf, tmp_path: Path, name: str, content: bytes) -> None:
    leonie = desk_of("laki")
    (tmp_path / name).write_bytes(content)
    upload(leonie, tmp_path / name)
    expect(leonie.page.get_by_role("alert")).to_contain_text("veröffentlicht")
    expect(leonie.main).to_contain_text(name)


def test_hamms_key_does_not_overwrite_hamm(desk_of: DeskOf, tmp_path: Path) -> None:
    leonie = desk_of("laki")
    upload(leonie, edited(tmp_path, "minden", "Stadt Minden", "05915000"))
    expect(leonie.page.get_by_role("alert")).to_be_visible()
    expect(leonie.main).to_contain_text("Hamm")
    leonie.open("/prozesse")
    expect(leonie.main).not_to_contain_text("Minden")
    expect(leonie.page.get_by_role("row").filter(has_text="Stadt Hamm")).to_be_visible()
