"""Databases for tests: files for SQLite, a throw-away cluster (or TEST_DATABASE_URL) for PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

Prepare = Callable[[str], object]


class Databases(Protocol):
    def empty(self) -> str: ...
    def prepared(self, prepare: Prepare) -> str: ...
    def drop_all(self) -> None: ...


class SqliteFolder:
    def __init__(self, folder: Path, templates: Path) -> None:
        self._folder = folder
        self._templates = templates

    def empty(self) -> str:
        return self._url(self._folder / f"{uuid.uuid4().hex}.sqlite")

    def prepared(self, prepare: Prepare) -> str:
        self._templates.mkdir(exist_ok=True)
        template = self._templates / f"{_name_of(prepare)}.sqlite"
        if not template.exists():
            prepare(self._url(template))
        copy = self._folder / f"{uuid.uuid4().hex}.sqlite"
        for part in ("", "-wal"):
            if template.with_name(template.name + part).exists():
                shutil.copyfile(template.with_name(template.name + part), copy.with_name(copy.name + part))
        return self._url(copy)

    def drop_all(self) -> None:
        """Nothing: pytest clears its temporary folders."""

    @staticmethod
    def _url(path: Path) -> str:
        return f"sqlite:///{path}"


class PostgresServer:
    """A server on which this user may create databases; `url` names any database of it."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._made: list[str] = []
        self._templates: dict[str, str] = {}

    def empty(self) -> str:
        return self._create(template="template0")

    def prepared(self, prepare: Prepare) -> str:
        key = _name_of(prepare)
        if key not in self._templates:
            url = self._create(template="template0")
            prepare(url)
            self._templates[key] = self._made.pop()
            self._disconnect(self._templates[key])
        return self._create(template=self._templates[key])

    def drop_all(self) -> None:
        while self._made:
            self._drop(self._made.pop())

    def drop_templates(self) -> None:
        for name in self._templates.values():
            self._drop(name)

    def _create(self, template: str) -> str:
        name = f"schlichtwerk_test_{uuid.uuid4().hex}"
        self._run("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)
        self._made.append(name)
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _disconnect(self, name: str) -> None:
        """A template may have no sessions: whoever prepared it may have left some in a pool."""
        with self._connect() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    def _run(self, statement: str, *names: str) -> None:
        with self._connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)


@contextlib.contextmanager
def find_server() -> Iterator[PostgresServer | None]:
    """TEST_DATABASE_URL, else a cluster of our own, else None."""
    with contextlib.ExitStack() as stack:
        server = None
        if given := os.environ.get("TEST_DATABASE_URL"):
            server = PostgresServer(make_url(given))
        elif programs := _server_programs():
            server = PostgresServer(stack.enter_context(_cluster(programs)))
        if server is not None:
            stack.callback(server.drop_templates)
        yield server


@contextlib.contextmanager
def _cluster(programs: Path) -> Iterator[URL]:
    """A cluster that listens on a socket in its own folder only, and forgets safety for speed."""
    folder = Path(tempfile.mkdtemp(prefix="schlichtwerk-pg-", dir="/tmp"))  # short: a socket path has 107 bytes
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    options = (
        f"-c unix_socket_directories={folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off "
        "-c full_page_writes=off -c shared_buffers=64MB -c max_connections=80 -c log_min_messages=fatal"
    )
    try:
        _as_server_user(
            [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
            + ["--locale=C.UTF-8", "--no-sync"],
            folder,
        )
        control = [str(programs / "pg_ctl"), "-D", str(data), "-s", "-w"]
        _as_server_user([*control, "-l", str(folder / "log"), "-o", options, "start"], folder)
        try:
            yield URL.create("postgresql", "postgres", database="postgres", query={"host": str(folder)})
        finally:
            _as_server_user([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_programs() -> Path | None:
    """The newest folder with a complete server: PostgreSQL refuses mixtures."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = [Path(found).parent] if (found := shutil.which("initdb")) else []
    for folder in [*reversed(packaged), *on_path]:
        if all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres")):
            return folder
    return None


def _as_server_user(command: list[str], folder: Path) -> None:
    """Run as `postgres` when we are root, which the server refuses to be."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # pg_ctl hands its output to the server, which keeps it open: never a pipe here.
    with (folder / "output").open("w+") as output:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{output.read()}")


def _name_of(prepare: Prepare) -> str:
    return f"{getattr(prepare, '__module__', '')}.{getattr(prepare, '__qualname__', repr(prepare))}".replace("/", "_")
