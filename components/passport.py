"""The number passport: what a number says of itself when it is asked, drawn as the inside of its popover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from components.charts.sparkline import spark_svg
from components.number import limits, marks, place_of
from components.raw import Raw
from data_access.buckets import Window
from data_access.mart_tables import MARTS
from geo.groups import groups_of
from geo.regions import regions_of
from indicators import words
from indicators.counted import Counted
from indicators.drill import Place
from indicators.passport import Issued, Passport
from indicators.recount import COUNTS
from indicators.watch import WORDS as STANDS

TITLE = "passport-title"
STATES = {"ok": "", "stale": "停更", "nodata": "无数据"}
PARTS = {"alert": "预警库", "camera": "摄像机库", "change": "变化记录", "opinion_item": "舆情库"}
MOST_SOURCES = 4


@dataclass(frozen=True, kw_only=True)
class Look:
    """For whom it is drawn: the time, in the province's zone, and whether records may be listed."""

    now: datetime
    province: str
    lists: bool = True
    doubts: Any = None
    """What the corrections of this number say, drawn; None says nothing."""
    may_doubt: bool = False


def place_name(place: Place, province: str) -> str:
    """Where a number holds: a region's name, or what a scope sees as a whole."""
    regions = regions_of(province)
    if place.region and place.region != province:
        return regions.path(place.region)
    if place.scope.is_whole:
        return "全省"
    cities = sorted(place.scope.cities or ())
    known = next((group.name for group in groups_of(province) if sorted(group.cities) == cities), "")
    return (f"{known}：" if known else "") + "、".join(regions.short(code) for code in cities) or "无"


def days_of(window: Window | None) -> str:
    """The time that a number covers, its last day included."""
    if window is None:
        return "时间未知"
    first, end = window
    if isinstance(first, datetime) and isinstance(end, datetime):
        last = end - timedelta(hours=1)
        if first.date() == last.date():
            return f"{first:%Y-%m-%d %H} 时" + ("" if first == last else f"至 {last:%H} 时")
        return f"{first:%Y-%m-%d %H} 时至 {last:%m-%d %H} 时"
    last_day: date = end - timedelta(days=1)
    if first == last_day:
        return f"{first:%Y-%m-%d}"
    return f"{first:%Y-%m-%d} 至 {last_day:%m-%d}" if first.year == last_day.year else f"{first:%Y-%m-%d} 至 {last_day:%Y-%m-%d}"


