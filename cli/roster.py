"""The rosters' verbs: `yiping roster import|list`, and a draw reckoned again by hand with `yiping roster verify`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from cli.told import told
from data_access.marts import marts_of
from data_access.scope import Scope
from data_access.stores import inspectors
from data_access.stores.engine import ensure_schema, store_of
from enterprises.drawing import Drawer, check
from enterprises.failure import EnterprisesFailed
from enterprises.inspectors import read_inspectors
from geo.regions import regions_of
from security import audit
from security.identity import Identity, Kind
from security.roles import Role
from settings import settings

app = typer.Typer(help="The roster of inspectors, and the check of a random draw.", no_args_is_help=True)


@app.command("import")
@told
def load(file: Path) -> None:
    """Put a CSV file of inspectors in the place of those of the cities that it names; a faulty row changes nothing."""
    known = settings()
    regions = regions_of(known.province)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise EnterprisesFailed(f"文件 {file} 不能读取（{error.strerror}）。") from error
    entries = read_inspectors(data, {*regions.cities, *regions.counties})
    store, now = store_of(known), datetime.now(UTC)
    ensure_schema(store)
    with store.write() as connection:
        rows = [{**entry.__dict__, "avoids": list(entry.avoids), "nature": "production"} for entry in entries]
        kept, gone = inspectors.replace(connection, rows, now)
        audit.add_operator(connection, "roster.import", file.name, now, f"{kept} inspectors, {gone} struck off")
    typer.echo(f"{kept} inspectors stand in the roster; {gone} were struck off.")


@app.command("list")
@told
def show() -> None:
    """List the inspectors and units of each city."""
    known = settings()
    regions = regions_of(known.province)
    with store_of(known).read() as connection:
        found = inspectors.counted(connection, Scope.whole(known.province))
    for code in regions.cities:
        people, units = found.get(code, (0, 0))
        typer.echo(f"{code}  {regions.name(code)}  {people} inspectors of {units} units")


@app.command()
@told
def verify(draw: str) -> None:
    """Reckon a draw again from its kept rosters and seed; leaves with code 1 where it is not equal."""
    known = settings()
    operator = Identity("operator", "operator", Role.ADMIN, Scope.whole(known.province), Kind.PERSON)
    found = check(Drawer(store=store_of(known), reader=marts_of(known), identity=operator, now=datetime.now(UTC)), draw)
    for name, same in found.steps:
        typer.echo(f"{'equal  ' if same else 'UNEQUAL'}  {name}")
    if found.roster_same is not None:
        typer.echo(
            f"the register now holds {found.roster_now:,} entities under the same conditions: {'the same' if found.roster_same else 'another roster'}."
        )
    if not found.equal:
        raise typer.Exit(1)
