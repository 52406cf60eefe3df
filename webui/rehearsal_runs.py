"""Rehearsals of drafts being played, and scenes of recordings: kept in this process, made again when it ends. What
became of a run is kept with the draft.

Both follow from the bytes of a draft's files alone, so nothing kept here can be wrong, only old.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event, Lock, Semaphore, Thread
from typing import Any

from engine.catalogue import drafts
from engine.catalogue.files import File
from engine.catalogue.rehearsal import ENDING
from engine.catalogue.rehearsal.scene import Scene
from engine.catalogue.rehearsing import Report, stage_crew, staged_given

KEPT_RUNS, KEPT_SCENES = 50, 100
Keep = Callable[[Report], None]
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Run:
    """All rehearsals of a draft, played once. `revision`: of the draft; `done`: how many of `all` are over."""

    digest: bytes
    revision: int
    all: int
    done: int = 0
    report: Report | None = None
    over: Event = field(default_factory=Event)


class Runs:
    """One after the other: a run needs a whole processor."""

    def __init__(self) -> None:
        self._lock, self._turn = Lock(), Semaphore(1)
        self._last: OrderedDict[int, Run] = OrderedDict()
        self._scenes: OrderedDict[bytes, Scene] = OrderedDict()
        self._crew = stage_crew()

    def expect_recording(self) -> None:
        """Somebody is about to record."""
        self._crew.ready()

    def last(self, draft: int) -> Run | None:
        with self._lock:
            return self._last.get(draft)

    def start(self, draft: int, files: Sequence[File], revision: int, keep: Keep | None = None) -> Run:
        """Plays what nobody has played yet, in the background. `files`: the main one first; `keep` is given what was
        found."""
        digest = digest_of(files)
        with self._lock:
            known = self._last.get(draft)
            if known is not None and known.digest == digest and (known.report is not None or not known.over.is_set()):
                return known
            run = Run(digest, revision, len(rehearsals_in(files)))
            self._last[draft] = run
            self._last.move_to_end(draft)
            while len(self._last) > KEPT_RUNS:
                self._last.popitem(last=False)
        Thread(target=self._play, args=(run, tuple(files), keep), daemon=True, name="rehearsals").start()
        return run

    def scene(self, files: Sequence[File], text: str, act: Mapping[str, Any] | None = None) -> Scene:
        """Where the text leads, after one act more. Takes a second or so when nobody has asked before."""
        asked = key_of(files, text, act)
        if (known := self._known(asked)) is not None:
            return known
        own = [file for file in files[1:] if not file[0].endswith(ENDING)]
        scene = staged_given(
            files[0], own, (f"probelauf{ENDING}", text.encode("utf-8", "replace")), act, (), self._crew
        )
        if any(finding.code in ("check.limits", "check.fault") for finding in scene.findings):
            return scene  # another time there may be time for it
        with self._lock:
            self._scenes[asked] = scene
            if not scene.refused:
                self._scenes[key_of(files, scene.text)] = scene
            while len(self._scenes) > KEPT_SCENES:
                self._scenes.popitem(last=False)
        return scene

    def _known(self, key: bytes) -> Scene | None:
        with self._lock:
            scene = self._scenes.get(key)
            if scene is not None:
                self._scenes.move_to_end(key)
            return scene

    def _wanted(self, run: Run) -> bool:
        """Not once a newer state of the draft waits for its turn, too."""
        with self._lock:
            return any(last is run for last in self._last.values())

    def _play(self, run: Run, files: tuple[File, ...], keep: Keep | None) -> None:
        def step(_name: str) -> None:
            run.done += 1

        try:
            with self._turn:
                if self._wanted(run):
                    run.report = drafts.prove(files, step)
                    if keep is not None:
                        keep(run.report)
        except Exception:
            log.exception("rehearsals of a draft were not played to their end")
        finally:
            run.over.set()


def rehearsals_in(files: Sequence[File]) -> list[File]:
    return [file for file in files if file[0].endswith(ENDING)]


def digest_of(files: Sequence[File], more: str = "") -> bytes:
    found = sha256(more.encode("utf-8", "replace"))
    for name, content in files:
        found.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "replace"))
        found.update(content)
    return found.digest()


def key_of(files: Sequence[File], text: str, act: Mapping[str, Any] | None = None) -> bytes:
    """A press of the same button on the same text leads to the same scene."""
    return digest_of([file for file in files if not file[0].endswith(ENDING)], f"{text}\0{act!r}")


RUNS = Runs()
