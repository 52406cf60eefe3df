"""Mail over SMTP (RFC 5321): one letter, one recipient, plain text. Over an open line only to this machine.

The engine adds nothing that tells where the letter comes from in a path: no Aktenzeichen, no step, no id of ours but
the Message-ID, which is random (§ 4 MediationsG: even that a mediation runs is secret).
"""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from engine.network.refused import Refused
from engine.settings import Settings

SECONDS = 30
LARGEST = 200_000
SUBJECT = "Mitteilung"
"""Where the designer gives none: it must tell nothing."""
NO_SERVER = (
    "Es ist kein Postausgang eingerichtet; die Nachricht wurde nicht verschickt. Tragen Sie SMTP_URL ein und versuchen "
    "Sie es noch einmal."
)


def send_mail(
    settings: Settings, content: Mapping[str, Any], key: str, now: datetime, *, tls: ssl.SSLContext | None = None
) -> dict[str, Any]:
    """`content`: `an` (or `to`), `betreff` (`subject`), `text` (`body`), `antwort_an` (`reply_to`). Gives
    `gesendet_am`. Raises Refused."""
    if settings.smtp_url is None:
        raise Refused(NO_SERVER, final=True)
    url = urlsplit(settings.smtp_url)
    message = _message(content, _sender(settings, url), key, now)
    try:
        with _opened(url, tls or ssl.create_default_context()) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        final = all(code >= 500 for code in codes)
        raise Refused(f"Der Mailserver nimmt diese Empfängeradresse nicht an (Code {codes[0]}).", final=final) from None
    except smtplib.SMTPResponseException as error:
        final = error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
        raise Refused(f"Der Mailserver hat die Nachricht abgelehnt (Code {error.smtp_code}).", final=final) from None
    except ssl.SSLCertVerificationError:
        raise Refused("Das Zertifikat des Mailservers ist nicht gültig.", final=False) from None
    except smtplib.SMTPNotSupportedError:
        raise Refused("Der Mailserver kann nicht, was diese Nachricht braucht.", final=True) from None
    except (smtplib.SMTPException, OSError):
        raise Refused("Der Mailserver ist nicht erreichbar.", final=False) from None
    return {"gesendet_am": now}


def _message(content: Mapping[str, Any], sender: Address, key: str, now: datetime) -> EmailMessage:
    text = _text(content, "text", "body")
    if not text.strip():
        raise Refused("Die Nachricht hat keinen Text (Eingabe „text“).", final=True)
    if len(text) > LARGEST:
        raise Refused(f"Die Nachricht ist länger als {LARGEST // 1000}.000 Zeichen.", final=True)
    message = EmailMessage(LINES)
    message["From"] = sender
    message["To"] = _address(content, "an", "to")
    message["Subject"] = " ".join(_text(content, "betreff", "subject").split()) or SUBJECT
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{key}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note comes back
    if _text(content, "antwort_an", "reply_to"):
        message["Reply-To"] = _address(content, "antwort_an", "reply_to")
    message.set_content(text, cte="quoted-printable")  # not every server takes more than seven bits
    return message


def _text(content: Mapping[str, Any], *names: str) -> str:
    value = next((content[name] for name in names if content.get(name) is not None), "")
    if not isinstance(value, str):
        raise Refused(f"Die Eingabe „{names[0]}“ ist kein Text.", final=True)
    return value


def _address(content: Mapping[str, Any], *names: str) -> Address:
    """One address: several people must not learn of each other, and each has to be sent to once."""
    value = next((content[name] for name in names if content.get(name) is not None), "")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, list) or (isinstance(value, str) and ("," in value or ";" in value)):
        raise Refused(
            f"Die Eingabe „{names[0]}“ nennt mehrere Adressen. Zeichnen Sie für mehrere Empfänger eine "
            "Mehrfachausführung: jede Adresse bekommt ihre eigene Nachricht.",
            final=True,
        )
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"Die Nachricht hat keine Adresse (Eingabe „{names[0]}“).", final=True)
    try:
        address = Address(addr_spec=value.strip())
    except (ValueError, IndexError):  # IndexError: the parser's own way to say so
        address = Address()
    if not address.domain or not address.username or not value.isprintable():
        raise Refused(f"Die Eingabe „{names[0]}“ ist keine E-Mail-Adresse.", final=True)
    return address


def _sender(settings: Settings, url: SplitResult) -> Address:
    return Address(addr_spec=settings.smtp_from or f"schlichtwerk@{url.hostname}")


def _opened(url: SplitResult, tls: ssl.SSLContext) -> smtplib.SMTP:
    """A session that is encrypted, unless the server is this machine or the address says `?tls=keine`."""
    host, server = url.hostname or "", smtplib.SMTP
    if url.scheme == "smtps":
        return _logged_in(smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=tls), url)
    session = server(host, url.port or 25, timeout=SECONDS)
    try:
        session.ehlo_or_helo_if_needed()
        if session.has_extn("starttls"):
            session.starttls(context=tls)
            session.ehlo()
        elif not (_is_here(host) or parse_qs(url.query).get("tls") == ["keine"]):
            raise Refused(
                "Der Mailserver bietet keine Verschlüsselung an. Steht er im eigenen Netz, erlaubt „?tls=keine“ am "
                "Ende von SMTP_URL die offene Leitung.",
                final=True,
            )
        return _logged_in(session, url)
    except BaseException:
        session.close()
        raise


def _logged_in(session: smtplib.SMTP, url: SplitResult) -> smtplib.SMTP:
    try:
        if url.username:
            session.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        session.close()
        raise
    return session


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
