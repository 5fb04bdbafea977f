"""The map's verbs: `yiping map check|import`: what is wrong with a boundary file, and making a good one the province's map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import typer

from cli.told import told
from geo.boundaries import Boundaries, BoundariesFailed, read_boundaries
from geo.boundary_check import check as check_boundaries
from geo.boundary_import import Terms, bring_in, from_gcj02
from geo.credit import credit_of
from settings import settings

app = typer.Typer(help="The map: its boundaries, their source and their review number (审图号).", no_args_is_help=True)
Given = ParamSpec("Given")


def refusing(verb: Callable[Given, None]) -> Callable[Given, None]:
    """The verb, with each fault of a boundary file on a line of its own and exit status 1."""

    @wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            verb(*args, **kwargs)
        except BoundariesFailed as failed:
            for line in str(failed).splitlines():
                typer.echo(f"✗ {line}", err=True)
            raise typer.Exit(1) from failed

    return run


def _read(file: Path, frm: str) -> Boundaries:
    found = read_boundaries(file)
    if frm == "wgs84":
        return found
    if frm != "gcj02":
        raise BoundariesFailed(f"--from 只能是 wgs84 或 gcj02，不是 {frm[:20]}。")
    return from_gcj02(found)


@app.command()
@told
@refusing
def check(
    file: Path = typer.Argument(..., help="GeoJSON of the counties or of the cities."),
    cities: Path = typer.Option(None, help="GeoJSON of the cities of the same drawing: gaps, overlaps and areas are measured against it."),
    codes: bool = typer.Option(True, help="Look at the codes: unknown, retired, twice, missing."),
    frm: str = typer.Option("wgs84", "--from", help="wgs84, or gcj02: take its shift away first."),
) -> None:
    """Check a boundary file: coordinates (GCJ-02 is found out), crossing rings, codes, gaps and overlaps. Changes nothing."""
    found = _read(file, frm)
    report = check_boundaries(found, settings().province, _read(cities, frm) if cities else None, codes=codes)
    typer.echo(
        f"{file.name}：{len(found.all)} 个{'县（市、区）' if report.level == 'counties' else '设区市'}，合计 {sum(one.area for one in found.all):,.0f} km²"
    )
    if report.shift is not None:
        typer.echo(f"与现有边界的中位偏移：向东 {report.shift[0]:+.0f} 米，向北 {report.shift[1]:+.0f} 米")
    for note in report.notes:
        typer.echo(f"· {note}")
    if not report.fit:
        raise BoundariesFailed("\n".join(report.faults))
    typer.echo("可以导入。")


@app.command("import")
@told
@refusing
def import_file(
    file: Path = typer.Argument(..., help="GeoJSON of the counties, WGS-84 or CGCS2000 degrees."),
    source: str = typer.Option(..., help="Where the boundaries come from, as every view will say."),
    licence: str = typer.Option(..., help="Under what terms they may be used."),
    review: str = typer.Option("", help="Review number (审图号); empty: views say 待填报 and exports are marked 样稿."),
    frm: str = typer.Option("wgs84", "--from", help="wgs84, or gcj02: take its shift away first."),
    into: Path = typer.Option(None, help="Folder of the map files. Left out: the province's own in assets/maps."),
) -> None:
    """Make a boundary file the province's map, if its check finds no fault; else nothing is changed."""
    known = settings()
    report = bring_in(
        _read(file, frm), known.province, Terms(source=source, licence=licence, review=review), into=into, on=datetime.now(known.tz).date()
    )
    for note in report.notes:
        typer.echo(f"· {note}")
    typer.echo(f"已导入 {file.name}。请重启服务，使各进程换用新边界。")


@app.command()
@told
def credit() -> None:
    """Show what every view of the map says: source, licence, review number."""
    for line in credit_of(settings().province).lines:
        typer.echo(line)
