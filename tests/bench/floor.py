"""The floor F: SpiffWorkflow alone, with nothing of ours but pruning.

Read the state with the plain driver, restore it with a cached spec, complete a user task, prune, encode
SpiffWorkflow's own split JSON state, write, commit. SpiffWorkflow foresees all twenty tasks and carries them in its
state, so that a case is dear at its beginning (29 kB) and cheap at its end; measured is the cheap part, from the 14th
task on (about 7 kB).
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.util.task import TaskState

from tests.bench.models import VALUES, twenty_tasks

OPEN = TaskState.READY | TaskState.WAITING | TaskState.STARTED
SPECS: dict[str, Any] = {}
DONE_BEFORE = 13


class SplitConverter(BpmnWorkflowConverter):
    """The stock converter without the spec, which is cached instead."""

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        state: dict[str, Any] = super(BpmnWorkflowConverter, self).to_dict(workflow)
        state["bpmn_events"] = []
        state["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        return state

    def from_dict(self, state: dict[str, Any]) -> BpmnWorkflow:
        from uuid import UUID

        workflow = self.target_class(SPECS["weg"], {}, deserializing=True)
        workflow.tasks = self.mapping_from_dict(state["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks[UUID(state["root"])]
        self.set_default_attributes(workflow, state)
        return workflow


CODEC = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, BpmnWorkflow: SplitConverter}))


class Floor:
    """One file with states; `complete()` does one cycle on the next instance."""

    def __init__(self, folder: Path, instances: int) -> None:
        xml = twenty_tasks("Boden", "05915000", form=False).replace(b">P14D<", b'>"P14D"<')
        parser = BpmnParser()
        parser.add_bpmn_str(xml)
        SPECS["weg"] = parser.get_spec("weg")
        self.connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("CREATE TABLE state (id INTEGER PRIMARY KEY, content BLOB NOT NULL)")
        self.count, self.turn = instances, 0
        self._start_all()

    def _start_all(self) -> None:
        for number in range(self.count):
            workflow = BpmnWorkflow(SPECS["weg"])
            workflow.do_engine_steps()
            for _ in range(DONE_BEFORE):
                step(workflow)
            self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (number, encode(workflow)))

    def ready(self) -> None:
        """Not measured: fresh cases when these are near their end."""
        if self.turn >= (18 - DONE_BEFORE) * self.count:
            self.turn = 0
            self._start_all()

    def complete(self) -> None:
        """One user task of one case, then it is the next case's turn."""
        number = self.turn % self.count
        self.turn += 1
        cursor = self.connection
        cursor.execute("BEGIN IMMEDIATE")
        content = cursor.execute("SELECT content FROM state WHERE id = ?", (number,)).fetchone()[0]
        workflow = CODEC.from_dict(json.loads(content))
        step(workflow)
        cursor.execute("UPDATE state SET content = ? WHERE id = ?", (encode(workflow), number))
        cursor.execute("COMMIT")


def step(workflow: BpmnWorkflow) -> None:
    task = next(task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual)
    task.data.update(VALUES)
    task.run()
    workflow.do_engine_steps()
    prune(workflow)


def encode(workflow: BpmnWorkflow) -> bytes:
    return json.dumps(CODEC.to_dict(workflow)).encode()


def prune(workflow: BpmnWorkflow) -> None:
    """Forget finished history above the one open branch."""
    active = [task for task in workflow.tasks.values() if task.has_state(OPEN) and task.task_spec.name != "End"]
    active = [task for task in active if not task.task_spec.name.endswith("EndJoin")]
    if not active:
        return
    anchor = _common(active)
    root = workflow.task_tree
    if anchor is None or anchor is root:
        return
    if isinstance(anchor.parent.task_spec, BoundaryEventSplit):
        anchor = anchor.parent
    if anchor is root or anchor.parent is root:
        return
    data = anchor.parent.data
    keep = {root.id} | {task.id for task in anchor}
    for gone in [key for key in workflow.tasks if key not in keep]:
        workflow.tasks.pop(gone)
    root.data = data
    anchor._parent, root._children = root.id, [anchor.id]
    if workflow.last_task is not None and workflow.last_task.id not in workflow.tasks:
        workflow.last_task = root


def _common(active: list[Any]) -> Any:
    paths = []
    for task in active:
        path = []
        while task is not None:
            path.append(task)
            task = task.parent
        paths.append(path[::-1])
    anchor = None
    for level in zip(*paths, strict=False):
        if any(task is not level[0] for task in level):
            break
        anchor = level[0]
    return anchor
