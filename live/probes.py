"""The probes: how the web role looks at each part of the product."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from data_access.stores.engine import Store
from data_access.stores.lease import standing
from data_access.transport import Bus, TransportError
from live.health import Condition, NamedProbe, PartHealth
from live.hub import Hub

NAMED_FOR = timedelta(seconds=60)
"""How long a part that died and was restarted is still shown as late."""
WORKER = "worker"
WORKER_LATE, WORKER_DOWN = timedelta(seconds=12), timedelta(seconds=40)
PARTS_FILE = "parts.json"
NewestBatch = Callable[[], datetime | None]
"""Time of the newest published mart batch; None when there is none. Raises OSError or RuntimeError when the marts cannot be read."""


def age(delta: timedelta) -> str:
    """A length of time in words."""
    seconds = max(0, int(delta.total_seconds()))
    if seconds < 120:
        return f"{seconds} 秒"
    if seconds < 7200:
        return f"{seconds // 60} 分钟"
    return f"{seconds // 3600} 小时" if seconds < 172_800 else f"{seconds // 86_400} 天"


def processes(run: Path) -> NamedProbe:
    """The processes under the supervisor, from the file that it keeps; nothing when there is no supervisor."""

    def look(now: datetime) -> list[PartHealth]:
        try:
            parts = json.loads((run / PARTS_FILE).read_text())["parts"]
        except (OSError, ValueError, KeyError):
            return []
        return [_process(part, now) for part in parts]

    return NamedProbe("supervisor", "守护进程", look)


def _process(part: dict[str, Any], now: datetime) -> PartHealth:
    name, died = part["name"], part["last_exit_at"]
    lately = died is not None and now - datetime.fromisoformat(died) < NAMED_FOR
    if part["state"] != "running":
        return PartHealth(name, Condition.DOWN, f"{name} 已停止（{part['last_exit']}），正在重新启动。", facts=part)
    if lately:
        ago = age(now - datetime.fromisoformat(died))
        return PartHealth(
            name, Condition.LATE, f"{name} 在 {ago}前意外停止（{part['last_exit']}），已自动重启，累计 {part['restarts']} 次。", facts=part
        )
    return PartHealth(name, Condition.OK, f"{name} 运行正常。", facts=part)


def live(hub: Hub) -> NamedProbe:
    def look(now: datetime) -> list[PartHealth]:
        facts = {"sockets": hub.readers, "seq": str(hub.newest)}
        if hub.up:
            return [PartHealth("live", Condition.OK, f"实时通道正常，本进程 {hub.readers} 个连接。", facts=facts)]
        since = age(now - hub.down_since) if hub.down_since else "启动以来"
        return [PartHealth("live", Condition.DOWN, f"实时通道中断 {since}：页面照常，改为定时刷新。", facts=facts)]

    return NamedProbe("live", "实时通道", look)


def valkey(bus: Bus) -> NamedProbe:
    def look(now: datetime) -> list[PartHealth]:
        try:
            took = bus.ping()
        except TransportError:
            return [PartHealth("transport", Condition.DOWN, "Valkey 没有回答：缓存和实时推送暂停，页面照常、稍慢。")]
        return [PartHealth("transport", Condition.OK, "Valkey 正常。", facts={"milliseconds": round(took * 1000, 2)})]

    return NamedProbe("transport", "Valkey ", look)


def store(of: Store) -> NamedProbe:
    """The store and, by the lease in it, the worker's heartbeat."""

    def look(now: datetime) -> list[PartHealth]:
        try:
            lease = standing(of, WORKER)
        except (SQLAlchemyError, OSError, RuntimeError) as error:
            down = f"业务库没有回答（{type(error).__name__}）：不能登录和处置。"
            return [PartHealth("store", Condition.DOWN, down, True), PartHealth("jobs", Condition.DOWN, "业务库不通，后台任务状态不明。")]
        fine = PartHealth("store", Condition.OK, "业务库正常。", True)
        if lease is None:
            return [fine, PartHealth("jobs", Condition.DOWN, "后台任务从未运行：请启动 worker。")]
        return [fine, _worker(now - lease.renewed_at, lease.note)]

    return NamedProbe("store", "业务库", look, vital=True)


def _worker(silent: timedelta, note: dict[str, Any]) -> PartHealth:
    failing = sorted(name for name, record in note.get("jobs", {}).items() if record.get("error"))
    facts = {"heartbeat_seconds": round(silent.total_seconds(), 1), **note}
    if silent > WORKER_DOWN:
        return PartHealth("jobs", Condition.DOWN, f"后台任务已 {age(silent)}没有心跳。", facts=facts)
    if silent > WORKER_LATE:
        return PartHealth("jobs", Condition.LATE, f"后台任务心跳迟到 {age(silent)}。", facts=facts)
    if failing:
        return PartHealth("jobs", Condition.LATE, f"后台任务出错：{'、'.join(failing)}，将自动重试。", facts=facts)
    return PartHealth("jobs", Condition.OK, "后台任务正常。", facts=facts)


def marts(newest: NewestBatch, late_after: timedelta) -> NamedProbe:
    def look(now: datetime) -> list[PartHealth]:
        try:
            at = newest()
        except (SQLAlchemyError, OSError, RuntimeError) as error:
            return [PartHealth("marts", Condition.DOWN, f"主题库不能读取（{type(error).__name__}）：页面显示最后一次的数据。")]
        if at is None:
            return [PartHealth("marts", Condition.LATE, "主题库还没有任何批次：请装载数据。")]
        facts = {"newest_batch_at": at.isoformat(), "age_seconds": round((now - at).total_seconds(), 1)}
        if now - at > late_after:
            return [PartHealth("marts", Condition.LATE, f"主题库最新批次已是 {age(now - at)}前。", facts=facts)]
        return [PartHealth("marts", Condition.OK, f"主题库正常，最新批次在 {age(now - at)}前。", facts=facts)]

    return NamedProbe("marts", "主题库", look)
