"""The inspection of the structure: tables, columns, types and rights, told by the database's own catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table, text

from data_access.centre.batch_table import MART_BATCH
from data_access.centre.findings import Finding, Severity
from data_access.centre.kinds import Types
from data_access.centre.link import MEANING, Link
from data_access.centre.reading import Described
from data_access.columns import short_name
from data_access.mart_tables import MARTS

ALL = (*MARTS.tables.values(), MART_BATCH)
POSTGRES_RIGHTS = """
SELECT c.relname, has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND pg_table_is_visible(c.oid) AND c.relname = ANY(:names)
"""


def structure(described: Described, types: Types) -> Iterator[Finding]:
    """What the tables lack, and what does not fit."""
    for table in ALL:
        have = described.get(table.name)
        if have is None:
            yield _no_table(table, types)
            continue
        missing = [column for column in table.columns if column.name not in have]
        if missing:
            yield Finding(
                kind="missing_column", severity=Severity.BLIND, table=table.name, columns=tuple(column.name for column in missing),
                what=f"主题表 {_named(table)} 缺列 " + "、".join(f"{column.name}（{short_name(column)}）" for column in missing),
                remedy="请执行：" + " ".join(types.add(table, column) for column in missing),
            )  # fmt: skip
        for column in table.columns:
            found = have.get(column.name)
            if found and not types.fits(column, found):
                yield Finding(
                    kind="wrong_type", severity=Severity.BLIND, table=table.name, columns=(column.name,),
                    what=f"主题表 {_named(table)} 的列 {column.name}（{short_name(column)}）类型为 {found.type}，应为 {types.declared(column)}",
                    remedy=f"请执行：{types.change(table, column)}",
                )  # fmt: skip
            elif found and column.nullable and not found.nullable:
                yield Finding(
                    kind="no_unknown", severity=Severity.NOTE, table=table.name, columns=(column.name,),
                    what=f"主题表 {_named(table)} 的列 {column.name}（{short_name(column)}）不许为空，报不出的数只能写成 0，会被当作真的 0",
                    remedy=f"请执行：{types.allow_unknown(table, column)}",
                )  # fmt: skip


def _no_table(table: Table, types: Types) -> Finding:
    if table is MART_BATCH:
        return Finding(
            kind="missing_batch_table", severity=Severity.BLIND, table=table.name,
            what="没有批次登记表 mart_batch，任何一批都不能确认为已发布，全部主题表都读不到", remedy=f"请执行：{types.create(table)}",
        )  # fmt: skip
    return Finding(
        kind="missing_table", severity=Severity.BLIND, table=table.name,
        what=f"没有主题表 {_named(table)}", remedy=f"请执行：{types.create(table)}",
    )  # fmt: skip


def rights(link: Link, described: Described) -> Iterator[Finding]:
    """Whether the account can read, and whether it can do more than that."""
    names = [table.name for table in ALL if table.name in described]
    if link.types.name == "postgresql":
        told = link.rows(text(POSTGRES_RIGHTS), {"names": names})
        yield from (_unreadable(name) for name, may_read, _ in told if not may_read)
        writable = [name for name, _, may_write in told if may_write]
    else:
        yield from _settings(link)
        writable = names if names and _may_write_clickhouse(link) else []
    if writable:
        yield Finding(
            kind="can_write", severity=Severity.NOTE, table="", columns=(),
            what=f"所用账号可以改写主题库（{'、'.join(writable[:3])} 等 {len(writable)} 张表），本产品只读，不需要此权限",
            remedy="请改用只有 SELECT 权限的账号。",
        )  # fmt: skip


def _unreadable(name: str) -> Finding:
    return Finding(
        kind="unreadable", severity=Severity.BLIND, table=name, what=f"所用账号无权读取 {name}", remedy=f"请执行：GRANT SELECT ON {name} TO 该账号;"
    )  # fmt: skip


def _may_write_clickhouse(link: Link) -> bool:
    readonly = link.rows(text("SELECT toUInt8(getSetting('readonly'))"))[0][0]
    return not readonly and bool(link.rows(text("CHECK GRANT INSERT ON *"))[0][0])


def _settings(link: Link) -> Iterator[Finding]:
    told = {
        name: str(value)
        for name, value in link.rows(text("SELECT name, value FROM system.settings WHERE name IN :names"), {"names": tuple(MEANING)})
    }
    wrong = [name for name, value in MEANING.items() if told.get(name) != value]
    if wrong:
        yield Finding(
            kind="settings", severity=Severity.BLIND, table="",
            what=f"所用账号不能设置 {'、'.join(wrong)}，未知的数会被读成 0",
            remedy="请把该账号的 readonly 设为 2（可读并可改会话设置），或在其 profile 中把这些设置固定为 1。",
        )  # fmt: skip


def _named(table: Table) -> str:
    return f"{table.name}（{table.info['zh']}）"
