"""Webhooks: only where the operator allows, only closed, no further than they were sent."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.network import webhook
from engine.network.refused import Refused
from engine.network.webhook import LARGEST_ANSWER, call_webhook
from engine.settings import Settings, SettingsError
from tests.network.servers import WebServer, certificate, running

NOW = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
KEY = "b" * 32


@pytest.fixture
def there(tmp_path: Path) -> Iterator[tuple[WebServer, ssl.SSLContext]]:
    theirs, ours = certificate(tmp_path)
    with running(WebServer(theirs)) as server:
        yield server, ours


def settings(*hosts: str, private: bool = True) -> Settings:
    return replace(Settings(Path(), "", "", None), webhook_hosts=frozenset(hosts), webhook_private=private)


def call(there: tuple[WebServer, ssl.SSLContext], path: str = "/eingang", **content: Any) -> dict[str, Any]:
    server, tls = there
    allowed = settings(f"localhost:{server.port}")
    return call_webhook(allowed, {"url": f"https://localhost:{server.port}{path}", **content}, KEY, NOW, tls=tls)


def test_what_goes_out_is_json_with_its_key_and_what_comes_back_are_values(there: Any) -> None:
    server = there[0]
    server.reply = (201, {}, b'{"betrag": 12.30, "tage": [1, 2]}')
    answer = call(there, "/eingang?a=1", inhalt={"tag": NOW.date(), "zahl": Decimal("1.5")})
    assert answer == {"status": Decimal(201), "antwort": {"betrag": Decimal("12.30"), "tage": [Decimal(1), Decimal(2)]}}
    ((method, path, headers, body),) = server.asked
    assert (method, path) == ("POST", "/eingang?a=1")
    assert headers["Idempotency-Key"] == f'"{KEY}"' and headers["Content-Type"].startswith("application/json")
    assert json.loads(body) == {"tag": "2026-06-03", "zahl": 1.5}


def test_an_answer_that_is_no_json_is_text(there: Any) -> None:
    there[0].reply = (200, {}, "schön".encode())
    assert call(there, methode="GET")["antwort"] == "schön"
    assert there[0].asked[0][3] == b""


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (404, True), (408, False), (429, False), (500, False), (503, False)]
)
def test_whether_trying_again_is_of_use(there: Any, status: int, final: bool) -> None:
    there[0].reply = (status, {}, b"geheim")
    with pytest.raises(Refused, match=str(status)) as refusal:
        call(there)
    assert refusal.value.final is final and "geheim" not in refusal.value.sentence


def test_a_redirect_is_not_followed(there: Any) -> None:
    there[0].reply = (307, {"Location": f"https://localhost:{there[0].port}/woanders"}, b"")
    with pytest.raises(Refused, match="andere Adresse") as refusal:
        call(there)
    assert refusal.value.final and len(there[0].asked) == 1


def test_an_endless_answer_is_cut_off(there: Any) -> None:
    there[0].reply = (200, {}, b"x" * (LARGEST_ANSWER + 1))
    with pytest.raises(Refused, match="größer"):
        call(there)


def test_an_answer_that_never_ends_has_its_time(there: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "SECONDS", 0.3)
    there[0].hold = threading.Event()
    try:
        with pytest.raises(Refused, match="antwortet nicht") as refusal:
            call(there)
    finally:
        there[0].hold.set()
    assert not refusal.value.final


@pytest.mark.parametrize(
    "url",
    [
        None,
        17,
        "",
        "http://localhost/",
        "ftp://localhost/",
        "https://",
        "https://wer:was@localhost/",
        "https://localhost:99999/",
        "https://localhost/\r\nX: y",
        "//localhost/",
    ],
)
def test_only_https_addresses_are_called(url: Any) -> None:
    with pytest.raises(Refused, match="https") as refusal:
        call_webhook(settings("localhost"), {"url": url}, KEY, NOW)
    assert refusal.value.final


@pytest.mark.parametrize(
    "url",
    [
        "https://anders.example/",
        "https://dienst.example:8443/",
        "https://dienst.example.org/",
        "https://x.dienst.example/",
    ],
)
def test_only_what_the_operator_names_is_called(url: str) -> None:
    with pytest.raises(Refused, match="nicht freigegeben") as refusal:
        call_webhook(settings("dienst.example"), {"url": url}, KEY, NOW)
    assert refusal.value.final


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0", "::ffff:10.0.0.1"]
    + ["0.0.0.0", "100.64.0.1", "224.0.0.1"],
)
def test_a_name_that_stands_for_a_private_address_is_not_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    private = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
    monkeypatch.setattr(webhook.socket, "getaddrinfo", lambda *_, **__: [public, private])
    with pytest.raises(Refused, match="privaten Netz") as refusal:
        call_webhook(settings("dienst.example", private=False), {"url": "https://dienst.example/"}, KEY, NOW)
    assert refusal.value.final


def test_the_certificate_must_be_of_the_name(there: Any) -> None:
    with pytest.raises(Refused, match="Zertifikat"):
        call((there[0], ssl.create_default_context()))
    assert there[0].asked == []


def test_what_is_no_json_is_refused(there: Any) -> None:
    with pytest.raises(Refused, match="JSON"):
        call(there, inhalt=object())
    with pytest.raises(Refused, match="methode"):
        call(there, methode="DELETE")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCHLICHTWERK_WEBHOOK_HOSTS", "https://x.example"),
        ("SCHLICHTWERK_WEBHOOK_HOSTS", "*.example"),
        ("SMTP_URL", "mail.example:25"),
        ("SMTP_URL", "smtp://mail.example:viele"),
        ("SMTP_FROM", "niemand"),
    ],
)
def test_a_setting_that_cannot_be_read_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})


def test_settings_of_the_network() -> None:
    found = Settings.from_environ(
        {
            "SMTP_URL": "smtp://stelle%40hamm.example:k@mail.example:587",
            "SCHLICHTWERK_WEBHOOK_HOSTS": "A.example, b.example:8443",
        }
    )
    assert found.smtp_from == "stelle@hamm.example"
    assert found.webhook_hosts == {"a.example", "b.example:8443"} and not found.webhook_private
