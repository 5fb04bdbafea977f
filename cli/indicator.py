"""The catalogue of indicators on the command line: list, show, value, export."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from data_access.marts import marts_of
from data_access.measure import MeasureFailed
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.provenance import sources_of
from indicators.read import Value, value
from indicators.registry import catalogue, get, search
from indicators.words import NOTHING, change, fraction, number, points
from settings import settings

app = typer.Typer(help="Indicators: what we measure and how.", no_args_is_help=True)
FIELDS = ("code", "name", "unit", "better", "time", "mart", "dims", "owner", "rhythm_minutes", "low", "high", "definition")


@app.command("list")
def list_indicators(search_for: Annotated[str, typer.Option("--search", help="Words to look for.")] = "") -> None:
    """All indicators, or those that hold some words."""
    for indicator in search(search_for):
        typer.echo(f"{indicator.code:<36} {indicator.name}（{indicator.unit or '—'}，{indicator.owner}）")


@app.command()
def show(code: str) -> None:
    """One indicator with its definition."""
    indicator = _known(code)
    for name, text in _record(indicator).items():
        typer.echo(f"{name:<16} {text}")


@app.command("value")
def show_value(
    code: str,
    region: Annotated[str, typer.Option(help="Adcode; the province when left out.")] = "",
    at: Annotated[str, typer.Option(help="Day up to which data count, such as 2026-10-31; the newest when left out.")] = "",
) -> None:
    """The number of an indicator for one place, with its comparison and data time."""
    indicator, province = _known(code), settings().province
    try:
        day = date.fromisoformat(at) if at else None
    except ValueError as failed:
        raise typer.BadParameter(f"{at!r} is no day: write it as 2026-10-31.", param_hint="--at") from failed
    try:
        found = value(marts_of(settings()), code, Scope.whole(province), region=region or None, at=day)
    except (MeasureFailed, IndicatorFailed) as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(2) from failed
    _print(indicator, found)


@app.command()
def export(
    to: Annotated[Path | None, typer.Option("-o", "--output", help="File ending in .json or .csv; standard output when left out.")] = None,
) -> None:
    """The whole catalogue as JSON or CSV."""
    records = [_record(indicator) for indicator in catalogue().values()]
    if to is not None and to.suffix not in (".json", ".csv"):
        raise typer.BadParameter(f"{to.name} must end in .json or .csv.", param_hint="-o")
    text = _csv(records) if to is not None and to.suffix == ".csv" else json.dumps(records, ensure_ascii=False, indent=1) + "\n"
    if to is None:
        typer.echo(text, nl=False)
        return
    try:
        to.write_text(text, encoding="utf-8-sig" if to.suffix == ".csv" else "utf-8")
    except OSError as failed:
        typer.echo(f"{to} cannot be written: {failed.strerror}. Choose another file.", err=True)
        raise typer.Exit(1) from failed
    typer.echo(f"{len(records)} indicators → {to}")


def _known(code: str) -> Indicator:
    try:
        return get(code)
    except IndicatorFailed as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(2) from failed


def _record(indicator: Indicator) -> dict[str, object]:
    band, rhythm = indicator.band, indicator.rhythm
    texts: tuple[object, ...] = (
        indicator.code,
        indicator.name,
        indicator.unit,
        indicator.better,
        indicator.time,
        indicator.mart,
        ",".join(("city", "region", *(indicator.dims or ()))),
        indicator.owner,
        int(rhythm.total_seconds() // 60) if rhythm else None,
        band.low if band else None,
        band.high if band else None,
        indicator.wording,
    )
    return dict(zip(FIELDS, texts, strict=True))


def _csv(records: list[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def _print(indicator: Indicator, found: Value) -> None:
    compare = points if indicator.is_rate else change
    window = found.period.window if found.period else None
    lines = {
        indicator.name: number(found.value, indicator.unit, indicator.decimals),
        "期间": f"{window[0]} 至 {window[1]}（不含）" if window else NOTHING,
        "环比": compare(found.like, found.previous),
        "同比": compare(found.like, found.year_ago),
        "分子 / 分母": fraction(found.numerator, found.denominator) if indicator.is_fraction else "",
        "数据截止": found.as_of.astimezone(settings().tz).isoformat() if found.as_of else NOTHING,
        "批次": found.batch if found.batch is not None else NOTHING,
        "性质": found.nature,
        "来源": "、".join(sources_of(marts_of(settings()), indicator)) or NOTHING,
    }
    for name, text in lines.items():
        if text != "":
            typer.echo(f"{name}\t{text}")
