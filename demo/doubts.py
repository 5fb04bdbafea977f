"""The demo's doubts: corrections that stand in the list when the demo province is new, one open and one rejected."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from data_access.stores import corrections
from data_access.stores.corrections import Step
from demo.places import Province

FOUND, REJECTED = "DEMO0000000000000000000001", "DEMO0000000000000000000002"
REPORTER = ("nanjing", "南京市局", "city")


def play(connection: Connection, province: Province, now: datetime) -> None:
    """Write both down, as somebody of the first city found them; nothing happens where they stand already."""
    if corrections.one(connection, FOUND) is not None:
        return
    _file(
        connection,
        province,
        (FOUND, "kitchen.online_rate", "kitchen_daily", "屏上在线率与区局后台不一致，疑将停业单位计入应接入"),
        now - timedelta(hours=5, minutes=20),
    )
    _file(
        connection,
        province,
        (REJECTED, "complaint.on_time_rate", "complaint_daily", "按期办结率偏低，疑未扣除转办件"),
        now - timedelta(days=2),
    )
    at = now - timedelta(days=1, hours=20)
    values = {"reviewer": "duty", "reviewer_name": "值班员", "reviewed_at": at}
    step = Step(who="值班员", role="duty", why="口径即不扣除转办件，数值无误")
    corrections.move(connection, REJECTED, (corrections.FOUND, corrections.REJECTED), values, step, at)


def _file(connection: Connection, province: Province, told: tuple[str, str, str, str], at: datetime) -> None:
    id, code, mart, text = told
    user, name, role = REPORTER
    row: dict[str, Any] = {
        "id": id, "state": corrections.FOUND, "code": code, "mart": mart, "region": province.cities[0].code, "place": {}, "kind": "value", "text": text,
        "reporter": user, "reporter_name": name, "reporter_role": role, "reported_at": at, "changed_at": at, "nature": "demo", "kept": False,
    }  # fmt: skip
    corrections.add(connection, row, Step(who=name, role=role, why=text), at)
