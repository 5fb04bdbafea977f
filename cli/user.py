"""The accounts' verbs: `yiping user add|disable|reset|list`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import typer

from cli.told import opened, told
from security import accounts, passwords
from security.accounts import Applicant
from security.roles import Role
from settings import settings

app = typer.Typer(help="Accounts: who may sign in, in which role, for which cities.", no_args_is_help=True)
FROM_STDIN = typer.Option(False, "--password-stdin", help="Read the password from standard input.")
ASKED = typer.Option(False, "--ask", help="Ask for the password. Without this and --password-stdin one is made and printed once.")


@app.command()
@told
def add(
    name: str,
    role: Role = typer.Option(..., help="leader, duty, city, briefer, auditor, admin or wall."),
    city: list[str] = typer.Option([], help="Adcode of a city that a city account sees; may be repeated."),
    shown_name: str = typer.Option("", help="Name on screen."),
    password_stdin: bool = FROM_STDIN,
    ask: bool = ASKED,
) -> None:
    """Add an account."""
    store = opened()
    password, made = _password(name, password_stdin, ask)
    accounts.add(
        store, Applicant(name=name, role=role, cities=tuple(city), shown_name=shown_name), password, datetime.now(UTC), settings().province
    )
    typer.echo(f"Account {name} added.")
    _show(password, made)


@app.command()
@told
def disable(name: str) -> None:
    """Shut an account; its sessions and tokens end at once."""
    typer.echo(f"Account {name} shut, {accounts.disable(opened(), name, datetime.now(UTC))} sessions ended.")


@app.command()
@told
def reset(name: str, password_stdin: bool = FROM_STDIN, ask: bool = ASKED) -> None:
    """Give an account a new password, open it again and end its sessions."""
    password, made = _password(name, password_stdin, ask)
    ended = accounts.reset(opened(), name, password, datetime.now(UTC))
    typer.echo(f"Account {name} has a new password, {ended} sessions ended.")
    _show(password, made)


@app.command("list")
@told
def show() -> None:
    """List the accounts."""
    for account in accounts.everyone(opened()):
        scope = "+".join(account.cities) if account.cities else "province"
        typer.echo(f"{account.name:<34}{account.role:<10}{scope:<24}{'shut' if account.disabled else 'open':<6}{account.shown_name}")


def _password(name: str, from_stdin: bool, ask: bool) -> tuple[str, bool]:
    """The password, and whether it was made here and so must be shown."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    if ask:
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True), False
    return passwords.made(name), True


def _show(password: str, made: bool) -> None:
    if made:
        typer.echo(f"Password (shown once): {password}")
