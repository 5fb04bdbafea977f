"""The catalogue file: the one pointer that says which batches stand. It is replaced whole, under a lock, or not at all."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from data_access.batches import Batch, BatchPart, Catalogue, MartsFailed, Nature, states

NAME, PREVIOUS, LOCK = "catalogue.json", "catalogue.previous.json", "catalogue.lock"
FORMAT = 1
LOCK_SECONDS = 60.0

Stamp = tuple[int, int, int]
"""What tells one catalogue file from the next: inode, time of change, size."""
LOST: Stamp = (0, 0, 0)
"""The stamp of a catalogue that was there and is gone."""


def stamp(folder: Path) -> Stamp | None:
    """The stamp of the catalogue file; None where nothing was ever published."""
    try:
        seen = (folder / NAME).stat()
    except FileNotFoundError:
        return LOST if (folder / PREVIOUS).exists() else None
    except OSError as error:
        raise MartsFailed(f"主题库目录 {folder} 无法读取（{error.strerror}）：请检查目录权限和磁盘。") from error
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def read(folder: Path) -> Catalogue:
    """The catalogue as it stands. Raises MartsFailed when the file is broken."""
    path = folder / NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        if stamp(folder) == LOST:
            raise _broken(path, "文件不见了") from None
        return Catalogue()
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path, str(error)) from error
    try:
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise _broken(path, f"格式 {raw['format']} 不是本版本所用的 {FORMAT}")
        bare = Catalogue(version=raw["version"], next_number=raw["next_number"], batches=tuple(_batch(item) for item in raw["batches"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(path, repr(error)) from error
    return replace(bare, states=states(bare))


def write(folder: Path, catalogue: Catalogue) -> None:
    """Put a catalogue in the place of the old one; a crash at any moment leaves either of them. Call under `locked`."""
    path, fresh = folder / NAME, folder / f".{NAME}.{os.getpid()}"
    body = {
        "format": FORMAT,
        "version": catalogue.version,
        "next_number": catalogue.next_number,
        "batches": [_plain(batch) for batch in catalogue.batches],
    }
    try:
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(body, file, ensure_ascii=False, separators=(",", ":"))
            file.flush()
            os.fsync(file.fileno())
        _keep_previous(folder)
        sync_folder(folder)  # the batch file's name must be durable before the catalogue tells of it
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise MartsFailed(
            f"主题库目录 {folder} 写不进去（{error.strerror}）：本批未发布，原有批次照常提供。请腾出磁盘空间或检查权限后重做。"
        ) from error
    with suppress(OSError):  # the switch has happened; a reader must not lose the file over a late sync
        sync_folder(folder)


@contextmanager
def locked(folder: Path, seconds: float = LOCK_SECONDS, sentence: str = "") -> Iterator[None]:
    """Hold the only right to change the catalogue, across processes. The system ends it when the holder dies."""
    try:
        file = (folder / LOCK).open("a")
    except OSError as error:
        raise MartsFailed(f"主题库目录 {folder} 写不进去（{error.strerror}）：请检查目录权限和磁盘。") from error
    with file:
        until = time.monotonic() + seconds
        while not _try_lock(file.fileno()):
            if time.monotonic() > until:
                raise MartsFailed(sentence or f"另一个装载进程占用主题库目录 {folder} 超过 {seconds:.0f} 秒：请待其结束后重做。")
            time.sleep(0.02)
        yield  # closing the file ends the lock


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def linked(path: Path, name: Path) -> None:
    """Give a file a second name, in the place of whatever has it."""
    link = name.with_name(f".{name.name}.{os.getpid()}")
    link.unlink(missing_ok=True)
    os.link(path, link)
    link.replace(name)


def _keep_previous(folder: Path) -> None:
    if (folder / NAME).exists():
        linked(folder / NAME, folder / PREVIOUS)


def _broken(path: Path, why: str) -> MartsFailed:
    return MartsFailed(f"主题库目录文件 {path} 已损坏（{why}）：请用同目录的 {PREVIOUS} 覆盖它，或从备份恢复，再运行 yiping mart verify。")


def _plain(batch: Batch) -> dict[str, Any]:
    return {
        "number": batch.number,
        "source": batch.source,
        "nature": batch.nature.value,
        "as_of": batch.as_of.isoformat(),
        "loaded_at": batch.loaded_at.isoformat(),
        "file": batch.file,
        "sha256": batch.sha256,
        "size": batch.size,
        "retired_at": batch.retired_at.isoformat() if batch.retired_at else None,
        "parts": [plain_part(part) for part in batch.parts],
    }


def plain_part(part: BatchPart) -> dict[str, Any]:
    return {
        "table": part.table,
        "rows": part.rows,
        "rejected": part.rejected,
        "first": _text(part.first),
        "last": _text(part.last),
        "live": part.live,
        "windows": [[_text(a), _text(b)] for a, b in part.windows],
        "visible_rows": part.visible_rows,
        "rolled": list(part.rolled),
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _batch(raw: dict[str, Any]) -> Batch:
    return Batch(
        number=raw["number"],
        source=raw["source"],
        nature=Nature(raw["nature"]),
        as_of=_moment(raw["as_of"]),
        loaded_at=_moment(raw["loaded_at"]),
        file=raw["file"],
        sha256=raw["sha256"],
        size=raw["size"],
        retired_at=_moment(raw["retired_at"]) if raw["retired_at"] else None,
        parts=tuple(part_of(part) for part in raw["parts"]),
    )


def part_of(raw: dict[str, Any]) -> BatchPart:
    return BatchPart(
        table=raw["table"],
        rows=raw["rows"],
        rejected=raw["rejected"],
        first=_day(raw["first"]),
        last=_day(raw["last"]),
        live=raw["live"],
        windows=tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in raw["windows"]),
        visible_rows=raw["visible_rows"],
        rolled=tuple(raw.get("rolled", ())),  # what was published before there were roll-ups has none
    )


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} has no zone")
    return found.astimezone(UTC)
