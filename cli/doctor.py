"""The doctor: looks at every part and says what is broken and what to do."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import socket
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from cli import preflight
from cli.serve import read_settings
from data_access import catalogue, valkey
from data_access.batches import MartsFailed
from data_access.centre.marts import centre_of
from data_access.stores.engine import StoreFailed, open_store
from data_access.stores.soundness import faults
from data_access.transport import Bus, TransportError
from data_access.verification import damage
from settings import Settings, SettingsError

ASSETS = Path(__file__).resolve().parents[1] / "assets"
SPARE = 1_000_000_000
"""Bytes free below which the doctor warns."""
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right shows an earlier time."""
OLDEST = (3, 11)
FINE, WARN, BROKEN = "正常", "注意", "故障"


@dataclass(frozen=True)
class Finding:
    """What the doctor found of one part."""

    part: str
    state: str
    remedy: str


Check = Callable[[Settings, datetime], Finding]


def register(root: typer.Typer) -> None:
    root.command()(doctor)


def doctor() -> None:
    """Check every part; exit 1 when something is broken."""
    findings = list(examine(read_settings(), datetime.now(UTC)))
    for line in table([("部件", "状态", "怎么办"), *((one.part, one.state, one.remedy) for one in findings)]):
        typer.echo(line)
    if any(one.state == BROKEN for one in findings):
        raise typer.Exit(1)


def examine(chosen: Settings, now: datetime) -> Iterator[Finding]:
    for check in (python, clock, home, key, province, transport, store, marts, assets, running, port):
        yield check(chosen, now)


def python(chosen: Settings, now: datetime) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST:
        return Finding("Python", BROKEN, f"版本 {version} 过低：请安装 3.11 或更高版本。")
    return Finding("Python", FINE, f"版本 {version}。")


def clock(chosen: Settings, now: datetime) -> Finding:
    if now < BUILT:
        return Finding("时钟", BROKEN, f"系统时间 {now:%Y-%m-%d %H:%M} 不对：请校准时钟（NTP）。")
    return Finding("时钟", FINE, f"{now.astimezone(chosen.tz):%Y-%m-%d %H:%M:%S}，时区 {chosen.timezone}。")


def home(chosen: Settings, now: datetime) -> Finding:
    try:
        preflight.home(chosen)
    except preflight.CannotStart as error:
        return Finding("数据目录", BROKEN, str(error))
    free = shutil.disk_usage(chosen.home).free
    if free < SPARE:
        return Finding("数据目录", WARN, f"{chosen.home} 只剩 {free // 1_000_000} MB：请清理磁盘。")
    return Finding("数据目录", FINE, f"{chosen.home} 可写，剩余 {free / 1e9:.1f} GB。")


def key(chosen: Settings, now: datetime) -> Finding:
    try:
        chosen.signing_key()
    except (SettingsError, OSError) as error:
        return Finding("签名密钥", BROKEN, str(error))
    return Finding("签名密钥", FINE, "长度足够。")


def province(chosen: Settings, now: datetime) -> Finding:
    try:
        preflight.province(chosen)
    except preflight.CannotStart as error:
        return Finding("行政区划", BROKEN, str(error))
    return Finding("行政区划", FINE, f"{chosen.province} 的市县清单可用。")


def transport(chosen: Settings, now: datetime) -> Finding:
    try:
        if chosen.redis_url:
            Bus(chosen.redis_url).ping()
            return Finding("Valkey", FINE, "外部 Redis/Valkey 有应答。")
        return Finding("Valkey", FINE, f"内嵌：{valkey.locate().name}。")
    except (TransportError, ValueError) as error:
        return Finding("Valkey", BROKEN, str(error))


def store(chosen: Settings, now: datetime) -> Finding:
    if not chosen.store_url and not (chosen.home / "store.sqlite").exists():
        return Finding("业务库", FINE, "尚未建立，首次启动时自动建立。")
    try:
        opened = open_store(chosen.store)
        found = faults(opened)
        opened.close()
    except StoreFailed as error:
        return Finding("业务库", BROKEN, str(error))
    if found:
        return Finding("业务库", BROKEN, f"数据文件损坏（{found[0]}）：请停机，留存副本，用最近的备份替换该文件。")
    return Finding("业务库", FINE, "完整性检查通过。")


