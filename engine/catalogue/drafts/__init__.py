"""Drafts: packages in the making. The server holds the one model; canvas, outline, form and decision editors,
rehearsals and publishing are views of it. Every change has a revision, and no change overwrites an unseen one."""

from engine.catalogue.drafts.approving import Approval, approve_draft
from engine.catalogue.drafts.beginning import OpenDraft, Place, open_draft
from engine.catalogue.drafts.checking import check_draft
from engine.catalogue.drafts.ending import discard_draft, rebase_draft, restore_draft
from engine.catalogue.drafts.filing import add_blank, add_file, add_files, copy_shared, delete_file, rename_file, uses
from engine.catalogue.drafts.locking import locked_elements
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
from engine.catalogue.drafts.parcels import CHECKOUT, Overtaken, Part, Received, ReceiveFiles
from engine.catalogue.drafts.proofs import Proof, keep_proof, last_proof
from engine.catalogue.drafts.proving import percent, proof, prove
from engine.catalogue.drafts.readiness import Condition, Readiness, readiness
from engine.catalogue.drafts.receiving import neighbours, receive
from engine.catalogue.drafts.releasing import PublishDraft, publish_draft
from engine.catalogue.drafts.rows import Changed, DraftId, DraftKind
from engine.catalogue.drafts.saving import (
    ApplyChanges,
    SaveDiagram,
    SaveFile,
    SaveFiles,
    apply_changes,
    save_diagram,
    save_file,
    save_files,
)
from engine.catalogue.drafts.showing import draft_form
from engine.catalogue.drafts.standing import Standing, standing
from engine.catalogue.drafts.stepping import Stepped, redo, undo
from engine.catalogue.drafts.titling import titles
from engine.catalogue.rules import PublishingRules, keep_publishing_rules, publishing_rules

__all__ = [
    "CHECKOUT",
    "ApplyChanges",
    "Approval",
    "Base",
    "Changed",
    "Choice",
    "Condition",
    "Draft",
    "DraftFile",
    "DraftId",
    "DraftKind",
    "DraftLine",
    "Offer",
    "OpenDraft",
    "Overtaken",
    "Part",
    "Place",
    "Proof",
    "PublishDraft",
    "PublishingRules",
    "Readiness",
    "ReceiveFiles",
    "Received",
    "SaveDiagram",
    "SaveFile",
    "SaveFiles",
    "Standing",
    "Stepped",
    "add_blank",
    "add_file",
    "add_files",
    "apply_changes",
    "approve_draft",
    "check_draft",
    "copy_shared",
    "delete_file",
    "discard_draft",
    "draft",
    "draft_content",
    "draft_files",
    "draft_form",
    "draft_list",
    "keep_proof",
    "keep_publishing_rules",
    "last_proof",
    "locked_elements",
    "neighbours",
    "offer",
    "open_draft",
    "percent",
    "proof",
    "prove",
    "publish_draft",
    "publishing_rules",
    "readiness",
    "rebase_draft",
    "receive",
    "redo",
    "rename_file",
    "restore_draft",
    "save_diagram",
    "save_file",
    "save_files",
    "standing",
    "titles",
    "undo",
    "uses",
]
