"""The evidence that the checks judge: what each address of a city's system gave, asked for once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bureaus.contract import MANIFEST, SERIES_MOST, Manifest, based, below, manifest_of, parsed
from bureaus.fetching import Bounds, Fetched, FetchFailed, fetch


@dataclass(frozen=True)
class Found:
    """What one address gave: an answer, or the failure that stood in its place; `json` where its body is that."""

    fetched: Fetched | None
    failed: FetchFailed | None
    json: Any = None
    unread: str = ""
    """Why the body is no JSON."""

    @property
    def why(self) -> str:
        """Why there is no good answer; empty where there is one."""
        if self.failed:
            return str(self.failed)
        return "" if self.fetched and self.fetched.status == 200 else f"应答 {self.fetched.status if self.fetched else '无'}"

    def kind(self, *kinds: str) -> str:
        """The failure's sentence where it is of one of these kinds."""
        return str(self.failed) if self.failed and self.failed.kind in kinds else ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All that was asked for. `city` is the city that it must be of; empty: any one city."""

    base: str
    city: str
    now: datetime
    private: bool
    """Whether the host stands in an internal network that was named."""
    manifest: Found
    told: Manifest
    health: Found
    page: Found
    series: Mapping[str, Found]

    @property
    def adcode(self) -> str:
        """The city that rows are held against."""
        return self.city or self.told.adcode


@dataclass(frozen=True)
class Check:
    """One check: its part, what must be so, and the judgement: empty for passed, else why not."""

    part: str
    text: str
    judge: Callable[[Evidence], str]


def gathered(base: str, city: str, now: datetime, bounds: Bounds, *, private: bool) -> Evidence:
    """Ask every address of a system once."""
    manifest = _found(base, MANIFEST, bounds, read=True)
    told = manifest_of(manifest.json)
    codes = [one["code"] for one in told.series[:SERIES_MOST] if isinstance(one.get("code"), str) and one["code"]]
    series = {code: _found(base, f"yiping/series/{code}", bounds, read=True) for code in dict.fromkeys(codes)}
    return Evidence(
        base=base, city=city, now=now, private=private, manifest=manifest, told=told, health=_found(base, told.health, bounds, read=True),
        page=_found(base, told.embed, bounds, read=False), series=series,
    )  # fmt: skip


def _found(base: str, path: str, bounds: Bounds, *, read: bool) -> Found:
    if not path:
        return Found(None, FetchFailed("address", "清单没有写这个地址。"))
    try:
        fetched = fetch(below(based(base), path), bounds)
    except FetchFailed as failed:
        return Found(None, failed)
    if not read:
        return Found(fetched, None)
    try:
        return Found(fetched, None, parsed(fetched))
    except FetchFailed as failed:
        return Found(fetched, None, None, str(failed))
