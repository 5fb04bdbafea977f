"""The working calendar's verbs: `yiping calendar show|load`, and a statutory limit counted by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from alerts.clocks.counting import Kind, Ruler, Step, read
from alerts.clocks.limits import limits_of
from alerts.clocks.working_days import calendar_of, load_year
from cli.told import told
from settings import settings

app = typer.Typer(help="The working calendar and the statutory limits that are counted on it.", no_args_is_help=True)


@app.command()
@told
def show(year: int) -> None:
    """Show a year's days off and exchanged days, and the notice that sets them."""
    known = calendar_of(settings().home).years.get(year)
    if known is None:
        typer.echo(f"{year} is not set: weekends alone are known. Load its notice with `yiping calendar load FILE`.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{year}  {known.notice}  {'已确认' if known.confirmed else '暂定'}")
    for day, kind in sorted(known.days.items()):
        typer.echo(f"{day}  {'休' if kind.kind == 'holiday' else '班'}  {kind.name}")


@app.command()
@told
def load(file: Path) -> None:
    """Load a year's notice (a TOML file like the shipped ones); clocks counted through that year follow it from now on."""
    year = load_year(settings().home, file)
    typer.echo(f"{year.year}: {len(year.days)} days set by {year.notice}.")


@app.command()
@told
def limits() -> None:
    """List the statutory limits with their source; 示例 marks those that no published text confirms yet."""
    for code, entries in limits_of(settings().home).table.items():
        for limit in entries:
            typer.echo(f"{code}  自 {limit.effective_from}  {limit.worded()}  起算：{limit.begins}  依据：{limit.citation}")


@app.command()
@told
def count(limit: str, since: datetime) -> None:
    """Count a limit from a local time: when it is due."""
    known = settings()
    start = since.replace(tzinfo=known.tz)
    ruler = Ruler(limits_of(known.home).at(limit, start.date()), calendar_of(known.home), known.tz)
    found = read(ruler, [Step(Kind.START, start)], start)
    when = f"{found.due_on} 当日 24 时" if found.due_on else f"{found.due_at.astimezone(known.tz):%Y-%m-%d %H:%M}" if found.due_at else ""
    typer.echo(
        f"{ruler.limit.worded()}：{start:%Y-%m-%d %H:%M} 起算，{when}届满{'（暂定：所经年份的调休安排未定）' if found.provisional else ''}。"
    )
