"""The environment is read once; what cannot be read stops the start with a sentence that names the variable."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from engine.settings import DOCUMENTED, Settings, SettingsError

KEY = base64.b64encode(b"k" * 32).decode()


def read(**environ: str) -> Settings:
    return Settings.from_environ(environ)


def test_without_anything_it_is_sqlite_in_var() -> None:
    settings = read()
    assert settings.data == Path("var").absolute()
    assert settings.database_url == f"sqlite:///{settings.data}/schlichtwerk.db"
    assert settings.keys == f"{settings.data}-keys" and settings.keys_folder == Path(settings.keys)
    assert settings.sqlite and not settings.demo and not settings.https
    assert (settings.session_minutes, settings.master_key, settings.smtp_url) == (30, None, None)


def test_an_empty_variable_is_none_at_all() -> None:
    empty = {name: "" for name in DOCUMENTED if name != "SCHLICHTWERK_SESSION_MINUTES"}
    assert read(**empty) == read()


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_postgresql_is_spoken_with_its_driver(scheme: str) -> None:
    settings = read(DATABASE_URL=f"{scheme}u:p@host/db", SCHLICHTWERK_KEYS=f"{scheme}u:p@host/keys")
    assert settings.database_url == "postgresql+psycopg://u:p@host/db"
    assert settings.keys == "postgresql+psycopg://u:p@host/keys"
    assert settings.keys_folder is None and not settings.sqlite


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://host/db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "nur ein Wort"),
        ("SCHLICHTWERK_KEYS", "mysql://host/db"),
        ("SCHLICHTWERK_KEYS", "sqlite:///keys.db"),
        ("SCHLICHTWERK_DEMO", "vielleicht"),
        ("SCHLICHTWERK_HTTPS", "2"),
        ("SCHLICHTWERK_SESSION_MINUTES", "0"),
        ("SCHLICHTWERK_SESSION_MINUTES", "1441"),
        ("SCHLICHTWERK_SESSION_MINUTES", "bald"),
        ("SCHLICHTWERK_SESSION_MINUTES", "²"),
        ("SCHLICHTWERK_MASTER_KEY", "kein Base64!"),
        ("SCHLICHTWERK_MASTER_KEY", "schlüssel"),
        ("SCHLICHTWERK_MASTER_KEY", base64.b64encode(b"zu kurz").decode()),
        ("SCHLICHTWERK_MASTER_KEY_FILE", "/gibt/es/nicht"),
    ],
)
def test_what_cannot_be_read_stops_with_a_sentence(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        read(**{name: value})
    assert str(error.value).endswith(".")
    assert name.removesuffix("_FILE") in str(error.value) or "Hauptschlüssel" in str(error.value)


@pytest.mark.parametrize(("value", "demo"), [("1", True), ("ja", True), ("TRUE", True), ("0", False), ("nein", False)])
def test_switches_speak_german_and_numbers(value: str, demo: bool) -> None:
    assert read(SCHLICHTWERK_DEMO=value).demo is demo


def test_the_master_key_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    file.write_text(KEY + "\n")
    assert read(SCHLICHTWERK_MASTER_KEY=KEY).master_key == b"k" * 32
    assert read(SCHLICHTWERK_MASTER_KEY_FILE=str(file)).master_key == b"k" * 32
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="nicht lesbar"):
        read(SCHLICHTWERK_MASTER_KEY_FILE=str(file))


def test_paths_do_not_depend_on_where_one_stands_later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(SCHLICHTWERK_DATA="daten").data == tmp_path / "daten"
    assert read(SCHLICHTWERK_KEYS="tresor").keys == str(tmp_path / "tresor")
