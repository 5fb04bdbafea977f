"""The register of the smart systems (智慧监管大数据分析应用系统): a province's slots in order, each named or waiting for its name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from geo.regions import MAPS, RegionsFailed

UNNAMED = "待定名"


@dataclass(frozen=True)
class System:
    """One slot. Without a name it waits for one; the path is the page that answers for it."""

    name: str = ""
    path: str = ""
    about: str = ""

    @property
    def named(self) -> bool:
        return bool(self.name)


@dataclass(frozen=True)
class Systems:
    """The slots in order, and where their number and names come from."""

    systems: tuple[System, ...]
    source: str
    written_at: datetime | None
    """When the newest of the files was written."""


def systems_of(province: str, home: Path | None = None) -> Systems:
    """The slots of a province, from `systems.toml` beside its map; `<home>/systems.toml` of an operator fills what waits.

    A name that the province's file gives stays; an operator's file names further slots by number. Raises RegionsFailed for a file that cannot
    be used. A province without the file has no slots.
    """
    shipped, own = MAPS / province / "systems.toml", home / "systems.toml" if home else None
    if not shipped.exists():
        return Systems((), "", None)
    files = (shipped, own) if own and own.exists() else (shipped,)
    return _read(tuple((path, path.stat().st_mtime_ns) for path in files))


@cache
def _read(files: tuple[tuple[Path, int], ...]) -> Systems:
    (shipped, _), *rest = files
    told = _file(shipped)
    try:
        slots = [System()] * int(told["slots"])
        source = str(told["source"])
        for path, listed in [(shipped, told), *((path, _file(path)) for path, _ in rest)]:
            for one in listed.get("system", []):
                _place(slots, one, path)
    except (KeyError, TypeError, ValueError) as error:
        raise RegionsFailed(
            f"{shipped.name} 有错（{error}）：须有 slots、source，每个 [[system]] 写 slot、name，可写 path、about。"
        ) from error
    return Systems(tuple(slots), source, datetime.fromtimestamp(max(written for _, written in files) / 1e9, UTC))


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RegionsFailed(f"{path.name} 不是有效的 TOML：{error}。") from error


def _place(slots: list[System], one: dict[str, str], path: Path) -> None:
    number, name, page = int(one["slot"]), str(one["name"]).strip(), str(one.get("path", ""))
    if not 1 <= number <= len(slots) or not name or len(name) > 40:
        raise RegionsFailed(f"{path.name}：slot 须在 1 至 {len(slots)} 之间，name 须为 1 至 40 个字。")
    if page and not (page.startswith("/") and not page.startswith("//")):
        raise RegionsFailed(f"{path.name}：第 {number} 个应用的 path 须是本系统内的地址，如 /business。")
    if slots[number - 1].named and slots[number - 1].name != name:
        raise RegionsFailed(f"{path.name}：第 {number} 个应用已定名为“{slots[number - 1].name}”，不能改名。")
    slots[number - 1] = System(name, page, str(one.get("about", ""))[:80])
