"""The machine: what a result was measured on, and when."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from bench.measure import chromium, spin

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("dash", "flask", "starlette", "uvicorn", "a2wsgi", "duckdb", "sqlalchemy", "pyecharts", "playwright")


def facts() -> dict[str, Any]:
    """Cores, load, versions, revision and date."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "load": [round(one, 2) for one in os.getloadavg()],
        "contention": spin(0.2),
        "system": platform.platform(),
        "python": platform.python_version(),
        "browser": _said([chromium(), "--version"]),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "revision": _said(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]),
        "changed_files": len(_said(["git", "-C", str(ROOT), "status", "--porcelain", "-uno"]).splitlines()),
    }


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.M)
    except OSError:
        found = None
    return found.group(1) if found else platform.processor()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _said(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
