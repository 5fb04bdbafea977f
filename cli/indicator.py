"""The catalogue of indicators on the command line: list, show, value, export."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from data_access.marts import MartsFailed, marts_of
from data_access.measure import MeasureFailed
from data_access.scope import Scope
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.provenance import nature_of, sources_of, states_of
from indicators.read import Value, value
from indicators.registry import find, get, registered, search
from indicators.watch import WORDS, Look, Watched, look
from indicators.words import NOTHING, change, fraction, number, points
from settings import settings

app = typer.Typer(help="Indicators: what we measure and how.", no_args_is_help=True)
NATURES = {"production": "正式数据", "sample": "样本", "demo": "演示数据"}
FIELDS = (
    "code",
    "kind",
    "name",
    "unit",
    "better",
    "time",
    "mart",
    "counted_in",
    "dims",
    "owner",
    "rhythm_minutes",
    "low",
    "high",
    "band_source",
    "watch",
    "definition",
)


@app.command("list")
def list_indicators(search_for: Annotated[str, typer.Option("--search", help="Words to look for.")] = "") -> None:
    """All registered numbers, or those that hold some words. A counted one has no series."""
    for one in search(search_for):
        kind = "，业务库计数" if isinstance(one, Counted) else ""
        typer.echo(f"{one.code:<36} {one.name}（{one.unit or '—'}，{one.owner}{kind}）")


@app.command()
def show(code: str) -> None:
    """One registered number with its definition."""
    try:
        one = find(code)
    except IndicatorFailed as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(2) from failed
    for name, text in _record(one).items():
        typer.echo(f"{name:<16} {text}")


@app.command()
def watch(
    which: Annotated[str, typer.Argument(help="core or run; both when left out.")] = "",
    region: Annotated[str, typer.Option(help="Adcode; the province when left out.")] = "",
) -> None:
    """The watched indicators: value, normal band, state and data time, one a line."""
    province = settings().province
    try:
        asked = Look(scope=Scope.whole(province), now=datetime.now(settings().tz), watch=which or None, region=region or None)  # type: ignore[arg-type]
        found = look(marts_of(settings()), asked)
    except (MeasureFailed, IndicatorFailed, MartsFailed) as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(2) from failed
    for one in found:
        typer.echo("\t".join(_watched(one)))


def _watched(one: Watched) -> tuple[str, ...]:
    what, band, as_of = one.indicator, one.indicator.band, one.value.as_of
    ends = ["不限" if end is None else f"{end:,g}" for end in (band.low, band.high)] if band else [NOTHING, NOTHING]
    return (
        what.watch,
        what.code,
        what.name,
        number(one.value.value, what.unit, what.decimals),
        f"{ends[0]}–{ends[1]}",
        WORDS[one.stand],
        as_of.astimezone(settings().tz).isoformat() if as_of else NOTHING,
    )


@app.command("value")
def show_value(
    code: str,
    region: Annotated[str, typer.Option(help="Adcode; the province when left out.")] = "",
    at: Annotated[str, typer.Option(help="Day up to which data count, such as 2026-10-31; the newest when left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The raw value and its provenance as JSON, for machines.")] = False,
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
    if as_json:
        typer.echo(json.dumps(_raw(indicator, found), ensure_ascii=False))
    else:
        _print(indicator, found)


def _raw(indicator: Indicator, found: Value) -> dict[str, object]:
    window = found.period.window if found.period else None
    return {
        "code": indicator.code,
        "value": found.value,
        "unit": indicator.unit,
        "from": window[0].isoformat() if window else None,
        "until": window[1].isoformat() if window else None,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "batch": found.batch,
        "nature": found.nature,
    }


@app.command()
def export(
    to: Annotated[Path | None, typer.Option("-o", "--output", help="File ending in .json or .csv; standard output when left out.")] = None,
) -> None:
    """The whole catalogue as JSON or CSV."""
    records = [_record(one) | {"nature": _nature(one)} for one in registered().values()]
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


def _record(one: Indicator | Counted) -> dict[str, object]:
    minutes = int(one.rhythm.total_seconds() // 60) if one.rhythm else None
    known: dict[str, object] = {"code": one.code, "name": one.name, "unit": one.unit, "better": one.better, "owner": one.owner}
    known |= {"rhythm_minutes": minutes, "definition": one.wording}
    if isinstance(one, Counted):
        known |= {"kind": "counted", "time": "stock", "counted_in": ",".join(one.counted_in)}
    else:
        known |= {"kind": "measured", "time": one.time, "mart": one.mart, "dims": ",".join(("city", "region", *(one.dims or ())))}
        known |= {"low": one.band.low, "high": one.band.high, "band_source": one.band.source, "watch": one.watch} if one.band else {}
    return {name: known.get(name) for name in FIELDS}


def _nature(one: Indicator | Counted) -> str:
    """What the data are that an indicator is computed from now; empty where there are none, or they are counted in the store."""
    states = [] if isinstance(one, Counted) else states_of(marts_of(settings()), [one])
    return NATURES[nature_of(states)] if states else ""


def _csv(records: list[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, (*FIELDS, "nature"), lineterminator="\n")
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
        "性质": NATURES[found.nature],
        "来源": "、".join(sources_of(marts_of(settings()), indicator)) or NOTHING,
    }
    for name, text in lines.items():
        if text != "":
            typer.echo(f"{name}\t{text}")
