"""指标目录: the registered numbers that are asked for, each with its value now, its data time, its band and its owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.registry_query import FACETS, MOST, NEEDS, STEP, counts, found_by, limit_of, measured, traits_of, watch_of
from components.panels.registry_words import band_bar, band_words, cell, judged, sign
from components.raw import Raw
from data_access.mart_tables import FACTS
from indicators import words
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.fields import NETS, family_name
from indicators.many import many
from indicators.read import Ask, Value
from indicators.recount import Counting, recount
from indicators.registry import registered

SEARCH = Raw(
    '<label class="rgq"><span class="vh">查找指标：名称、代码、口径、处室</span><input type="search" name="q" maxlength="100" autocomplete="off" '
    'placeholder="名称、代码、口径、处室" data-param="q" data-focus="q"><kbd>/</kbd></label>'
)
HEADS = (("指标", ""), ("现值", "num"), ("常态", ""), ("状态", ""), ("数据时间", "num"), ("业务网", ""), ("责任处室", ""))


def load(view: View) -> Reading:
    """The rows of the first page or pages, and the numbers of those alone."""
    marts, limit = view.sources.marts, limit_of(view.params)
    traits = traits_of(marts)
    found = found_by(view.params, traits)
    shown = found[:limit]
    codes = [one.code for one in measured(shown)]
    values = many(marts, codes, Ask(codes=(), scope=view.scope))
    counting = Counting(store=view.sources.store, marts=marts, scope=view.scope, now=view.now)
    counted = {one.code: recount(one.code, counting) for one in shown if isinstance(one, Counted)}
    states = marts.tables()
    times = [states[table.name].as_of for table in FACTS if table.name in states]
    return Reading(
        data={"shown": shown, "all": len(found), "values": values, "counted": counted, "traits": traits},
        as_of=max(times, default=view.now), nature="demo" if any(states[t.name].nature == "demo" for t in FACTS if t.name in states) else "production",
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    if not data["shown"]:
        hint = html.Button("清除条件", className="btn", **{"data-clear": ""})
        return Drawing(body=html.Div([html.B("没有符合条件的指标"), hint], className="said", role="status"), subtitle="0 项")
    head = html.Tr([html.Th(word, className=kind or None, scope="col") for word, kind in HEADS])
    rows = [_row(one, data, view) for one in data["shown"]]
    left = data["all"] - len(data["shown"])
    more = min(MOST, len(data["shown"]) + STEP)
    tail = html.Button(f"再看 {min(left, STEP)} 项", className="btn ghost more", **{"data-more": str(more)}) if left else None
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="rgt")
    said = f"{data['all']} 项" + (f"，列出前 {len(data['shown'])} 项" if left else "")
    return Drawing(body=[table, tail], subtitle=html.Span(said, **{"data-registry-count": str(data["all"])}))


def _row(one: Indicator | Counted, data: Any, view: View) -> Any:
    name = html.Td([_name(one), html.Div([html.Span(one.code, className="num"), _tag(one)], className="cap")])
    nets = "、".join(NETS.get(code, code) for code in data["traits"].nets_of(one)) or "—"
    if isinstance(one, Counted):
        number = data["counted"].get(one.code)
        shown = words.figure(number, one.unit, one.decimals)
        value = html.B(
            [shown.digits, html.Span(shown.unit, className="unit") if shown.unit else None], className="num", **marks(one.code, number)
        )
        rest = [html.Td("—", className="t3"), html.Td("—", className="t3"), html.Td("现状", className="num t3")]
    else:
        found: Value = data["values"][one.code]
        value = cell(one, found)
        where = judged(one, found, view)
        band = [band_bar(one.band, found.value), html.Span(band_words(one.band, one), className="cap num")] if one.band and where else "—"
        rest = [
            html.Td(band, className="bnd"),
            html.Td(sign(where) if where else "—", className=None if where else "t3"),
            html.Td(words.moment(found.as_of, view.now), className="num t2"),
        ]
    return html.Tr(
        [name, html.Td(value, className="num"), *rest, html.Td(nets, className="t2"), html.Td(one.owner, className="t2")],
        **{"data-row": one.code},
    )


def _name(one: Indicator | Counted) -> Any:
    if isinstance(one, Counted):
        return html.Span(one.name, className="rl1 cnt", title=one.definition)
    return html.A(one.name, href=f"/indicators/{one.code}", className="rl1", title=one.definition)


def _tag(one: Indicator | Counted) -> Any:
    word = {"core": "核心", "run": "运行", "counted": "计数"}.get(watch_of(one))
    return html.Span([f"　{family_name(one.family)}", html.Span(word, className="tg") if word else None])


def load_facets(view: View) -> Reading:
    """What may be narrowed further, with how many would be left."""
    traits = traits_of(view.sources.marts)
    data = [(facet, counts(facet, view.params, traits)) for facet in FACETS]
    return Reading(data=data, as_of=view.now)


def chart_facets(reading: Reading, view: View) -> Drawing:
    asked = any(view.params.get(name) for name in NEEDS)
    clear = html.Button("清除全部条件", className="btn ghost clr", type="button", **{"data-clear": ""}) if asked else None
    return Drawing(body=[clear, *(_facet(facet, values, view) for facet, values in reading.data)])


def _facet(facet: Any, values: list[tuple[str, int]], view: View) -> Any:
    chosen = view.params.get(facet.name, "")
    buttons = [_choice(facet, value, count, on=value == chosen) for value, count in values]
    if len(buttons) <= 7:
        return html.Fieldset([html.Legend(facet.word), *buttons], className="fct")
    opened = any(value == chosen for value, _ in values[6:])
    rest = html.Details([html.Summary(f"另 {len(buttons) - 6} 项"), *buttons[6:]], **({"open": True} if opened else {}))
    return html.Fieldset([html.Legend(facet.word), *buttons[:6], rest], className="fct")


def _choice(facet: Any, value: str, count: int, *, on: bool) -> Any:
    told = {
        "data-set": facet.name,
        "data-to": "" if on else value,
        "aria-pressed": "true" if on else "false",
        "data-focus": f"{facet.name}-{value}",
    }
    return html.Button(
        [html.Span(facet.say(value)), html.Span(str(count), className="num")], type="button", className="fc on" if on else "fc", **told
    )


def chart_search(reading: Reading, view: View) -> Drawing:
    """The box alone: it is drawn once, and what is typed the browser keeps."""
    kinds = (("csv", "导出 CSV"), ("xlsx", "导出 Excel"))
    exports = [html.A(word, href=f"/api/v1/indicators/export.{kind}", className="btn", **{"data-export": kind}) for kind, word in kinds]
    told = html.Span(f"共登记 {len(registered())} 项", className="cap num", **{"data-registered": str(len(registered()))})
    return Drawing(body=[SEARCH, told, html.Span(exports, className="rgx")])


PANEL = Panel(
    key="registry", title="指标目录", question="有哪些数，现在是多少，谁负责？", owner="信息中心", load=load, chart=chart,
    reads=frozenset({*(table.name for table in FACTS), "enterprise", "equipment", "product_batch", "source_system", "alert", "camera", "change", "opinion_item"}), needs=NEEDS | {"n"},
    renew=timedelta(minutes=5),
)  # fmt: skip
FACETS_PANEL = Panel(
    key="registry-facets", title="筛选", question="只看哪些？", owner="信息中心", load=load_facets, chart=chart_facets, reads=frozenset({"source_system"}), needs=NEEDS,
)  # fmt: skip
SEARCH_PANEL = Panel(
    key="registry-search", title="查找", question="要找哪个数？", owner="信息中心", load=lambda view: Reading(data=True, as_of=view.now), chart=chart_search,
)  # fmt: skip
