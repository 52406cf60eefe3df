"""What import-linter cannot say about the rooms, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSES = ("engine", "forms", "webui")
LONGEST_FILE = 400  # a rule of 300 with room for the last sentence; `make check` lists those above 300

# The entrances, where the real clock and the terminal are let in.
ENTRANCES = ("engine/cli.py", "engine/cli/", "engine/worker.py", "engine/settings.py")
THE_CLOCK = "SystemClock"  # what entrances hand in
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
SHAPELESS = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}


def sources(*houses: str) -> list[Path]:
    return sorted(path for house in houses for path in (ROOT / house).rglob("*.py") if "node_modules" not in path.parts)


def place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def nodes(*houses: str) -> Iterator[tuple[Path, ast.AST]]:
    for path in sources(*houses):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_the_workflow_library_is_imported_by_compiling_and_running_only() -> None:
    allowed = ("engine/bpmn/compile", "engine/runtime/", "engine/runtime.py")
    strays = {
        place(path, node)
        for path, node in nodes(*HOUSES)
        if any(within(name, ("SpiffWorkflow",)) for name in imported(node)) and not place(path).startswith(allowed)
    }
    assert strays == set()


def test_pages_reach_neither_the_store_nor_the_runtime() -> None:
    barred = ("engine.store", "engine.runtime", "sqlalchemy")
    strays = {
        place(path, node)
        for path, node in nodes("webui")
        if "blueprints" in path.parts and any(within(name, barred) for name in imported(node))
    }
    assert strays == set()


def test_the_engine_has_no_clock_of_its_own() -> None:
    strays = set()
    for path in sources("engine"):
        if place(path).startswith(ENTRANCES):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        handed_in = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and node.name == THE_CLOCK
            for inner in ast.walk(node)
        }
        strays |= {
            f"{place(path, node)} {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and ".".join(ast.unparse(node).split(".")[-2:]) in CLOCKS
            and id(node) not in handed_in
        }
    assert strays == set()


def test_the_audit_verifier_runs_without_the_rest() -> None:
    alone = ROOT / "engine" / "audit_verifier.py"
    ours = {
        place(path, node)
        for path, node in nodes("engine")
        if path == alone and any(within(name, HOUSES) for name in imported(node))
    }
    assert ours == set()


def test_nobodys_text_is_run_as_python() -> None:
    calls = {
        f"{place(path, node)} {node.func.id}()"
        for path, node in nodes(*HOUSES)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert calls == set()


def test_no_file_has_a_name_without_a_shape() -> None:
    assert [place(path) for path in sources(*HOUSES) if path.name in SHAPELESS] == []


@pytest.mark.parametrize("house", HOUSES)
def test_no_file_outgrows_its_room(house: str) -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(house)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}
