"""The contract of a city system: its addresses, its manifest and its series, read as a city's platform gives them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from bureaus.fetching import Fetched, FetchFailed, origin_of

VERSION = "1"
MANIFEST = "yiping/manifest.json"
CODE = re.compile(r"[a-z][a-z0-9_]{0,31}(\.[a-z0-9_]{1,32}){0,3}")
NAME_MOST, SERIES_MOST = 32, 50


@dataclass(frozen=True)
class Manifest:
    """What a system says of itself; texts are empty where it says nothing usable."""

    contract: str
    name: str
    adcode: str
    version: str
    contact: str
    embed: str
    health: str
    series: tuple[dict[str, Any], ...]


def based(base: str) -> str:
    """The base address with its closing slash, so that addresses below it can be joined."""
    return base if base.endswith("/") else f"{base}/"


def below(base: str, told: str) -> str:
    """An address of the manifest, joined to the base; it must stay on the base's origin. Raises FetchFailed."""
    found = urljoin(based(base), told)
    if origin_of(found) != origin_of(base):
        raise FetchFailed("address", f"地址 {told[:80]} 离开了本系统的来源。")
    return found


def parsed(fetched: Fetched) -> Any:
    """The JSON of an answer: UTF-8, no name twice, no NaN. Raises FetchFailed."""
    try:
        return json.loads(fetched.body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise FetchFailed("broken", f"内容不是 UTF-8（第 {error.start} 字节）。") from error
    except (ValueError, RecursionError) as error:
        raise FetchFailed("broken", f"内容不是有效的 JSON（{str(error)[:80]}）。") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON number")


def manifest_of(told: Any) -> Manifest:
    """The manifest of parsed JSON; whatever is of the wrong kind is as if it were not said."""
    found = told if isinstance(told, dict) else {}
    series = found.get("series")
    texts = {
        name: found[name] if isinstance(found.get(name), str) else ""
        for name in ("name", "adcode", "version", "contact", "embed", "health")
    }
    contract = found.get("contract")
    return Manifest(
        contract=str(contract) if isinstance(contract, str | int) else "",
        series=tuple(one for one in series if isinstance(one, dict)) if isinstance(series, list) else (), **texts,
    )  # fmt: skip


def moment(text: Any) -> datetime | None:
    """An RFC 3339 time with its zone; None for anything else."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def frameable(fetched: Fetched, ours: str = "") -> str:
    """Why a page may not be shown in a frame of ours; empty where it may. `ours` is the origin that frames it, when it is known."""
    options = fetched.headers.get("x-frame-options", "").strip().upper()
    policy = fetched.headers.get("content-security-policy", "")
    rule = next((part.split()[1:] for part in policy.split(";") if part.split()[:1] == ["frame-ancestors"]), None)
    if rule is not None:
        allowed = "*" in rule or bool(ours and ours in rule) or (not ours and any(word.startswith("http") for word in rule))
        return "" if allowed else "frame-ancestors 不含省局平台的来源"
    return f"X-Frame-Options 为 {options[:20]}" if options in ("DENY", "SAMEORIGIN") or options.startswith("ALLOW-FROM") else ""
