"""The verification of the marts: files against their digests, rows against the catalogue, keys against the contract."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
from sqlalchemy import func, select

from data_access import catalogue as file
from data_access.batches import Batch, Catalogue, MartsFailed
from data_access.engine import WRITER_MEMORY, attach, connect, first_row, quoted
from data_access.mart_tables import MARTS
from data_access.marts import Marts

Blinds = Callable[[str, tuple[str, ...]], str]
"""What the missing columns of a table take from the screen, as the end of a sentence."""
REMEDY = "请从备份恢复该文件，或重新装载该批数据"


def verify(marts: Marts, blinds: Blinds = lambda table, columns: "") -> list[str]:
    """One sentence for each fault; nothing when all is well. Reads every file whole. `blinds` tells what missing columns take away."""
    try:
        catalogue = file.read(marts.folder)
    except MartsFailed as error:
        return [str(error)]
    found = [fault for batch in catalogue.live_batches for fault in _faults(marts.folder, batch, blinds)]
    if not found:  # keys can only be judged where all files can be read
        found = list(_double_keys(marts, catalogue))
    return found


def damage(folder: Path, batch: Batch) -> str:
    """What is wrong with a batch's file by its fingerprint, in a sentence; empty when nothing is."""
    path, what = folder / batch.file, _named(folder, batch)
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        return f"{what} 读不到（{error.strerror}）：{REMEDY}。"
    if digest == batch.sha256:
        return ""
    sizes = f"大小应为 {batch.size}，实为 {path.stat().st_size}"
    return f"{what} 已损坏或被改动，指纹应为 {batch.sha256[:12]}…，实为 {digest[:12]}…（{sizes}）：{REMEDY}。"


def _named(folder: Path, batch: Batch) -> str:
    tables = "、".join(part.table for part in batch.parts if part.live)
    return f"批次 {batch.number}（{batch.source}，{tables}）的文件 {folder / batch.file}"


def _faults(folder: Path, batch: Batch, blinds: Blinds) -> Iterator[str]:
    path, what, remedy = folder / batch.file, _named(folder, batch), REMEDY
    damaged = damage(folder, batch)
    if damaged:
        yield damaged
        return
    root = connect(2, WRITER_MEMORY, folder / ".spill")
    try:
        attach(root, path, "kept")
        for part in batch.parts:
            if part.table not in MARTS.tables:
                yield f"{what} 含未声明的主题表 {part.table}：请确认程序版本不低于写入时的版本。"
                continue
            row = first_row(root, f"SELECT count(*) FROM kept.{quoted(part.table)}")  # noqa: S608 names are declared
            if not row or row[0] != part.rows:
                yield f"{what} 的 {part.table} 行数不符：目录记 {part.rows}，实有 {row[0] if row else 0}。{remedy}。"
            described = root.execute(f"SELECT column_name FROM (DESCRIBE kept.{quoted(part.table)})").fetchall()  # noqa: S608
            given = {name for (name,) in described}
            missing = [column.name for column in MARTS.tables[part.table].columns if column.name not in given | {"batch_id"}]
            if missing:
                yield f"{what} 的 {part.table} 缺声明的列 {'、'.join(missing)}（读作未知）{blinds(part.table, tuple(missing))}：请按 docs/marts.md 重新装载该批数据。"
    except duckdb.Error as error:
        yield f"{what} 打不开（{' '.join(str(error).split())[:160]}）：{remedy}。"
    finally:
        root.close()


def _double_keys(marts: Marts, catalogue: Catalogue) -> Iterator[str]:
    for name in catalogue.states:
        keys = list(MARTS.tables[name].primary_key.columns)
        doubles = select(*keys).group_by(*keys).having(func.count() > 1).subquery()
        count = marts.read(select(func.count().label("n")).select_from(doubles))["n"].tolist()[0]
        if count:
            sources = "、".join(catalogue.states[name].sources)
            yield f"主题表 {name} 有 {count} 个主键出现在不止一个来源（{sources}）：同一行只应由一个来源报送，请用同一 --source 重新装载。"
