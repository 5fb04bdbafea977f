"""A real `yiping demo build` in a process of its own, and its death in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "import cli; cli.main()", "demo")


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIPING_")}
    return kept | {"YIPING_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A demo verb, to its end."""
    return subprocess.run((*COMMAND, *words), cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=120, check=False)


def killed(home: Path, *words: str, after: str) -> list[str]:
    """A demo verb that is killed for good as soon as it has said something; returns what it said."""
    said = []
    with subprocess.Popen((*COMMAND, *words), cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            said.append(line.rstrip())
            if after in line:
                os.kill(process.pid, signal.SIGKILL)
                break
    return said


def digests(said: str) -> dict[str, str]:
    """The checksums that a build or `checksums` told, by table."""
    lines = (line.split() for line in said.splitlines())
    return {words[0]: words[2] for words in lines if len(words) == 3 and len(words[2]) == 16}
