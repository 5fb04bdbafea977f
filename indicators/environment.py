"""The standing of cities by a declared index: scores with their components, rank bands, the late left unranked, and the months before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from data_access.buckets import Grain
from data_access.measure import Reader
from data_access.scope import Scope
from indicators.formula import FULL, Formula, formula
from indicators.index import sensitivity
from indicators.months import all_ended, unreported
from indicators.peers import groups, size_classes
from indicators.period import months_later
from indicators.question import Answer
from indicators.read import Ask, ask, recalled

BUSINESS, CREDIT = "business_environment", "credit"
DRAWS, SEED = 1000, 20260101


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Cities by an index in one ended month, as far as the caller may see.

    `frame`, by city: `score` (0…100), `rank` (1 is best; NaN for the unranked), `rank_low`, `rank_high` (90 % band over drawn formulas),
    `known` (share of the weight that is known), `group` (name of the size class), `group_median` (of its scores), `reason` (why unranked).
    `values`: the components in their units; `parts`: what each adds, which sums to the score; `scores`: 0…1. All by city × component code.
    `medians`: a group's median of each component, by city. A city's caller has its own row, without ranks.
    """

    formula: Formula
    month: date
    frame: pd.DataFrame
    values: pd.DataFrame
    scores: pd.DataFrame
    parts: pd.DataFrame
    medians: pd.DataFrame
    as_of: datetime | None = None
    batch: int | None = None
    nature: str = "production"
    missing: tuple[str, ...] = ()


def environment(reader: Reader, scope: Scope, *, month: date | None = None, index: str = BUSINESS) -> Standing | None:
    """The standing in a month (its first day; None: the last that has ended in all components). None where nothing is published.

    Ranks and medians are computed over the whole province and then cut to the scope.
    """
    chosen = formula(index)
    end = all_ended(reader, [one.indicator for one in chosen.components])
    if end is None:
        return None
    first = months_later(end, -1) if month is None else month.replace(day=1)
    whole = recalled(reader, f"standing {index} {scope.province} {first}", lambda: _standing(reader, chosen, scope.province, first))
    return _cut(whole, scope)


def history(reader: Reader, scope: Scope, *, months: int = 24, index: str = BUSINESS) -> pd.DataFrame:
    """The index by month and city: `t`, `city`, `score`, `group_median`; only what the scope may see. Empty where nothing is published."""
    chosen = formula(index)
    end = all_ended(reader, [one.indicator for one in chosen.components])
    if end is None:
        return pd.DataFrame({"t": [], "city": [], "score": [], "group_median": []})
    answer = _asked(reader, chosen, scope.province, (months_later(end, -months), end))
    frame = answer.frame[answer.frame["city"] != scope.province].reset_index(drop=True)
    found = frame[["t", "city"]].assign(score=chosen.index(frame))
    classes = groups(reader, scope)
    found["group"] = [classes[city].name if city in classes else "" for city in found["city"]]
    grouped = found.groupby(["t", "group"])["score"]
    found["group_median"] = grouped.transform("median").where((grouped.transform("count") >= size_classes().least) & (found["group"] != ""))
    seen = found[[scope.allows(city) for city in found["city"]]]
    return seen.drop(columns="group").sort_values(["t", "city"], ignore_index=True)


def province(reader: Reader, scope: Scope, *, months: int = 24, index: str = BUSINESS) -> pd.DataFrame:
    """The index of the whole province, or of a city's scope as one: `t`, `score` and the components by code, a row a month."""
    chosen = formula(index)
    end = all_ended(reader, [one.indicator for one in chosen.components])
    if end is None:
        return pd.DataFrame({"t": [], "score": []})
    question = Ask(
        codes=chosen.codes, scope=scope, grain=Grain.MONTH, start=months_later(end, -months), end=end, who_is_missing=False
    )  # fmt: skip
    frame = ask(reader, question).frame
    return pd.concat([frame[["t"]].assign(score=chosen.index(frame)), frame[list(chosen.codes)]], axis=1)


def _asked(reader: Reader, chosen: Formula, province_code: str, window: tuple[date, date]) -> Answer:
    question = Ask(
        codes=chosen.codes, scope=Scope.whole(province_code), by=("city",), grain=Grain.MONTH, start=window[0], end=window[1], who_is_missing=False
    )  # fmt: skip
    return ask(reader, question)


