"""Boards of other levels and systems, as the operator declares them in `<home>/boards.toml`.

[[board]]
title = "全国食品安全抽检监测"
level = "national"            # national | province | city | county
kind = "总局系统"
owner = "食品抽检处"
address = "https://…"         # or a page of this product
region = "……"                 # six-digit code of a city or county: only its scope is told of it
published = 2026-11-01
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from components.listing import Level, Listed, ListingFailed
from components.panel import View
from geo.regions import regions_of
from settings import settings

NEEDED, ALLOWED = frozenset({"title", "level", "kind", "owner", "address"}), frozenset({"region", "published", "version"})
LONGEST = 96


def boards(view: View) -> Iterable[Listed]:
    """The declared boards within the scope. Raises ListingFailed for a file that cannot be read, naming the entry."""
    path = settings().home / "boards.toml"
    if not path.exists():
        return []
    known = _read(path, path.stat().st_mtime_ns, view.scope.province)
    return [one for one, region in known if not region or view.scope.allows(region)]


@cache
def _read(path: Path, changed: int, province: str) -> tuple[tuple[Listed, str], ...]:  # noqa: ARG001 - `changed` tells editions apart
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("board", [])
    except (OSError, ValueError) as error:
        raise ListingFailed(f"板块登记文件 boards.toml 读不了（{error}）：请改正。") from error
    return tuple(_listed(entry, f"板块登记文件 boards.toml 第 {number} 条", province) for number, entry in enumerate(entries, 1))


def _listed(entry: Mapping[str, Any], where: str, province: str) -> tuple[Listed, str]:
    missing, extra = NEEDED - set(entry), set(entry) - NEEDED - ALLOWED
    if missing or extra:
        raise ListingFailed(f"{where}：{'缺 ' + '、'.join(sorted(missing)) if missing else '不认识 ' + '、'.join(sorted(extra))}。")
    texts = {name: entry[name] for name in (*NEEDED, "version") if name in entry}
    if wrong := [name for name, text in texts.items() if not isinstance(text, str) or len(text) > LONGEST]:
        raise ListingFailed(f"{where}：{'、'.join(sorted(wrong))} 须为不超过 {LONGEST} 字的文字。")
    if entry["level"] not in set(Level):
        raise ListingFailed(f"{where}：level 须为 {'、'.join(Level)} 之一。")
    address, region = entry["address"], entry.get("region", "")
    if not (address.startswith("https://") or (address.startswith("/") and not address.startswith("//"))):
        raise ListingFailed(f"{where}：address 须为 https 地址或本系统的页面。")
    if entry["level"] in (Level.CITY, Level.COUNTY) and region not in regions_of(province).all:
        raise ListingFailed(f"{where}：市级、县级板块须写明 region（本省现行区划代码）。")
    made = {
        "address": address,
        "title": entry["title"],
        "kind": entry["kind"],
        "owner": entry["owner"],
        "version": entry.get("version", ""),
    }
    return Listed(**made, level=Level(entry["level"]), published_at=_published(entry.get("published"), where)), region


def _published(given: Any, where: str) -> datetime | None:
    if given is None:
        return None
    if type(given) is not date:
        raise ListingFailed(f"{where}：published 须为日期，如 2026-11-01。")
    return datetime(given.year, given.month, given.day, tzinfo=settings().tz)
