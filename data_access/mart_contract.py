"""The contract of the marts as a page and as statements: what a data center delivers, table by table, made from the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Table

from data_access import examples
from data_access.centre.batch_table import MART_BATCH
from data_access.centre.kinds import TYPES, Types, kind_of
from data_access.columns import meaning, short_name
from data_access.load.profiles import Profile, profiles
from data_access.load.rules import FILLED, allowed
from data_access.mart_tables import MARTS

INTRO = """# The marts: the contract that a data center fills

Made from the declarations in `data_access/mart_tables.py`; `python -m docs.marts_page` writes it anew.

There are two ways to deliver. Files are loaded into the product's own marts; or the product reads the data center's own PostgreSQL or
ClickHouse, read only.

## Delivering files

`yiping mart load TABLE FILE…` loads CSV (UTF-8 with or without BOM, GB18030) or Parquet files as one atomic, numbered batch.
The header holds every column of the table below, in any order, except those marked *filled by the load* (they may be left out).
An empty cell is **unknown**, never 0. Every row is judged: types, ranges (counts are whole and not negative), required columns,
dates, region codes, named values, credit codes (GB 32100-2015), double keys. Good rows are published; rejected rows go to
`<home>/marts/rejects/<table>-<batch>.csv` with file, row (counted from 1 without the header), line, column, value and reason, and
`read = published + merged + rejected` always holds. A file that cannot be read, a wrong header or a full disk changes nothing:
the batches of before are served on, and the exit code is not 0.

- **Region**: a county of today; the city's own code where only the city is known (未定位); a retired code is assigned to its one
  successor today; a code with several successors or of a development zone goes to 未定位 under its city. Fact rows whose regions
  are one region today are added up (`merged`); a sum with an unknown part is unknown; indices cannot be added and are rejected.
  Unknown codes are rejected.
- **Source**: rows belong to one source (`--source`). Two sources never deliver the same key.
- **Superseding**: for one table and source the newest batch owns its own span of days; older batches keep the days outside of it.
  A table without time column is replaced whole by the newest batch of its source. History is never rewritten by today's rows.
  Demo rows are hidden as soon as a table has others.
- **Cut-off** (`--as-of`): by default the end of the last day, hour or month in the data; for tables without time column the
  file's time of change.
- **Money** is in 分, **times** carry a zone (`2024-01-31T08:00:00+08:00`), hours are local.
- `batch_id` is written by the publication and is never in a file.

A whole foreign file can be loaded by an import profile, one file in `data_access/load/profiles/`:

"""
CENTRE = """
## Reading the data center's own database

`YIPING_MARTS_URL` names the database: `postgresql+psycopg://account:password@host/database` or
`clickhousedb://account:password@host:8123/database`. The product then only reads; `yiping mart load` refuses.

1. **Make the tables** with [marts-postgresql.sql](marts-postgresql.sql) or [marts-clickhouse.sql](marts-clickhouse.sql)
   (`yiping mart contract --ddl postgresql|clickhouse`). A view of the same columns and types will do as well as a table.
2. **Give an account that may only read** (`SELECT` on the tables below and on `mart_batch`). In ClickHouse the account's `readonly` is 2, not
   1: the product sets for its session what keeps unknown numbers from being read as 0.
3. **Publish by batches.** Write the rows with a new `batch_id`, then their row in `mart_batch`: from then on they are seen, all at once. Rows
   whose number is not registered are not seen. Numbers grow in the order of publication and are never used twice. What the new batch does to
   its source's earlier ones says `replaces`: `nothing` (rows were added, or changed in place), `days` (it holds all rows of `first_day` to
   `last_day` anew; the old rows of these days may be cleared away later), `all` (it is the whole table of its source anew).
4. **Verify**: `yiping mart verify --url …` looks at tables, columns, types, keys, required values, regions, dates, batches, ages and rights,
   says of each fault which panels and indicators it blinds, and gives the statement that mends it. Exit code 1 when something is blind or
   wrong; `--json` for machines, `--days N` for large tables.

