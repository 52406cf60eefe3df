"""What differs between two states of a package, in German sentences that name elements as people do."""

from engine.catalogue.telling.marking import difference_marks
from engine.catalogue.telling.packages import Difference, differences

__all__ = ["Difference", "difference_marks", "differences"]
