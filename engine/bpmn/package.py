"""A process with all that it needs: resources, their hash, and the look-up through which they are found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from engine.terms import DefinitionHash


class ResourceKind(StrEnum):
    BPMN = "bpmn"
    DMN = "dmn"
    FORM = "form"


@dataclass(frozen=True)
class Resource:
    """One file under the key by which others call it: process id, decision id or form id."""

    kind: ResourceKind
    key: str
    file: str
    content: bytes

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the bytes, 64 hex digits."""
        return hashlib.sha256(self.content).hexdigest()


Find = Callable[[ResourceKind, str], Resource | None]
"""The catalogue's look-up: the municipality's folder first, then the library."""


@dataclass(frozen=True)
class Package:
    """`main` bears the process to start; `resources` are all files, `main` first."""

    main: Resource
    resources: tuple[Resource, ...]

    @cached_property
    def hash(self) -> DefinitionHash:
        """SHA-256 over the sorted (kind, key, hash) of all resources and the key of the main process."""
        lines = sorted(f"{r.kind}\0{r.key}\0{r.hash}" for r in self.resources)
        return DefinitionHash(hashlib.sha256("\n".join([self.main.key, *lines]).encode()).hexdigest())
