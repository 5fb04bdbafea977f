"""来源评分: every source system with its scores — breadth, depth, precision, timeliness, steadiness — and the numbers of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from dash import html

from components.number import figure, marks, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.platform_words import OWNER, STATES, Held, held, sign, volume
from data_access import scores
from data_access.mart_tables import FACTS
from data_access.scores import Score
from data_access.stores import corrections
from indicators import words
from indicators.fields import NETS
from indicators.recount import Counting, recount

NAMES: Mapping[str, str] = MappingProxyType(
    {"breadth": "广度", "depth": "深度", "precision": "精度", "timely": "到达率", "steady": "在线率"}
)
SAID: Mapping[str, str] = MappingProxyType(
    {
        "breadth": "应报地方是否都报",
        "depth": "数值列是否填满",
        "precision": "准确：是否通过校验",
        "timely": "可用：批次是否按时",
        "steady": "可靠：是否天天齐全",
    }
)
READS = frozenset({"source_system", *(table.name for table in FACTS)})


@dataclass(frozen=True, kw_only=True)
class Cards:
    """The systems with their numbers and their scores."""

    held: Held
    scores: Mapping[str, Score]


def cards(view: View) -> Cards:
    """The scores of one version of the marts are reckoned once."""
    marts = view.sources.marts
    found = held(view)
    supplied = {one.code: one.tables for one in found.systems}
    recall = getattr(marts, "recall", lambda key, make: make())
    return Cards(held=found, scores=recall(f"scores {view.scope.key}", lambda: scores.scores(marts, view.scope, supplied)))


def load(view: View) -> Reading:
    found = cards(view)
    total = found.held.whole["source.rows_total"]
    if total.as_of is None or not found.held.systems:
        return Reading(data=None, as_of=None, note="来源系统尚无报送")
    return Reading(data=found, as_of=total.as_of, rhythm=timedelta(hours=1), batch=total.batch, nature=total.nature)


def chart(reading: Reading, view: View) -> Drawing:
    found: Cards = reading.data
    at = reading.as_of or view.now
    heads = [html.Th("来源系统", scope="col"), html.Th("状态", scope="col"), *(html.Th([NAMES[s], html.Div(SAID[s], className="cap")], className="num", scope="col") for s in NAMES),
             *(html.Th(word, className="num", scope="col") for word in ("当日实到 / 应到", "当日入库", "未过校验", "最近到达")), html.Th("责任处室", scope="col")]  # fmt: skip
    rows: list[Any] = []
    for net in (*NETS, ""):
        mine = [one for one in found.held.systems if one.net == net or (not net and one.net not in NETS)]
        if mine:
            rows.append(html.Tr(html.Th(NETS.get(net, "其他"), className="fam", colSpan=str(len(heads)), scope="colgroup")))
            rows += [_row(one, found, (at, view)) for one in mine]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="sot")
    return Drawing(
        body=html.Div(table, className="rtw"), subtitle=f"{len(found.held.systems)} 个来源，近 {scores.DAYS} 日；点分数看未达的行"
    )


def _row(one: Any, found: Cards, told: tuple[Any, View]) -> Any:
    at, view = told
    state, code = one.state(at), one.code
    last = one.state_of.last_arrived_at
    score = found.scores.get(code)
    cells = [html.Td(_score(one, score, name), className="num", **{"data-h": NAMES[name]}) for name in NAMES]
    part = found.held.parts
    batches = [
        volume("source.arrived", part["source.arrived"].get(code), (code,)),
        " / ",
        volume("source.due", part["source.due"].get(code), (code,)),
    ]
    told_in = {
        "当日实到 / 应到": batches, "当日入库": volume("source.rows_in", part["source.rows_in"].get(code), (code,)),
        "未过校验": volume("source.rejected", part["source.rejected"].get(code), (code,)), "最近到达": words.moment(last, view.now) if last else "从未报送",
        "责任处室": one.state_of.owner,
    }  # fmt: skip
    rest = [html.Td(shown, className="t2" if word == "责任处室" else "num", **{"data-h": word}) for word, shown in told_in.items()]
    name = html.Td([html.B(one.name), html.Span(f"　{code}", className="cap num")])
    status = html.Td(html.Span([sign(state), STATES[state]], className="sos"))
    return html.Tr([name, status, *cells, *rest], **{"data-row": code, "data-source-state": state})


def _score(one: Any, score: Score | None, name: str) -> Any:
    value = score.value(name) if score else None
    shown = shown_score(value)
    low = value is not None and value < LOW[name]
    said = {
        "data-open": f"{one.code} {name}",
        "aria-label": f"{one.name}{NAMES[name]} {shown}，看未达的行",
        "title": f"低于 {LOW[name]:g}%" if low else "",
    }
    number = html.Span(shown, className="num", **marks(f"source.score.{name}", value))
    return html.Button(number, type="button", className="sob low" if low else "sob", **said)


LOW: Mapping[str, float] = MappingProxyType({"breadth": 95.0, "depth": 95.0, "precision": 99.0, "timely": 98.0, "steady": 90.0})
"""Below these a score is set in a dashed frame. They are examples (示例), no statutory limits."""


def shown_score(value: float | None) -> str:
    """A score in words; what is not quite whole is never rounded up to 100."""
    if value is None:
        return words.NOTHING
    text = f"{value:.1f}" if value < 99.9 else f"{value:.3f}".rstrip("0").rstrip(".")
    return f"{'99.999' if text == '100' and value < 100 else text}%"


def load_head(view: View) -> Reading:
    found = held(view)
    counting = Counting(store=view.sources.store, marts=view.sources.marts, scope=view.scope, now=view.now)
    states = {name: recount(f"source.systems.{name}", counting) for name in STATES}
    with view.sources.store.read() as connection:
        oldest, waiting = corrections.oldest_open(connection, view.scope), corrections.open_codes(connection, view.scope)
    total = found.whole["source.rows_total"]
    return Reading(
        data={"whole": found.whole, "states": states, "oldest": oldest, "open": sum(waiting.values())},
        as_of=total.as_of or view.now,
        nature=total.nature,
    )


def chart_head(reading: Reading, view: View) -> Drawing:
    data = reading.data
    oldest = data["oldest"]
    age = marks("correction.oldest_hours", float((view.now - oldest) // timedelta(hours=1)) if oldest else None)
    since = (
        html.B(html.Time("", **{"data-age": oldest.isoformat()}), className="num n2", **age)
        if oldest
        else html.B("无在办", className="n2 unknown", **age)
    )
    stopped = html.Span([figure("source.systems.stopped", data["states"]["stopped"], size="n2"), html.Span(" 停更　", className="cap"),
                         figure("source.systems.none", data["states"]["none"], size="n2"), html.Span(" 无报送", className="cap")])  # fmt: skip
    tiles = [
        _tile(
            "归集数据总量",
            number(data["whole"]["source.rows_total"], unit="条", size="n2"),
            ["今日入库 ", number(data["whole"]["source.rows_in"])],
        ),
        _tile(
            "未在报送的来源",
            stopped,
            [
                "正常 ",
                figure("source.systems.ok", data["states"]["ok"]),
                "，其中迟报 ",
                figure("source.systems.late", data["states"]["late"]),
            ],
        ),
        _tile("当日未过校验", number(data["whole"]["source.rejected"], unit="条", size="n2"), "已拒收，未入库"),
        _tile(
            "最久未结数据差错",
            since,
            html.A(["在办查纠 ", figure("correction.open", data["open"], unit="件")], href="/sources/corrections"),
        ),
    ]
    return Drawing(body=html.Div(tiles, className="cot"))


def _tile(name: str, value: Any, said: Any) -> Any:
    return html.Div([html.Span(name, className="cap"), value, html.Span(said, className="cap")], className="coi")


HEAD = Panel(
    key="source-head", title="数据来源", question="来源是否都在报送，最久的数据差错多久了？", owner=OWNER, load=load_head, chart=chart_head,
    reads=frozenset({"source_daily", "source_system", corrections.TABLE}), renew=timedelta(minutes=1),
)  # fmt: skip
PANEL = Panel(
    key="source-cards", title="来源评分", question="各来源报得全不全、准不准、及时不及时？", owner=OWNER, load=load, chart=chart, reads=READS, renew=timedelta(minutes=10),
)  # fmt: skip
