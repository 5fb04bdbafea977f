"""The rows behind a doubted number: what somebody may point at, and the change of one of them as an item keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from corrections.item import CorrectionFailed, Why
from data_access import overrides
from data_access.overrides import Found, RowFailed
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.drill import Place, query_of, read_value
from indicators.provenance import marts_of


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The change that somebody proposes: the key of a row, its column and the right value; None is unknown."""

    mart: str
    key: Mapping[str, str]
    column: str
    value: float | None


@dataclass(frozen=True, kw_only=True)
class Offered:
    """Rows that may be pointed at: of one mart and day, with the columns that may be corrected."""

    mart: str
    day: date | None
    columns: Mapping[str, tuple[str, str]]
    rows: tuple[Found, ...]


def offered(marts: Any, one: Indicator, place: Place, day: date | None) -> Offered:
    """The rows of a number's own mart in a place, of one day: the last that it covers where none is named."""
    columns = overrides.columns_of(one.mart)
    _, window = read_value(marts, one, place)
    if not columns or window is None:
        return Offered(mart=one.mart, day=None, columns=columns, rows=())
    last = window[1] - timedelta(hours=1) if isinstance(window[1], datetime) else window[1] - timedelta(days=1)
    at = day or (last.date() if isinstance(last, datetime) else last)
    query = query_of(one, replace(place, start=None, end=None), (at, at + timedelta(days=1)))
    rows = overrides.rows_of(marts, query, place.where, (at, at + timedelta(days=1)))
    return Offered(mart=one.mart, day=at, columns=columns, rows=tuple(rows))


def change_of(marts: Any, one: Indicator, scope: Scope, wanted: Wanted) -> dict[str, Any]:
    """The change with the value that stands now, as an item keeps it. Raises CorrectionFailed; a foreign row is an unknown one."""
    if wanted.mart not in marts_of(one):
        raise CorrectionFailed(f"{one.name}不取自主题表 {wanted.mart[:40]}。", Why.WORDS)
    if not scope.allows(str(wanted.key.get("region", ""))):
        raise CorrectionFailed("没有这一行，或它不在您的数据范围内。", Why.UNKNOWN)
    try:
        value = overrides.checked(wanted.mart, wanted.column, wanted.value)
        row = overrides.row_at(marts, wanted.mart, wanted.key)
    except RowFailed as failed:
        raise CorrectionFailed(str(failed), Why.WORDS) from failed
    if row is None:
        raise CorrectionFailed("没有这一行，或它不在您的数据范围内。", Why.UNKNOWN)
    if row.values[wanted.column] == value:
        raise CorrectionFailed("更正值与现值相同，不必更正。", Why.WORDS)
    return {
        "mart": wanted.mart, "key": dict(row.key), "column": wanted.column, "old": row.values[wanted.column], "new": value, "batch": row.batch,
    }  # fmt: skip