def marts(chosen: Settings, now: datetime) -> Finding:
    if chosen.marts_url:
        return centre(chosen, now)
    try:
        preflight.marts(chosen)
        batches = catalogue.read(chosen.marts_folder).live_batches
    except (preflight.CannotStart, MartsFailed) as error:
        return Finding("主题库", BROKEN, str(error))
    damaged = [found for found in (damage(chosen.marts_folder, batch) for batch in batches) if found]
    if damaged:
        more = f"共 {len(damaged)} 个批次如此，全部见 yiping mart verify。" if len(damaged) > 1 else ""
        return Finding("主题库", BROKEN, damaged[0] + more)
    if not batches:
        return Finding("主题库", WARN, "还没有批次：请用 `yiping mart load` 装载，或用 `yiping serve --demo` 看演示数据。")
    newest = max(batch.loaded_at for batch in batches)
    state = WARN if now - newest > timedelta(hours=26) else FINE
    return Finding("主题库", state, f"共 {len(batches)} 批，最新装载于 {newest.astimezone(chosen.tz):%Y-%m-%d %H:%M}。")


def centre(chosen: Settings, now: datetime) -> Finding:
    """The marts of a data center: whether it answers, and how old its newest batch is."""
    try:
        found = centre_of(chosen.marts_url)
        lacks = [why for why in found.mark().values() if "主题表" in why]
        newest = found.newest()
    except MartsFailed as error:
        return Finding("主题库", BROKEN, str(error))
    if lacks:
        return Finding(
            "主题库", BROKEN, f"{found.link.shown}：{lacks[0].split(maxsplit=1)[-1]}，共 {len(lacks)} 张表如此，全部见 yiping mart verify。"
        )
    if newest is None:
        return Finding("主题库", WARN, f"{found.link.shown} 还没有登记批次：请数据中心装载并在 mart_batch 登记。")
    state = WARN if now - newest > timedelta(hours=26) else FINE
    return Finding("主题库", state, f"{found.link.shown}，最新批次发布于 {newest.astimezone(chosen.tz):%Y-%m-%d %H:%M}。")


def assets(chosen: Settings, now: datetime) -> Finding:
    return vendored(ASSETS)


def vendored(folder: Path) -> Finding:
    """The vendored files against their list of checksums."""
    try:
        listed = [
            line.split()[:2] for line in (folder / "vendor" / "CHECKSUMS").read_text().splitlines() if line.strip() and line[0] != "#"
        ]
    except OSError:
        return Finding("字体与前端文件", BROKEN, "校验清单不在：请重新安装本产品。")
    wrong = [name for digest, name in listed if not _matches(folder / name, digest)]
    if wrong:
        return Finding("字体与前端文件", BROKEN, f"{wrong[0]} 等 {len(wrong)} 个文件缺失或被改动：请重新安装本产品。")
    return Finding("字体与前端文件", FINE, f"{len(listed)} 个文件与清单一致。")


def running(chosen: Settings, now: datetime) -> Finding:
    parts = _parts(chosen)
    if parts is None:
        return Finding("运行部件", WARN, "未在运行：用 `yiping serve` 启动。")
    down = [part["name"] for part in parts if part["state"] != "running"]
    if down:
        return Finding("运行部件", BROKEN, f"{'、'.join(down)} 已停止：请看 {chosen.home / 'logs'} 下同名日志。")
    often = [f"{part['name']} {part['restarts']} 次" for part in parts if part["restarts"]]
    if often:
        return Finding("运行部件", WARN, f"曾意外重启：{'、'.join(often)}；请看 {chosen.home / 'logs'} 下同名日志。")
    return Finding("运行部件", FINE, "、".join(part["name"] for part in parts))


def port(chosen: Settings, now: datetime) -> Finding:
    host, number = preflight.listen_address(chosen)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            if error.errno == errno.EADDRINUSE and _parts(chosen) is not None:
                return Finding("端口", FINE, f"{number} 由本产品使用。")
            return Finding(
                "端口",
                BROKEN,
                f"{host} 的 {number} 不能使用（{error.strerror}）：停掉占用它的程序，或用 --port、YIPING_PORT 换一个；地址由 YIPING_HOST 指定。",
            )
    return Finding("端口", FINE, f"{number} 空闲。")


def _parts(chosen: Settings) -> list[dict[str, str]] | None:
    """The parts of the running product; None when none runs on this home."""
    try:
        told = json.loads((chosen.home / "run" / "parts.json").read_text())
        os.kill(told["supervisor"], 0)
    except (OSError, ValueError, KeyError):
        return None
    parts: list[dict[str, str]] = told["parts"]
    return parts


def _matches(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def table(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    """The rows in columns; a Chinese character is two places wide."""
    widths = [max(_width(row[place]) for row in rows) for place in range(2)]
    for row in rows:
        yield "  ".join([*(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)), row[2]])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
