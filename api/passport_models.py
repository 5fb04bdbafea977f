"""The models of the passports' addresses: where a number is asked for, and what its passport holds."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.alert_models import Said
from api.models import DATE, Strict
from indicators.period import Span

REGION = r"^[0-9]{6}$"
CITIES = r"^[0-9]{4}00([|][0-9]{4}00){1,40}$"
WHERE = r"^[a-z_]+:[^;:\x00]{1,160}(;[a-z_]+:[^;:\x00]{1,160}){0,3}$"


class PlaceQuery(Strict):
    """Where and when a number is asked for."""

    region: str | None = Field(
        None, pattern=REGION, description="Adcode of the province, a city or a county. Left out: all that the caller may see."
    )
    span: Span | None = Field(None, description="Another kind of period than the indicator's usual one.")
    since: str | None = Field(None, alias="from", pattern=DATE, description="First day, with `to`.")
    until: str | None = Field(None, alias="to", pattern=DATE, description="Last day, with `from`.")
    where: str | None = Field(None, max_length=400, pattern=WHERE, description="Limits as dimension:value;dimension:value|value.")
    cities: str | None = Field(
        None, max_length=400, pattern=CITIES, description="Some cities together, as 320100|320200; without `region`."
    )


class PassportQuery(PlaceQuery):
    seen: float | None = Field(
        None, description="The value that was seen; told again where a number is made by an analysis and counted nowhere."
    )
    drawn: bool = Field(False, description="Whether the answer holds the passport as a page draws it.")


class RecomputeBody(Said):
    """Where and when, and what was seen."""

    region: str | None = Field(None, pattern=REGION)
    span: str | None = Field(None, max_length=20)
    since: str | None = Field(None, alias="from", pattern=DATE)
    until: str | None = Field(None, alias="to", pattern=DATE)
    where: str | None = Field(None, max_length=400, pattern=WHERE)
    cities: str | None = Field(None, max_length=400, pattern=CITIES)
    seen: float | None = Field(None, description="The value that was seen; null where 无数据 was.")
    told: bool = Field(False, description="Whether `seen` is told at all.")


class IssuedModel(BaseModel):
    number: int
    mart: str
    source: str
    as_of: datetime
    loaded_at: datetime
    rows: int | None = Field(description="Rows of the mart that the batch still owns; told to those who see the whole province.")
    rejected: int | None
    digest: str = Field(description="The first sixteen digits of the SHA-256 of the batch's file.")


class PassportModel(BaseModel):
    """A number's passport. What does not apply to a counted number is null."""

    code: str
    kind: str
    name: str
    unit: str
    region: str | None
    place: str
    period: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    formula: str | None = None
    sum: str = ""
    definition: str
    edition: str | None = None
    owner: str
    sources: list[str] = []
    as_of: datetime | None
    rhythm_minutes: int
    next_due: datetime | None = None
    state: str | None = None
    stand: str | None = None
    missing: list[str] = []
    timely: float | None = None
    sound: float | None = None
    rejected: float | None = None
    rows: int | None = None
    batches: list[IssuedModel] = []
    trend: list[tuple[date, float | None]] = []
    html: str | None = None


class RecomputedModel(BaseModel):
    """The number computed again. `agrees` compares with what was seen, where that was told, else with what is kept."""

    code: str
    value: float | None
    kept: float | None
    agrees: bool
    sum: str
    seconds: float
    batch: int | None
    detail: str
