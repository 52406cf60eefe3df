"""What a county tries while it is not yet released, and takes back: a second version of its path, changed as a designer
would."""

from __future__ import annotations

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
LETTER = {
    "an": '="eingang@beispiel.invalid"',
    "betreff": '="Ihre Meldung ist angekommen"',
    "text": '="Vielen Dank. Wir melden uns innerhalb von fünf Arbeitstagen."',
}
"""To nobody: addresses in .invalid never exist (RFC 2606)."""


def acknowledged_by_mail(file: bytes) -> bytes:
    """The path with its acknowledgement as a mail that goes out by itself. Without a mail server: a Störung."""
    root = etree.fromstring(file)
    task = next(found for found in root.iter(f"{{{BPMN}}}userTask") if found.get("id") == "eingangsbestaetigung")
    task.tag = f"{{{BPMN}}}serviceTask"
    told = task.find(f"{{{BPMN}}}extensionElements")
    assert told is not None
    told.clear()
    etree.SubElement(told, f"{{{ZEEBE}}}taskDefinition", type="mail")
    mapping = etree.SubElement(told, f"{{{ZEEBE}}}ioMapping")
    for target, source in LETTER.items():
        etree.SubElement(mapping, f"{{{ZEEBE}}}input", source=source, target=target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
