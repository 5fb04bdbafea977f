"""规则: every rule of the rulebook with its limit, what it may raise, and how often it was right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from alerts.report_card import DAYS, Card, report_card
from alerts.rule import Rule
from alerts.rulebook import edition, rulebook
from alerts.rules.gate import allowed_level
from components.levels import LEVELS, level_of
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import chip, mark, word
from data_access.stores import alerts, rulings
from indicators import words


def load(view: View) -> Reading:
    rules = list(rulebook().values())
    with view.sources.store.read() as connection:
        told = rulings.told_since(connection, view.scope, view.now - timedelta(days=DAYS), view.now)
        allowed = {rule.code: allowed_level(connection, rule.code, edition(rule.code)) for rule in rules}
        state = alerts.as_of(connection, view.scope)
    cards = report_card(told, [(rule.code, rule.family) for rule in rules], view.now)
    data = {"rules": rules, "cards": {card.rule: card for card in cards}, "allowed": allowed}
    return Reading(data=data, as_of=state.as_of or view.now, nature=state.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    heads = ("规则", "问题与限值", "最高级别", "90 天报警", "属实", "误报", "漏报", "准确率")
    head = html.Tr([html.Th(name, className="num" if at > 2 else "") for at, name in enumerate(heads)])
    families: dict[str, list[Rule]] = {}
    for rule in data["rules"]:
        families.setdefault(rule.family, []).append(rule)
    body: list[Any] = []
    for family, rules in families.items():
        body.append(html.Tr(html.Th(f"{family}　{len(rules)} 条", colSpan="8", className="fam", scope="rowgroup")))
        body += [_row(rule, data["cards"].get(rule.code), data["allowed"][rule.code]) for rule in rules]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="wide")
    return Drawing(body=table, subtitle=f"{len(data['rules'])} 条；“示例”为限值尚待确认；报警数为近 {DAYS} 天，漏报按类别计")


def _row(rule: Rule, card: Card | None, allowed: str) -> Any:
    name = [html.A(rule.name, href=f"/alerts/rules/{rule.code}", className="rl1"), " ", chip("示例", "dash") if rule.example else None]
    limit = [html.Div(rule.question), html.Div(rule.limit, className="cap")]
    return html.Tr(
        [
            html.Td([*name, html.Div([html.Span(rule.code, className="num"), "　", rule.owner], className="cap")]),
            html.Td(limit),
            html.Td(reach(rule.level, allowed), className="nw1"),
            *(html.Td(text, className="num", **{"data-h": name}) for name, text in zip(("报警", "属实", "误报", "漏报", "准确率"), counts(card), strict=True)),
        ]
    )  # fmt: skip


def counts(card: Card | None) -> list[str]:
    """Hits, confirmed, false, missed and precision as text."""
    if card is None:
        return [words.NOTHING] * 5
    precision = "未定" if card.precision is None else f"{card.precision:.0%}"
    return [*(f"{number:,}" for number in (card.hits, card.confirmed, card.false, card.missed)), precision]


def reach(level: str, allowed: str) -> Any:
    """The gravest level of a rule, and what it may raise today where that is less."""
    drawn = html.Span([mark(level), word(level)], className="lvr")
    if level in LEVELS and level_of(allowed).number > level_of(level).number:
        return [drawn, html.Div(f"未经 {DAYS} 天回测，现限{level_of(allowed).word}", className="cap")]
    return drawn


PANEL = Panel(
    key="rules", title="规则目录", question="凭什么报警，报得准不准？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"alert", "backtest"}), renew=timedelta(hours=1),
)  # fmt: skip
