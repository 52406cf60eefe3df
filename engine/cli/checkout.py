"""pull, push: a checkout of processes/ and the server in step.

`.schlichtwerk.json` beside the files remembers what both sides were when they last met. Nobody's work is written
over: pull leaves files alone that were changed here, push refuses when something else was published meanwhile.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.catalogue import drafts, insist_on_limits, process_list
from engine.catalogue.drafts import CHECKOUT, ReceiveFiles, Standing
from engine.catalogue.files import File
from engine.cli.output import add_actor, opened, sentence
from engine.cli.writing import write_whole
from engine.errors import EngineError, InvalidInput, InvalidState, NotFound
from engine.terms import Actor
from engine.unit_of_work import Platform

BERLIN = ZoneInfo("Europe/Berlin")
STATE = ".schlichtwerk.json"
FORMAT = 1
ENDINGS = (".bpmn", ".dmn", ".form", ".rehearsal.yaml")


@dataclass(frozen=True, slots=True)
class Met:
    """What a municipality was when checkout and server last met. `files`: hashes here; `hash`: of what was there."""

    version: int
    hash: str
    files: dict[str, str]


def add_commands(commands: Any) -> None:
    pulling = add_actor(commands.add_parser("pull", help="Veröffentlichtes in einen Ordner schreiben"))
    pulling.add_argument("--slug", action="append", default=[], metavar="KOMMUNE", help="nur diese (mehrmals möglich)")
    pulling.add_argument("--out", type=Path, required=True, metavar="ORDNER", help="Ordner, zum Beispiel processes")
    pulling.set_defaults(run=_pull)
    pushing = add_actor(commands.add_parser("push", help="Geändertes als Entwurf auf den Server bringen"))
    pushing.add_argument("paths", nargs="+", type=Path, metavar="PFAD")
    pushing.add_argument("--publish", action="store_true", help="gleich veröffentlichen")
    pushing.set_defaults(run=_push)


# ------------------------------------------------------------------ pull
def _pull(arguments: argparse.Namespace) -> int:
    out, answers, failed = arguments.out, [], False
    met = _read(out)
    with opened(arguments) as (platform, actor):
        with platform.query(actor) as uow:
            slugs = arguments.slug or [line.slug for line in process_list(uow)]
        for slug in slugs:
            try:
                with platform.query(actor) as uow:
                    there = drafts.standing(uow, slug)
                written = _take(out, there, met.get(slug))
            except EngineError as refusal:
                failed = True
                answers.append(_refused(slug, refusal))
                continue
            met[slug] = Met(there.version, there.hash, {n: _hash(c) for n, c in _placed(there)})
            answers.append({"slug": slug, "version": there.version, "written": written})
            if not arguments.json:
                what = f"{len(written)} Dateien geschrieben" if written else "nichts Neues"
                print(f"{slug}: Version {there.version}, {what}.")
        _write(out, met)
    if arguments.json:
        print(json.dumps(answers, ensure_ascii=False))
    return 1 if failed else 0


def _placed(there: Standing) -> list[File]:
    """hamm.bpmn, and the others in hamm/."""
    main, *others = there.files
    return [main, *((f"{there.slug}/{Path(name).name}", content) for name, content in others)]


def _take(out: Path, there: Standing, met: Met | None) -> list[str]:
    """Writes what differs; gives its names. Raises InvalidState, before anything is written, for changes made here."""
    fresh = dict(_placed(there))
    known = met.files if met is not None else {}
    here = {name: (out / name).read_bytes() for name in {*fresh, *known} if (out / name).is_file()}
    hashes = {name: _hash(content) for name, content in fresh.items()}
    moved = {name for name in {*hashes, *known} if hashes.get(name) != known.get(name)}
    differing = {name for name, content in here.items() if content != fresh.get(name)}
    mine = {name for name in differing if _hash(here[name]) != known.get(name)}
    if both := sorted(mine & moved):
        raise InvalidState(
            "checkout.changed",
            f"Hier und auf dem Server geändert, deshalb nicht überschrieben: {', '.join(both)}. Legen Sie Ihre "
            "Änderungen beiseite (git stash), holen Sie den Stand, und führen Sie beides zusammen (git stash pop).",
        )
    gone_here = {name for name in fresh if name in known and name not in here} - moved
    written = sorted(n for n, content in fresh.items() if here.get(n) != content and n not in mine | gone_here)
    for name in written:
        write_whole(out / name, fresh[name])
    for name in differing - fresh.keys() - mine:
        (out / name).unlink()
    return written


# ------------------------------------------------------------------ push
def _push(arguments: argparse.Namespace) -> int:
    answers, failed = [], False
    with opened(arguments) as (platform, actor):
        for root, slug in _wanted(arguments.paths):
            met = _read(root)
            try:
                answer = _sent(platform, actor, root, slug, met.get(slug), publish=arguments.publish)
            except EngineError as refusal:
                failed = True
                answers.append(_refused(slug, refusal))
                continue
            if arguments.publish and not answer["unchanged"]:
                with platform.query(actor) as uow:
                    there = drafts.standing(uow, slug)
                files = {name: _hash(content) for name, content in _files(root, slug)}
                _write(root, {**met, slug: Met(there.version, there.hash, files)})
            answers.append(answer)
            if not arguments.json:
                print(_in_words(answer))
    if arguments.json:
        print(json.dumps(answers, ensure_ascii=False))
    return 1 if failed else 0


def _wanted(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Folder and slug of each path named: a checkout, a process file, or anything in a municipality's folder. Raises
    InvalidInput."""
    found: dict[tuple[Path, str], None] = {}
    for given in paths:
        path = given.resolve()
        if not path.exists():
            raise InvalidInput("checkout.path", f"„{given}“ gibt es nicht.")
        if path.is_dir() and ((path / STATE).is_file() or not (path.parent / f"{path.name}.bpmn").is_file()):
            found |= {(path, each.stem): None for each in sorted(path.glob("*.bpmn"))}
        elif path.is_dir():
            found[path.parent, path.name] = None
        elif path.suffix == ".bpmn" and not (path.parent.parent / f"{path.parent.name}.bpmn").is_file():
            found[path.parent, path.stem] = None
        else:
            found[path.parent.parent, path.parent.name] = None
    if missing := [slug for root, slug in found if not (root / f"{slug}.bpmn").is_file()] or (not found and ["?"]):
        raise InvalidInput("checkout.path", f"Es gibt keine Prozessdatei dazu ({', '.join(missing)}.bpmn).")
    return list(found)


