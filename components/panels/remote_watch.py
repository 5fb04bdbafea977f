"""The watching of sites from afar: the sites of a choice with their state, shared by the themes of cold chain, vaccine and infant formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import html

from alerts.excursion import products
from alerts.remote_sites import LACKS, STATES, State, watched
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import mark
from components.panels.board_choice import ALL
from components.panels.board_filters import group
from components.panels.camera_strip import DEAD
from components.panels.kitchen_missing import query_of
from components.panels.safety_choice import LIST_NEEDS, ROWS, Chosen, Theme, chosen_of
from components.panels.safety_parts import Listed, listed
from data_access.site_reads import Wanted
from data_access.stores import alert_reads, cameras
from data_access.stores.alert_reads import Filter
from geo.regions import regions_of
from indicators import words
from indicators.horizons import Horizons
from indicators.read import recalled

OFFICE = "食品流通处"
MARTS = frozenset({"remote_site", "remote_site_daily", "batch_movement", "product_batch"})
RULE = "food_cold_chain"
KINDS: Mapping[str, str] = MappingProxyType({"store": "冷库", "vehicle": "冷藏车", "vaccine": "疫苗储运", "formula": "乳粉生产"})
SHOWS: Mapping[str, str] = MappingProxyType({ALL: "全部", "beyond": "累计超限", "unheard": "无上报", "unbound": "未绑定"})
LOOK: Mapping[str, str] = MappingProxyType(
    {State.BEYOND: "out", State.UNHEARD: "no", State.BRIEF: "br", State.PARTIAL: "no", State.NORMAL: "ok"}
)
EXPORT = "/api/v1/sites/remote/export"


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The sites of a choice, those that its list shows, and how many there are of each sort."""

    rows: pd.DataFrame
    shown: pd.DataFrame
    counts: Mapping[str, int] = field(default_factory=dict)


def watch_of(marts: Any, scope: Any, region: str | None, kinds: tuple[str, ...], at: Any) -> pd.DataFrame:
    """All sites of a place and some kinds with their state; kept for a version of the marts. `at` is the moment of the question."""
    last = Horizons(marts).last("remote_site_daily")
    wanted = Wanted(scope=scope, region=region)
    day = at.date()
    rows = recalled(marts, f"watched {wanted!r} {last} {day}", lambda: watched(marts, wanted, last, at))
    return rows[rows["kind"].isin(kinds)]


def watch(view: View, chosen: Chosen, kinds: tuple[str, ...]) -> Watch:
    """The sites of a choice of a theme that has some kinds."""
    rows = watch_of(view.sources.marts, chosen.scope, chosen.region, (chosen.value,) if chosen.value else kinds, view.now)
    picked = {name: pick(rows, name) for name in SHOWS}
    return Watch(rows=rows, shown=picked[chosen.show], counts={name: len(some) for name, some in picked.items()})


def pick(rows: pd.DataFrame, show: str) -> pd.DataFrame:
    """The rows that a way to look at the list shows."""
    if show == "unbound":
        return rows[rows["lacks"].map(bool)]
    return rows if show == ALL else rows[rows["state"] == show]


def known(view: View) -> bool:
    """Whether there is a register at all."""
    return "remote_site" in view.sources.marts.tables()


