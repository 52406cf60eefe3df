"""What Camunda Modeler reads: answers and refusals in the shapes of the two engines that it can deploy to.

Of a refusal it shows `message` alone (of Camunda 8 the whole body, as it comes), so everything that helps is in
there, in plain letters: file, line, element, what is wrong, the way out, and where it goes on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response

from engine.catalogue.drafts import DraftKind, Part, Received
from engine.terms import Finding, Severity

GATEWAY = "8.9.0"
"""Camunda 8 that our files are written for; the Modeler compares it with the file's own."""
ENGINE = "7.24.0"
"""The last Camunda 7."""
TITLES = {
    400: "INVALID_ARGUMENT",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NOT_FOUND",
    409: "INVALID_STATE",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    503: "RESOURCE_EXHAUSTED",
}
"""Of the problem details of Camunda 8; the Modeler looks for "Unauthorized" and "Forbidden"."""
TYPES = {401: "AuthenticationException", 403: "AuthorizationException", 500: "ProcessEngineException"}
SHOWN = 10
"""Findings in one message."""


def as_json(body: Mapping[str, Any] | Sequence[Any], status: int = 200) -> Response:
    """Umlauts as they are: the Modeler shows bodies as they come."""
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def message_of(sentence: str, findings: Sequence[Finding], onward: str = "") -> str:
    """One line for each finding, errors first."""
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    lines = [finding.sentence().removeprefix(": ") for finding in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(f"… und {len(ordered) - SHOWN} weitere Befunde.")
    return "\n".join(line for line in (sentence, *lines, onward) if line)


def problem(status: int, message: str, path: str) -> dict[str, Any]:
    """Camunda 8: problem details (RFC 9457), with `message` for whoever looks there."""
    return {
        "type": "about:blank",
        "title": TITLES.get(status, "INTERNAL"),
        "status": status,
        "detail": message,
        "instance": path,
        "message": message,
    }


def exception(status: int, message: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """Camunda 7: kind, message, and the places of each file."""
    details: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for finding in findings:
        of_file = details.setdefault(finding.file, {"errors": [], "warnings": []})
        of_file["errors" if finding.severity is Severity.ERROR else "warnings"].append(
            {
                "message": f"{finding.message} {finding.hint}".strip(),
                "line": finding.line or 0,
                "column": 0,
                "mainElementId": finding.element_id,
                "elementIds": [finding.element_id] if finding.element_id else [],
            }
        )
    kind = "ParseException" if findings else TYPES.get(status, "InvalidRequestException")
    return {"type": kind, "message": message, "code": None, **({"details": details} if details else {})}


# ------------------------------------------------------------------ what was deployed
def number_of(received: Received) -> str:
    """Version of what was sent: of a draft its revision."""
    return str(received.version or received.revision)


def name_of(received: Received) -> str:
    """The deployment's id in Camunda 7 style; `target_of` understands it again."""
    if received.draft is not None:
        return f"entwurf-{received.draft}-{received.revision}"
    return f"version-{received.slug}-{received.version}"


def target_of(deployment: str) -> tuple[str, str] | None:
    """("entwurf", "17") or ("version", "hamm")."""
    kind, _, rest = deployment.partition("-")
    which, _, number = rest.rpartition("-")
    return (kind, which) if kind in ("entwurf", "version") and which and number.isdigit() else None


def key_of(received: Received, part: int = 0) -> str:
    """Keys of Camunda 8 are digits: 1 draft or 2 version, its number, what it is of the files sent."""
    return f"{1 if received.draft is not None else 2}{received.number:010d}{int(number_of(received)):05d}{part:03d}"


def deployed_8(received: Received) -> dict[str, Any]:
    tenant = received.slug
    deployments = [_part_8(received, part, at) for at, part in enumerate(received.parts, 1)]
    drawings = dict.fromkeys(part.file for part in received.parts if part.kind is DraftKind.DMN)
    for at, file in enumerate(drawings, 1):
        deployments.append({"decisionRequirements": _requirements_8(received, file, at)})
    return {"deploymentKey": key_of(received), "tenantId": tenant, "deployments": deployments}


def _part_8(received: Received, part: Part, at: int) -> dict[str, Any]:
    version, key, tenant = int(number_of(received)), key_of(received, at), received.slug
    if part.kind is DraftKind.FORM:
        form = {"formId": part.key, "formKey": key, "version": version, "resourceName": part.file, "tenantId": tenant}
        return {"form": form}
    if part.kind is DraftKind.DMN:
        return {
            "decisionDefinition": {
                "decisionDefinitionId": part.key,
                "decisionDefinitionKey": key,
                "name": part.key,
                "version": version,
                "decisionRequirementsId": part.file,
                "decisionRequirementsKey": _requirements_key(received, part.file),
                "tenantId": tenant,
            }
        }
    return {
        "processDefinition": {
            "processDefinitionId": part.key,
            "processDefinitionKey": key,
            "processDefinitionVersion": version,
            "resourceName": part.file,
            "tenantId": tenant,
        }
    }


def _requirements_8(received: Received, file: str, at: int) -> dict[str, Any]:
    return {
        "decisionRequirementsId": file,
        "decisionRequirementsKey": _requirements_key(received, file),
        "decisionRequirementsName": file,
        "version": int(number_of(received)),
        "resourceName": file,
        "tenantId": received.slug,
    }


def _requirements_key(received: Received, file: str) -> str:
    files = list(dict.fromkeys(part.file for part in received.parts))
    return key_of(received, 900 + files.index(file))


def deployed_7(received: Received, name: str, source: str, now: datetime) -> dict[str, Any]:
    definitions = {DraftKind.BPMN: {}, DraftKind.DMN: {}, DraftKind.FORM: {}}  # type: dict[DraftKind, dict[str, Any]]
    for at, part in enumerate(received.parts, 1):
        identity = f"{part.key}:{number_of(received)}:{key_of(received, at)}"
        definitions[part.kind][identity] = {
            "id": identity,
            "key": part.key,
            "name": part.key,
            "version": int(number_of(received)),
            "resource": part.file,
            "deploymentId": name_of(received),
            "tenantId": received.slug,
        }
    return {
        "id": name_of(received),
        "name": name,
        "source": source,
        "deploymentTime": now.isoformat(timespec="milliseconds"),
        "tenantId": received.slug,
        "links": [],
        "deployedProcessDefinitions": definitions[DraftKind.BPMN],
        "deployedDecisionDefinitions": definitions[DraftKind.DMN] or None,
        "deployedDecisionRequirementsDefinitions": None,
        "deployedCaseDefinitions": None,
    }
