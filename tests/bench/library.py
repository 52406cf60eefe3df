"""Figures of LaKI's library: a whole state publishes clones from files, and a newer Mustervorlage reaches one."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from engine.catalogue import PublishProcess, publish, templates
from engine.catalogue.files import LIBRARY, folders_of
from engine.catalogue.origins.versions import TEMPLATES
from engine.catalogue.templates import CloneTemplate
from engine.places import integration_centres
from engine.unit_of_work import Platform
from tests.bench import house
from tests.bench.figures import record, wall

OWN = ("mediation.bpmn", "feedback.bpmn")
"""What each municipality keeps a copy of: with its path three processes."""


def library(folder: Path) -> None:
    platform = house.platform_in(folder / "library")
    with platform.command(house.OPERATOR) as uow:
        keys = templates.ship_templates(uow)
    files = [
        written(platform, folder / "files", key, centre.ags, centre.full_name)
        for centre, key in zip(integration_centres(), cycle(keys), strict=False)
    ]
    seconds = wall(lambda: [published(platform, file) for file in files]) / 1000
    print(f"     {len(files)} municipalities with three processes each: {seconds:.1f} s")
    record(f"publish {len(files)} municipalities with 3 processes each: seconds", seconds, 60)
    newer = (TEMPLATES / f"{keys[0]}.bpmn").read_bytes().replace(b"Vorgang ab", b"Fall ab")
    with platform.command(house.OPERATOR) as uow:
        publish(uow, PublishProcess(f"{keys[0]}.bpmn", newer))
    with platform.query(house.OPERATOR) as uow:
        slug = files[0].stem
        record("plan an update of one clone: seconds", wall(lambda: templates.plan_update(uow, slug)) / 1000, 2)


def written(platform: Platform, folder: Path, key: str, ags: str, name: str) -> Path:
    with platform.query(house.OPERATOR) as uow:
        made = templates.clone(uow, CloneTemplate(key, ags, name))
    own = folder / made.slug
    own.mkdir(parents=True, exist_ok=True)
    for file in OWN:
        text = (LIBRARY / file).read_text("utf-8")
        (own / file).write_text(f"{text}<!-- {name} -->\n", "utf-8")
    path = folder / f"{made.slug}.bpmn"
    path.write_bytes(made.files[0][1])
    return path


def published(platform: Platform, path: Path) -> None:
    with platform.command(house.OPERATOR) as uow:
        publish(uow, PublishProcess(path.name, path.read_bytes(), folders=folders_of(path)))