def sites_panel(key: str, theme: Theme, kinds: tuple[str, ...], *, owner: str = OFFICE) -> Panel:
    """The list of a theme's sites: state, temperature, gathered minutes, camera, lots and alerts of each."""

    def load(view: View) -> Reading:
        chosen, marts = chosen_of(view, theme), view.sources.marts
        if not known(view):
            return Reading(data=None, as_of=None, note="非现场监管点位台账尚未报送")
        found = watch(view, chosen, kinds)
        page = min(chosen.page, max(0, -(-len(found.shown) // ROWS) - 1))
        part = found.shown.iloc[page * ROWS : (page + 1) * ROWS]
        with view.sources.store.read() as connection:
            eyes = {
                id: one
                for id, one in cameras.known(connection, [c for c in part["camera"] if isinstance(c, str)]).items()
                if view.scope.allows(one.region)
            }
            heads, _ = alert_reads.inbox(
                connection, chosen.reach, Filter(rules=(RULE,), states=("open", "acknowledged", "dispatched")), limit=200
            )
        state = marts.tables().get("remote_site_daily") or marts.tables()["remote_site"]
        data = {"watch": found, "part": part, "page": page, "cameras": eyes, "alerts": heads, "chosen": chosen}
        return Reading(data=data, as_of=state.as_of, rhythm=timedelta(days=1), batch=state.batch, nature=state.nature)

    def chart(reading: Reading, view: View) -> Drawing:
        return _drawn(reading.data, view, theme)

    return Panel(
        key=key, title="点位", question="哪一处有事，看得见、测得到、追得回吗？", owner=owner, load=load, chart=chart, reads=MARTS | {"camera", "alert"}, needs=LIST_NEEDS,
    )  # fmt: skip


HEADS = (
    ("点位", "nm"), ("区划", ""), ("品种与限值", ""), ("状态", ""), ("温度", "r num"), ("探头", "r num"), ("昨日以来超温", "r num"), ("近 7 日", "r num"), ("摄像机", ""),
    ("批次", "r num"), ("县内告警", ""), ("未绑定", ""),
)  # fmt: skip


def _drawn(data: Mapping[str, Any], view: View, theme: Theme) -> Drawing:
    chosen, found = data["chosen"], data["watch"]
    alerts = _by_county(data["alerts"])
    rows = [_row(row, data["cameras"], alerts, view) for row in data["part"].to_dict("records")]
    shows = {name: f"{word} {found.counts[name]:,}" for name, word in SHOWS.items()}
    given = query_of(chosen) | ({"show": chosen.show} if chosen.show != ALL else {}) | {"theme": theme.name}
    made = Listed(
        heads=HEADS, rows=rows, count=len(found.shown), page=data["page"], export=f"{EXPORT}?{urlencode(given)}", about="点位名单", nothing="没有这样的点位",
    )  # fmt: skip
    told = html.Span("累计分钟和度分都超过允许值才算超限，单次读数不算；无上报是未知，不是正常", className="cap")
    return Drawing(body=listed(made, group("show", "名单", shows, (chosen.show, ALL), named=False), told), subtitle="超限的在前")


def _by_county(heads: list[dict[str, Any]]) -> dict[str, tuple[int, str]]:
    """How many open alerts each county has, and the gravest level; they come gravest first."""
    found: dict[str, tuple[int, str]] = {}
    for head in heads:
        number, level = found.get(head["region"], (0, head["level"]))
        found[head["region"]] = (number + 1, level)
    return found


def _row(row: Mapping[Any, Any], eyes: Mapping[str, Any], alerts: Mapping[str, tuple[int, str]], view: View) -> tuple[Any, ...]:
    of, regions = products().get(str(row["product"])), regions_of(view.scope.province)
    limit = [of.name, html.Span(f"　{limit_words(of)}", className="sf-sub num")] if of else "品种未登记，限值未知"
    state = html.Span(STATES[row["state"]], className=f"sf-st {LOOK[row['state']]}")
    heard = None if row["state"] != State.UNHEARD else html.Div(_heard(row["heard_at"], view), className="sf-sub num")
    minutes = _number(row["minutes"])
    name = [
        html.Span(row["name"] or "名称不明", title=row["name"] or ""),
        html.Div([html.Span(row["site"], className="num"), f"　{KINDS.get(row['kind'], row['kind'])}"], className="sf-sub"),
    ]
    told = marks("remote_site.minutes", minutes, site=row["site"])
    over = html.Div(
        [html.B(_minutes(minutes), className="num", **told), html.Div(f"允许 {of.minutes:g}" if of else "", className="sf-sub")]
    )
    week = html.B(
        _minutes(_number(row["week_minutes"])),
        className="num",
        **marks("remote_site.week_minutes", _number(row["week_minutes"]), site=row["site"]),
    )
    return (
        html.Div(name), regions.path(str(row["region"])), html.Span(limit), html.Div([state, heard]), _degrees(row), _sensors(row), over, week,
        _camera(row["camera"], eyes, view), _lots(row), _alerts(alerts.get(str(row["region"]))), _lacks(row["lacks"]),
    )  # fmt: skip


def limit_words(of: Any) -> str:
    """The limits of a product: 2–8 ℃, ≤ −18 ℃."""
    high = f"{of.high:g}".replace("-", words.MINUS)
    return f"{of.low:g}–{high} ℃" if of.low is not None else f"≤ {high} ℃"


def _degrees(row: Mapping[Any, Any]) -> Any:
    if _number(row["celsius"]) is None:
        return html.Span("—", className="t3")
    high = _number(row["celsius_high"])
    return html.Div([_celsius(row["celsius"]), html.Div(f"最高 {_celsius(high)}" if high is not None else "", className="sf-sub")])


def _celsius(value: float) -> str:
    return f"{value:.1f}".replace("-", words.MINUS)


def _sensors(row: Mapping[Any, Any]) -> Any:
    due = _number(row["due"]) if _number(row["due"]) is not None else _number(row["sensors"])
    heard = _number(row["reporting"])
    return f"{'未知' if heard is None else f'{heard:g}'} / {'未知' if due is None else f'{due:g}'}"


def _minutes(value: float | None) -> str:
    return "未知" if value is None else f"{value:,.0f}"


def _heard(at: Any, view: View) -> str:
    return "近 7 天无上报" if at is None or pd.isna(at) else f"末次 {words.moment(pd.Timestamp(at).to_pydatetime(), view.now)}"


def _camera(camera: Any, eyes: Mapping[str, Any], view: View) -> Any:
    if not isinstance(camera, str) or not camera:
        return html.Span("无", className="t3")
    one = eyes.get(camera)
    if one is None:
        return html.Span("仅编号，未接平台", className="t3", title=camera)
    since = f"　{words.moment(one.last_frame, view.now)}" if one.last_frame and one.state != "live" else ""
    return html.Span(
        [DEAD.get(one.state, "在线"), html.Span(since, className="sf-sub num")],
        title=f"{one.name}　{camera}",
        **{"data-camera": camera, "data-state": one.state},
    )


def _lots(row: Mapping[Any, Any]) -> Any:
    """Lots of the operator; vaccines are followed by other records."""
    return (
        html.Span("—", className="t3")
        if row["kind"] == "vaccine"
        else html.B(f"{row['lots']:,}", className="num", **marks("remote_site.lots", row["lots"], site=row["site"]))
    )


def _alerts(found: tuple[int, str] | None) -> Any:
    return (
        html.Span("—", className="t3")
        if found is None
        else html.A([mark(found[1]), html.Span(str(found[0]), className="num")], href="/alerts", className="sf-al")
    )


def _lacks(lacks: tuple[str, ...]) -> Any:
    return html.Span("齐全", className="t3") if not lacks else html.Span(f"缺{'、'.join(LACKS[name] for name in lacks)}", className="sf-em")


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def counted_loader(theme: Theme, kinds: tuple[str, ...], more: Callable[[View, Chosen], dict[str, Any]]) -> Callable[[View], Reading]:
    """The `load` of a strip of numbers: `more` gives those of the indicators, the first of which says as of when; `watch` holds the sites."""

    def load(view: View) -> Reading:
        chosen = chosen_of(view, theme)
        found = more(view, chosen)
        first = next(iter(found.values()))
        if first.as_of is None:
            return Reading(data=None, as_of=None, note="主题库尚无批次")
        sites = watch(view, chosen, kinds) if known(view) else None
        return Reading(
            data={"found": found, "watch": sites, "chosen": chosen}, as_of=first.as_of, rhythm=timedelta(hours=1), batch=first.batch, nature=first.nature,
            missing=first.missing, of=len(chosen.cities),
        )  # fmt: skip

    return load
