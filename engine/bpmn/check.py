"""The check: every room of it in one order. Findings never raise; at most MAX_FINDINGS are told per file."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice

from lxml import etree

from engine.bpmn.check_activities import activity_findings, number_findings
from engine.bpmn.check_calls import call_findings
from engine.bpmn.check_elements import element_findings
from engine.bpmn.check_escalation import escalation_findings
from engine.bpmn.check_events import event_findings
from engine.bpmn.check_exact import exactness_findings
from engine.bpmn.check_expressions import expression_findings
from engine.bpmn.check_flows import flow_findings
from engine.bpmn.check_profile import profile_findings
from engine.bpmn.check_sending import sending_findings
from engine.bpmn.check_structure import structure_findings
from engine.bpmn.check_zones import zone_findings
from engine.bpmn.compile import linked
from engine.bpmn.modelling import FLOW_NODES, models
from engine.bpmn.namespaces import local
from engine.bpmn.reading import Document
from engine.bpmn.zones import FormFields
from engine.sentences import say
from engine.terms import Finding

MAX_FINDINGS = 300
MAX_NODES = 10_000


def check_document(document: Document) -> list[Finding]:
    """One file on its own: elements and attributes, structure, expressions."""
    count = sum(1 for node in document.root.iter(etree.Element) if local(node) in FLOW_NODES)
    if count > MAX_NODES:
        return [
            Finding(
                "process.size",
                say("Die Datei hat {count} Flusselemente; erlaubt sind {most}.", count=count, most=MAX_NODES),
                file=document.file,
                hint=say("Den Ablauf auf mehrere Prozesse verteilen."),
            )
        ]
    own = models(document)
    rooms = chain(
        profile_findings(document),
        structure_findings(document, own),
        exactness_findings(document, own),
        number_findings(document),
        *(element_findings(document, process) for process in own),
        *(event_findings(document, process) for process in own),
        *(activity_findings(document, process) for process in own),
        *(flow_findings(document, process) for process in own),
        *(expression_findings(document, process) for process in own),
        sending_findings(document, own),
        escalation_findings(document, own),
    )
    return list(islice(rooms, MAX_FINDINGS))


def check_package(
    documents: list[Document], main: str, fields: FormFields, read_by: Mapping[str, frozenset[str]]
) -> list[Finding]:
    """All files together: calls in circles, zones, confirmations. `fields`: the forms that could be read; `read_by`:
    what each decision reads."""
    where = {process.id: document for document in reversed(documents) for process in models(document)}
    processes = linked(documents, main)
    return list(
        islice(
            chain(call_findings(processes, where), zone_findings(processes.values(), where, fields, read_by)),
            MAX_FINDINGS,
        )
    )