A missing or unfit column blinds exactly the panels that need it, in words; the others work on. A new batch is on the screen within some ten
seconds. Retired region codes are not converted here as they are in a load: `verify` names them.
In ClickHouse times are `DateTime('UTC')`; a local hour is kept by its digits (08:00 local is written as 08:00 in that column).

"""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """Who fills a table, and what it feeds."""

    sources: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()


def contract(feeds: Mapping[str, Feed]) -> str:
    """The page as Markdown."""
    lines = [INTRO, *(_profile(profile) for profile in profiles().values()), CENTRE, _batch_table()]
    for kind, title in (("fact", "Facts"), ("entity", "Entities"), ("dimension", "Dimensions")):
        lines.append(f"\n## {title}\n")
        lines += [_table(table, feeds.get(table.name, Feed())) for table in MARTS.tables.values() if table.info["kind"] == kind]
    return "".join(lines)


def ddl(engine: str) -> str:
    """The statements that make all tables, to be pasted by a DBA; `engine` is postgresql or clickhouse."""
    types: Types = TYPES[engine]
    head = (
        f"-- The marts and their batch table for {types.name}, written by `yiping mart contract --ddl {types.name}`. See docs/marts.md.\n"
    )
    return head + "".join(f"\n{types.create(table, comments=True)}\n" for table in (MART_BATCH, *MARTS.tables.values()))


def _profile(profile: Profile) -> str:
    tables, columns = (", ".join(f"`{name}`" for name in names) for names in ((profile.table, *profile.derived), profile.columns))
    return f"- `{profile.name}` ({profile.zh}) fills {tables} from the columns {columns}.\n"


def _batch_table() -> str:
    rows = "".join(_column(column) for column in MART_BATCH.columns)
    return f"### `{MART_BATCH.name}` {MART_BATCH.info['zh']}\n\nOne row for each batch and table.\n\n{COLUMNS}{rows}"


COLUMNS = "| column | type | key | empty | 中文 | 含义 | unit | values |\n|---|---|---|---|---|---|---|---|\n"


def _table(table: Table, feed: Feed) -> str:
    time = f"time column `{table.info['time']}`, " if table.info["time"] else ""
    head = (
        f"\n### `{table.name}` {table.info['zh']}\n\nOwner {table.info['owner']}; {time}a batch every {_rhythm(table.info['rhythm'])}.\n"
        f"\n- Filled by: {'、'.join(feed.sources) or table.info['owner']}\n- Panels: {'、'.join(feed.panels) or '—'}\n"
        f"- Indicators: {', '.join(f'`{code}`' for code in feed.indicators) or '—'}\n\n"
    )
    rows = [_column(column) for column in table.columns if column.name != "batch_id"]
    return head + COLUMNS + "".join(rows) + f"\nExamples:\n\n```csv\n{examples.path_of(table).read_text('utf-8')}```\n"


def _column(column: Column) -> str:
    batch = column.table is MART_BATCH
    empty = "filled by the load" if column.name in FILLED and not batch else "unknown" if column.nullable else "rejected"
    values = ", ".join(f"`{value}`" for value in allowed(column))
    zh, means = (text.replace("|", "\\|") for text in (short_name(column), meaning(column)))
    cells = (f"`{column.name}`", _kind(column), "yes" if column.primary_key else "", empty, zh, means, column.info.get("unit", ""), values)
    return f"| {' | '.join(cells)} |\n"


def _kind(column: Column) -> str:
    length = getattr(column.type, "length", None)
    return f"text ≤ {length}" if length else kind_of(column).value


def _rhythm(minutes: int) -> str:
    return {60: "hour", 24 * 60: "day", 31 * 24 * 60: "month"}.get(minutes, f"{minutes} minutes")
