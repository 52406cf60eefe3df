"""What differs between two states of a package, in German sentences that name elements as people do."""

from engine.catalogue.telling.packages import Difference, differences

__all__ = ["Difference", "differences"]
