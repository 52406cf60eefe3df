"""The check: every room of it in one order. Findings never raise; the smallest cause comes first."""

from __future__ import annotations

from engine.bpmn.reading import Document
from engine.bpmn.zones import FormFields
from engine.terms import Finding


def check_document(document: Document) -> list[Finding]:
    """One file on its own: elements and attributes, structure, expressions."""
    return []


def check_package(documents: list[Document], main: str, fields: FormFields) -> list[Finding]:
    """All files together: calls in circles, zones, confirmations."""
    return []
