"""The table of records: the rows behind a number with their columns' Chinese names and their codes said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_access.columns import short_name
from data_access.measure import Reader
from data_access.measure_query import mart_table
from data_access.measure_terms import Term
from data_access.sources import industries, named_suppliers
from geo.regions import UNPLACED, Regions
from indicators.formula_words import term_in_words
from indicators.read import recalled

SAID: Mapping[str, Mapping[str, str]] = {
    "type": {"enterprise": "企业", "individual": "个体工商户", "coop": "农民专业合作社", "other": "其他"},
    "status": {
        "open": "在营",
        "closed": "注销",
        "revoked": "吊销",
        "unknown": "不明",
        "in_use": "在用",
        "connected": "已接入",
        "unconnected": "未接入",
    },
    "site": {"store": "冷库", "vehicle": "冷藏车", "vaccine": "疫苗库"},
    "uscc_kind": {"uscc18": "18 位信用代码", "reg15": "15 位注册号", "reg13": "13 位注册号", "masked": "脱敏代码"},
    "region_how": {"current": "现行县级", "crosswalk": "历史代码换算", "city": "只知其市", "province": "只知其省"},
}
SIDES = {"n": "分子", "d": "分母", "": ""}
SIGN = {1: "加", -1: "减"}


@dataclass(frozen=True)
class Names:
    """The names of codes that the marts' own lists give."""

    industries: Mapping[str, str]
    sources: Mapping[str, str]

    def value(self, column: str, code: Any) -> str:
        """What a code of a column means; the code itself where nobody says. Unknown is a dash."""
        if code is None or code != code:
            return "—"
        text = str(code)
        if column == "industry":
            return f"{text} {self.industries[text]}" if text in self.industries else "未分类" if text == "-" else text
        if column == "source":
            return self.sources.get(text, text)
        return SAID.get(column, {}).get(text, text)


def names_of(reader: Reader) -> Names:
    """The names of one version of the marts."""
    return recalled(reader, "names of codes", lambda: Names(industries(reader), dict(named_suppliers(reader, ()))))


@dataclass(frozen=True)
class Table:
    """A table of texts and numbers: its heads, its rows (None is unknown), and which columns are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]
    numbers: frozenset[int]


def table_of(rows: pd.DataFrame, term: Term, names: Names, regions: Regions) -> Table:
    """The records of a term as a table. The value is in the mart's own unit (money in 元)."""
    declared = mart_table(term.mart)
    heads, columns, numbers = [], [], set()
    plain = term.leaf.thing is not None and term.leaf.thing.column is None  # each thing counts 1
    unknown = {name for name in rows.columns if len(rows) and rows[name].isna().all()}
    left_out = unknown | ({"value", "batch_id"} if plain else set())
    for column in sorted(rows.columns, key=lambda name: name == "batch_id"):  # the batch stands last
        if column in left_out:
            continue
        heads.append(_head(column, declared, term))
        columns.append([_cell(column, value, names, regions, term) for value in rows[column]])
        if column in ("value", "quantity", "batch_id"):
            numbers.add(len(heads) - 1)
    return Table(tuple(heads), tuple(zip(*columns, strict=True)) if columns else (), frozenset(numbers))


def _head(column: str, declared: Any, term: Term) -> str:
    if column == "time":
        return short_name(declared.c[declared.info["time"]])
    if column == "value":
        name = {"weighted": "加权值", "weight": "权重", "count": "计数", "thing": "计入"}.get(term.leaf.kind)
        return name or short_name(declared.c[term.leaf.column])
    return "批次" if column == "batch_id" else "区划" if column == "region" else short_name(declared.c[column])


def _cell(column: str, value: Any, names: Names, regions: Regions, term: Term) -> str | float | int | None:
    if value is None or value is pd.NaT or value != value:
        return None
    if column == "region":
        path = regions.path(str(value))
        return f"{path} {UNPLACED}" if str(value).endswith("00") and str(value) != regions.province else path
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M}" if value.hour or value.minute else f"{value:%Y-%m-%d}"
    if column == "value":
        number = float(value) / term.divisor
        return int(number) if number == int(number) else number
    if column in ("batch_id", "quantity"):
        return int(value) if float(value) == int(value) else float(value)
    return names.value(column, value)


def term_name(term: Term, home: str, *, alone: bool) -> str:
    """How a term is called among the others: its side, its sign, and what it sums."""
    side = SIDES[term.side]
    sign = "" if alone else SIGN[term.sign]
    lead = "·".join(word for word in (side, sign) if word)
    weight = {"weighted": "（加权值）", "weight": "（权重）"}.get(term.leaf.kind, "")
    text = term_in_words(term.measure, term.mart, home) + weight
    return f"{lead}：{text}" if lead else text


def lone(terms: Sequence[Term], term: Term) -> bool:
    """Whether a term is the only one of its side."""
    return sum(one.side == term.side for one in terms) == 1
