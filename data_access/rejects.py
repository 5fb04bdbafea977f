"""The rejected rows of loads: which file, which row, why — read from the reports that loads keep beside the marts, persons' numbers masked."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = "rejects"
MOST_FILES, MOST_ROWS = 200, 500
"""Reports that are kept, and rows that are read of them all."""
NAME = re.compile(r"(?P<table>[a-z_]+)-(?P<batch>\d{8}|\d{8}T\d{6}Z)\.csv")
IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])")
PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """One rejected row. `batch` is None for a load of which nothing was published."""

    table: str
    batch: int | None
    file: str
    row: str
    column: str
    value: str
    reason: str


def masked(text: str) -> str:
    """A text without whole numbers of identity cards and mobile phones."""
    return PHONE.sub(r"\1****\2", IDENTITY.sub(r"\1********\2", text))


def rejected(marts: Path, catalogue: Any, source: str, tables: Collection[str]) -> list[Rejected]:
    """The newest rejected rows of a system: of its own batches, and of loads of its marts that name no system of the list."""
    owners = {batch.number: batch.source for batch in catalogue.batches}
    found: list[Rejected] = []
    for path, table, number in _reports(marts):
        owner = owners.get(number) if number is not None else None
        mine = owner == source or (table in tables and (owner is None or not re.fullmatch(r"S\d+", owner)))
        if mine:
            found += _rows(path, table, number, MOST_ROWS - len(found))
        if len(found) >= MOST_ROWS:
            break
    return found


def sweep(marts: Path, most: int = MOST_FILES) -> int:
    """Forget the oldest reports beyond the most that are kept; gives their number."""
    old = [path for path, _, _ in _reports(marts)][most:]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _reports(marts: Path) -> list[tuple[Path, str, int | None]]:
    """The reports, newest first."""
    found = []
    for path in (marts / FOLDER).glob("*.csv"):
        name = NAME.fullmatch(path.name)
        if name:
            found.append((path, name["table"], int(name["batch"]) if name["batch"].isdigit() else None))
    return sorted(found, key=lambda one: (-one[0].stat().st_mtime, one[0].name))


def _rows(path: Path, table: str, number: int | None, most: int) -> Iterator[Rejected]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file)):
                if line >= most:
                    return
                told = {name: masked(str(row.get(name) or ""))[:200] for name in ("file", "row", "column", "value", "reason")}
                yield Rejected(table=table, batch=number, **told)
    except OSError:
        return  # swept in this very moment
