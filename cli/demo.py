"""The demo verbs: build the province in a box, tell how it stands, give its checksums, and play stories in it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, NoReturn

import typer

from data_access.checksum import checksums as checksums_of
from data_access.marts import Marts, MartsFailed, own_marts_of
from data_access.stores import lease
from data_access.stores.engine import StoreFailed, ensure_schema, store_of
from demo import player, script
from demo.build import build, plan_of, standing, unfinished
from demo.gaps import CATCH_UP_DAYS
from demo.places import DemoFailed, province_of
from demo.things.parts import SOURCE as MOVING
from geo.regions import regions_of
from settings import Settings, settings

app = typer.Typer(help="The demo province: seeded, believable, marked as demo.", no_args_is_help=True)
SCALES = ("small", "province", "billion")
RESERVED = "billion 规模留给规模基准测试，不能由本命令生成：请用 --scale small 或 --scale province。"
SETTLED = timedelta(days=CATCH_UP_DAYS + 1)
"""Days older than this hold nothing that is still to come, so that two builds of one day and seed must agree on them."""
WORKER = "worker"
GLANCE = 0.2
"""Seconds between two looks of a verb that plays along."""


@app.command("build")
def build_province(
    seed: Annotated[int | None, typer.Option(help="Seed; the same seed gives the same numbers. Default: YIPING_SEED.")] = None,
    scale: Annotated[str | None, typer.Option(help="small, province or billion (reserved). Default: YIPING_DEMO_SCALE.")] = None,
) -> None:
    """Build the demo province in the settings' home, replacing an earlier one; a build that was cut off goes on."""
    known = settings()
    if scale not in (None, *SCALES):
        raise typer.BadParameter(f"give one of {', '.join(SCALES)}", param_hint="--scale")
    if scale == "billion":
        _stop(RESERVED)
    chosen = known.model_copy(update={"seed": known.seed if seed is None else seed, "demo_scale": scale or known.demo_scale})
    began = datetime.now(UTC)
    try:
        store, marts = store_of(chosen), own_marts_of(chosen)
        ensure_schema(store)
        build(plan_of(chosen, began), marts, store, typer.echo)
        _tell_checksums(marts, _settled(chosen, began))
    except (DemoFailed, MartsFailed, StoreFailed) as error:
        _stop(str(error), error)
    size = sum(path.stat().st_size for path in known.home.rglob("*") if path.is_file()) / 1e6
    typer.echo(f"用时 {(datetime.now(UTC) - began).total_seconds():.1f} 秒；{known.home} 共 {size:.0f} MB。全部为演示数据。")


@app.command()
def checksums(
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day that counts. Default: ten days ago.")] = None,
) -> None:
    """Give a checksum a table, which follows from the values alone: same seed and same days, same checksums."""
    known = settings()
    try:
        _tell_checksums(own_marts_of(known), until.date() if until else _settled(known, datetime.now(UTC)))
    except MartsFailed as error:
        _stop(str(error), error)


@app.command()
def status() -> None:
    """Tell which province stands, how far it was played, and whether a build was cut off."""
    known = settings()
    try:
        store, marts = store_of(known), own_marts_of(known)
        ensure_schema(store)
        record, left = standing(known.province, marts, store), unfinished(marts)
    except (DemoFailed, MartsFailed, StoreFailed) as error:
        _stop(str(error), error)
    if left:
        plan = f"种子 {left['seed']}，规模 {left['scale']}，已有 {left['files']} 个文件"
        typer.echo(f"有一次未完成的生成（{plan}）：再运行一次 yiping demo build 即接续。")
    if record is None:
        _stop("此目录没有本版本的演示省：请运行 yiping demo build。")
    typer.echo(
        f"演示省 {record['province']}，种子 {record['seed']}，规模 {record['scale']}：已完结至 {record['through']}，推进至 {record['played']}。"
    )


@app.command("play")
def play_story(
    story: Annotated[str, typer.Argument(help="Name of a story, or the path of a story file.")] = "",
    speed: Annotated[float, typer.Option(help="How many times faster than the story's own clock.")] = 1.0,
    at: Annotated[str, typer.Option(help="When it begins: now, or a time such as 2026-11-22T09:30+08:00.")] = "now",
    wait: Annotated[bool, typer.Option("--wait", help="Play along and print each step until the story ends.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the stories that come with the product, and leave.")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="End the running story and its effects, and leave.")] = False,
) -> None:
    """Play a story in the standing demo province: its alerts, orders and readings appear on every screen. The worker plays it."""
    known = settings()
    try:
        if listed:
            _list(known)
        elif stop:
            name = player.stop(known, datetime.now(UTC))
            typer.echo(f"Stopped {name}; `yiping demo reset` takes away what it wrote." if name else "No story is running.")
        else:
            _play(known, player.Wish(story, speed, _moment(at)), wait)
    except (DemoFailed, MartsFailed, StoreFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@app.command()
def reset() -> None:
    """End the running story and take away all that stories wrote; the standing province stays."""
    known = settings()
    try:
        gone = player.reset(known, datetime.now(UTC))
    except (DemoFailed, MartsFailed, StoreFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(f"Stories left nothing behind any more ({gone} alerts were theirs).")


def _settled(known: Settings, now: datetime) -> date:
    return now.astimezone(known.tz).date() - SETTLED


def _tell_checksums(marts: Marts, until: date) -> None:
    """One line a table: name, rows, digest."""
    typer.echo(f"各表校验值（截至 {until}；无时间列的表为上次整体发布的部分）：")
    for found in checksums_of(marts, until, MOVING):
        typer.echo(f"{found.table:<22} {found.rows:>12,}  {found.digest}")


def _stop(sentence: str, error: Exception | None = None) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1) from error


def _list(known: Settings) -> None:
    place = script.known_of(province_of(regions_of(known.province)))
    for name in script.names():
        found = script.read(name, script.text_of(name), place)
        typer.echo(f"{name:16} {found.length}  {found.script.title}")


def _moment(at: str) -> datetime | None:
    if at == "now":
        return None
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise typer.BadParameter("give now, or a time with its zone such as 2026-11-22T09:30+08:00", param_hint="--at")
    return found


def _play(known: Settings, wish: player.Wish, wait: bool) -> None:
    store, now = store_of(known), datetime.now(UTC)
    holder = lease.standing(store, WORKER)
    if not wait and (holder is None or holder.until < now):
        raise DemoFailed("没有工作进程在运行，剧本无人播放：先执行 yiping serve --demo，或加 --wait 由本命令播放。")
    player.ask(known, wish, now)
    typer.echo(f"Playing {wish.name} at {wish.speed:g}×.")
    while wait and player.play(known, datetime.now(UTC), _say):
        time.sleep(GLANCE)


def _say(at: timedelta, text: str) -> None:
    typer.echo(f"{str(at).split('.')[0]:>8}  {text}")
