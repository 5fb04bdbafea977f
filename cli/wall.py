"""The wall devices' verbs: `yiping wall add|revoke|list`."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from cli.told import opened, told
from security import tokens
from settings import settings

app = typer.Typer(help="Wall devices: screens that stay signed in.", no_args_is_help=True)


@app.command()
@told
def add(name: str) -> None:
    """Register a wall device and print its entry address, good once and for a day."""
    entry = tokens.add_wall(opened(), name, datetime.now(UTC))
    known = settings()
    typer.echo(f"http://{known.host}:{known.port}/login/wall#token={entry}")
    typer.echo("Open this address on the device, with the product's own host name in it. It works once, within 24 hours.", err=True)


@app.command()
@told
def revoke(name: str) -> None:
    """Shut a wall device out; its screen loses access within seconds."""
    ended = tokens.revoke_wall(opened(), name, datetime.now(UTC))
    typer.echo(f"Wall {name} revoked, {ended} sessions ended.")


@app.command("list")
@told
def show() -> None:
    """List the wall devices and when each was last seen."""
    for wall in tokens.walls(opened()):
        seen = f"{wall.seen_at:%Y-%m-%d %H:%M:%S}Z" if wall.seen_at else "not seen"
        state = "revoked" if wall.revoked_at else "in use" if wall.entered_at else "waiting for entry"
        typer.echo(f"{wall.name:<34}{seen:<24}{state}")
