"""The forecasts on the command line: make what is due, show one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.told import opened, told
from data_access.batches import MartsFailed
from data_access.measure import MeasureFailed
from data_access.scope import Scope
from indicators.failure import IndicatorFailed
from indicators.nightly import LONGEST, make
from indicators.outlook import outlook
from settings import settings

app = typer.Typer(help="Forecasts: what the next months are expected to bring, and how far off it was.", no_args_is_help=True)


@app.command("make")
@told
def make_now(
    code: Annotated[list[str] | None, typer.Argument(help="Indicators; all that are due when left out.")] = None,
    gently: Annotated[bool, typer.Option(help="Give way to all other processes.")] = False,
) -> None:
    """Forecast headline series from their ended months and keep the result."""
    opened()
    if gently:
        os.nice(15)
    try:
        count = make(settings(), datetime.now(UTC), code or None, LONGEST)
    except (IndicatorFailed, MartsFailed, MeasureFailed) as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(1) from failed
    typer.echo(f"已预测 {count} 个序列")


@app.command()
@told
def show(
    code: str,
    region: Annotated[str, typer.Option(help="Adcode of a city; the province when left out.")] = "",
) -> None:
    """One forecast: its sentence, then month, value and interval."""
    try:
        with opened().read() as connection:
            found = outlook(connection, code, Scope.whole(settings().province), region or None)
    except (IndicatorFailed, MeasureFailed) as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(2) from failed
    if found is None:
        typer.echo("尚无预测")
        raise typer.Exit(1)
    typer.echo(found.sentence)
    for row in found.rows.itertuples():
        typer.echo(f"{row.t:%Y-%m}\t{row.value:.4g}\t{row.low:.4g}\t{row.high:.4g}")
