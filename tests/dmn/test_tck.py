"""The DMN Technology Compatibility Kit, where it lies beside the checkout (in shared/dmn-tck)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from engine.dmn import evaluate

KIT = Path(__file__).resolve().parents[3] / "shared" / "dmn-tck"
LEAST = 0.97
"""Share of result nodes that pass; the rest needs Java, years beyond 9999 or nanoseconds."""


def _kit() -> Any:
    spec = importlib.util.spec_from_file_location("dmn_tck", KIT / "tck.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if (KIT / "tck.py").is_file():

    def test_decisions_are_those_of_the_compatibility_kit() -> None:
        kit = _kit()
        rows = kit.run(list(kit.read_nodes(KIT / "cases")), evaluate)["rows"]
        failed = [f"{row['folder']}/{row['node']}: {row['detail']}" for row in rows if row["verdict"] != "pass"]
        assert 1 - len(failed) / len(rows) >= LEAST, "\n".join(failed)
        assert not [row for row in rows if row["level"] == "compliance-level-2" and row["verdict"] != "pass"]
