"""The models of the alerts' addresses: what a request may say and what an answer holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.models import Strict

Level = Literal["I", "II", "III", "IV"]


class Said(BaseModel):
    """A body whose fields have exactly the types that they say, and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewAlert(Said):
    """One alert as a source tells it."""

    source: str = Field(min_length=1, max_length=64, description="Who tells it. `rule`, `system` and `demo` are kept for this product.")
    source_id: str = Field(
        min_length=1, max_length=128, description="The source's own number. The same number with the same body is the same alert."
    )
    rule: str | None = Field(None, max_length=64, description="Why it was raised. Alerts of one rule, family and city are one group.")
    level: Level
    title: str = Field(min_length=1, max_length=200)
    detail: str | None = Field(None, max_length=8000)
    region: str = Field(pattern=r"^[0-9]{6}$", description="Adcode of the county or city.")
    occurred_at: str = Field(max_length=64, description="RFC 3339 with its zone.", json_schema_extra={"format": "date-time"})
    entity: dict[str, str] | None = Field(None, description="What it is about: uscc, camera, batch, device.")
    evidence: list[dict[str, Any]] | None = Field(None, max_length=100)
    status: Literal["actual", "exercise", "test"] = "actual"
    family: str | None = Field(None, max_length=32, description="登记注册, 食品安全, 特种设备安全 …")
    cause: str | None = Field(None, max_length=400, description="What makes alerts one group where the rule does not.")
    lon: float | None = Field(None, ge=-180, le=180, description="WGS-84 degrees.")
    lat: float | None = Field(None, ge=-90, le=90)
    resolved: bool = Field(False, description="The source says that it is over.")


class Accepted(BaseModel):
    """The alert is durable."""

    id: str
    state: Literal["accepted", "duplicate", "updated"]
    group: str = Field(description="Id of the first alert of its group; its own id for a group of one.")


class AckBody(Said):
    """Who takes the alert in hand."""

    owner: str = Field("", max_length=64, description="Left out: the caller.")
    why: str = Field("", max_length=500)
    minutes: int | None = Field(None, ge=1, le=10_080, description="Without a further step the alert reopens after this time.")


class SilenceBody(Said):
    """How long the alert's notices are held back."""

    minutes: int = Field(ge=1, le=43_200)
    why: str = Field(min_length=1, max_length=500)


class DismissBody(Said):
    """What the alert turned out to be. It is closed."""

    disposition: Literal["confirmed", "false", "duplicate", "exercise"]
    why: str = Field(min_length=1, max_length=500)


class Acted(BaseModel):
    """What came of an act: it holds for the whole group."""

    id: str = Field(description="Id of the group's first alert.")
    state: str
    detail: str
    silence: str | None = Field(None, description="Id of the silence that was made.")


class AlertPath(Strict):
    id: str = Field(max_length=64, description="Id of the alert.")


class AlertFilter(Strict):
    """Which alerts."""

    since: AwareDatetime | None = Field(None, description="Changed at this time or later, RFC 3339 with zone.")
    level: str = Field("", pattern=r"^((I|II|III|IV|0)(,(I|II|III|IV|0))*)?$", description="Levels, comma separated; 0 is 报送异常.")
    region: str | None = Field(None, pattern=r"^[0-9]{6}$", description="Adcode of the province, a city or a county.")
    state: str = Field(
        "", pattern=r"^([a-z]{4,12}(,[a-z]{4,12})*)?$", description="open, acknowledged, dispatched, transferred, closed; comma separated."
    )
    status: str = Field("", pattern=r"^([a-z]{4,8}(,[a-z]{4,8})*)?$", description="actual, exercise, test; left out: all.")
    heads: bool = Field(
        False, description="One row for each group instead of one for each alert; consequences of graver alerts are left out."
    )
    family: str = Field("", max_length=64, description="The family of rules, such as 食品安全.")
    source: str = Field("", max_length=64)
    rule: str = Field("", max_length=64)
    q: str = Field("", max_length=100, pattern=r"^[^\x00]*$", description="Words that stand in title or detail.")


class AlertQuery(AlertFilter):
    """Which alerts, page by page."""

    limit: int = Field(100, ge=1, le=500)
    cursor: str = Field("", max_length=200, description="`next` of the page before.")


class AlertRow(BaseModel):
    """One alert. `null` is unknown."""

    id: str
    source: str
    source_id: str
    rule: str | None
    family: str | None
    level: str
    title: str
    detail: str
    region: str
    lon: float | None
    lat: float | None
    state: str
    owner: str | None
    status: str
    nature: str
    group: str
    merged: int = Field(description="Alerts of the group; on its first alone.")
    suppressed: int = Field(description="Notices that were held back, and consequences that it holds down.")
    inhibited_by: str | None
    entity: dict[str, Any] | None
    occurred_at: datetime
    received_at: datetime | None
    acknowledged_at: datetime | None
    dispatched_at: datetime | None
    closed_at: datetime | None
    resolved_at: datetime | None
    reopen_at: datetime | None
    due_at: datetime | None
    changed_at: datetime
    disposition: str | None
    disposed_by: str | None


class AlertList(BaseModel):
    count: int
    alerts: list[AlertRow]
    next: str | None = Field(None, description="Cursor of the next page; null on the last.")


class StepRow(BaseModel):
    """One step of an alert's history."""

    at: datetime
    state_from: str | None
    state_to: str
    who: str
    why: str


class NoticeRow(BaseModel):
    receiver: str
    channel: str
    occasion: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    tries: int
    error: str | None


class SilenceRow(BaseModel):
    id: str
    matcher: dict[str, Any]
    why: str
    who: str
    starts_at: datetime
    ends_at: datetime
    held_back: int


class AlertDetail(AlertRow):
    """One alert in full: what its rule saw, its evidence, its history, its group, who was told, and what holds notices back."""

    inputs: dict[str, Any] | None = Field(description="What the rule saw: indicator, value, threshold, unit, window, series.")
    evidence: list[Any] | None
    history: list[StepRow]
    members: list[str] = Field(description="Ids of the other alerts of its group.")
    inhibits: list[str] = Field(description="Ids of the alerts that it makes mere consequences.")
    notices: list[NoticeRow]
    silences: list[SilenceRow]
