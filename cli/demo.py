"""The demo verbs: build the province in a box, and tell how it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from data_access.marts import MartsFailed, own_marts_of
from data_access.stores.engine import StoreFailed, ensure_schema, store_of
from demo.build import build, plan_of, standing
from demo.places import DemoFailed
from settings import settings

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
        build(plan_of(chosen, datetime.now(UTC)), own_marts_of(chosen), store, typer.echo)
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
        record = standing(known.province, own_marts_of(known), store)
    except (DemoFailed, MartsFailed, StoreFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if record is None:
        typer.echo("No demo province of these settings: run `yiping demo build`.")
        raise typer.Exit(1)
    built = f"Province {record['province']}, seed {record['seed']}, scale {record['scale']}"
    typer.echo(f"{built}: closed days through {record['through']}, played to {record['played']}.")
