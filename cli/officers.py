"""The officers' verbs: `yiping officers set|list`, how many each city has and as counted on which day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.told import opened, told
from data_access.scope import Scope
from data_access.stores import city_staff
from geo.regions import regions_of
from security import audit
from settings import settings

app = typer.Typer(help="Officers of the cities: the denominator of subjects per officer.", no_args_is_help=True)


@app.command("set")
@told
def note(
    city: Annotated[str, typer.Argument(help="Adcode of the city.")],
    officers: Annotated[int, typer.Argument(min=1, max=100_000, help="Officers in post.")],
    as_of: Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day of the count.")],
    source: Annotated[str, typer.Option(help="Who says so: document and number.")],
) -> None:
    """Write down how many officers a city has."""
    if city not in regions_of(settings().province).cities:
        raise typer.BadParameter(f"{city} is no city of the province", param_hint="CITY")
    now = datetime.now(UTC)
    if as_of.date() > now.astimezone(settings().tz).date():
        raise typer.BadParameter("the day of the count lies in the future", param_hint="--as-of")
    row = {
        "adcode": city,
        "as_of": as_of.date(),
        "officers": officers,
        "source": source[:200],
        "noted_by": "operator",
        "nature": "production",
    }
    with opened().write() as connection:
        city_staff.put(connection, row, now)
        audit.add_operator(connection, "officers set", city, now, f"{officers} as of {as_of:%Y-%m-%d}: {source[:200]}")
    typer.echo(f"{city}: {officers} officers as of {as_of:%Y-%m-%d}.")


@app.command("list")
@told
def show() -> None:
    """List the newest count of each city."""
    with opened().read() as connection:
        for one in city_staff.newest(connection, Scope.whole(settings().province)).values():
            typer.echo(f"{one.adcode}  {one.officers:>7,}  {one.as_of}  {one.source}")
