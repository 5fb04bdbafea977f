"""The hooks of the intake and of the life, on one page: what else happens in the transaction that writes an alert or moves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alerts.notify.book import shelf_of
from alerts.notify.telling import Telling
from settings import Settings


def after_of(settings: Settings) -> tuple[Callable[..., None], ...]:
    """Who is called in order with `(connection, head's row, outcome, now)`; see `alerts.desk.After`."""
    return (Telling(shelf_of(settings.home)),)


def allowed_of(settings: Settings) -> Callable[[str], str]:  # noqa: ARG001
    """What says the gravest level that one of our rules may raise."""

    def everything(_rule: Any) -> str:
        return "I"

    return everything
