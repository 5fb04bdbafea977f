"""The contract of the marts as a page: what a data center delivers, table by table, made from the declarations."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, DateTime, Float, Table

from data_access.columns import UtcDateTime
from data_access.load.profiles import profiles
from data_access.load.rules import FILLED, allowed
from data_access.mart_tables import MARTS

INTRO = """# The marts: the contract that a data center fills

Made from the declarations in `data_access/mart_tables.py`; `yiping mart contract > docs/marts.md` writes it anew.

`yiping mart load TABLE FILE…` loads CSV (UTF-8 with or without BOM, GB18030) or Parquet files as one atomic, numbered batch.
The header holds every column of the table below, in any order, except those marked *filled by the load* (they may be left out).
An empty cell is **unknown**, never 0. Every row is judged: types, ranges (counts are whole and not negative), required columns, dates, region codes,
named values, credit codes (GB 32100-2015), double keys. Good rows are published; rejected rows go to `<home>/marts/rejects/<table>-<batch>.csv` with
file, row (counted from 1 without the header), line, column, value and reason, and `read = published + merged + rejected` always holds.
A file that cannot be read, a wrong header or a full disk changes nothing: the batches of before are served on, and the exit code is not 0.

- **Region**: a county of today; the city's own code where only the city is known (未定位); a retired code is assigned to its one successor today,
  a code with several successors or of a development zone goes to 未定位 under its city. Fact rows whose regions are one region today are added up (`merged`);
  a sum with an unknown part is unknown; indices cannot be added and are rejected. Unknown codes are rejected.
- **Source**: rows belong to one source (`--source`). Two sources never deliver the same key.
- **Superseding**: for one table and source the newest batch owns its own span of days; older batches keep the days outside of it. A table without time column
  is replaced whole by the newest batch of its source. History is never rewritten by today's rows. Demo rows are hidden as soon as a table has others.
- **Cut-off** (`--as-of`): by default the end of the last day, hour or month in the data; for tables without time column the file's time of change.
- **Money** is in 分, **times** carry a zone (`2024-01-31T08:00:00+08:00`), hours are local.
- `batch_id` is written by the publication and is never in a file.

A whole foreign file can be loaded by an import profile, one file in `data_access/load/profiles/`:
"""


def contract() -> str:
    """The page as Markdown."""
    lines = [INTRO]
    lines += [f"- `{profile.name}` ({profile.zh}) fills {', '.join(f'`{t}`' for t in (profile.table, *profile.derived))} from the columns {', '.join(f'`{c}`' for c in profile.columns)}.\n" for profile in profiles().values()]  # fmt: skip
    for kind, title in (("fact", "Facts"), ("entity", "Entities"), ("dimension", "Dimensions")):
        lines.append(f"\n## {title}\n")
        lines += [_table(table) for table in MARTS.tables.values() if table.info["kind"] == kind]
    return "".join(lines)


def _table(table: Table) -> str:
    time = f"time column `{table.info['time']}`, " if table.info["time"] else ""
    head = f"\n### `{table.name}` {table.info['zh']}\n\nOwner {table.info['owner']}; {time}a batch every {_rhythm(table.info['rhythm'])}.\n\n"
    rows = [_column(column) for column in table.columns if column.name != "batch_id"]
    return head + "| column | type | key | empty | 中文 | unit | values |\n|---|---|---|---|---|---|---|\n" + "".join(rows)


def _column(column: Column) -> str:
    empty = "filled by the load" if column.name in FILLED else "unknown" if column.nullable else "rejected"
    zh = column.info.get("zh", "").replace("|", "\\|")
    values = ", ".join(f"`{value}`" for value in allowed(column))
    return f"| `{column.name}` | {_kind(column)} | {'yes' if column.primary_key else ''} | {empty} | {zh} | {column.info.get('unit', '')} | {values} |\n"


def _kind(column: Column) -> str:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return "time with zone"
    for known, name in ((BigInteger, "whole number"), (Float, "number"), (Date, "date"), (DateTime, "local hour")):
        if isinstance(kind, known):
            return name
    length = getattr(kind, "length", None)
    return f"text ≤ {length}" if length else "text"


def _rhythm(minutes: int) -> str:
    return {60: "hour", 24 * 60: "day", 31 * 24 * 60: "month"}.get(minutes, f"{minutes} minutes")
