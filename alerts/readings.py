"""The judging of a temperature log: a file of readings or a logger's own export becomes stretches out of limits, and alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

import pandas as pd

from alerts import fridge_tag
from alerts.desk import desk_of
from alerts.excursion import Excursion, Kind, Product, excursions, product
from alerts.failure import AlertsFailed
from alerts.intake import accept
from alerts.message import Message, Outcome
from data_access.stores.engine import store_of
from settings import Settings

SOURCE, FAMILY = "温度记录仪", "食品安全"
KINDS = {Kind.BRIEF: "短时波动", Kind.DEFROST: "化霜", Kind.EXCURSION: "超限"}
GRAVE = 4.0
"""Times the borne degree-minutes from which an excursion is II."""
EXPORT = "Device: Q-tag"


@dataclass(frozen=True, kw_only=True)
class Device:
    """A logger: its number, where it hangs, and what lies under it."""

    number: str
    region: str
    product: str


@dataclass(frozen=True, kw_only=True)
class Log:
    """A log that was read."""

    device: Device
    product: Product
    stretches: list[Excursion]


def read(file: Path, device: Device, zone: tzinfo) -> Log:
    """A log judged. Raises AlertsFailed for a file that cannot be read."""
    of = product(device.product)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AlertsFailed(f"{file.name} 读不出来（{error.__class__.__name__}）：请给出 UTF-8 的 CSV 或记录仪导出文件。") from error
    if text.startswith(EXPORT):
        return Log(device=device, product=of, stretches=fridge_tag.alarms(fridge_tag.parse(text, zone)))
    return Log(device=device, product=of, stretches=excursions(_rows(file, zone), of))


def _rows(file: Path, zone: tzinfo) -> pd.DataFrame:
    try:
        rows = pd.read_csv(file, usecols=["at", "celsius"])
        at = pd.to_datetime(rows["at"], format="ISO8601")
        at = at.dt.tz_localize(str(zone)) if at.dt.tz is None else at
        return pd.DataFrame({"at": at, "celsius": pd.to_numeric(rows["celsius"])})
    except (ValueError, TypeError) as error:
        raise AlertsFailed(
            f"{file.name} 不是读数文件（{str(error):.80}）：要有 at、celsius 两列，时间如 2026-11-20T08:00:00+08:00。"
        ) from error


def messages(log: Log, nature: str = "production") -> list[Message]:
    """One message for each true excursion; one that goes on for weeks is one."""
    return [_message(log, one, nature) for one in log.stretches if one.kind is Kind.EXCURSION]


def _message(log: Log, one: Excursion, nature: str) -> Message:
    of, device = log.product, log.device
    mark = "" if of.status == "V" else "（限值为示例）"
    return Message(
        source=SOURCE, source_id=f"{device.number}:{one.start:%Y%m%dT%H%M%z}", family=FAMILY, region=device.region, occurred_at=one.start,
        level="II" if one.degree_minutes >= GRAVE * of.degree_minutes else "III", cause=f"device:{device.number}", entity={"device": device.number},
        title=f"{of.name}温度记录仪 {device.number} 超限 {_long(one.minutes)}，最高 {one.peak:.1f} ℃，限 {of.high:.0f} ℃",
        detail=f"累计 {one.degree_minutes:,.0f} 度分，可承受 {of.degree_minutes:,.0f} 度分{mark}；{'仍在持续' if not one.ended else '已恢复'}；依据：{of.citation}",
        resolved=False, nature=nature,
        inputs={
            "value": round(one.degree_minutes, 1), "threshold": of.degree_minutes, "unit": "度分", "window": f"{one.start.isoformat()}/{one.end.isoformat()}",
            "peak": one.peak, "minutes": one.minutes, "product": of.code, "limit": f"≤ {of.high} ℃", "citation": of.citation,
        },
    )  # fmt: skip


def _long(minutes: float) -> str:
    if minutes < 120:
        return f"{minutes:.0f} 分钟"
    return f"{minutes / 60:.1f} 小时" if minutes < 2880 else f"{minutes / 1440:.0f} 天"


def submit(settings: Settings, log: Log, now: datetime) -> list[Outcome]:
    """Hand the excursions in."""
    return accept(store_of(settings), messages(log, "demo" if settings.demo else "production"), desk_of(settings), now)
