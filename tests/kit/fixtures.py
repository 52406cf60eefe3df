"""Fixtures of the house, for the conftest.py of a room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.kit.house import House, schema_only


@pytest.fixture(scope="session")
def first_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key store as a first start leaves it: copying is quicker than starting."""
    folder = tmp_path_factory.mktemp("keys")
    House(folder, f"sqlite:///{folder / 'first.db'}").close()
    return folder / "keys"


@pytest.fixture
def house(databases: Databases, tmp_path: Path, first_keys: Path) -> Iterator[House]:
    """An empty house; the test runs on SQLite and on PostgreSQL."""
    shutil.copytree(first_keys, tmp_path / "keys")
    made = House(tmp_path, databases.prepared(schema_only))
    yield made
    made.close()


@pytest.fixture
def sqlite_house(tmp_path: Path) -> Iterator[House]:
    """An empty house on SQLite, for what has nothing to do with the kind of database."""
    made = House(tmp_path, f"sqlite:///{tmp_path / 'data' / 'schlichtwerk.db'}")
    yield made
    made.close()
