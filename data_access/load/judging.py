"""The judging of rows: from the texts of `shaped` to `good`, the typed rows, and `bad`, the rejected ones with their reasons."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd
from sqlalchemy import BigInteger, DateTime, Table

from data_access.columns import UtcDateTime
from data_access.engine import literal, quoted, first_row
from data_access.load.judges import Judges
from data_access.load.rules import Rule, rules

LABEL = "__city"
"""Column of `shaped` with the source's own name of the city; NULL where it has none."""


def judge(bench: duckdb.DuckDBPyConnection, table: Table, judges: Judges, today: date, *, keep_unknown: bool) -> int:
    """Make `good` and fill `bad`. Gives the number of rows that were added into another row because both lie in one region today.

    With `keep_unknown` a row of an unknown region code stays, under the city or province that the rest of the row tells.
    """
    found = rules(table, today)
    make_codes(bench, "shaped", table, judges)
    _make_places(bench, table, found, judges)
    _make_judged(bench, table, keep_unknown)
    for rule in found:
        bench.execute(
            f"INSERT INTO bad SELECT __file, __row, __line, '{rule.column}', {quoted(rule.column)}, why "  # noqa: S608 names are declared
            f"FROM (SELECT *, {rule.reason} AS why FROM judged) WHERE why IS NOT NULL"
        )
    values = ", ".join(f"{rule.value} AS {quoted(rule.column)}" for rule in found)
    raw = "region" if "region" in table.columns else "NULL"
    bench.execute(
        f"CREATE TABLE typed AS SELECT __file, __row, __line, {raw} AS __raw, {values} FROM judged "  # noqa: S608 names are declared
        "WHERE (__file, __row) NOT IN (SELECT (__file, __row) FROM bad)"
    )
    _reject_doubles(bench, table)
    return _merge(bench, table)


def make_codes(bench: duckdb.DuckDBPyConnection, source: str, table: Table, judges: Judges) -> None:
    """The table `codes`: each distinct code of a source with its kind and whether its check character is right."""
    rows: list[tuple[str, str | None, bool]] = []
    if "uscc" in table.columns:
        given = bench.execute(f"SELECT DISTINCT uscc FROM {source} WHERE uscc IS NOT NULL").fetchall()  # noqa: S608
        rows = [(code, judges.kind_of_code(code), judges.is_credit_code(code)) for (code,) in given]
    bench.execute("CREATE OR REPLACE TABLE codes (code VARCHAR, kind VARCHAR, ok BOOLEAN)")
    if rows:
        bench.register("chunk", pd.DataFrame(rows, columns=["code", "kind", "ok"]))
        bench.execute("INSERT INTO codes SELECT * FROM chunk")
        bench.unregister("chunk")


def _make_places(bench: duckdb.DuckDBPyConnection, table: Table, found: list[Rule], judges: Judges) -> None:
    bench.execute("CREATE TABLE places (__code VARCHAR, __day DATE, __label VARCHAR, __region VARCHAR, __how VARCHAR)")
    if "region" not in table.columns:
        return
    day = _day_of(table, found)
    given = bench.execute(f"SELECT DISTINCT region, {day}, {LABEL} FROM shaped").fetchall()  # noqa: S608
    rows = []
    for code, on, label in given:
        place = judges.locator.locate(code or "", on, label)
        rows.append((code, on, label, place.region, place.how))
    if rows:
        bench.register("chunk", pd.DataFrame(rows, columns=["code", "day", "label", "region", "how"]).astype({"label": object}))
        bench.execute("INSERT INTO places SELECT code, CAST(day AS DATE), label, region, how FROM chunk")
        bench.unregister("chunk")


def _day_of(table: Table, found: list[Rule]) -> str:
    time = table.info["time"]
    return f"CAST({next(rule.value for rule in found if rule.column == time)} AS DATE)" if time else "CAST(NULL AS DATE)"


