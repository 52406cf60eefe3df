"""The contract of processes/README.md: its example can be published, its table names what the files use."""

from __future__ import annotations

import re

from engine.bpmn.resolve import resolve
from engine.terms import Severity
from tests.processes.files import BPMN_FILES, NS, PROCESSES, components, form, tree
from tests.processes.files import FORM_FILES as FORMS
from tests.processes.walker import find

README = (PROCESSES / "README.md").read_text(encoding="utf-8")


def test_the_example_passes_the_check() -> None:
    example = re.search(r"```xml\n(.*?)```", README, re.DOTALL)
    assert example is not None
    package, findings = resolve(example[1].encode(), "beispiel.bpmn", find)
    assert package is not None
    assert [f.sentence() for f in findings if f.severity is Severity.ERROR] == []


def test_every_property_in_use_is_explained() -> None:
    used = {p.get("name") for path in BPMN_FILES for p in tree(path).iterfind(".//zeebe:property", NS)}
    assert [name for name in sorted(filter(None, used)) if f"`{name}`" not in README] == []


def test_every_retention_class_in_use_is_listed() -> None:
    used = {c["properties"]["loeschklasse"] for path in FORMS for c in components(form(path)) if "properties" in c}
    assert [name for name in sorted(used) if f"`{name}`" not in README] == []


def test_every_file_is_listed() -> None:
    files = [p.relative_to(PROCESSES).as_posix() for p in [*BPMN_FILES, *(PROCESSES / "_library").glob("*.dmn")]]
    assert [name for name in files if f"`{name}`" not in README] == []
