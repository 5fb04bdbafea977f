"""The verbs of a story: what a step may do, with which keys, each checked against what the province has."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

OFFSET = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")
ORDER_STEPS = {"签收": 2, "到场": 3, "反馈": 4, "核查": 5}
"""The steps of an order that a story can name; 派单 is `dispatch`, 办结 is `close`."""


@dataclass(frozen=True)
class Known:
    """What there is in the province that a story may name."""

    province: str
    regions: Collection[str]
    cities: Collection[str]
    cameras: Collection[str]
    sources: Collection[str]
    sites: Collection[str]
    topics: Collection[str]


def _offset(value: Any) -> timedelta:
    found = OFFSET.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('时间要写成 "时:分:秒"，例如 "00:02:30"')
    hours, minutes, seconds = (int(part) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _one_of(field: str, word: str) -> AfterValidator:
    """A judge: the value is one of what the province has."""

    def judge(value: str, info: ValidationInfo) -> str:
        if info.context and value not in getattr(info.context["known"], field):
            raise ValueError(f"演示省没有{word} {value}")
        return value

    return AfterValidator(judge)


Offset = Annotated[timedelta, BeforeValidator(_offset)]
Ref = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,9}$")]
Level = Literal["I", "II", "III", "IV", "0"]
Region = Annotated[str, _one_of("regions", "区划")]
City = Annotated[str, _one_of("cities", "设区市")]
CameraId = Annotated[str, Field(max_length=32)]
Source = Annotated[str, _one_of("sources", "业务系统")]
Words = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(min_length=1, max_length=80)]
Minutes = Annotated[int, Field(ge=1, le=10_000)]
Count = Annotated[int, Field(ge=1, le=5_000)]


class Strict(BaseModel):
    """A table of a story file: no key but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Verb(Strict):
    """A step: what happens how long after the start."""

    at: Offset


class Alert(Verb):
    """An alert is raised; with `count` a group of them, spread over `over`; with `joins` a member of an earlier one's group."""

    do: Literal["alert"]
    ref: Ref
    level: Level
    title: Words
    short: Text
    region: Region
    detail: Words = "—"
    family: Text | None = None
    rule: Annotated[str, Field(max_length=64)] | None = None
    due: Minutes | None = None
    count: Count = 1
    over: Offset = timedelta(0)
    regions: tuple[Region, ...] = ()
    joins: Ref | None = None
    batch: Text | None = None


class Raise(Verb):
    """An alert goes to another level."""

    do: Literal["level"]
    alert: Ref
    to: Level


class Acknowledge(Verb):
    """Somebody takes an alert: the decision."""

    do: Literal["acknowledge"]
    alert: Ref
    who: Text
    why: Words
    due: Minutes = 15


class Dispatch(Verb):
    """An alert becomes an order."""

    do: Literal["dispatch"]
    alert: Ref
    who: Text
    order: Words
    unit: Text | None = None
    due: Minutes = 10


class Step(Verb):
    """An order goes a step on."""

    do: Literal["step"]
    alert: Ref
    to: Literal["签收", "到场", "反馈", "核查"]
    person: Text
    due: Minutes = 10


class Close(Verb):
    """An alert is closed with its order and its group."""

    do: Literal["close"]
    alert: Ref
    who: Text
    why: Words


class Opinion(Verb):
    """A topic comes up."""

    do: Literal["opinion"]
    ref: Ref
    title: Words
    topic: Annotated[str, _one_of("topics", "舆情类别")]
    region: Region
    heat: Annotated[int, Field(ge=0, le=100)]
    reposts: Count = 1
    answer: Minutes = 300


class Heat(Verb):
    """A topic's heat moves."""

    do: Literal["heat"]
    opinion: Ref
    to: Annotated[int, Field(ge=0, le=100)]
    reposts: Count


class Answer(Verb):
    """A topic is answered in public."""

    do: Literal["answer"]
    opinion: Ref


class Volume(Verb):
    """So many items more in a city's present hour."""

    do: Literal["volume"]
    region: City
    topic: Annotated[str, _one_of("topics", "舆情类别")]
    items: Count
    negative: Annotated[int, Field(ge=0)] = 0


class Camera(Verb):
    """A camera changes its state, its reading, or has a clue."""

    do: Literal["camera"]
    camera: CameraId
    state: Literal["live", "stale", "offline", "frozen", "dark"] = "live"
    reading: Text | None = None
    clue: Text | None = None


class Excursion(Verb):
    """Sensors go out of range in the present hour."""

    do: Literal["excursion"]
    region: Region
    site: Annotated[str, _one_of("sites", "冷链点位类别")]
    sensors: Count
    minutes: Minutes


class SilenceCity(Verb):
    """Nothing comes from a city any more."""

    do: Literal["silence_city"]
    region: City


class LateSource(Verb):
    """A source system is late: its newest batch is `behind` minutes old and no other comes."""

    do: Literal["late_source"]
    source: Source
    behind: Minutes = 120


class Recover(Verb):
    """What was wrong with a city, a source or a camera is over; without any of them, all that the story did."""

    do: Literal["recover"]
    region: City | None = None
    source: Source | None = None
    camera: CameraId | None = None


class Note(Verb):
    """A line in the ticker."""

    do: Literal["note"]
    region: Region
    text: Text


AnyVerb = Annotated[
    Alert | Raise | Acknowledge | Dispatch | Step | Close | Opinion | Heat | Answer | Volume | Camera | Excursion | SilenceCity | LateSource | Recover | Note,
    Field(discriminator="do"),
]  # fmt: skip


class OwnCamera(Strict):
    """A camera that the story brings along: it stands in the strip while the story runs."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")]
    name: Text
    kind: Literal["cold", "kitchen", "market", "yard"]
    region: Region
    still: Literal["cold", "cold2", "kitchen", "kitchen2", "market", "yard"]
    reading: Text | None = None


class Script(Strict):
    """A story file as it is written."""

    title: Text
    about: Words
    province: str
    camera: tuple[OwnCamera, ...] = ()
    step: Annotated[tuple[AnyVerb, ...], Field(min_length=1)]
