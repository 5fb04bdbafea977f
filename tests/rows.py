"""The row report: which rows of the goal table have a test, and which have none."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"\b([A-Z]-\d{2})\b")
MARK = re.compile(r"mark\.row\(([^)]*)\)")


def shared() -> Path:
    """The folder of shared pages and data beside the checkout."""
    return Path(os.environ.get("YIPING_SHARED") or ROOT / ".." / "shared")


def proved() -> dict[str, list[str]]:
    """Row → test files that carry it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        rows = {row for mark in MARK.findall(path.read_text()) for row in ROW.findall(mark)}
        for row in rows:
            found.setdefault(row, []).append(str(path.relative_to(ROOT)))
    return found


def goals() -> dict[str, str]:
    """Row → goal, from the goal table; empty where the table is absent."""
    page = shared() / "FEATURES.md"
    if not page.exists():
        return {}
    cells = (line.split("|") for line in page.read_text().splitlines() if re.match(r"\| [A-Z]-\d{2} \|", line))
    return {cell[1].strip(): cell[2].strip() for cell in cells}


def main() -> int:
    have, table = proved(), goals()
    for row in sorted(set(table) | set(have)):
        sys.stdout.write(f"{'yes' if row in have else ' - '}  {row}  {table.get(row, '')[:70]}  {', '.join(have.get(row, []))}\n")
    sys.stdout.write(f"{len(have)} rows with a test, {len(set(table) - set(have))} without\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
