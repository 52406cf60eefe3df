"""Documents that were read a moment ago. Whoever types has the same library checked with every key: only what was
changed is read anew. A Document is never written to, so that all may share one."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.check import check_document
from engine.bpmn.reading import Document, read
from engine.terms import Finding

LARGEST = 256 * 1024
"""Bytes of a file that is kept: what lxml makes of it takes ten times that."""
KEPT = 32


def known(content: bytes, *, file: str) -> Document:
    """As `read`."""
    return _known(content, file) if len(content) <= LARGEST else read(content, file=file)


_known = lru_cache(KEPT)(lambda content, file: read(content, file=file))


def checked(document: Document) -> tuple[Finding, ...]:
    """As `check_document`, remembered with the document."""
    if "checked" not in document.memo:
        document.memo["checked"] = tuple(check_document(document))
    found: tuple[Finding, ...] = document.memo["checked"]
    return found
