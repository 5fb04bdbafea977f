"""The night's work on headline series: each is forecast from its ended months and kept, one indicator after the other.

What was done stays done: a run that is cut off, or that has used its time, is taken up where it stopped.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data_access.buckets import Grain
from data_access.marts import marts_of
from data_access.measure import Reader, Share
from data_access.scope import Scope
from data_access.stores import forecasts
from data_access.stores.engine import Store, store_of
from data_access.stores.forecasts import Kept
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.forecast import forecast
from indicators.history import ForecastFailed
from indicators.months import ended, unreported
from indicators.outlook import HEADLINES, LEVEL, MONTHS_AHEAD, SEASON, SHOWN_BACK
from indicators.peers import FLOWS
from indicators.period import months_later
from indicators.provenance import marts_of as marts_of_indicator
from indicators.read import Ask, ask
from indicators.registry import catalogue, get
from settings import Settings

NIGHT = 2
"""The hour, local, from which on the last night's forecasts are old."""
LONGEST, AT_A_TIME = 600.0, 240.0
KEPT_MONTHS = 36


def due(store: Store, now: datetime, settings: Settings) -> list[str]:
    """The headline indicators that have not been forecast since the last night, those that never were first."""
    local = now.astimezone(settings.tz)
    night = local.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    night = night if night <= local else night - timedelta(days=1)
    with store.read() as connection:
        made = forecasts.made(connection)
    waiting = [code for code in HEADLINES if code in catalogue() and not (code in made and night <= made[code] <= now)]
    return sorted(waiting, key=lambda code: code in made)


def published(reader: Reader, codes: Iterable[str]) -> list[str]:
    """Those indicators whose marts hold a batch."""
    tables = reader.tables()
    return [code for code in codes if all(mart in tables for mart in marts_of_indicator(get(code)))]


def run(settings: Settings, now: datetime) -> int:
    """The job: make what is due in a process of its own that gives way to all others, because its libraries are large."""
    waiting = published(marts_of(settings), due(store_of(settings), now, settings))
    if not waiting:
        return 0
    command = [sys.executable, "-c", "import cli; cli.main()", "forecast", "make", "--gently"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        raise IndicatorFailed(f"预测未能完成：{(done.stderr or done.stdout).strip()[-300:]}")
    return len(waiting)


def make(settings: Settings, now: datetime, codes: Iterable[str] | None = None, seconds: float = AT_A_TIME) -> int:
    """Forecast what is due (or the named indicators) until the time is used; returns the number of series kept."""
    store, began, count = store_of(settings), time.monotonic(), 0
    waiting = due(store, now, settings) if codes is None else list(codes)
    with marts_of(settings).snapshot() as shot:
        for code in published(shot, waiting):
            if time.monotonic() - began > seconds:
                break
            kept = forecasts_of(shot, get(code), Scope.whole(settings.province), now)
            with store.write() as connection:
                forecasts.write(connection, kept, now)
                forecasts.forget(connection, months_later(now.date().replace(day=1), -KEPT_MONTHS))
            count += len(kept)
    return count


def forecasts_of(reader: Reader, indicator: Indicator, scope: Scope, now: datetime) -> list[Kept]:
    """The forecasts of one indicator: the province and each city that has ever reported; one that says so while no month has ended."""
    end = ended(reader, indicator)
    if end is None:
        return [_none(indicator, scope.province, months_later(now.date().replace(day=1), -1), now)]
    question = Ask(codes=(indicator.code,), scope=scope, grain=Grain.MONTH, end=end, who_is_missing=False)
    whole = ask(reader, question)
    cities = ask(reader, Ask(**{**question.__dict__, "by": ("city",)})).frame
    last = months_later(end, -1)
    silent = unreported(reader, indicator, scope, end)
    series = {scope.province: _months(whole.frame, indicator.code, end, bool(silent))}
    for city, part in cities.groupby("city", sort=True):
        if city != scope.province:  # what is known of no city is in the province's series
            series[str(city)] = _months(part, indicator.code, end, city in silent)
    kept = [
        Kept(indicator.code, region, last, body_of(history, top=top_of(indicator)), whole.batch, whole.nature, now)
        for region, history in series.items()
        if history is not None
    ]
    return kept or [_none(indicator, scope.province, last, now)]


def _none(indicator: Indicator, region: str, last: date, now: datetime) -> Kept:
    """What is kept where there is no month to forecast from: so it is said, and not tried again before the next night."""
    return Kept(
        indicator.code, region, last, body_of(pd.Series(dtype="float64", index=pd.PeriodIndex([], freq="M"))), None, "production", now
    )


def _months(frame: pd.DataFrame, code: str, end: date, cut: bool) -> pd.Series | None:
    """The months of a series up to the last ended one; its last is unknown where a city was silent, for a part is no whole."""
    known = frame.dropna(subset=[code])
    if known.empty:
        return None
    months = pd.period_range(pd.Period(known["t"].min(), "M"), pd.Period(months_later(end, -1), "M"), freq="M")
    series = pd.Series(known[code].to_numpy(), index=pd.PeriodIndex(known["t"], freq="M")).reindex(months)
    if cut:
        series.iloc[-1] = math.nan
    return series


def top_of(indicator: Indicator) -> float | None:
    """The most that an indicator can be: 100 for the share of a part in its whole."""
    part = isinstance(indicator.measure, Share) and not any(word in indicator.code for word in FLOWS)
    return 100.0 if part and indicator.is_rate else None


def body_of(history: pd.Series, h: int = MONTHS_AHEAD, top: float | None = None) -> dict[str, Any]:
    """The forecast of a series as plain data, none of it above `top`, with the history it was made from; or the sentence that says why
    there is none."""
    told: dict[str, Any] = {"history": _plain(history.iloc[-SHOWN_BACK:].to_frame("value")), "rows": [], "level": LEVEL}
    try:
        found = forecast(history, h, SEASON, LEVEL)
    except ForecastFailed as failed:
        return {**told, "method": "", "reason": "", "note": "", "track": None, "failed": str(failed)}
    track = {name: None if number != number else number for name, number in (found.attrs["track"] or {}).items()}
    return {
        **told,
        **{name: found.attrs[name] for name in ("method", "reason", "note")},
        "track": track,
        "rows": _plain(found.clip(upper=top)),
    }


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with the first day of each month; unknown is null."""
    return [
        {"t": month.start_time.date().isoformat()}
        | {str(name): None if number != number else float(number) for name, number in row.items()}
        for month, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]
