"""The figures of the suites, for `make conformance`: our own BPMN suite, and the DMN TCK where it lies beside."""

from __future__ import annotations

import sys
from collections import Counter

from engine.dmn import evaluate
from tests.conformance.test_execute import CASES, UNORDERED, run
from tests.dmn import test_tck


def main() -> None:
    passed = 0
    for name, xml, options, expected in CASES:
        found = list(run(xml, **options).log)
        passed += sorted(found) == sorted(expected) if name in UNORDERED else found == expected
    sys.stdout.write(f"BPMN, own suite: {passed} of {len(CASES)}\n")
    if not (test_tck.KIT / "tck.py").is_file():
        sys.stdout.write("DMN TCK: not beside the checkout (../shared/dmn-tck)\n")
        return
    kit = test_tck._kit()
    rows = kit.run(list(kit.read_nodes(test_tck.KIT / "cases")), evaluate)["rows"]
    every = Counter(row["level"] for row in rows)
    good = Counter(row["level"] for row in rows if row["verdict"] == "pass")
    for level in sorted(every):
        sys.stdout.write(f"DMN TCK, {level}: {good[level]} of {every[level]} ({good[level] / every[level]:.1%})\n")


if __name__ == "__main__":
    main()
