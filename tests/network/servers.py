"""A mail server and a web server in this process: sockets on this machine, with a certificate of their own."""

from __future__ import annotations

import datetime as dt
import http.server
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Contexts for a server called localhost, and for a client who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=file)


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP. `answers`: what it says instead, by command, each once."""

    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.tls = tls
        self.answers: dict[str, str] = {}
        self.mails: list[str] = []
        self.encrypted: list[bool] = []
        self.recipients: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self) -> None:
        encrypted = False
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            command = line.split(" ", 1)[0].upper()
            if special := self.server.answers.pop(command, None):
                self.say(special)
                continue
            if command == "EHLO":
                offered = self.server.tls is not None and not encrypted
                self.say("250-test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 " + ("STARTTLS" if offered else "HELP"))
            elif command == "STARTTLS" and self.server.tls is not None:
                self.say("220 go")
                self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)  # type: ignore[assignment]
                encrypted = True
            elif command == "DATA":
                self.say("354 go")
                text = ""
                while (part := self.rfile.readline().decode()) not in (".\r\n", ""):
                    text += part
                self.server.mails.append(text)
                self.server.encrypted.append(encrypted)
                self.say("250 kept")
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                if command == "RCPT":
                    self.server.recipients.append(line)
                self.say("250 ok")


@contextmanager
def running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class WebServer(http.server.ThreadingHTTPServer):
    """Notes what it is asked, and gives `reply`: status, headers, body."""

    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Web)
        self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.reply: tuple[int, dict[str, str], bytes] = (200, {}, b'{"stand": "offen"}')
        self.hold: threading.Event | None = None
        """Answers when it is set."""
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Web(http.server.BaseHTTPRequestHandler):
    server: WebServer

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        if self.server.hold is not None:
            self.server.hold.wait(10)
        status, headers, content = self.server.reply
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = _any

    def log_message(self, *_: Any) -> None:
        """Says nothing."""