def _standing(reader: Reader, chosen: Formula, province_code: str, first: date) -> Standing:
    whole, end = Scope.whole(province_code), months_later(first, 1)
    answer = _asked(reader, chosen, province_code, (first, end))
    late = {one.code: set(unreported(reader, one.indicator, whole, end)) for one in chosen.components}
    classes = groups(reader, whole)
    frame = answer.frame[answer.frame["city"] != province_code].set_index("city")
    cities = sorted({*frame.index, *classes, *(city for silent in late.values() for city in silent)})
    values = frame[list(chosen.codes)].reindex(cities)
    reasons = pd.Series([_reason(chosen, {c for c in late if city in late[c]}, values.loc[city]) for city in cities], index=cities)
    for code, silent in late.items():
        values.loc[sorted(silent), code] = math.nan
    names = pd.Series([classes[city].name if city in classes else "" for city in cities], index=cities)
    score = chosen.index(values)
    fair = values.where(reasons == "", axis=0)
    found = pd.DataFrame({"score": score, "known": chosen.known(values), "group": names, "reason": reasons}, index=cities)
    found = found.join(_bands(chosen, fair, score.where(reasons == "")))
    return Standing(
        formula=chosen, month=first, frame=found.assign(group_median=_medians(found["score"].where(reasons == "").to_frame(), names)["score"]),
        values=values, scores=chosen.scored(values), parts=_parts(chosen, values), medians=_medians(fair, names), as_of=answer.as_of,
        batch=answer.batch, nature=answer.nature, missing=tuple(city for city in cities if reasons[city]),
    )  # fmt: skip


def _reason(chosen: Formula, late: set[str], values: pd.Series) -> str:
    """Why a city is not ranked: it came late with a component, or too little of it is known."""
    if late:
        names = "、".join(one.indicator.name for one in chosen.components if one.code in late)
        return f"迟报：{names}未报至月末，不参与排名"
    if bool((chosen.known(values.to_frame().T) < chosen.least_known).iloc[0]):
        return "分项数据不足，不参与排名"
    return ""


def _bands(chosen: Formula, fair: pd.DataFrame, score: pd.Series) -> pd.DataFrame:
    """Ranks with their bands; an index of points has one formula and no choices to vary, so its band is its rank."""
    rank = score.rank(ascending=False, method="min")
    if chosen.kind == "points":
        return pd.DataFrame({"rank": rank, "rank_low": rank, "rank_high": rank})
    known = score.notna()
    drawn = sensitivity(fair[known], chosen.goalposts, chosen.weights, draws=DRAWS, seed=SEED)
    bands = drawn[["rank_low", "rank_high"]].reindex(score.index)
    return pd.DataFrame({"rank": rank, **bands})


def _parts(chosen: Formula, values: pd.DataFrame) -> pd.DataFrame:
    return chosen.contributions(values) if chosen.how == "arithmetic" else chosen.scored(values) * math.nan


def _medians(frame: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """A group's median for each of its cities; none for groups of too few."""
    grouped = frame.groupby(names)
    enough = (grouped.transform("count") >= size_classes().least).mul((names != "").to_numpy(), axis=0).astype(bool)
    return grouped.transform("median").where(enough)


def _cut(whole: Standing, scope: Scope) -> Standing:
    if scope.is_whole:
        return whole
    seen = [city for city in whole.frame.index if scope.allows(city)]
    frame = whole.frame.loc[seen].assign(rank=math.nan, rank_low=math.nan, rank_high=math.nan)
    return Standing(
        formula=whole.formula, month=whole.month, frame=frame, values=whole.values.loc[seen], scores=whole.scores.loc[seen],
        parts=whole.parts.loc[seen], medians=whole.medians.loc[seen], as_of=whole.as_of, batch=whole.batch, nature=whole.nature,
        missing=tuple(city for city in whole.missing if scope.allows(city)),
    )  # fmt: skip


__all__ = ["BUSINESS", "CREDIT", "FULL", "Standing", "environment", "history", "province"]
