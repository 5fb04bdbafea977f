"""The checks of the running system: its health, its page in a frame, and its rows, which may be of no other city."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from bureaus.checks.evidence import Check, Evidence, Found
from bureaus.contract import frameable, moment
from bureaus.fetching import FetchFailed, origin_of

QUICK = 2500
"""Milliseconds in which health and page must be there."""
MOST_ROWS = 10_000
AHEAD = timedelta(minutes=5)
"""How far the clocks of two machines may be apart."""
OUT = re.compile(
    r"(?:\b(?:top|parent)\s*\.\s*(?:location|document)|target\s*=\s*[\"']?_(?:top|parent)|window\s*\.\s*open\s*\()", re.IGNORECASE
)
SCRIPT = re.compile(r"<script[^>]*\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


def _quick(one: Found) -> str:
    if one.fetched is None:
        return one.why
    return "" if one.fetched.millis <= QUICK else f"用了 {one.fetched.millis / 1000:.1f} 秒"


def _status(found: Evidence) -> str:
    told = found.health.json if isinstance(found.health.json, dict) else {}
    return "" if told.get("status") in ("ok", "degraded") else found.health.why or "status 不是 ok 或 degraded"


def _health_time(found: Evidence) -> str:
    told = found.health.json if isinstance(found.health.json, dict) else {}
    return "" if moment(told.get("as_of")) else found.health.why or "as_of 不是带时区的时间"


def _health_past(found: Evidence) -> str:
    told = found.health.json if isinstance(found.health.json, dict) else {}
    at = moment(told.get("as_of"))
    return "没有可用的 as_of" if at is None else "" if at <= found.now + AHEAD else "as_of 在将来"


def _page(found: Evidence) -> str:
    if found.page.why or found.page.fetched is None:
        return found.page.why
    kind = found.page.fetched.headers.get("content-type", "")
    return "" if kind.split(";")[0].strip().lower() == "text/html" else f"Content-Type 为 {kind[:40] or '空'}"


def _text(found: Evidence) -> str:
    return found.page.fetched.body.decode("utf-8", "replace") if found.page.fetched else ""


def _charset(found: Evidence) -> str:
    if found.page.fetched is None:
        return found.page.why
    kind = found.page.fetched.headers.get("content-type", "").lower()
    said = "charset=utf-8" in kind or re.search(r"<meta[^>]+charset\s*=\s*[\"']?utf-8", _text(found)[:2048], re.IGNORECASE)
    return "" if said and "\ufffd" not in _text(found) else "没有写明 UTF-8，或内容不是 UTF-8"


def _framed(found: Evidence) -> str:
    return found.page.why if found.page.fetched is None else frameable(found.page.fetched)


def _stays_in(found: Evidence) -> str:
    if found.page.fetched is None:
        return found.page.why
    hit = OUT.search(_text(found))
    return f"页面要跳出框架（{hit[0][:30]}），沙箱不允许" if hit else ""


def _own_scripts(found: Evidence) -> str:
    if found.page.fetched is None:
        return found.page.why
    for source in SCRIPT.findall(_text(found)):
        try:
            if origin_of(urljoin(found.page.fetched.url, source)) != origin_of(found.base):
                return "页面用了别的来源的脚本"
        except FetchFailed:
            return "页面的脚本地址无效"
    return ""


def _rows(one: Found) -> list[Any]:
    rows = one.json.get("rows") if isinstance(one.json, dict) else None
    return rows if isinstance(rows, list) else []


def _series(rule: Callable[[Evidence, str, Found], str]) -> Callable[[Evidence], str]:
    """A judgement of every series; the first that fails is named."""

    def judge(found: Evidence) -> str:
        if not found.series:
            return "清单没有可用的序列"
        for code, one in found.series.items():
            why = one.why or one.unread or rule(found, code, one)
            if why:
                return f"{code[:40]}：{why}"
        return ""

    return judge


def _listed(found: Evidence, code: str, one: Found) -> str:
    if not isinstance(one.json, dict) or not isinstance(one.json.get("rows"), list):
        return "rows 不是清单"
    if one.json.get("code") != code:
        return "code 与清单不一致"
    return "" if len(_rows(one)) <= MOST_ROWS else f"有 {len(_rows(one)):,} 行"


def _values(found: Evidence, code: str, one: Found) -> str:
    for number, row in enumerate(_rows(one), 1):
        value = row.get("value", "") if isinstance(row, dict) else ""
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value)):
            return f"第 {number} 行的 value 不是数，也不是 null"
    return ""


def _times(found: Evidence, code: str, one: Found) -> str:
    for number, row in enumerate(_rows(one), 1):
        at = moment(row.get("as_of")) if isinstance(row, dict) else None
        if at is None or at > found.now + AHEAD:
            return f"第 {number} 行的 as_of {'在将来' if at else '不是带时区的时间'}"
    return ""


def _own(found: Evidence, code: str, one: Found) -> str:
    """Whether every row is of the city. A foreign code is counted, not repeated."""
    foreign = sum(not _is_own(row, found.adcode) for row in _rows(one))
    return f"有 {foreign} 行的 region 不属于本市" if foreign else ""


def _is_own(row: Any, adcode: str) -> bool:
    region = row.get("region") if isinstance(row, dict) else None
    return isinstance(region, str) and bool(re.fullmatch(r"\d{6}", region)) and bool(adcode) and region[:4] == adcode[:4]


CHECKS = (
    Check("健康", "健康地址应答 200", lambda found: found.health.why),
    Check("健康", "健康地址 2.5 秒内答完", lambda found: _quick(found.health)),
    Check("健康", "status 是 ok 或 degraded", _status),
    Check("健康", "as_of 是带时区的 RFC 3339 时间", _health_time),
    Check("健康", "as_of 不在将来", _health_past),
    Check("嵌入", "嵌入页应答 200，是 text/html", _page),
    Check("嵌入", "嵌入页是 UTF-8", _charset),
    Check("嵌入", "嵌入页 2.5 秒内答完", lambda found: _quick(found.page)),
    Check("嵌入", "应答头允许省局平台嵌入", _framed),
    Check("嵌入", "页面不跳出框架", _stays_in),
    Check("嵌入", "脚本只来自本系统", _own_scripts),
    Check("序列", "每个序列应答 200，code 一致，rows 是清单，不超过 10,000 行", _series(_listed)),
    Check("序列", "value 是数或 null，不用文字", _series(_values)),
    Check("序列", "as_of 是带时区的时间，不在将来", _series(_times)),
    Check("序列", "region 只属于本市", _series(_own)),
    Check("序列", "每个序列 2.5 秒内答完", _series(lambda found, code, one: _quick(one))),
)
