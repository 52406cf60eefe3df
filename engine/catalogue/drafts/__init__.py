"""Drafts: packages in the making. The server holds the one model; canvas, outline, form and decision editors,
rehearsals and publishing are views of it. Every change has a revision, and no change overwrites an unseen one."""

from engine.catalogue.drafts.beginning import OpenDraft, Place, open_draft
from engine.catalogue.drafts.checking import check_draft
from engine.catalogue.drafts.ending import discard_draft, restore_draft
from engine.catalogue.drafts.filing import add_file, delete_file, rename_file, uses_of
from engine.catalogue.drafts.looking import (
    Base,
    Draft,
    DraftFile,
    DraftLine,
    draft,
    draft_content,
    draft_files,
    draft_list,
)
from engine.catalogue.drafts.offering import Choice, Offer, offer
from engine.catalogue.drafts.releasing import PublishDraft, publish_draft
from engine.catalogue.drafts.rows import Changed, DraftId, DraftKind
from engine.catalogue.drafts.saving import ApplyChanges, SaveDiagram, SaveFile, apply_changes, save_diagram, save_file
from engine.catalogue.drafts.stepping import Stepped, redo, undo

__all__ = [
    "ApplyChanges",
    "Base",
    "Changed",
    "Choice",
    "Draft",
    "DraftFile",
    "DraftId",
    "DraftKind",
    "DraftLine",
    "Offer",
    "OpenDraft",
    "Place",
    "PublishDraft",
    "SaveDiagram",
    "SaveFile",
    "Stepped",
    "add_file",
    "apply_changes",
    "check_draft",
    "delete_file",
    "discard_draft",
    "draft",
    "draft_content",
    "draft_files",
    "draft_list",
    "offer",
    "open_draft",
    "publish_draft",
    "redo",
    "rename_file",
    "restore_draft",
    "save_diagram",
    "save_file",
    "undo",
    "uses_of",
]
