"""The periods of an indicator: stretches of time that end where the data end, each with its like stretch before."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from data_access.buckets import Grain, Window
from indicators.failure import IndicatorFailed


class Span(StrEnum):
    """A kind of period, counted back from the data's own last time and never from today."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    FULL_MONTH = "full_month"
    YEAR = "year"
    DAYS_7 = "days_7"
    DAYS_30 = "days_30"
    MONTHS_12 = "months_12"


WORDS = {
    Span.HOUR: "最近一小时，与昨日同一小时比较",
    Span.DAY: "数据截止当日；按小时报送的与昨日相同时段比较，按日报送的当日未满时不比较",
    Span.MONTH: "数据截止当月；未满月时以已满的日与上月、上年同月的相同天数比较",
    Span.FULL_MONTH: "最近一个完整月，与上月、上年同月比较",
    Span.YEAR: "数据截止当年累计；以已满的日与上年同期比较",
    Span.DAYS_7: "最近 7 个已满的日，与此前 7 天、上年同期比较",
    Span.DAYS_30: "最近 30 个已满的日，与此前 30 天、上年同期比较",
    Span.MONTHS_12: "至最近一个已满的日的 12 个月，与此前 12 个月比较",
}


@dataclass(frozen=True)
class Period:
    """Half-open windows: the period itself, the like one before it, and the like one a year ago.

    Dates, or naive local times for hourly marts. `like` is the part of the period that the two others compare with: the ended days
    or hours, because half a day is no day. None where nothing has ended yet.
    """

    window: Window
    previous: Window
    year_ago: Window
    like: Window | None

    @property
    def compared(self) -> tuple[Window, ...]:
        """The windows to read beside each other, each once."""
        return tuple(dict.fromkeys((self.like or self.window, self.previous, self.year_ago)))


def months_later(at: date, months: int) -> date:
    """The same day some months later or earlier; the last of the month where that day does not exist."""
    index = at.year * 12 + at.month - 1 + months
    year, month = divmod(index, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))


def period(span: Span, last: date, grain: Grain, *, complete: bool = True) -> Period:
    """The period that ends with the step `last` of a mart with this grain.

    While that step has not ended, rolling periods end before it; growing ones (day, month, year) hold it and compare without it.
    """
    if grain is Grain.MONTH and span in (Span.HOUR, Span.DAY, Span.DAYS_7, Span.DAYS_30) or grain is not Grain.HOUR and span is Span.HOUR:
        raise IndicatorFailed(f"a mart by {grain} has no period {span}; ask for a coarser one.")
    step = {Grain.HOUR: timedelta(hours=1), Grain.DAY: timedelta(days=1)}
    end = months_later(last.replace(day=1), 1) if grain is Grain.MONTH else last + step[grain]
    ended = end if complete else last
    match span:
        case Span.DAYS_7 | Span.DAYS_30:
            long = timedelta(days=7 if span is Span.DAYS_7 else 30)
            return _shifted((ended - long, ended), ended, long)
        case Span.MONTHS_12:
            before = months_later(ended, -12), months_later(ended, -24)
            return Period((before[0], ended), (before[1], before[0]), (before[1], before[0]), (before[0], ended))
        case Span.FULL_MONTH:
            first = _midnight(ended).replace(day=1)
            return _since((months_later(first, -1), first), first)
        case Span.MONTH:
            return _since((_midnight(last).replace(day=1), end), ended)
        case Span.YEAR:
            window = _midnight(last).replace(month=1, day=1), end
            found = _since(window, ended)
            return Period(window, found.year_ago, found.year_ago, found.like)
        case Span.DAY | Span.HOUR:
            return _shifted((_midnight(last) if span is Span.DAY else last, end), ended, timedelta(days=1))


def _midnight(at: date) -> date:
    return at.replace(hour=0, minute=0, second=0, microsecond=0) if isinstance(at, datetime) else at


def _shifted(window: Window, ended: date, back: timedelta) -> Period:
    """A stretch of fixed length, compared with the same one some time earlier."""
    start = window[0]
    like = (start, ended) if start < ended else None
    first, last = like or window
    year = months_later(first, -12)
    return Period(window, (first - back, last - back), (year, year + (last - first)), like)


def _since(window: Window, ended: date) -> Period:
    """A month, a year or a part of it, compared with the same days of the month and of the year before."""
    start = window[0]
    like = (start, ended) if start < ended else None
    first, last = like or window
    previous = months_later(first, -1), _like_end(first, last, 1)
    return Period(window, previous, (months_later(first, -12), _like_end(first, last, 12)), like)


def _like_end(start: date, end: date, months: int) -> date:
    """The end of the like stretch: a whole month answers a whole month, a part of it the same number of days, never past the month."""
    boundary = months_later(end, -months)
    if end == _midnight(end).replace(day=1):
        return boundary
    if start.month == 1 and months == 12 and end.month != 1:
        return boundary
    earlier = months_later(start, -months)
    return min(earlier + (end - start), months_later(earlier, 1))
