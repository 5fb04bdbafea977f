"""The migration's verb: `yiping migrate`."""

from __future__ import annotations

import typer

from cli.told import told
from data_access.stores.engine import migrate as bring_up
from data_access.stores.engine import store_of
from settings import settings


def register(root: typer.Typer) -> None:
    @root.command()
    @told
    def migrate() -> None:
        """Bring the store's tables to this program's version; doing it again changes nothing."""
        store = store_of(settings())
        typer.echo(f"{store.url} is of version {bring_up(store)}.")
