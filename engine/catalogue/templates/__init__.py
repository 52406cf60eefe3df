"""LaKI's library: Mustervorlagen, clones that stay in touch with them, and updates that flow.

A Mustervorlage is published like a municipality's path (`art` = Mustervorlage): it has versions, drafts, rehearsals and
a history like any other, and no cases. A clone is an ordinary file that names its origin (engine.catalogue.origin).
"""

from engine.catalogue.origins.demanding import Demand
from engine.catalogue.origins.locking import locked_elements, locked_findings
from engine.catalogue.templates.cloning import Adaptable, Cloned, CloneTemplate, adaptable, clone
from engine.catalogue.templates.founding import draft_clone, publish_clone
from engine.catalogue.templates.proposing import Proposal, answers, open_demands, open_proposals, propose_update
from engine.catalogue.templates.reading import Clone, Link, Release, Template, chain, template, template_list
from engine.catalogue.templates.shipping import ship_templates
from engine.catalogue.templates.showing import (
    Profile,
    diagram_of,
    locks_of,
    marks_of,
    profile,
    shown_in,
    source_name,
)
from engine.catalogue.templates.updating import Update, decline_update, plan_update, take_update

__all__ = [
    "Adaptable",
    "Clone",
    "CloneTemplate",
    "Cloned",
    "Demand",
    "Link",
    "Profile",
    "Proposal",
    "Release",
    "Template",
    "Update",
    "adaptable",
    "answers",
    "chain",
    "clone",
    "decline_update",
    "diagram_of",
    "draft_clone",
    "locked_elements",
    "locked_findings",
    "locks_of",
    "marks_of",
    "open_demands",
    "open_proposals",
    "plan_update",
    "profile",
    "propose_update",
    "publish_clone",
    "ship_templates",
    "shown_in",
    "source_name",
    "take_update",
    "template",
    "template_list",
]
