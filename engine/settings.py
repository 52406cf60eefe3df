"""Settings: the environment, read once into a frozen value. Fails loudly on anything it cannot read.

`DOCUMENTED` is the one list of all settings; docs/operating.md is checked against it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")

DOCUMENTED: dict[str, str] = {
    "SCHLICHTWERK_DATA": "Ordner der Daten (Voreinstellung: var)",
    "DATABASE_URL": "Datenbank; ohne Angabe SQLite im Datenordner, sonst postgresql://…",
    "SCHLICHTWERK_KEYS": "Ordner des Schlüsselspeichers oder postgresql://… (Voreinstellung: <Datenordner>-keys)",
    "SCHLICHTWERK_MASTER_KEY": "Hauptschlüssel, 32 Bytes in Base64",
    "SCHLICHTWERK_MASTER_KEY_FILE": "Datei mit dem Hauptschlüssel",
    "SCHLICHTWERK_DEMO": "1: Vorführbetrieb, Demo-Konten stehen auf der Anmeldeseite",
    "SCHLICHTWERK_SESSION_MINUTES": "Minuten ohne Eingabe bis zur Abmeldung (Voreinstellung: 30)",
    "SCHLICHTWERK_HTTPS": "1: hinter einem Proxy mit HTTPS; Sitzungscookie nur verschlüsselt",
    "SMTP_URL": "Postausgang, smtp://benutzer:kennwort@host:port oder smtps://…",
    "SMTP_FROM": "Absenderadresse der Mails (Voreinstellung: der Benutzer aus SMTP_URL, sonst schlichtwerk@host)",
    "SCHLICHTWERK_WEBHOOK_HOSTS": "Gegenstellen von Webhooks, mit Komma: dienst.example, x.example:8443",
    "SCHLICHTWERK_WEBHOOK_PRIVATE": "1: diese Gegenstellen dürfen im privaten Netz liegen",
}


class SettingsError(Exception):
    """A setting that cannot be used; the text is German and names the variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Paths are absolute; `database_url` carries an SQLAlchemy driver name."""

    data: Path
    database_url: str
    keys: str
    master_key: bytes | None
    demo: bool = False
    session_minutes: int = 30
    https: bool = False
    smtp_url: str | None = None
    smtp_from: str | None = None
    webhook_hosts: frozenset[str] = frozenset()
    webhook_private: bool = False

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Raises SettingsError."""
        data = Path(environ.get("SCHLICHTWERK_DATA") or "var").absolute()
        url = environ.get("DATABASE_URL") or f"sqlite:///{data / 'schlichtwerk.db'}"
        return cls(
            data=data,
            database_url=_driver("DATABASE_URL", url),
            keys=_keys(environ.get("SCHLICHTWERK_KEYS"), data),
            master_key=_master_key(environ),
            demo=_flag(environ, "SCHLICHTWERK_DEMO"),
            session_minutes=_minutes(environ.get("SCHLICHTWERK_SESSION_MINUTES", "30")),
            https=_flag(environ, "SCHLICHTWERK_HTTPS"),
            smtp_url=_smtp_url(environ.get("SMTP_URL")),
            smtp_from=_smtp_from(environ),
            webhook_hosts=_hosts(environ.get("SCHLICHTWERK_WEBHOOK_HOSTS", "")),
            webhook_private=_flag(environ, "SCHLICHTWERK_WEBHOOK_PRIVATE"),
        )

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def keys_folder(self) -> Path | None:
        """Folder of the key store, None when it is a database of its own."""
        return None if "://" in self.keys else Path(self.keys)


def _driver(name: str, url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise SettingsError(f"{name}: nur sqlite:///… und postgresql://… werden verstanden.")


def _keys(value: str | None, data: Path) -> str:
    if value and "://" in value:
        url = _driver("SCHLICHTWERK_KEYS", value)
        if url.startswith("sqlite"):
            raise SettingsError("SCHLICHTWERK_KEYS: ein Ordner oder postgresql://… wird erwartet.")
        return url
    return str(Path(value).absolute()) if value else f"{data}-keys"


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in ("", "0", "nein", "false", "no"):
        return False
    if value in ("1", "ja", "true", "yes"):
        return True
    raise SettingsError(f"{name}: 0 oder 1 wird erwartet, gefunden wurde „{value}“.")


def _smtp_url(value: str | None) -> str | None:
    if not value:
        return None
    try:
        url = urlsplit(value)
        readable = url.scheme in ("smtp", "smtps") and bool(url.hostname) and (url.port or 1) > 0
    except ValueError:
        readable = False
    if not readable:
        raise SettingsError("SMTP_URL: smtp://benutzer:kennwort@host:port oder smtps://… wird erwartet.")
    return value


def _smtp_from(environ: Mapping[str, str]) -> str | None:
    given = environ.get("SMTP_FROM") or unquote(urlsplit(environ.get("SMTP_URL", "")).username or "")
    if ADDRESS.fullmatch(given):
        return given
    if environ.get("SMTP_FROM"):
        raise SettingsError("SMTP_FROM: eine E-Mail-Adresse wird erwartet.")
    return None


def _hosts(value: str) -> frozenset[str]:
    found = frozenset(host.strip().lower() for host in value.split(",") if host.strip())
    wrong = sorted(host for host in found if not HOST.fullmatch(host))
    if wrong:
        raise SettingsError(f"SCHLICHTWERK_WEBHOOK_HOSTS: „{wrong[0]}“ ist kein Name eines Rechners (ohne https://).")
    return found


def _minutes(value: str) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 1440:
        return int(value)
    raise SettingsError(f"SCHLICHTWERK_SESSION_MINUTES: 1 bis 1440 Minuten, gefunden wurde „{value}“.")


def _master_key(environ: Mapping[str, str]) -> bytes | None:
    text, file = environ.get("SCHLICHTWERK_MASTER_KEY"), environ.get("SCHLICHTWERK_MASTER_KEY_FILE")
    if file and not text:
        return read_master_key(Path(file))
    return decode_master_key(text) if text else None


def read_master_key(file: Path) -> bytes:
    """Raises SettingsError."""
    try:
        return decode_master_key(file.read_text("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"Die Datei mit dem Hauptschlüssel, {file}, ist nicht lesbar.") from error


def decode_master_key(text: str) -> bytes:
    """32 bytes from Base64. Raises SettingsError."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise SettingsError("Der Hauptschlüssel ist kein gültiges Base64.") from error
    if len(key) != 32:
        raise SettingsError(f"Der Hauptschlüssel muss 32 Bytes lang sein, er hat {len(key)}.")
    return key
