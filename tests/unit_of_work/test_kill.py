"""`kill -9` in the middle: what was acknowledged is there once, and the trail holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.kit.house import House
from tests.kit.paths import tasks

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, CLICKS = 5, 10


def test_fifty_acknowledged_completions_survive_five_kills(house: House) -> None:
    house.publish(tasks(*(f"t{number}" for number in range(12))))
    for _ in range(8):
        house.start()
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        acknowledged += clicks_until_killed(house)
    done = Counter(row["id"] for row in house.rows("user_task", state=1))
    entries = Counter(
        row["facts"].split('"task_id":"')[1][:32] for row in house.rows("audit_entry", kind="user_task.completed")
    )
    assert len(acknowledged) >= ROUNDS * CLICKS and len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= set(done)
    assert entries == done, "every completion is in the trail once, and nothing else is"
    assert len(done) - len(acknowledged) <= ROUNDS, "at most the one click under way was done and not acknowledged"
    assert house.verify().holds
    assert len(house.rows("user_task", state=0)) == 8


def clicks_until_killed(house: House) -> list[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.kit.clicker", str(house.folder), house.settings.database_url]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline().strip() for _ in range(CLICKS)]
        process.send_signal(signal.SIGKILL)
        return [task for task in (*seen, *(line.strip() for line in process.stdout)) if len(task) == 32]
