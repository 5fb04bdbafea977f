"""The file of inspectors (执法检查人员名录库): a table of CSV is read whole, or every faulty row is told and nothing is taken."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from enterprises.failure import EnterprisesFailed

COLUMNS = ("code", "name", "unit", "region")
OPTIONAL = ("field", "avoids")
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{2,31}", re.ASCII)
SUBJECT = re.compile(r"[0-9A-Z*]{13,18}", re.ASCII)
LARGEST, MOST_ROWS, MOST_TOLD = 8_000_000, 50_000, 50
WIDTHS = {"name": 32, "unit": 64, "field": 32}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One inspector of a file."""

    code: str
    name: str
    unit: str
    region: str
    field: str
    avoids: tuple[str, ...]


def masked(name: str) -> str:
    """A person's name as it is shown: the family name alone."""
    return f"{name[:1]}**" if name else ""


def read_inspectors(data: bytes, places: Collection[str]) -> list[Entry]:
    """The inspectors of a CSV file (UTF-8; columns code, name, unit, region, and if wanted field, avoids: codes by `|`).

    `places` are the adcodes of the province's cities and counties. Raises EnterprisesFailed whose sentence lists the faults, one a line with its row's number.
    """
    if len(data) > LARGEST:
        raise EnterprisesFailed(f"文件超过 {LARGEST // 1_000_000} MB：请分市导入。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EnterprisesFailed("文件不是 UTF-8 文本：请另存为 CSV UTF-8。") from error
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        rows = list(reader)
    except csv.Error as error:
        raise EnterprisesFailed(f"文件不是完整的 CSV：{error}。") from error
    heads = set(reader.fieldnames or ())
    if not rows or not set(COLUMNS) <= heads or heads - set(COLUMNS) - set(OPTIONAL):
        raise EnterprisesFailed(f"首行须为列名 {'、'.join(COLUMNS)}，可另有 {'、'.join(OPTIONAL)}，其下至少一行。")
    if len(rows) > MOST_ROWS:
        raise EnterprisesFailed(f"文件有 {len(rows):,} 行，超过 {MOST_ROWS:,} 行：请分市导入。")
    return _checked(rows, places)


def _checked(rows: list[dict[str, str]], places: Collection[str]) -> list[Entry]:
    faults: list[str] = []
    seen: dict[str, int] = {}
    found = []
    for line, row in enumerate(rows, 2):
        wrong = _faults(row, places)
        code = (row.get("code") or "").strip()
        if code in seen:
            wrong.append(f"证号 {code[:32]} 与第 {seen[code]} 行重复")
        seen.setdefault(code, line)
        faults += [f"第 {line} 行：{'；'.join(wrong)}"] if wrong else []
        found.append(row)
    if faults:
        more = f"\n另有 {len(faults) - MOST_TOLD} 行有误" if len(faults) > MOST_TOLD else ""
        raise EnterprisesFailed(f"{len(faults)} 行有误，什么都没有改变：\n" + "\n".join(faults[:MOST_TOLD]) + more)
    return [_entry(row) for row in found]


def _faults(row: Mapping[str, str | None], places: Collection[str]) -> list[str]:
    if None in row or any(value is None for value in row.values()):
        return ["列数与首行不同"]
    told = {name: (value or "").strip() for name, value in row.items()}
    wrong = [f"{name} 空缺" for name in COLUMNS if not told[name]]
    wrong += [f"{name} 超过 {most} 个字" for name, most in WIDTHS.items() if len(told.get(name, "")) > most]
    wrong += [
        f"{name} 含有控制字符"
        for name, text in told.items()
        if any(ord(sign) < 32 or sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" for sign in text)
    ]
    if told["code"] and not CODE.fullmatch(told["code"]):
        wrong.append("证号须为 3 至 32 位字母、数字或短横")
    if told["region"] and told["region"] not in places:
        wrong.append(f"区划代码 {told['region'][:12]} 不是本省的市县")
    wrong += [f"回避主体 {code[:20]} 不是主体代码" for code in _avoids(told) if not SUBJECT.fullmatch(code)]
    return wrong


def _avoids(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({code.strip() for code in row.get("avoids", "").split("|") if code.strip()}))


def _entry(row: Mapping[str, str]) -> Entry:
    told = {name: value.strip() for name, value in row.items()}
    return Entry(
        code=told["code"], name=told["name"], unit=told["unit"], region=told["region"], field=told.get("field", ""), avoids=_avoids(told)
    )  # fmt: skip
