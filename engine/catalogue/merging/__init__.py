"""Three-way merge of a whole package: path, forms, decisions and rehearsals, with its questions in words.

Pure: no database, no clock. What is merged how is the matter of engine.bpmn.merging, engine.formdefs.merging and
`stories`; here it is told (docs/adr/0020-three-way-merge-on-the-model.md).
"""

from engine.catalogue.merging.model import PATH, Decided, MergedPackage, Package, Question, Taken
from engine.catalogue.merging.packages import merge_package
from engine.merging import Side

__all__ = ["PATH", "Decided", "MergedPackage", "Package", "Question", "Side", "Taken", "merge_package"]
