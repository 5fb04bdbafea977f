"""The models of the corrections' addresses: what a request may say and what an answer holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.alert_models import Said
from api.models import DATE, Strict
from api.passport_models import CITIES, REGION, WHERE, PlaceQuery

ID = r"^[0-9A-Za-z]{1,26}$"


class ChangeBody(Said):
    """Which row of a mart is wrong in which column, and the right value; null is unknown."""

    mart: str = Field(min_length=1, max_length=64)
    key: dict[str, str] = Field(min_length=1, max_length=8, description="Every key column of the row, times in ISO.")
    column: str = Field(min_length=1, max_length=64)
    value: float | None


class CorrectionBody(Said):
    """A number that somebody doubts: which, where and when as on the screen, and what is wrong with it."""

    code: str = Field(min_length=1, max_length=96)
    region: str | None = Field(None, pattern=REGION)
    span: str | None = Field(None, max_length=20)
    since: str | None = Field(None, alias="from", pattern=DATE)
    until: str | None = Field(None, alias="to", pattern=DATE)
    where: str | None = Field(None, max_length=400, pattern=WHERE)
    cities: str | None = Field(None, max_length=400, pattern=CITIES)
    seen: float | None = None
    panel: str = Field("", max_length=64)
    kind: Literal["value", "missing", "double", "place", "other"]
    text: str = Field(min_length=1, max_length=2000, description="What is wrong, and the right fact.")
    evidence: str = Field("", max_length=2000, description="What it rests on: a visit, a document.")
    change: ChangeBody | None = None


class ApproveBody(Said):
    why: str = Field(min_length=1, max_length=1000)
    change: ChangeBody | None = Field(None, description="Needed where the item names no row; else it takes its place.")


class RejectBody(Said):
    why: str = Field(min_length=1, max_length=1000)


class CorrectionPath(Strict):
    id: str = Field(pattern=ID, description="Id of the item.")


class CorrectionQuery(Strict):
    state: Literal["open", "found", "reviewed", "stored", "rejected", ""] = Field("", description="Only items in this state.")
    code: str | None = Field(None, max_length=96, description="Only items about this number.")
    limit: int = Field(100, ge=1, le=200)


class RowsQuery(PlaceQuery):
    day: str | None = Field(None, pattern=DATE, description="The rows of this day; left out: of the last that the number covers.")


class RowModel(BaseModel):
    key: dict[str, str]
    words: dict[str, str] = Field(description="The key in words.")
    values: dict[str, float | None]


class ColumnModel(BaseModel):
    name: str
    word: str
    unit: str


class RowsModel(BaseModel):
    mart: str
    word: str
    day: str | None
    columns: list[ColumnModel]
    rows: list[RowModel]
    more: bool = Field(description="Whether there are more rows than are told: name a smaller place.")


class StepModel(BaseModel):
    state_from: str | None
    state_to: str
    who: str
    role: str
    why: str
    at: datetime


class CorrectionModel(BaseModel):
    """One item. `change` names the row with its old and its new value; `waits` says what an approved one waits for."""

    id: str
    state: str
    word: str = Field(description="The state in Chinese.")
    code: str
    name: str
    mart: str
    region: str
    place: dict[str, Any]
    panel: str | None
    kind: str
    text: str
    evidence: str | None
    seen: float | None
    value_before: float | None
    value_after: float | None
    change: dict[str, Any] | None
    reporter_name: str
    reporter_role: str
    reviewer_name: str | None
    reported_at: datetime
    reviewed_at: datetime | None
    stored_at: datetime | None
    batch: int | None
    waits: str | None


class TouchedModel(BaseModel):
    board: str
    title: str
    path: str
    panels: list[str]


class CorrectionDetail(CorrectionModel):
    history: list[StepModel]
    touched: list[TouchedModel]
    briefings: list[str]


class CorrectionList(BaseModel):
    counts: dict[str, int]
    oldest: datetime | None = Field(description="When the item that is open for longest was found.")
    rows: list[CorrectionModel]


class Moved(BaseModel):
    id: str
    state: str
    detail: str
