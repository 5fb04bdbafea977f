"""The leaving of a file: what it says of itself and of who took it, and its line in the audit trail, which is written first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote

from flask import Response, request

from api.sheets import KINDS, Sheet
from data_access.stores.engine import Store
from indicators import words
from security import audit
from security.identity import Identity
from settings import settings

NATURES = {"demo": "演示数据，不得作为统计依据", "sample": "样本数据", "production": "正式数据"}
FILE: dict[str | int, Any] = {200: {"description": "The file.", "content": {"text/csv": {}, KINDS["xlsx"][1]: {}}}}


class Taking(Protocol):
    """Who takes a file, from which store, when."""

    @property
    def identity(self) -> Callable[[], Identity]: ...
    @property
    def store(self) -> Callable[[], Store]: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


def leave(taking: Taking, sheet: Sheet, kind: str, detail: str) -> Response:
    """The file, written into the audit trail before it leaves."""
    who, now = taking.identity(), taking.now()
    name = f"{sheet.title}_{now.astimezone(settings().tz):%Y%m%d-%H%M}.{kind}"
    address = request.remote_addr or ""
    audit.record(taking.store(), identity=who, action="export", object=name, result="ok", now=now, detail=detail, address=address)
    make, content = KINDS[kind]
    found = Response(make(sheet), content_type=content)
    found.headers["Content-Disposition"] = f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{quote(name)}"
    found.headers["Cache-Control"] = "private, no-store"
    return found


def by_whom(taking: Taking) -> list[tuple[str, str]]:
    """The lines that say who took the file and when."""
    who, now = taking.identity(), taking.now().astimezone(settings().tz)
    return [("导出人", f"{who.shown_name}（{who.user}，{who.role.shown}）"), ("导出时间", f"{now:%Y-%m-%d %H:%M:%S}")]


def moment(at: datetime | None) -> str:
    """A time by the province's clock."""
    return words.NOTHING if at is None else f"{at.astimezone(settings().tz):%Y-%m-%d %H:%M:%S}"
