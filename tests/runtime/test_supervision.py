"""The supervisor by itself, with small parts: hung ones, hopeless ones, talkative ones."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from cli.parts import LOG_FILES, LogFile, PartSpec
from tests.runtime.product import ROOT, environment, until

SILENT = "import signal, sys; sys.stderr.write('\\0beat\\nstarted\\n'); sys.stderr.flush(); signal.pause()"
HOPELESS = "import sys; sys.exit('the reason')"


@contextmanager
def supervised(home: Path, *parts: PartSpec) -> Iterator[subprocess.Popen[str]]:
    """A supervisor of these parts; nothing ever answers its question whether all is ready."""
    plan = home / "plan.json"
    plan.write_text(json.dumps({"parts": [asdict(part) for part in parts], "probe": ["127.0.0.1", 1], "home": str(home), "greeting": []}))
    words = [sys.executable, "-P", "-m", "cli.supervision", str(plan)]
    process = subprocess.Popen(words, env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def test_a_part_whose_loop_stands_still_is_killed_and_started_again(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "quiet.log"
    with supervised(tmp_path, PartSpec("quiet", (sys.executable, "-c", SILENT), hung_after=0.3)):
        until(lambda: log.exists() and log.read_text().count("started") >= 2, 20, "started again")
    assert "quiet hangs" in (tmp_path / "logs" / "supervisor.log").read_text()
    assert "beat" not in log.read_text()


def test_a_part_that_never_starts_ends_the_start_with_its_last_words(tmp_path: Path) -> None:
    with supervised(tmp_path, PartSpec("hopeless", (sys.executable, "-c", HOPELESS))) as process:
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "hopeless cannot start" in said
    assert "the reason" in said


def test_a_log_is_kept_to_a_few_files_of_limited_size(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "part.log")
    for _ in range(30):
        log.write(b"x" * 1_000_000)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == LOG_FILES + 1
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 30_000_000
