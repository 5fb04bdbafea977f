"""The demo verbs: build the province in a box, tell how it stands, and play stories in it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from data_access.marts import MartsFailed, marts_of
from data_access.stores import lease
from data_access.stores.engine import StoreFailed, ensure_schema, store_of
from demo import player, script
from demo.build import build, plan_of, standing
from demo.places import DemoFailed, province_of
from geo.regions import regions_of
from settings import Settings, settings

app = typer.Typer(help="The demo province: seeded, believable, marked as demo.", no_args_is_help=True)


@app.command("build")
def build_province(
    seed: Annotated[int | None, typer.Option(help="Seed; the same seed gives the same numbers. Default: YIPING_SEED.")] = None,
    scale: Annotated[str | None, typer.Option(help="small or province. Default: YIPING_DEMO_SCALE.")] = None,
) -> None:
    """Build the demo province in the settings' home, replacing an earlier one."""
    known = settings()
    if scale not in (None, "small", "province"):
        raise typer.BadParameter("give small or province", param_hint="--scale")
    chosen = known.model_copy(update={"seed": known.seed if seed is None else seed, "demo_scale": scale or known.demo_scale})
    try:
        store = store_of(chosen)
        ensure_schema(store)
        build(plan_of(chosen, datetime.now(UTC)), marts_of(chosen), store, typer.echo)
    except (DemoFailed, MartsFailed, StoreFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@app.command()
def status() -> None:
    """Tell which province stands, and how far it was played."""
    known = settings()
    try:
        store = store_of(known)
        ensure_schema(store)
        record = standing(known.province, marts_of(known), store)
    except (DemoFailed, MartsFailed, StoreFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if record is None:
        typer.echo("No demo province of these settings: run `yiping demo build`.")
        raise typer.Exit(1)
    built = f"Province {record['province']}, seed {record['seed']}, scale {record['scale']}"
    typer.echo(f"{built}: closed days through {record['through']}, played to {record['played']}.")


WORKER = "worker"
GLANCE = 0.2
"""Seconds between two looks of a verb that plays along."""


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