def _make_judged(bench: duckdb.DuckDBPyConnection, table: Table, keep_unknown: bool) -> None:
    kept = f"{str(keep_unknown).lower()} AS __kept"
    code = "LEFT JOIN codes k ON k.code = s.uscc" if "uscc" in table.columns else "LEFT JOIN codes k ON false"
    place = "LEFT JOIN places p ON false"
    if "region" in table.columns:
        day = _day_of(table, rules(table, date.min))
        place = f"LEFT JOIN places p ON p.__code IS NOT DISTINCT FROM s.region AND p.__day IS NOT DISTINCT FROM {day} AND p.__label IS NOT DISTINCT FROM s.{LABEL}"
    bench.execute(
        f"CREATE TABLE judged AS SELECT s.*, p.__region, p.__how, k.kind AS __kind, k.ok AS __ok, {kept} "  # noqa: S608
        f"FROM shaped s {place} {code}"
    )


def _reject_doubles(bench: duckdb.DuckDBPyConnection, table: Table) -> None:
    names = [column.name for column in table.primary_key.columns]
    keys = ["__raw" if name == "region" else name for name in names]
    parts = ", ".join(quoted(key) for key in keys)
    value = " || '、' || ".join(f"CAST({quoted(key)} AS VARCHAR)" for key in keys)
    bench.execute(
        f"INSERT INTO bad SELECT __file, __row, __line, {literal('、'.join(names))}, {value}, "  # noqa: S608 names are declared
        "'主键重复，已取第 ' || taken_row || ' 行' || CASE WHEN taken_file <> __file THEN '（第 ' || taken_file || ' 个文件）' ELSE '' END FROM ("
        "SELECT *, first(__row) OVER same AS taken_row, first(__file) OVER same AS taken_file, row_number() OVER same AS place FROM typed "
        f"WINDOW same AS (PARTITION BY {parts} ORDER BY __file, __row)) WHERE place > 1"
    )
    bench.execute("DELETE FROM typed WHERE (__file, __row) IN (SELECT (__file, __row) FROM bad)")


def _merge(bench: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Add up the rows of retired regions that are one region today; only sums can be added, so others are rejected."""
    names = [column.name for column in table.columns if column.name != "batch_id"]
    keys = ", ".join(quoted(column.name) for column in table.primary_key.columns)
    bench.execute(f"CREATE VIEW good AS SELECT {', '.join(map(quoted, names))} FROM typed")  # noqa: S608
    if table.info["kind"] != "fact":
        return 0
    measures = [column for column in table.columns if column.name not in table.primary_key.columns and column.name != "batch_id"]
    shared = f"SELECT {keys} FROM typed GROUP BY {keys} HAVING count(*) > 1"  # noqa: S608
    row = first_row(bench, f"SELECT count(*) FROM ({shared})")  # noqa: S608
    if not row or not row[0]:
        return 0
    if not all(isinstance(column.type, BigInteger | UtcDateTime | DateTime) for column in measures):
        bench.execute(
            f"INSERT INTO bad SELECT __file, __row, __line, 'region', __raw, '区划已并入 ' || region || '，指数类数值不能相加' "  # noqa: S608
            f"FROM typed WHERE ({keys}) IN ({shared}) AND __raw <> region"
        )
        bench.execute("DELETE FROM typed WHERE (__file, __row) IN (SELECT (__file, __row) FROM bad)")
        return _merged_away(bench, keys)
    return _add_up(bench, table, keys)


def _add_up(bench: duckdb.DuckDBPyConnection, table: Table, keys: str) -> int:
    gone = _merged_away(bench, keys)
    sums = []
    for column in table.columns:
        name = quoted(column.name)
        if column.name in table.primary_key.columns:
            sums.append(name)
        elif column.name != "batch_id":
            # a sum with an unknown part is unknown
            whole = f"CAST(sum({name}) AS BIGINT)" if isinstance(column.type, BigInteger) else f"max({name})"
            sums.append(f"CASE WHEN count({name}) = count(*) THEN {whole} END AS {name}")
    bench.execute(f"CREATE OR REPLACE VIEW good AS SELECT {', '.join(sums)} FROM typed GROUP BY {keys}")  # noqa: S608
    return gone


def _merged_away(bench: duckdb.DuckDBPyConnection, keys: str) -> int:
    row = first_row(bench, f"SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT {keys} FROM typed)) FROM typed")  # noqa: S608
    return int(row[0]) if row else 0