def rhythm_of(length: timedelta | None) -> str:
    """How often new data come."""
    minutes = int(length.total_seconds() // 60) if length else 0
    if not minutes:
        return "不定期"
    if minutes < 60:
        return f"每 {minutes} 分钟"
    if minutes < 24 * 60:
        return f"每 {minutes // 60} 小时"
    return "每月" if minutes >= 28 * 24 * 60 else "每日" if minutes == 24 * 60 else f"每 {minutes // (24 * 60)} 日"


def page_of(code: str, place: Place) -> str:
    """The page on which a number is taken apart."""
    asked = {
        "region": place.region, "span": place.span and str(place.span), "where": limits(place.where), "cities": "|".join(place.cities),
        "from": place.start and place.start.isoformat(), "to": place.end and (place.end - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    given = {name: value for name, value in asked.items() if value}
    return f"/indicators/{code}" + (f"?{urlencode(given)}" if given else "")


def drawn(found: Passport, look: Look) -> list[Any]:
    """The passport of an indicator."""
    one, value = found.indicator, found.value
    shown = words.figure(value.value, one.unit, one.decimals)
    said = [place_name(found.place, look.province), days_of(found.window)]
    if not words.unknown(value.numerator) and not words.unknown(value.denominator):
        said.append(words.fraction(value.numerator, value.denominator))
    head = _head((one.name, f"{one.code}　口径版 {found.edition}"), shown, marks(one.code, value.value, **place_of(value)), said)
    rows: dict[str, Any] = {
        "定义": found.place.wording(one), "算式": found.formula.text, "来源": _sources(found.sources), "截止": _cut_off(found, look),
        "批次": _batches(found.batches, look), "质量": _quality(found, look), "责任": one.owner, "查纠": look.doubts, "走势": _trend(found),
    }  # fmt: skip
    label = f"看 {found.rows:,} 行" if found.rows else "下钻"
    link = (
        html.A(label, href=page_of(one.code, found.place), className="btn", **{"data-passport-rows": found.rows or 0})
        if look.lists
        else None
    )
    return [head, _rows(rows), _foot(link, doubt=look.may_doubt)]


def drawn_counted(one: Counted, value: float | None, place: Place, look: Look, as_of: datetime | None) -> list[Any]:
    """The passport of a number that is counted in the store."""
    shown = words.figure(value, one.unit, one.decimals)
    head = _head(
        (one.name, one.code),
        shown,
        marks(one.code, value, **({"region": place.region} if place.region else {})),
        [place_name(place, look.province), "现状"],
    )
    tables = [PARTS.get(name) or (MARTS.tables[name].info["zh"] if name in MARTS.tables else name) for name in one.counted_in]
    told = f"{_moment(as_of, look)}　{rhythm_of(one.rhythm)}" if as_of else "随业务库变化"
    rows = {
        "定义": one.definition,
        "算式": f"{'按定义逐条计数' if one.code in COUNTS else '按定义由分析得出或由来源给出'}：{'、'.join(tables)}",
        "截止": told,
        "责任": one.owner,
    }
    link = html.A("看告警", href="/alerts", className="btn") if one.family == "alert" and look.lists else None
    return [head, _rows(rows), _foot(link, again=one.code in COUNTS)]


def _head(named: tuple[str, str], shown: words.Figure, told: Mapping[str, str], said: Sequence[str]) -> Any:
    number = html.Div([shown.digits, html.Span(shown.unit, className="unit") if shown.unit else None], className="num ppn", **told)
    left = html.Div([html.H2(named[0], id=TITLE, tabIndex="-1"), html.Div(named[1], className="cap num")])
    return html.Header([left, html.Div([number, html.Div("　".join(said), className="cap num")], className="ppv")])


def _rows(rows: Mapping[str, Any]) -> Any:
    return html.Dl([part for name, content in rows.items() if content for part in (html.Dt(name), html.Dd(content))], className="ppr")


def _foot(link: Any, *, again: bool = True, doubt: bool = False) -> Any:
    said = html.Div("", className="pps", role="status", **{"data-passport-said": ""})
    button = html.Button("重算", className="btn pri", type="button", **{"data-passport-again": ""})
    close = html.Button("关闭", className="btn ghost", type="button", **{"data-passport-close": ""})
    flag = html.Button("标记有误", className="btn ghost", type="button", **{"data-passport-doubt": ""}) if doubt else None
    return html.Footer([said, html.Div([close, flag, link, button if again else None], className="ppb")])


def _sources(known: Sequence[tuple[str, str]]) -> Any:
    if not known:
        return "来源系统未登记"
    names = [name for _, name in known]
    more = f"等 {len(names)} 个来源系统" if len(names) > MOST_SOURCES else ""
    return html.Span(["、".join(names[:MOST_SOURCES]), more], title="、".join(f"{code} {name}" for code, name in known))


def _moment(at: datetime | None, look: Look) -> str:
    if at is None:
        return words.NOTHING
    local = at.astimezone(look.now.tzinfo)
    return f"{local:%Y-%m-%d %H:%M}"


def _cut_off(found: Passport, look: Look) -> Any:
    late = html.Span(STATES[found.state], className="chip dash") if STATES.get(found.state) else None
    due = f"下批 {words.moment(found.next_due, look.now)}" if found.next_due else ""
    if found.next_due and found.next_due < look.now:
        due = f"应到 {words.moment(found.next_due, look.now)}，未到"
    return html.Span([f"{_moment(found.value.as_of, look)}　{rhythm_of(found.indicator.rhythm)}　{due}　", late], className="num")


def _batches(known: Sequence[Issued], look: Look) -> Any:
    if not known:
        return "批次由数据中心登记"
    newest, older = known[0], known[1:]
    digest = f"摘要 {newest.digest[:4]}…{newest.digest[-4:]}" if newest.digest else ""
    nature = html.Span(
        f"{_mart(newest.mart)}　{_many(newest)}　{digest}　发布 {words.moment(newest.loaded_at, look.now)}", className="num t3"
    )
    first = html.Div([html.Code(f"第 {newest.number} 批"), "　", nature])
    if not older:
        return first
    said = "；".join(f"第 {one.number} 批 {words.moment(one.loaded_at, look.now)} {_mart(one.mart)} {_many(one)}" for one in older)
    return [first, html.Div(f"沿革：{said}", className="cap num pph")]


def _many(one: Issued) -> str:
    return "" if one.rows is None else f"{one.rows:,} 行"


def _mart(name: str) -> str:
    return str(MARTS.tables[name].info["zh"])


def _quality(found: Passport, look: Look) -> Any:
    regions, quality = regions_of(look.province), found.quality
    absent = [regions.short(code) for code in found.missing if found.place.scope.allows(code)]
    said: list[Any] = [f"缺报 {len(absent)} 市：{'、'.join(absent)}" if absent else "应报各市齐全"]
    if quality is not None:
        said.append("　及时 " + (words.NOTHING if quality.timely is None else f"{quality.timely:.1f}%"))
        said.append("　准确 " + (words.NOTHING if quality.sound is None else f"{quality.sound:.2f}%"))
        rejected = words.NOTHING if quality.rejected is None else f"{quality.rejected:,.0f}"
        said.append(html.Span(f"　{rejected} 行未过校验（{quality.day:%m-%d}）", className="t2"))
    return html.Span(said, className="num")


def _trend(found: Passport) -> Any:
    if not found.trend:
        return "台账只有现状，没有往期"
    known = [value for _, value in found.trend]
    band = found.indicator.band
    # months are compared with the band of the usual period only where that is a rate or a stock: a week's count is no month's
    fits = band is not None and found.stand is not None and (found.indicator.is_rate or found.indicator.time == "stock")
    pair = (band.low, band.high) if fits and band and band.low is not None and band.high is not None else None
    label = f"{found.indicator.name}近 {len(known)} 月走势"
    drawing = Raw(spark_svg(known, [pair] if pair else [], label=label))
    state = f"，现为{STANDS[found.stand]}" if found.stand else ""
    words_of = f"近 {len(known)} 月" + ("，灰带为常态" if pair else "") + state
    return html.Div([html.Div(drawing, className="pph1"), html.Span(words_of, className="cap")], className="ppt")
