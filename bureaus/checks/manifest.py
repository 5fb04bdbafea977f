"""The checks of the manifest: who it is of, whom to call, and which series it offers."""

from __future__ import annotations

import re
import unicodedata

from bureaus.checks.evidence import Check, Evidence
from bureaus.contract import CODE, NAME_MOST, SERIES_MOST, VERSION, below
from bureaus.fetching import FetchFailed

CITY = re.compile(r"\d{4}00")
CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\+?[\d\- ()]{7,20}")
LONGEST_UNIT = 16


def _object(found: Evidence) -> str:
    return "" if isinstance(found.manifest.json, dict) else found.manifest.why or "清单不是一个对象"


def _name(found: Evidence) -> str:
    name = found.told.name.strip()
    return "没有写 name" if not name else f"name 有 {len(name)} 字" if len(name) > NAME_MOST else ""


def _plain(found: Evidence) -> str:
    hidden = any(unicodedata.category(sign)[0] == "C" or sign in "<>" for sign in found.told.name)
    return "name 含控制字符或尖括号" if hidden else "" if found.told.name else "没有写 name"


def _is_city(found: Evidence) -> str:
    return "" if CITY.fullmatch(found.told.adcode) and found.told.adcode[2:4] != "00" else f"adcode 为 {found.told.adcode[:12] or '空'}"


def _right_city(found: Evidence) -> str:
    if not found.told.adcode:
        return "没有写 adcode"
    return "" if not found.city or found.told.adcode == found.city else "清单写的不是所检查的市"


def _stays(path: str, found: Evidence, name: str) -> str:
    if not path:
        return f"没有写 {name}"
    try:
        below(found.base, path)
    except FetchFailed as failed:
        return str(failed)
    return ""


def _listed(found: Evidence) -> str:
    told = found.manifest.json if isinstance(found.manifest.json, dict) else {}
    series = told.get("series")
    if not isinstance(series, list) or not all(isinstance(one, dict) for one in series):
        return "series 不是对象的清单"
    return "" if 1 <= len(series) <= SERIES_MOST else f"series 有 {len(series)} 项"


def _each(found: Evidence, wrong: str, said: str) -> str:
    """The first series that fails a rule."""
    rules = {
        "code": lambda one: isinstance(one.get("code"), str) and CODE.fullmatch(one["code"]) is not None,
        "words": lambda one: all(isinstance(one.get(name), str) for name in ("name", "unit")) and bool(one["name"].strip()) and len(one["unit"]) <= LONGEST_UNIT,
        "rhythm": lambda one: type(one.get("rhythm_minutes")) is int and 0 < one["rhythm_minutes"] <= 525_600,
    }  # fmt: skip
    if not found.told.series:
        return "没有 series"
    bad = next((number for number, one in enumerate(found.told.series, 1) if not rules[wrong](one)), None)
    return "" if bad is None else f"第 {bad} 项{said}"


def _once(found: Evidence) -> str:
    codes = [str(one.get("code")) for one in found.told.series]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    return "没有 series" if not codes else "" if twice is None else f"{twice[:40]} 出现了两次"


PART = "清单"
CHECKS = (
    Check(PART, "清单是一个对象", _object),
    Check(
        PART,
        f"contract 是 {VERSION}",
        lambda found: "" if found.told.contract == VERSION else f"contract 为 {found.told.contract[:12] or '空'}",
    ),
    Check(PART, f"name 有内容，不超过 {NAME_MOST} 字", _name),
    Check(PART, "name 没有控制字符和尖括号", _plain),
    Check(PART, "adcode 是设区市的六位代码", _is_city),
    Check(PART, "adcode 是所检查的市", _right_city),
    Check(PART, "version 有内容", lambda found: "" if found.told.version.strip() else "没有写 version"),
    Check(PART, "contact 是电话或邮箱", lambda found: "" if CONTACT.fullmatch(found.told.contact.strip()) else "contact 不是电话或邮箱"),
    Check(PART, "embed 在本系统的来源内", lambda found: _stays(found.told.embed, found, "embed")),
    Check(PART, "health 在本系统的来源内", lambda found: _stays(found.told.health, found, "health")),
    Check(PART, f"series 是 1 至 {SERIES_MOST} 项的清单", _listed),
    Check(PART, "每项的 code 写法有效", lambda found: _each(found, "code", "的 code 无效")),
    Check(PART, "code 不重复", _once),
    Check(PART, "每项有 name 和 unit", lambda found: _each(found, "words", "缺 name 或 unit")),
    Check(PART, "每项的 rhythm_minutes 是正整数", lambda found: _each(found, "rhythm", "的 rhythm_minutes 无效")),
)
