"""The hooks of the intake and of the life, on one page: what else happens in the transaction that writes an alert or moves it."""

from __future__ import annotations

from collections.abc import Callable

from alerts.notify.book import shelf_of
from alerts.notify.telling import Telling
from data_access.stores.engine import store_of
from settings import Settings


def after_of(settings: Settings) -> tuple[Callable[..., None], ...]:
    """Who is called in order with `(connection, head's row, outcome, now)`; see `alerts.desk.After`."""
    return (Telling(shelf_of(settings.home)),)


def allowed_of(settings: Settings) -> Callable[[str], str]:
    """What says the gravest level that one of our rules may raise: III until its present edition was replayed over 90 days."""

    def allowed(rule: str) -> str:
        # not above: the rulebook draws in the whole catalogue of indicators, which a message from outside has no need of
        from alerts.rules.gate import allowed_in

        return allowed_in(store_of(settings))(rule)

    return allowed
