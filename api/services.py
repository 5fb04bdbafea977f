"""The services of the API: who calls, what is read, and what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from flask import Response
from pydantic import BaseModel

from data_access.measure import Reader
from data_access.scope import Scope


class Caller(Protocol):
    """Who calls, as the guard found."""

    @property
    def scope(self) -> Scope: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Services:
    """What every endpoint needs."""

    identity: Callable[[], Caller]
    reader: Callable[[], Reader]
    now: Callable[[], datetime] = utc_now

    def answer(self, model: BaseModel) -> Response:
        """A JSON answer that no shared cache may keep: it is cut to one caller's scope."""
        found = Response(model.model_dump_json(), content_type="application/json")
        found.headers["Cache-Control"] = "private, no-store"
        return found
