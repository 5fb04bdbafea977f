"""The notification verbs: `yiping notify check|test|failed`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from alerts.notify.book import SHIPPED, read_book, shelf_of
from alerts.notify.channels.channel import Letter, NotSent
from alerts.notify.sending import channels_of
from cli.told import opened, told
from data_access.scope import Scope
from data_access.stores import notices
from settings import settings

app = typer.Typer(help="Who is told of alerts, by which channel, and whether it arrives.", no_args_is_help=True)


@app.command()
@told
def check(file: Annotated[Path | None, typer.Argument(help="A routes file; default: the one in force.")] = None) -> None:
    """Check a routes file and show what it says: receivers without their addresses, routes and chains."""
    own = settings().home / "alerts.toml"
    path = file or (own if own.exists() else SHIPPED)
    book = read_book(path.read_text("utf-8"), path.name)
    for receiver in book.receivers.values():
        typer.echo(f"receiver {receiver.name}: {receiver.channel}{f', {receiver.person}' if receiver.person else ''}")
    for route in book.routes:
        fits = "+".join((*route.levels, *route.families, *route.sources, *route.rules, *route.regions)) or "all"
        typer.echo(f"route {fits}: {', '.join(route.who) or 'nobody'}; chain {route.chain or '-'}; repeat {route.repeat or '-'}")
    for name, steps in book.chains.items():
        typer.echo(f"chain {name}: {len(steps)} steps")


@app.command("test")
@told
def send_test(receiver: str) -> None:
    """Send a test notice to one receiver of the routes in force, now, and say what it answered."""
    book = shelf_of(settings().home).book()
    chosen = book.receivers.get(receiver)
    if chosen is None:
        typer.echo(f"There is no receiver {receiver}; known are {', '.join(book.receivers)}.", err=True)
        raise typer.Exit(1)
    now = datetime.now(UTC)
    body = {
        "id": "test",
        "level": "IV",
        "title": "通知渠道测试",
        "detail": "这是一条测试通知，请勿处置",
        "region": settings().province,
        "merged": 1,
    }
    letter = Letter(f"test|{now.isoformat()}|{receiver}", "fired", {**body, "occurred_at": now.isoformat(), "status": "test"})
    try:
        typer.echo(f"{receiver}: {dict(channels_of(opened(), settings())[chosen.channel].send(chosen, letter))}")
    except NotSent as failure:
        typer.echo(f"{receiver}: {failure}", err=True)
        raise typer.Exit(1) from failure


@app.command()
@told
def failed(days: int = 7) -> None:
    """List the notices of the last days that were given up: nobody there has heard of the alert."""
    since = datetime.now(UTC) - timedelta(days=days)
    with opened().read() as connection:
        for notice in notices.failed(connection, Scope.whole(settings().province), since):
            typer.echo(f"{notice.created_at:%Y-%m-%d %H:%M}Z  {notice.receiver}  {notice.occasion}  {notice.body['title']}  {notice.error}")
