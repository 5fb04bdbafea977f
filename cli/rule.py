"""The rules of alerts on the command line: list, show, judge, replay, report card, and the judging of a temperature log."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from alerts import readings as temperature
from alerts.failure import AlertsFailed
from alerts.rule import Rule
from alerts.rule_work import backtest as replayed
from alerts.rule_work import cards, judge
from alerts.rulebook import edition, find, rulebook
from alerts.rules.gate import DAYS, allowed_level
from cli.told import opened, told
from data_access.batches import MartsFailed
from data_access.scope import Scope
from data_access.stores import rulings
from settings import settings

app = typer.Typer(help="Rules: what is judged, by which limit, how well.", no_args_is_help=True)
NOTHING = "—"


def _now() -> datetime:
    return datetime.now(UTC)


def _found(code: str) -> Rule:
    try:
        return find(code)
    except AlertsFailed as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(2) from failed


@app.command("list")
def list_rules() -> None:
    """All rules by family with their gravest level and the mark of unconfirmed limits."""
    for rule in rulebook().values():
        typer.echo(
            f"{rule.family}\t{rule.code:<24}\t{rule.level:<3}\t{rule.name}{f'（{rule.example}）' if rule.example else ''}\t{rule.owner}"
        )


@app.command()
@told
def show(code: str) -> None:
    """One rule: its question, inputs, limit, source of the limit, edition and last back-test."""
    rule, store = _found(code), opened()
    with store.read() as connection:
        newest = rulings.newest_backtest(connection, code, edition(code))
        most = allowed_level(connection, code, edition(code))
    report = newest["report"] if newest else {}
    lines = {
        "规则": f"{rule.code} {rule.name}", "类别": rule.family, "责任处室": rule.owner, "问题": rule.question, "输入": "、".join(rule.feed.inputs()),
        "单元": rule.cell, "限值": f"{rule.limit}{f'（{rule.example}）' if rule.example else ''}", "依据": rule.citation, "最高级别": rule.level,
        "现行可达": most, "处置": rule.plan or NOTHING, "版本": edition(code),
        "回测": f"{newest['first']} 至 {newest['last']}，{newest['days']} 天，{report['alarms']} 次，每周 {report['per_week']} 次" if newest else "未回测",
    }  # fmt: skip
    for name, text in lines.items():
        typer.echo(f"{name}\t{text}")


@app.command()
@told
def backtest(
    code: str,
    days: Annotated[int, typer.Option(help="Days to replay, the last ended day included.")] = DAYS,
    gently: Annotated[bool, typer.Option(help="Give way to all other processes.")] = False,
) -> None:
    """Replay a rule day by day over the past and keep the result: alarms by week and city, how many nothing bears out, time needed."""
    rule = _found(code)
    opened()
    if gently:
        os.nice(15)
    try:
        row = replayed(settings(), rule, days, "cli", _now())
    except (AlertsFailed, MartsFailed) as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(1) from failed
    figures = row["report"]
    typer.echo(
        f"{rule.code} {rule.name}，版本 {row['edition']}，{row['first']} 至 {row['last']}，可判 {row['days']} 天，用时 {figures['seconds']} 秒"
    )
    typer.echo(f"报警 {figures['alarms']} 次，每周 {figures['per_week']} 次；无核实告警佐证的 {figures['false_at_most']} 次（误报上限）")
    for region, count in figures["by_city"].items():
        typer.echo(f"  {region}\t{count}")
    for one in figures["examples"][-10:]:
        typer.echo(f"  {one['day']}\t{one['level']}\t{one['title']}")
    if row["days"] < DAYS:
        typer.echo(f"可判天数不足 {DAYS} 天：本版本不得提出Ⅰ、Ⅱ级预警")


@app.command()
@told
def report(region: Annotated[str, typer.Option(help="Adcode of a city; the province when left out.")] = "") -> None:
    """The report card: alerts of 90 days by what people found out, and what rules missed."""
    scope = Scope.whole(settings().province)
    typer.echo("规则\t报警\t属实\t误报\t重复\t演练\t未定\t漏报\t准确率\t提前（分钟）")
    for card in cards(opened(), scope.narrow(region) if region else scope, _now()):
        precision = NOTHING if card.precision is None else f"{card.precision:.0%}"
        lead = NOTHING if card.lead is None else f"{card.lead:.0f}"
        counts = (card.hits, card.confirmed, card.false, card.duplicate, card.exercise, card.undecided, card.missed)
        typer.echo("\t".join((card.rule, *(str(count) for count in counts), precision, lead)))


@app.command("judge")
@told
def judge_now() -> None:
    """Judge all rules that are due now, as the worker does."""
    opened()
    try:
        summary = judge(settings(), _now())
    except (AlertsFailed, MartsFailed) as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(1) from failed
    if summary is None:
        typer.echo("数据未变，无需判定")
        return
    typer.echo(f"判定 {len(summary.judged)} 条规则：新增 {len(summary.fired)}，升级 {len(summary.raised)}，结束 {len(summary.ended)}")
    for title in (*summary.fired, *summary.raised, *summary.refused):
        typer.echo(f"  {title}")


@app.command("readings")
@told
def judge_readings(
    file: Annotated[Path, typer.Argument(help="A CSV with columns at, celsius, or a Fridge-tag export.")],
    product: Annotated[str, typer.Option(help="What is stored: frozen, chilled, vaccine, vaccine_frozen.")],
    device: Annotated[str, typer.Option(help="Number of the logger.")],
    region: Annotated[str, typer.Option(help="Adcode of the county where it hangs.")],
    submit: Annotated[bool, typer.Option(help="Hand the excursions in as alerts.")] = False,
) -> None:
    """Judge a temperature log: accumulated excursions, told from defrosts and short spikes."""
    opened()
    try:
        found = temperature.read(file, temperature.Device(number=device, region=region, product=product), settings().tz)
        for one in found.stretches:
            typer.echo(
                f"{one.start:%Y-%m-%d %H:%M}\t{temperature.KINDS[one.kind]}\t{one.minutes:.0f} 分钟\t{one.degree_minutes:.0f} 度分\t{one.peak:.1f} ℃"
            )
        if submit:
            for outcome in temperature.submit(settings(), found, _now()):
                typer.echo(f"{outcome.fate}\t{outcome.reason}")
    except AlertsFailed as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(1) from failed
