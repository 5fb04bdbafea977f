"""The API tokens' verbs: `yiping token add|revoke|list`."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from cli.told import opened, told
from security import tokens

app = typer.Typer(help="API tokens: programs that act for an account.", no_args_is_help=True)


@app.command()
@told
def add(
    name: str = typer.Option(..., help="Name of the token: the program that gets it."),
    user: str = typer.Option(..., help="Account that the program acts for."),
) -> None:
    """Make a token and print it once."""
    typer.echo(tokens.add(opened(), name, user, datetime.now(UTC)))


@app.command()
@told
def revoke(name: str) -> None:
    """Revoke a token; it stops working within seconds."""
    tokens.revoke(opened(), name, datetime.now(UTC))
    typer.echo(f"Token {name} revoked.")


@app.command("list")
@told
def show() -> None:
    """List the tokens, without their secrets."""
    for token in tokens.everything(opened()):
        seen = f"{token.seen_at:%Y-%m-%d %H:%M}Z" if token.seen_at else "never used"
        typer.echo(f"{token.name:<34}{token.user:<34}{seen:<20}{'revoked' if token.revoked_at else 'in use'}")
