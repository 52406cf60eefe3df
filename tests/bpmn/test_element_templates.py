"""Fields for Camunda Modeler: what they write, the engine reads; `python -m tests.bpmn.test_element_templates` writes
docs/element-templates.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn import read
from engine.bpmn.element_templates import TEMPLATES, element_templates
from engine.catalogue.check import check_file
from engine.catalogue.library import finder
from tests.kit.paths import END, START, flows, path, task

FILE = Path(__file__).parents[2] / "docs" / "element-templates.json"
TASK, OTHER, FINISH, GATEWAY, PROCESS = TEMPLATES
FILLED = {
    "frist": "5 AT",
    "eskalation": "Vertretung, Leitung",
    "stufe": "beratung",
    "schutzzone": "beratung",
    "freigabe": "",
    "bestaetigt": "",
    "fuer": "",
    "freigabe_wenn": "",
    "erinnerung": "2 AT",
    "vier_augen": "",
    "pflicht": "",
}


def written() -> str:
    return json.dumps(element_templates(), ensure_ascii=False, indent=2) + "\n"


def test_the_file_in_the_docs_is_current() -> None:
    assert FILE.read_text("utf-8") == written()


@pytest.mark.parametrize("template", element_templates(), ids=lambda template: template["id"])
def test_a_template_binds_properties_of_one_dialect_and_labels_them(template: dict) -> None:  # type: ignore[type-arg]
    dialect = template["id"].split(".")[2]
    assert (dialect == "zeebe") == ("zeebe" in template["$schema"])
    for field in template["properties"]:
        assert field["binding"]["type"] == f"{dialect}:property" and field["label"] and field["description"]
        assert (field["type"] == "Dropdown") == ("choices" in field)
        assert field.get("optional", False) is (dialect == "zeebe"), "Camunda 7 knows no optional properties"


def checked(**listed: str) -> list[str]:
    content = path(START, task("u", **listed), END, flows("s", "u", "e"))
    # What the Modeler writes where a template is applied; the kit leaves out what is empty, the Modeler does not.
    empty = "".join(f'<zeebe:property name="{name}" value=""/>' for name, value in listed.items() if not value)
    text = content.decode().replace(
        "</zeebe:properties></bpmn:extensionElements></bpmn:userTask>",
        (f"{empty}</zeebe:properties></bpmn:extensionElements></bpmn:userTask>"),
    )
    text = text.replace('<bpmn:userTask id="u"', '<bpmn:userTask zeebe:modelerTemplate="x" id="u"')
    assert "modelerTemplate" in text and text.count('value=""') == sum(not value for value in listed.values())
    assert read(text.encode(), file="hamm.bpmn")
    return [finding.code for finding in check_file("hamm.bpmn", text.encode(), finder())]


def test_what_the_fields_write_is_read_without_findings() -> None:
    assert {field.name for field in TASK.fields} == set(FILLED)
    assert checked(**FILLED) == []
    assert checked(**dict.fromkeys(FILLED, "")) == []


def test_a_wrong_value_is_still_a_finding() -> None:
    assert checked(**{**FILLED, "frist": "bald"})


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
