"""The example rows of the contract: two or three a table, as a data center would deliver them, in `data_access/examples/`."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Column, Table

from data_access.batches import Nature
from data_access.centre.kinds import Kind, kind_of
from data_access.mart_tables import MARTS, REGION
from data_access.marts import Marts, Part

FOLDER = Path(__file__).parent / "examples"
AS_OF = datetime.fromisoformat("2026-11-20T23:59:59+08:00")
"""The cut-off of the examples."""


def path_of(table: Table) -> Path:
    """The file of a table's examples, in the form that `yiping mart load` takes."""
    return FOLDER / f"{table.name}.csv"


def texts(table: Table) -> list[dict[str, str]]:
    """The rows as they stand in the file; an empty text is unknown."""
    with path_of(table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(table: Table) -> list[dict[str, Any]]:
    """The rows with the values of their columns."""
    return [{name: _value(table.columns[name], text) for name, text in row.items()} for row in texts(table)]


def province() -> str:
    """The province that the examples are of."""
    return next(row["code"] for row in rows(REGION) if row["level"] == "province")


def example_marts(folder: Path) -> Marts:
    """All examples published in a folder, as one batch."""
    marts = Marts(folder)
    parts = [Part(table=table.name, data=_frame(table)) for table in MARTS.tables.values()]
    marts.publish(parts, source="example", nature=Nature.SAMPLE, as_of=AS_OF)
    return marts


def _frame(table: Table) -> pd.DataFrame:
    frame = pd.DataFrame(rows(table))
    dtypes = {Kind.WHOLE: "Int64", Kind.NUMBER: "float64", Kind.TEXT: "string"}
    return frame.astype(
        {column.name: dtypes[kind_of(column)] for column in table.columns if column.name in frame and kind_of(column) in dtypes}
    )


def _value(column: Column[Any], text: str) -> Any:
    if not text:
        return None
    match kind_of(column):
        case Kind.WHOLE:
            return int(text)
        case Kind.NUMBER:
            return float(text)
        case Kind.DAY:
            return date.fromisoformat(text)
        case Kind.HOUR | Kind.MOMENT:
            return datetime.fromisoformat(text)
    return text
