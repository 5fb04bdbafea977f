"""The models of the city boards' API: addresses, bodies and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.alert_models import Said
from api.models import Strict


class CityPath(Strict):
    adcode: str = Field(pattern=r"^\d{6}$", description="Adcode of the city.")


class VersionPath(CityPath):
    version: int = Field(ge=0, le=999_999, description="Number of the version; 0 is the shipped board.")


class NumbersQuery(Strict):
    kind: str = Field("number", max_length=16, description="Kind of block that the number is for.")
    q: str = Field("", max_length=64, description="Words of code, name, owner, definition or mart.")


class DraftBody(Said):
    """A draft on top of the version that the editor began with."""

    base: int = Field(ge=0, le=999_999, description="The head that was loaded: another head means that somebody was faster.")
    blocks: list[Any] = Field(max_length=100)
    note: str = Field("", max_length=200)


class PreviewBody(Said):
    """Blocks as they would be drawn; nothing is written."""

    blocks: list[Any] = Field(max_length=100)


class PublishBody(Said):
    version: int = Field(ge=1, le=999_999)
    note: str = Field("", max_length=200)


class RollbackBody(Said):
    """Which version comes back, and on top of which head."""

    base: int = Field(ge=0, le=999_999)
    to: int = Field(ge=0, le=999_999)
    note: str = Field("", max_length=200)


class NumberModel(BaseModel):
    code: str
    name: str
    unit: str
    family: str
    owner: str
    splits: list[tuple[str, str]]


class BoardModel(BaseModel):
    """A board: `head` is the newest version, `published` the one that is shown, `blocks` those of `version`."""

    adcode: str
    name: str
    head: int
    published: int
    version: int
    state: str
    blocks: list[dict[str, Any]]
    numbers: list[NumberModel] = Field(description="The numbers that stand in the blocks.")


class VersionModel(BaseModel):
    version: int
    state: Literal["draft", "published", "replaced", "rolled_back"]
    came_from: int | None
    who: str
    note: str
    at: datetime
    published_at: datetime | None
    count: int = Field(description="How many blocks it has.")
    changes: list[str] = Field(description="What is other than in the version before, in words.")


class VersionList(BaseModel):
    head: int
    published: int
    versions: list[VersionModel]


class Done(BaseModel):
    """What an act left behind."""

    version: int
    detail: str


class NumberList(BaseModel):
    count: int
    numbers: list[NumberModel]
