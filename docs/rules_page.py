"""The page of rules: `docs/rules.md`, every rule with its question, inputs, limit and source, written from the rulebook."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from alerts.excursion import products
from alerts.rule import Rule
from alerts.rulebook import rulebook

PAGE = Path(__file__).parent / "rules.md"
HEAD = """# Rules

What is judged by itself, family by family. It is written from `alerts/rules/` by `python -m docs.rules_page`; a rule is one file there.

A limit marked 示例 is an example until an operator confirms it, and every alert that rests on it says so. A cap is the part of a day's alarms over
all cells that may be false (Benjamini and Hochberg). No rule raises I or II before its present edition was replayed over 90 days; the edition is a
digest of the rule's file and of the methods it uses, and stands with the last back-test in `yiping rule show CODE`. `yiping rule backtest CODE`
replays a rule, the worker does it by itself for those that never were; `yiping rule report` counts what people found out about their alerts.

What stands is not fired again: an alert ends when its cell was quiet for the rule's time, a value that eases a little stands, and what is unknown
neither begins nor ends one. Counts by day are freed of the rhythm of weekdays, holidays and shifted working days first; EARS C2 alone is 关注 (IV),
C2 together with Farrington's bound from the same weekdays of two earlier years is 预警 (III).
"""
PRODUCTS = """
## Temperature limits of stored goods

`alerts/data/products.toml`; a temperature log is judged by accumulated degree-minutes, defrosts are told by their shape and interval
(`yiping rule readings`).

| product | limits | borne | status | source |
|---|---|---|---|---|
"""


def text() -> str:
    """The page."""
    families = groupby(rulebook().values(), key=lambda rule: rule.family)
    rows = "".join(
        f"| {one.name} `{one.code}` | {f'{one.low:g} – ' if one.low is not None else '≤ '}{one.high:g} ℃ | {one.minutes:g} 分钟且 {one.degree_minutes:g} 度分 |"
        f" {'V' if one.status == 'V' else '示例'} | {one.citation} |\n"
        for one in products().values()
    )
    return HEAD + "".join(_family(name, list(rules)) for name, rules in families) + PRODUCTS + rows


def _family(name: str, rules: list[Rule]) -> str:
    return f"\n## {name}\n" + "".join(_rule(rule) for rule in rules)


def _rule(rule: Rule) -> str:
    cap = f"；误报上限 {rule.cap:.0%}" if rule.cap else ""
    hold = f"；平静 {rule.hold.total_seconds() / 3600:g} 小时后结束" if rule.hold else ""
    replay = "可回放" if rule.feed.replayable else "读现状，不可回放"
    inputs = "、".join(f"`{name}`" for name in rule.feed.inputs())
    return (
        f"\n### `{rule.code}` {rule.name}\n\n{rule.question}（{rule.owner}，单元：{rule.cell}，最高 {rule.level} 级，{replay}）\n\n"
        f"- 输入：{inputs}\n- 限值：{rule.limit}{cap}{hold}{f'　**{rule.example}**' if rule.example else ''}\n- 依据：{rule.citation}\n- 处置：{rule.plan}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
