"""BPMN files: reading (hardened), checking, and turning them into definitions that engine.runtime runs.

`resolve` is the door: bytes in, a Package or findings out; `compile_package` makes the Definition.
"""

from engine.bpmn.compile import Definition, compile_package
from engine.bpmn.model import Element, Flow, Lane, ProcessModel, Release
from engine.bpmn.modelling import models
from engine.bpmn.municipality import Municipality, municipality_findings, municipality_of
from engine.bpmn.package import Find, Package, Resource, ResourceKind
from engine.bpmn.reading import Document, read
from engine.bpmn.resolve import resolve

__all__ = [
    "Definition",
    "Document",
    "Element",
    "Find",
    "Flow",
    "Lane",
    "Municipality",
    "Package",
    "ProcessModel",
    "Release",
    "Resource",
    "ResourceKind",
    "compile_package",
    "models",
    "municipality_findings",
    "municipality_of",
    "read",
    "resolve",
]
