"""Completes one task after the other, in a process of its own: `python -m tests.kit.clicker FOLDER URL`.

Each line on standard output is a task id, written when its completion was acknowledged. Whoever kills it learns
what survives.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.kit.house import OPERATOR, House


def main(folder: str, url: str) -> None:
    house = House(Path(folder), url)
    while open_ones := house.rows("user_task", state=0):
        for row in open_ones:
            house.complete(row["id"], OPERATOR, angabe="x" * 500)
            sys.stdout.write(f"{row['id']}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
