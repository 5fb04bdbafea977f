"""规则成绩单: one rule in full: what it asks and reads, by which limit, how its replay went, and how often people found it right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html

from alerts.backtest import LEAST_DAYS
from alerts.report_card import DAYS, Card, report_card
from alerts.rule import Rule
from alerts.rulebook import edition, rulebook
from alerts.rules.gate import allowed_level
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import chip, local, word
from components.panels.rule_list import reach
from data_access.stores import alerts, rulings
from geo.regions import regions_of
from indicators import words
from indicators.registry import catalogue

EXAMPLES = 8


def _found(view: View) -> Rule | None:
    return rulebook().get(view.params.get("code", ""))


def load(view: View) -> Reading:
    """What the rule declares."""
    rule = _found(view)
    if rule is None:
        return Reading(data=None, as_of=None, note="没有这条规则")
    with view.sources.store.read() as connection:
        allowed = allowed_level(connection, rule.code, edition(rule.code))
        state = alerts.as_of(connection, view.scope)
    return Reading(
        data={"rule": rule, "allowed": allowed, "edition": edition(rule.code)}, as_of=state.as_of or view.now, nature=state.nature
    )


def chart(reading: Reading, view: View) -> Drawing:
    rule: Rule = reading.data["rule"]
    known = catalogue()
    inputs = [known[name].name if name in known else name for name in rule.feed.inputs()]
    example = [" ", chip("示例，待确认", "dash")] if rule.example else [" ", chip("已核")]
    fields = {
        "问题": [rule.question], "类别": [f"{rule.family}　{rule.owner}"], "输入": ["、".join(inputs)], "单元": [rule.cell],
        "限值": [rule.limit, *example], "依据": [rule.citation], "级别": [reach(rule.level, reading.data["allowed"])],
        "处置": [rule.plan or "未写明"], "时限": [rule.clock or "无法定时限"],
        "误报": [f"同日各单元误报控制在 {rule.cap:.0%} 以内" if rule.cap else "未设同日误报上限"],
        "版本": [html.Span(reading.data["edition"][:16], className="num")],
    }  # fmt: skip
    listed = [part for name, content in fields.items() for part in (html.Dt(name), html.Dd(content))]
    link = html.A("查看本规则的告警", href=f"/alerts?rule={rule.code}", className="btn")
    return Drawing(body=[html.Dl(listed, className="flds"), html.Div(link, className="row1")], subtitle=f"{rule.name}　{rule.code}")


def load_card(view: View) -> Reading:
    """How often it was right."""
    rule = _found(view)
    if rule is None:
        return Reading(data=None, as_of=None, note="没有这条规则")
    with view.sources.store.read() as connection:
        told = rulings.told_since(connection, view.scope, view.now - timedelta(days=DAYS), view.now)
        state = alerts.as_of(connection, view.scope)
    card = report_card(told, [(rule.code, rule.family)], view.now)[0]
    return Reading(data=card, as_of=state.as_of or view.now, nature=state.nature)


def chart_card(reading: Reading, view: View) -> Drawing:
    card: Card = reading.data
    numbers = [
        ("报警", f"{card.hits:,}"), ("属实", f"{card.confirmed:,}"), ("误报", f"{card.false:,}"), ("漏报", f"{card.missed:,}"),
        ("重复", f"{card.duplicate:,}"), ("演练", f"{card.exercise:,}"), ("未定论", f"{card.undecided:,}"),
    ]  # fmt: skip
    cells = [html.Div([html.Span(name, className="cap"), html.B(text, className="num")], className="nb") for name, text in numbers]
    decided = card.confirmed + card.false
    precision = "尚无结论" if card.precision is None else f"{card.precision:.1%}"
    lead = words.NOTHING if card.lead is None else f"{words.duration(abs(card.lead) * 60)}{'（晚于他源）' if card.lead < 0 else ''}"
    said = [
        html.Div([html.Span("准确率", className="cap"), html.B(precision, className="num n2"), html.Span(f"属实 ÷（属实 + 误报），分母 {decided:,}", className="cap")], className="nb2"),
        html.Div([html.Span("提前量", className="cap"), html.B(lead, className="num n3"), html.Span("比其他来源早报的中位时间", className="cap")], className="nb2"),
    ]  # fmt: skip
    note = html.Div("漏报：同类、同市、前后 3 天内本规则未报而其他来源属实的告警；按类别计，无法归到单条规则。", className="cap")
    return Drawing(body=[html.Div(cells, className="nbs"), html.Div(said, className="nbs2"), note], subtitle=f"近 {DAYS} 天，按处置结论")


def load_backtest(view: View) -> Reading:
    """How its present edition did on the past."""
    rule = _found(view)
    if rule is None:
        return Reading(data=None, as_of=None, note="没有这条规则")
    with view.sources.store.read() as connection:
        newest = rulings.newest_backtest(connection, rule.code, edition(rule.code))
    note = (
        f"现行版本尚未回测；回测满 {LEAST_DAYS} 天前最高只报Ⅲ级" if rule.feed.replayable else "读取现状台账，没有历史可回放；以处置结论评价"
    )
    return Reading(data=newest, as_of=newest["at"] if newest else None, note=note)


def chart_backtest(reading: Reading, view: View) -> Drawing:
    row: Mapping[str, Any] = reading.data
    report, regions = row["report"], regions_of(view.scope.province)
    enough = "满足" if row["days"] >= LEAST_DAYS else "不足"
    alone = report.get("false_at_most")
    fields = {
        "区间": f"{row['first']} 至 {row['last']}，可判 {row['days']} 天（{enough} {LEAST_DAYS} 天）", "报警": f"{report['alarms']} 次，每周 {report['per_week']} 次",
        "未佐证": f"{alone} 次无属实告警佐证，误报的上限" if alone is not None else words.NOTHING, "回测人": f"{row['who']}，{local(view, row['at'])}",
    }  # fmt: skip
    listed = [part for name, text in fields.items() for part in (html.Dt(name), html.Dd(text))]
    seen = [one for one in report.get("examples", []) if view.scope.allows(str(one.get("region", "")))]
    lines = [
        html.Tr(
            [
                html.Td(one["day"], className="num nw1"),
                html.Td(word(one["level"]), className="nw1"),
                html.Td(regions.path(one["region"]), className="nw1"),
                html.Td(one["title"]),
            ]
        )
        for one in reversed(seen[-EXAMPLES:])
    ]
    table = html.Table(html.Tbody(lines)) if lines else html.Div("回放期内没有您范围内的报警", className="cap")
    return Drawing(body=[html.Dl(listed, className="flds"), table], subtitle="按日回放，以当日结束时可见的数据判定")


CARD = Panel(
    key="rule-card", title="成绩单", question="报了多少，对了多少，漏了多少？", owner="应急指挥处", load=load_card, chart=chart_card,
    reads=frozenset({"alert"}), needs=frozenset({"code"}), renew=timedelta(hours=1),
)  # fmt: skip
BACKTEST = Panel(
    key="rule-backtest", title="回测", question="用在过去会怎样？", owner="应急指挥处", load=load_backtest, chart=chart_backtest,
    reads=frozenset({"backtest"}), needs=frozenset({"code"}),
)  # fmt: skip
PANEL = Panel(
    key="rule", title="规则", question="问什么，读什么，按什么限？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"backtest"}), needs=frozenset({"code"}),
)  # fmt: skip
