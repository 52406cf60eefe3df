"""How often each way of a path was taken, and how long its steps lie; small and secret numbers left out."""

from engine.catalogue.traffic.figures import FlowFigures, StepFigures, Traffic, path_traffic

__all__ = ["FlowFigures", "StepFigures", "Traffic", "path_traffic"]
