"""The staging of an edition: batch files written one by one into a folder of their own, each with its record, to be published together.

A file counts once its record stands beside it. What was interrupted has no record and is written again, so that a build goes on where it
was cut off, and readers see nothing of it before the one switch of `Marts.publish_staged`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data_access import catalogue
from data_access.batches import MartsFailed
from data_access.publication import Part, Staged, digest, discard, write_file

JOURNAL = "journal.json"
SHORT_WAIT = 0.5


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What one staged file is: its name, what it was drawn from, and how it will be published."""

    name: str
    stamp: str
    """Names everything that the content follows from: a file of another stamp is not used again."""
    source: str
    nature: str
    as_of: datetime


class Staging:
    """The staging folder of one build, open in this process alone. Get it from `opened`."""

    def __init__(self, folder: Path, plan: Mapping[str, Any]) -> None:
        self.folder = folder
        self.plan = dict(plan)

    def found(self, piece: Piece) -> Staged | None:
        """The file of a piece that was written before and is whole; None when it has to be written."""
        try:
            record = json.loads(self._record(piece.name).read_text("utf-8"))
            if record["stamp"] != piece.stamp:
                return None
            made = digest(self._file(piece.name))
        except (FileNotFoundError, ValueError, KeyError):
            return None
        parts = tuple(catalogue.part_of(part) for part in record["parts"])
        return self._staged(piece, made, parts) if made == (record["sha256"], record["size"]) else None

    def write(self, piece: Piece, parts: Sequence[Part]) -> Staged:
        """Write the file of a piece and its record. Raises MartsFailed."""
        path, record = self._file(piece.name), self._record(piece.name)
        record.unlink(missing_ok=True)
        discard(path)
        written = tuple(write_file(path, parts, self.folder / ".spill"))
        sha256, size = digest(path)
        body = {"stamp": piece.stamp, "sha256": sha256, "size": size, "parts": [catalogue.plain_part(part) for part in written]}
        _write(record, body)
        return self._staged(piece, (sha256, size), written)

    def note(self, **more: Any) -> None:
        """Add to the journal, durably."""
        self.plan |= more
        _write(self.folder / JOURNAL, self.plan)

    def clear(self) -> None:
        """Forget all that is staged."""
        _empty(self.folder)

    def _staged(self, piece: Piece, made: tuple[str, int], parts: tuple[Any, ...]) -> Staged:
        sha256, size = made
        return Staged(
            path=self._file(piece.name), source=piece.source, nature=piece.nature, as_of=piece.as_of, sha256=sha256, size=size, parts=parts
        )  # fmt: skip

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.duckdb"

    def _record(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def journal(folder: Path) -> dict[str, Any] | None:
    """The journal of an unfinished build, with the number of its finished files as `files`; None when none lies there."""
    try:
        found: dict[str, Any] = json.loads((folder / JOURNAL).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found | {"files": sum(path.name != JOURNAL for path in folder.glob("*.json"))}


@contextmanager
def opened(folder: Path, plan: Mapping[str, Any]) -> Iterator[Staging]:
    """The staging folder for a plan: what was staged for the same plan stays, for another it goes. Raises MartsFailed when it is in use."""
    with held(folder.with_name(f"{folder.name}.lock"), SHORT_WAIT, "另一个生成进程正在生成演示省：请待其结束，或停止它后重做。"):
        staging, before = Staging(folder, plan), journal(folder) or {}
        if {name: before.get(name) for name in plan} != dict(plan):
            _empty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        staging.note()
        yield staging


@contextmanager
def held(folder: Path, seconds: float, sentence: str) -> Iterator[None]:
    """Hold a lock that ends with its process; `sentence` says what to do when another holds it for too long."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MartsFailed(f"目录 {folder} 建不起来（{error.strerror}）：请检查目录权限和磁盘。") from error
    with catalogue.locked(folder, seconds, sentence):
        yield


def _empty(folder: Path) -> None:
    (folder / JOURNAL).unlink(missing_ok=True)  # first: without it nothing else counts
    shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, body: Mapping[str, Any]) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(body, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        catalogue.sync_folder(path.parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise MartsFailed(
            f"暂存目录 {path.parent} 写不进去（{error.strerror}）：请腾出磁盘空间或检查权限后重做，已完成的部分会保留。"
        ) from error
