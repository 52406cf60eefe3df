"""Clone a Mustervorlage (or another municipality's path): an ordinary file that names its origin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from sqlalchemy import select

from engine import bpmn
from engine.bpmn.comparing import changes
from engine.bpmn.deadline import is_deadline
from engine.bpmn.editing.extending import set_property
from engine.bpmn.editing.tree import Tree
from engine.bpmn.locks import locks
from engine.bpmn.model import ProcessModel
from engine.bpmn.municipality import FIVE_DIGITS, IN_A_KREIS
from engine.bpmn.namespaces import bpmn as tag
from engine.bpmn.namespaces import reference, text_of
from engine.bpmn.patch import apply
from engine.bpmn.reading import Document
from engine.casework.loading import TENANT
from engine.catalogue.files import File, slug_of
from engine.catalogue.merging import PATH
from engine.catalogue.origins.said import PROPERTY, Origin, mark_of
from engine.catalogue.origins.versions import package_at, version_row
from engine.catalogue.process_pages import sees_all
from engine.catalogue.templates.reading import insist_on_reader
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.places import ags_fault, county_of, integration_centres
from engine.sentences import say
from engine.terms import TEMPLATE, Finding
from engine.unit_of_work import UnitOfWork

GROUP = re.compile(r"[a-z][a-z0-9_]{0,79}")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class CloneTemplate:
    """`key`: slug of a Mustervorlage, or of a municipality (LaKI's alone). `art` and `kreis` are those of the
    integration centre where they are not given. `lanes`: id -> what the lane is called here (the committee's name),
    also where the path's other texts name it; `groups`: id of a lane -> its group; `deadlines`: id of a task -> its
    deadline."""

    key: str
    ags: str
    name: str
    art: str = ""
    kreis: str = ""
    kennung: str = ""
    lanes: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    deadlines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cloned:
    """`files`: the path as `<slug>.bpmn` first, then what is its own."""

    slug: str
    identity: str
    files: tuple[File, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Adaptable:
    """What a clone may call otherwise at once: (id, name), (id, group) of lanes, (id, name, deadline) of tasks."""

    lanes: tuple[tuple[str, str, str], ...]
    deadlines: tuple[tuple[str, str, str], ...]


def clone(uow: UnitOfWork, command: CloneTemplate) -> Cloned:
    """Stores nothing. Raises NotFound, NotPermitted, InvalidInput with findings."""
    row = _source(uow, command.key)
    identity, art, kreis = _place(uow, command)
    name = " ".join(command.name.split())[:LONGEST]
    slug = slug_of(name)
    if unreadable := [text for text in (name, *own_texts(command)) if not text.isprintable()]:
        raise _refusal(
            say("„{text}“ enthält Steuerzeichen.", text="".join(c for c in unreadable[0] if c.isprintable())),
            say("Schreiben Sie es bitte ohne sie."),
        )
    if not slug:
        raise _refusal(say("Der Name der Kommune fehlt."), say("Schreiben Sie ihn aus, zum Beispiel „Stadt Hamm“."))
    _insist_on_free(uow, identity, slug, name)
    package = package_at(uow, row)
    origin = Origin(command.key, row["version"], mark_of(package[PATH]))
    own = {"ags": command.ags.strip(), "kennung": command.kennung.strip(), "art": art, "kreis": kreis}
    document = bpmn.read(package[PATH], file=f"{slug}.bpmn")
    tree = Tree(document)
    _name(tree, document, name, {**own, PROPERTY: str(origin)})
    _adapt(tree, command)
    main = apply(document.content, changes(document.content, tree.content()))
    others = tuple((file, content) for file, content in package.items() if file != PATH)
    return Cloned(slug, identity, ((f"{slug}.bpmn", main), *others), origin)


def own_texts(command: CloneTemplate) -> tuple[str, ...]:
    """What somebody typed and the file will say."""
    typed = (command.ags, command.art, command.kreis, command.kennung)
    return (*typed, *command.lanes.values(), *command.groups.values(), *command.deadlines.values())


def adaptable(uow: UnitOfWork, key: str) -> Adaptable:
    """Of the version that would be cloned. Raises NotFound, NotPermitted."""
    row = _source(uow, key)
    model: ProcessModel = uow.definition(row["definition"]).processes[row["process_id"]]
    document = bpmn.read(package_at(uow, row)[PATH])
    process = next(p for p in document.root.findall(tag("process")) if p.get("id") == model.id)
    lanes = [(lane.get("id") or "", lane.get("name") or "", _group(lane)) for lane in process.iter(tag("lane"))]
    fixed = {lock.element for lock in locks(document.content) if lock.what in ("", "frist")}
    tasks = [element for element in model.elements.values() if element.frist and element.id not in fixed]
    return Adaptable(tuple(lanes), tuple((task.id, task.label, task.frist or "") for task in tasks))


def _group(lane: etree._Element) -> str:
    return bpmn.dialects.properties(lane).get("gruppe") or lane.get("id") or ""


def _source(uow: UnitOfWork, key: str) -> Mapping[str, Any]:
    insist_on_reader(uow)
    row = version_row(uow, key)
    if row is None:
        raise NotFound(
            "template.unknown",
            say("Eine Mustervorlage „{key}“ gibt es nicht, oder sie ist zurückgezogen.", key=key),
        )
    if row["art"] != TEMPLATE and not sees_all(uow):
        raise NotPermitted("template.clone", say("Den Weg einer anderen Kommune klont nur die Landesstelle."))
    return row


# ------------------------------------------------------------------ who
def _place(uow: UnitOfWork, command: CloneTemplate) -> tuple[str, str, str]:
    """(identity, kind, Kreis)"""
    ags, kennung = command.ags.strip(), command.kennung.strip()
    centre = next((each for each in integration_centres() if each.ags == ags), None)
    if kennung:
        return kennung, command.art or "soziale Organisation", command.kreis.strip()
    if centre is not None:
        art = command.art or centre.kind
        kreis = command.kreis.strip() or (centre.parent if art in IN_A_KREIS else "")
        return ags, art, "" if art in FIVE_DIGITS else kreis
    county = county_of(ags)
    if county is None:
        raise _refusal(
            ags_fault(ags), say("Wählen Sie Ihre Kommune aus der Liste, oder berichtigen Sie den AGS."), "place.ags"
        )
    return ags, command.art or "Gemeinde", county.ags


def _insist_on_free(uow: UnitOfWork, identity: str, slug: str, name: str) -> None:
    t = TENANT.c
    taken = uow.connection.execute(
        select(t.identity, t.slug, t.name).where((t.identity == identity) | (t.slug == slug) | (t.name == name))
    ).first()
    if taken is None:
        return
    way = say("Öffnen Sie deren Konfliktweg unter „Prozesse“, oder berichtigen Sie Name und AGS.")
    if taken.identity == identity:
        sentence = say("Die Kennung {identity} gehört schon zu „{name}“.", identity=identity, name=taken.name)
        raise _refusal(sentence, way, "municipality.identity")
    sentence = say("„{name}“ heißt schon eine Kommune mit der Kennung {identity}.", name=name, identity=taken.identity)
    raise _refusal(sentence, way, "municipality.name")


def _refusal(sentence: str, hint: str, code: str = "template.clone") -> InvalidInput:
    return InvalidInput(code, sentence, findings=(Finding(code, sentence, hint=hint),))


# ------------------------------------------------------------------ writing
def _name(tree: Tree, document: Document, name: str, own: Mapping[str, str]) -> None:
    declared = bpmn.municipality_of(document)
    if declared is None:
        raise NotFound("template.unknown", say("Diese Datei nennt keinen Pool, dessen Name zu ersetzen wäre."))
    pool = next(p for p in tree.root.iter(tag("participant")) if reference(p.get("processRef")) == declared.process_id)
    for other in tree.root.iter(tag("participant")):
        if other is not pool and (other.get("name") or "").startswith(f"{declared.name}:"):
            other.set("name", name + (other.get("name") or "")[len(declared.name) :])
    pool.set("name", name)
    process = tree.node(declared.process_id)
    for key, value in own.items():
        set_property(tree, process, key, value)


def _adapt(tree: Tree, command: CloneTemplate) -> None:
    lanes = {lane.get("id") for lane in tree.root.iter(tag("lane"))}
    for key in (*command.lanes, *command.groups):
        if key not in lanes:
            raise _refusal(
                say("Eine Bahn „{lane}“ gibt es in dieser Vorlage nicht.", lane=key[:80]),
                say("Laden Sie die Seite neu, und füllen Sie sie noch einmal aus."),
                "template.lane",
            )
    for key, group in command.groups.items():
        if group and not GROUP.fullmatch(group):
            raise _refusal(
                say("Die Gruppe „{group}“ geht so nicht.", group=group),
                say("Kleine Buchstaben, Ziffern und Unterstriche, zum Beispiel „koordination“."),
                "template.group",
            )
        if group and group != _group(tree.node(key)):
            set_property(tree, tree.node(key), "gruppe", group)
    for key, deadline in command.deadlines.items():
        if not deadline.strip():
            continue
        if not is_deadline(deadline.strip()):
            raise _refusal(
                say("Die Frist „{deadline}“ ist keine.", deadline=deadline),
                say("Zum Beispiel „5 AT“, „2 Wochen“, „3 Monate“ oder „4 Stunden“."),
                "template.deadline",
            )
        set_property(tree, tree.node(key), "frist", deadline.strip())
    for key, label in command.lanes.items():
        if label := " ".join(label.split()):
            _relabel(tree, tree.node(key), label)


def _relabel(tree: Tree, lane: etree._Element, label: str) -> None:
    """The lane, and wherever a name or an explanation of the path speaks of it by its name."""
    former = " ".join((lane.get("name") or "").split())
    if not former or former == label:
        return
    locked = {lock.element for lock in locks(tree.document.content) if not lock.what}
    word = re.compile(rf"(?<!\w){re.escape(former)}(?!\w)")
    for node in tree.root.iter(etree.Element):
        if any(above.get("id") in locked for above in (node, *node.iterancestors())):
            continue
        if node.tag != tag("participant") and (said := node.get("name")) and node.tag.startswith(tag("")):
            node.set("name", word.sub(lambda _: label, said))
        if node.tag == tag("documentation") and (text := text_of(node)):
            node.text = word.sub(lambda _: label, text)
