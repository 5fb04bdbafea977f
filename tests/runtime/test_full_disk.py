"""A disk that runs full: what was accepted stays, what was refused is told in words, and with room again everything goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NAMESPACE = ["unshare", "--mount", "--map-root-user"]


def on_a_small_disk(what: str, folder: Path, size: str) -> dict[str, Any]:
    """The findings of `full_disk.py` on a disk of its own of this size."""
    if (
        not shutil.which("unshare")
        or subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "t", str(folder)], capture_output=True).returncode
    ):
        pytest.skip("this machine lets nobody mount a small disk in a namespace of its own: a full disk cannot be tried here")
    command = f'mount -t tmpfs -o size={size} t "$1" && exec "$2" -m tests.runtime.full_disk {what} "$1"'
    done = subprocess.run(
        [*NAMESPACE, "sh", "-c", command, "sh", str(folder), sys.executable], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.row("X-03", "X-04")
def test_on_a_full_disk_alerts_are_refused_in_words_and_none_that_was_accepted_is_lost(tmp_path: Path) -> None:
    found = on_a_small_disk("store", tmp_path, "5m")
    assert "the disk is full" in found["said"]
    assert found["taken"] > 100
    assert found["kept"]
    assert found["after"] == "accepted"


@pytest.mark.row("X-03", "I-01")
def test_on_a_full_disk_a_batch_is_not_published_and_the_one_before_it_goes_on(tmp_path: Path) -> None:
    found = on_a_small_disk("marts", tmp_path, "1m")
    assert "磁盘" in found["said"]
    assert found["unchanged"]
    assert found["again"] == 6
