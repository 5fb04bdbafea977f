"""运行监测: the watched indicators live, each against its normal band; what is off comes first, in grey with word and shape."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.registry_words import NOT_HERE, band_bar, band_words, cell, judged, sign
from indicators import words
from indicators.fields import family_name
from indicators.provenance import NATURES, marts_of
from indicators.watch import WORDS, Look, Stand, Watched, look, watched

ORDER = (Stand.ABOVE, Stand.BELOW, Stand.LATE, Stand.UNKNOWN, Stand.IN)
MARTS = frozenset(mart for one in watched() for mart in marts_of(one))


def load(view: View) -> Reading:
    """All that are watched, with their numbers now."""
    found = look(view.sources.marts, Look(scope=view.scope, now=view.now))
    times = [one.value.as_of for one in found if one.value.as_of]
    nature = max((one.value.nature for one in found), key=lambda n: NATURES.index(n) if n in NATURES else 0, default="production")
    return Reading(data=found if times else None, as_of=min(times, default=None), nature=nature, note="主题库尚无批次")


def _stands(found: list[Watched], view: View) -> list[tuple[Watched, Stand | None]]:
    return [(one, judged(one.indicator, one.value, view)) for one in found]


def chart(reading: Reading, view: View) -> Drawing:
    """The summary: how many stand where; each word narrows the lists."""
    stands = _stands(reading.data, view)
    chosen = view.params.get("stand", "")
    buttons = [_filter(stand, sum(where is stand for _, where in stands), chosen) for stand in ORDER]
    unjudged = sum(where is None for _, where in stands)
    note = html.Span(f"另 {unjudged} 项不判：{NOT_HERE}", className="cap") if unjudged else None
    off = sum(where is not None and where is not Stand.IN for _, where in stands)
    said = html.Span(f"{len(stands)} 项在监，{off} 项离开常态" if off else f"{len(stands)} 项在监，全部在常态之内", className="rsum")
    return Drawing(
        body=html.Div([said, html.Div(buttons, className="rfs", role="group", **{"aria-label": "按状态"}), note], className="rhd")
    )


def _filter(stand: Stand, count: int, chosen: str) -> Any:
    on = chosen == str(stand)
    told = {
        "data-set": "stand",
        "data-to": "" if on else str(stand),
        "aria-pressed": "true" if on else "false",
        "data-focus": f"stand-{stand}",
    }
    return html.Button([sign(stand), html.Span(str(count), className="num")], type="button", className="fc on" if on else "fc", **told)


def _shown(found: list[Watched], view: View, watch: str) -> list[tuple[Watched, Stand | None]]:
    chosen = view.params.get("stand", "")
    listed = [(one, where) for one, where in _stands(found, view) if one.indicator.watch == watch and (not chosen or str(where) == chosen)]
    return sorted(listed, key=lambda pair: ORDER.index(pair[1]) if pair[1] else len(ORDER))


def chart_core(reading: Reading, view: View) -> Drawing:
    """The core as tiles."""
    shown = _shown(reading.data, view, "core")
    body = html.Div([_tile(one, where, view) for one, where in shown], className="wts") if shown else _none(view)
    return Drawing(body=body, subtitle=f"{len(shown)} 项")


def _tile(one: Watched, where: Stand | None, view: View) -> Any:
    indicator = one.indicator
    band = indicator.band
    name = html.A(indicator.name, href=f"/indicators/{indicator.code}", className="el", title=indicator.definition)
    bar = (
        [band_bar(band, one.value.value), html.Span(band_words(band, indicator), className="cap num")]
        if band and where
        else [html.Span(NOT_HERE, className="cap")]
    )
    state = sign(where) if where else None
    kind = "wtile" if where in (Stand.IN, None) else "wtile off"
    return html.Div(
        [html.Div([name, state], className="wth"), cell(indicator, one.value, "n2"), html.Div(bar, className="wtb")],
        className=kind,
        **{"data-row": indicator.code},
    )


def chart_run(reading: Reading, view: View) -> Drawing:
    """The daily run as a dense list in two columns."""
    shown = _shown(reading.data, view, "run")
    body = html.Div([_line(one, where, view) for one, where in shown], className="wls") if shown else _none(view)
    return Drawing(body=body, subtitle=f"{len(shown)} 项，离开常态的在前")


def _line(one: Watched, where: Stand | None, view: View) -> Any:
    indicator, band = one.indicator, one.indicator.band
    name = html.Div(
        [
            html.A(indicator.name, href=f"/indicators/{indicator.code}", className="el", title=indicator.definition),
            html.Span(f"{family_name(indicator.family)}　{indicator.owner}", className="cap el"),
        ],
        className="wln",
    )
    bar = (
        html.Div([band_bar(band, one.value.value), html.Span(band_words(band, indicator), className="cap num")], className="wtb")
        if band and where
        else html.Div("—", className="wtb t3")
    )
    state = sign(where) if where else html.Span("不判", className="stn t3", title=NOT_HERE)
    time = html.Span(words.moment(one.value.as_of, view.now), className="cap num")
    return html.Div(
        [name, cell(indicator, one.value), bar, html.Div([state, time], className="wlt")],
        className="wline" if where in (Stand.IN, None) else "wline off",
        **{"data-row": indicator.code},
    )


def _none(view: View) -> Any:
    chosen = view.params.get("stand", "")
    word = WORDS.get(Stand(chosen), "") if chosen in {str(stand) for stand in Stand} else ""
    return html.Div(f"没有{word}的指标" if word else "没有符合条件的指标", className="cap none1")


HEAD = Panel(
    key="watch-head", title="运行监测", question="现在有多少数离开常态？", owner="信息中心", load=load, chart=chart, reads=MARTS, needs=frozenset({"stand"}),
    renew=timedelta(minutes=5),
)  # fmt: skip
CORE = Panel(
    key="watch-core", title="核心指标", question="最要紧的二十个数正常吗？", owner="信息中心", load=load, chart=chart_core, reads=MARTS, needs=frozenset({"stand"}),
    renew=timedelta(minutes=5),
)  # fmt: skip
RUN = Panel(
    key="watch-run", title="运行指标", question="日常运行的数正常吗，哪一个先看？", owner="信息中心", load=load, chart=chart_run, reads=MARTS,
    needs=frozenset({"stand"}), renew=timedelta(minutes=5),
)  # fmt: skip
