"""The way a verb fails: one sentence on standard error and exit status 1."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from alerts.failure import AlertsFailed
from data_access.stores.engine import Store, StoreFailed, ensure_schema, store_of
from enterprises.failure import EnterprisesFailed
from security.identity import AccessFailed
from settings import SettingsError, settings

Given = ParamSpec("Given")
Back = TypeVar("Back")


def told(verb: Callable[Given, Back]) -> Callable[Given, Back]:
    """The verb, with what the operator did wrong or the store cannot do said as a sentence."""

    @functools.wraps(verb)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Back:
        try:
            return verb(*args, **kwargs)
        except (AccessFailed, AlertsFailed, EnterprisesFailed, StoreFailed, SettingsError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error

    return run


def opened() -> Store:
    """The store of the settings, with its tables; a new one is made."""
    store = store_of(settings())
    ensure_schema(store)
    return store