def _files(root: Path, slug: str) -> list[File]:
    """The process file, and what belongs to it in its folder."""
    folder = root / slug
    others = sorted(folder.iterdir()) if folder.is_dir() else []
    kept = [path for path in others if path.is_file() and path.name.lower().endswith(ENDINGS)]
    main = root / f"{slug}.bpmn"
    return [(main.name, main.read_bytes()), *((f"{slug}/{path.name}", path.read_bytes()) for path in kept)]


def _sent(platform: Platform, actor: Actor, root: Path, slug: str, met: Met | None, *, publish: bool) -> dict[str, Any]:
    files = _files(root, slug)
    hashes = {name: _hash(content) for name, content in files}
    before = met.files if met is not None else {}
    changed = sorted(n for n in {*hashes, *before} if hashes.get(n) != before.get(n))
    if not changed:
        return {"slug": slug, "unchanged": True, "changed": []}
    sent = tuple((Path(name).name, content) for name, content in files)
    insist_on_limits([file for file in sent if not file[0].endswith(".rehearsal.yaml")])
    with platform.command(actor) as uow:
        with suppress(NotFound):  # a municipality that is new to the server
            there = drafts.standing(uow, slug)
            if dict(there.files) == dict(sent):
                return {"slug": slug, "unchanged": True, "changed": []}
            _insist_on_step(there, met)
        done = drafts.receive(uow, ReceiveFiles(sent, publish=publish, sender=CHECKOUT))
    return {
        "slug": done.slug,
        "unchanged": done.unchanged,
        "changed": changed,
        "draft": done.draft,
        "revision": done.revision or None,
        "version": done.version,
    }


def _insist_on_step(there: Standing, met: Met | None) -> None:
    """Raises InvalidState when the server has moved on."""
    if met is not None and met.hash == there.hash:
        return
    base = "dieser Ordner hat sie nie geholt" if met is None else f"dieser Ordner beruht auf Version {met.version}"
    when = f"{there.published_at.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"
    raise InvalidState(
        "checkout.outdated",
        f"Auf dem Server steht Version {there.version}, veröffentlicht von {there.published_by} am {when}; {base}. "
        "Nichts wurde gesendet. Holen Sie den Stand mit pull, und führen Sie Ihre Änderungen damit zusammen.",
    )


def _in_words(answer: dict[str, Any]) -> str:
    slug = answer["slug"]
    if answer["unchanged"]:
        return f"{slug}: nichts Neues."
    files = ", ".join(answer["changed"])
    if answer["draft"] is not None:
        return f"{slug}: Entwurf {answer['draft']}, Stand {answer['revision']} (/werkstatt/{answer['draft']}): {files}"
    return f"{slug}: als Version {answer['version']} veröffentlicht: {files}"


# ------------------------------------------------------------------ what is remembered
def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _read(folder: Path) -> dict[str, Met]:
    """Raises InvalidInput."""
    path = folder / STATE
    if not path.is_file():
        return {}
    try:
        body = json.loads(path.read_text("utf-8"))
        if body["format"] != FORMAT:
            raise ValueError(body["format"])
        return {
            slug: Met(int(each["version"]), str(each["hash"]), {str(n): str(h) for n, h in each["files"].items()})
            for slug, each in body["municipalities"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise InvalidInput(
            "checkout.state", f"„{path}“ ist nicht lesbar. Löschen Sie die Datei, und holen Sie den Stand mit pull neu."
        ) from fault


def _write(folder: Path, met: dict[str, Met]) -> None:
    told = {s: {"version": m.version, "hash": m.hash, "files": m.files} for s, m in sorted(met.items())}
    text = json.dumps({"format": FORMAT, "municipalities": told}, ensure_ascii=False, indent=2, sort_keys=True)
    write_whole(folder / STATE, f"{text}\n".encode())


def _refused(slug: str, refusal: EngineError) -> dict[str, Any]:
    for finding in refusal.findings:
        print(sentence(finding), file=sys.stderr)
    print(f"{slug}: {refusal.sentence or refusal.code}", file=sys.stderr)
    findings = [finding.as_json() for finding in refusal.findings]
    return {"slug": slug, "error": refusal.code, "message": refusal.sentence, "findings": findings}
