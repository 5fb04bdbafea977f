"""The API's models: what a request may say and what an answer holds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from data_access.buckets import Grain

DATE = r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"


class Strict(BaseModel):
    """A set of parameters that refuses names it does not know."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class CodePath(Strict):
    code: str = Field(max_length=80, description="Code of the indicator, such as entity.opened.")


class ListQuery(Strict):
    q: str = Field("", max_length=100, description="Words that code, name, owner, definition or mart must hold.")
    search: str = Field("", max_length=100, description="The same as q.")
    watch: Literal["core", "run"] | None = Field(None, description="Only the indicators of one watch, with their number now and its state.")


class SeriesQuery(Strict):
    region: str | None = Field(
        None, pattern=r"^[0-9]{6}$", description="Adcode of the province, a city or a county. Left out: all that the caller may see."
    )
    by: str = Field("", max_length=200, description="Splits, comma separated: city, region, or a dimension of the indicator.")
    since: str | None = Field(
        None, alias="from", pattern=DATE, description="First day or month, included. Left out: a usual stretch before the data's end."
    )
    until: str | None = Field(None, alias="to", pattern=DATE, description="Last day or month, included.")
    grain: Grain | None = Field(None, description="Width of a step. Left out: hour for hourly data, else month.")
    where: list[str] = Field(default_factory=list, max_length=8, description="Limits as dimension:value; may be repeated.")


class BandModel(BaseModel):
    low: float | None
    high: float | None
    source: str = Field(description="How the band was derived.")


class IndicatorModel(BaseModel):
    """The declaration of a number. One that is measured has the state of its data; one that is counted has neither mart nor series."""

    code: str
    kind: Literal["measured", "counted"] = Field(
        description="measured: over a mart, with series. counted: in the store, present value alone."
    )
    name: str
    unit: str
    better: Literal["up", "down", "none"]
    time: Literal["flow", "stock"]
    grain: str | None = None
    dims: list[str] = []
    mart: str | None = None
    counted_in: list[str] = Field(default=[], description="Tables that a counted number is counted in.")
    owner: str
    sources: list[str] = []
    rhythm_minutes: int
    definition: str
    band: BandModel | None = None
    decimals: int
    as_of: datetime | None = None
    batch: int | None = None
    nature: str | None = None
    state: Literal["ok", "stale", "nodata"] | None = None
    watch: Literal["core", "run"] | None = None
    value: float | None = Field(None, description="The number now, told when a watch is asked for; null is unknown.")
    stand: Literal["in", "below", "above", "unknown", "late"] | None = Field(
        None, description="Where the number stands against its band, told when a watch is asked for."
    )


class IndicatorList(BaseModel):
    count: int
    indicators: list[IndicatorModel]


class SeriesRow(BaseModel):
    """One number. Besides these fields a row has one for each split that was asked for; `value` null is unknown."""

    model_config = ConfigDict(extra="allow")

    t: str = Field(description="Start of the step: RFC 3339 for hours, else the first day.")
    value: float | None
    as_of: datetime | None = Field(description="Data time: up to when the number is complete.")
    batch: int | None
    state: Literal["ok", "stale", "nodata"]


class Series(BaseModel):
    code: str
    name: str
    unit: str
    grain: str
    nature: str
    rows: list[SeriesRow]
