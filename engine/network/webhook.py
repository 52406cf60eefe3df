"""Webhooks: JSON over HTTPS to hosts that the operator allows. No redirects, no private addresses, bounded answers.

The address is looked up once and connected to as it was checked: a name that points elsewhere a moment later gains
nothing (DNS rebinding). The key goes along as Idempotency-Key, the same however often it is tried.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import SplitResult, urlsplit

from engine.feel import codec
from engine.network.refused import Refused
from engine.settings import Settings

SECONDS = 20.0
"""For all of it: connecting, sending, the answer."""
LARGEST_ANSWER = 256 * 1024
LATER = frozenset({408, 425, 429})
"""Answers that mean: not now."""


class _Checked(http.client.HTTPSConnection):
    """Connects to the address that was checked, and checks the certificate for the name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._address = address
        self._tls = context

    def connect(self) -> None:
        self.sock = self._tls.wrap_socket(
            socket.create_connection((self._address, self.port), SECONDS), server_hostname=self.host
        )


def call_webhook(
    settings: Settings, content: Mapping[str, Any], key: str, now: datetime, *, tls: ssl.SSLContext | None = None
) -> dict[str, Any]:
    """`content`: `url`, `methode` (or `method`: POST, PUT, PATCH, GET), `inhalt` (`body`: any FEEL value). Gives
    `status` and `antwort`, JSON as FEEL values, else text. Raises Refused."""
    url = _allowed(settings, content.get("url"))
    method = str(content.get("methode") or content.get("method") or "POST").upper()
    if method not in ("POST", "PUT", "PATCH", "GET"):
        raise Refused("Die Eingabe „methode“ ist weder POST, PUT, PATCH noch GET.", final=True)
    body = _body(content)
    host, port = url.hostname or "", url.port or 443
    address = _address(settings, host, port)
    connection = _Checked(host, port, address, tls or ssl.create_default_context())
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        "Idempotency-Key": f'"{key}"',
        "User-Agent": "Schlichtwerk",
    }
    try:
        with _within(connection, SECONDS):
            connection.request(method, target, None if method == "GET" else body, headers)
            response = connection.getresponse()
            status, answer = response.status, _read(response)
    except ssl.SSLCertVerificationError:
        raise Refused("Das Zertifikat der Gegenstelle ist nicht gültig.", final=False) from None
    except http.client.InvalidURL:
        raise Refused("Die Eingabe „url“ ist keine gültige Adresse.", final=True) from None
    except (OSError, http.client.HTTPException):
        raise Refused("Die Gegenstelle ist nicht erreichbar oder antwortet nicht.", final=False) from None
    finally:
        connection.close()
    if 200 <= status < 300:
        return {"status": Decimal(status), "antwort": _parsed(answer)}
    if 300 <= status < 400:
        raise Refused(f"Die Gegenstelle verweist an eine andere Adresse (Code {status}).", final=True)
    raise Refused(
        f"Die Gegenstelle hat mit Code {status} geantwortet.", final=400 <= status < 500 and status not in LATER
    )


def _allowed(settings: Settings, given: Any) -> SplitResult:
    try:
        url = urlsplit(given if isinstance(given, str) else "")
        port = url.port or 443
    except ValueError:
        url, port = urlsplit(""), 443
    if url.scheme != "https" or not url.hostname or url.username is not None or not str(given).isprintable():
        raise Refused("Die Eingabe „url“ ist keine Adresse, die mit https:// beginnt.", final=True)
    wanted = url.hostname.lower()
    if (f"{wanted}:{port}" if port != 443 else wanted) not in settings.webhook_hosts:
        raise Refused(
            "Diese Gegenstelle ist nicht freigegeben. Die Betreiberin trägt sie in SCHLICHTWERK_WEBHOOK_HOSTS ein.",
            final=True,
        )
    return url


def _address(settings: Settings, host: str, port: int) -> str:
    """The address to connect to; all that the name stands for must be reachable from anywhere."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise Refused("Den Namen der Gegenstelle kennt niemand.", final=False) from None
    if not found or not (settings.webhook_private or all(_is_public(address) for address in found)):
        raise Refused(
            "Die Gegenstelle liegt in einem privaten Netz. Das erlaubt nur SCHLICHTWERK_WEBHOOK_PRIVATE=1.", final=True
        )
    return found[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or found
    return inner.is_global and not inner.is_multicast


def _body(content: Mapping[str, Any]) -> bytes:
    given = content.get("inhalt", content.get("body"))
    try:
        return json.dumps(codec.to_json(given), ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError):
        raise Refused("Die Eingabe „inhalt“ lässt sich nicht als JSON schreiben.", final=True) from None


@contextmanager
def _within(connection: _Checked, seconds: float) -> Iterator[None]:
    """All of it, however slowly it drips: a timeout of the socket counts from byte to byte. Raises TimeoutError."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    connection.connect()
    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
    if late.is_set():
        raise TimeoutError


def _read(response: http.client.HTTPResponse) -> bytes:
    content = response.read(LARGEST_ANSWER + 1)
    if len(content) > LARGEST_ANSWER:
        raise Refused(f"Die Antwort der Gegenstelle ist größer als {LARGEST_ANSWER // 1024} KB.", final=True)
    return content


def _parsed(answer: bytes) -> Any:
    text = answer.decode("utf-8", "replace")
    try:
        return codec.from_json(json.loads(text, parse_float=Decimal))
    except (ValueError, TypeError, RecursionError):
        return text
