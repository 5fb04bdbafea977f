"""The quarantine's verbs: `yiping quarantine list|show|replay|dismiss`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import typer

from cli.told import opened, told
from data_access.scope import Scope
from settings import settings

app = typer.Typer(help="The quarantine: alerts that were refused, as they came.", no_args_is_help=True)
OPERATOR = "operator"


@app.command("list")
@told
def show_all(
    everything: bool = typer.Option(False, "--all", help="Also what was replayed or dismissed."),
    limit: int = typer.Option(50, min=1, max=1000, help="Rows at most, newest first."),
) -> None:
    """List what was refused, with the reason."""
    from data_access.stores import quarantine

    with opened().read() as connection:
        rows = quarantine.listed(
            connection, Scope.whole(settings().province), state=None if everything else quarantine.WAITING, limit=limit
        )
    for row in rows:
        typer.echo(f"{row.id}  {row.at:%Y-%m-%d %H:%M}Z  {row.way:<13}{row.state:<10}{row.times:>4}x  {row.sender:<20}  {row.reason}")
    if not rows:
        typer.echo("Nothing waits.")


@app.command()
@told
def show(id: str) -> None:
    """Write the bytes of one, as they came, to standard output; what is known of it goes to standard error."""
    from alerts.failure import AlertsFailed
    from data_access.stores import quarantine

    with opened().read() as connection:
        row = quarantine.one(connection, id)
    if row is None:
        raise AlertsFailed(f"There is no {id[:26]!r} in the quarantine; `yiping quarantine list` shows what there is.")
    typer.echo(f"{row.id} by {row.way} from {row.sender} ({row.content_type}), {row.times} times, {row.state}: {row.reason}", err=True)
    if row.outcome:
        typer.echo(f"{row.handled_by or '-'}: {row.outcome}", err=True)
    sys.stdout.buffer.write(row.body)


@app.command()
@told
def replay(id: str) -> None:
    """Send one the same way again."""
    from alerts import replay
    from alerts.desk import desk_of

    scope = Scope.whole(settings().province)
    row = replay.replay(opened(), desk_of(settings()), scope, id, OPERATOR, datetime.now(UTC))
    typer.echo(f"{row.id} {row.state}: {row.outcome}")
    if row.state == "waiting":
        raise typer.Exit(1)


@app.command()
@told
def dismiss(id: str, why: str = typer.Option(..., help="Why it is set aside; it stands in the row.")) -> None:
    """Set one aside for good."""
    from alerts import replay

    row = replay.dismiss(opened(), Scope.whole(settings().province), id, OPERATOR, why, datetime.now(UTC))
    typer.echo(f"{row.id} {row.state}.")
