"""Three-way merge on the model: what a Mustervorlage changed comes into its clone, what the clone changed stays.

    base     the Mustervorlage as it was when it was cloned (or last taken over)
    theirs   the Mustervorlage as it is now
    ours     the municipality's own file

Both sides' changes are addressed in `base` (elements by id, all else by its step below them), so they can be compared
and applied at once. What results is compared with `ours` and written into that document alone, as saving does:
its comments, order and formatting stay. BPMN and DMN alike; see docs/adr/0020-three-way-merge-on-the-model.md.
"""

from engine.bpmn.merging.clashes import Clash
from engine.bpmn.merging.conflicts import Conflict
from engine.bpmn.merging.merge import Merged, merge
from engine.merging import Side

__all__ = ["Clash", "Conflict", "Merged", "Side", "merge"]
