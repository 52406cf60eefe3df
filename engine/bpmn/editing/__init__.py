"""Editing a process as a list: each edit takes a document and gives the Changes that make it so, laid out.

They are applied with engine.bpmn.patch.apply, which leaves everything else in the designer's file as it was.
"""

from engine.bpmn.editing.adding import AddStep, StepKind, add_step
from engine.bpmn.editing.connecting import add_branch, connect, set_default
from engine.bpmn.editing.deleting import delete_branch, delete_step
from engine.bpmn.editing.edited import Edited
from engine.bpmn.editing.fields import fields
from engine.bpmn.editing.lanes import add_lane
from engine.bpmn.editing.moving import move_down, move_onto, move_to_lane, move_up
from engine.bpmn.editing.setting import faults, rename, set_fields
from engine.bpmn.editing.spec import Field, FieldKind, From

__all__ = [
    "AddStep",
    "Edited",
    "Field",
    "FieldKind",
    "From",
    "StepKind",
    "add_branch",
    "add_lane",
    "add_step",
    "connect",
    "delete_branch",
    "delete_step",
    "faults",
    "fields",
    "move_down",
    "move_onto",
    "move_to_lane",
    "move_up",
    "rename",
    "set_default",
    "set_fields",
]
