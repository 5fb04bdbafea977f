"""The operator's verbs: `yiping …`. Each file of this folder with a typer `app` or a `register` is one group, found by discovery."""

from __future__ import annotations

import importlib
import pkgutil

import typer


def build() -> typer.Typer:
    """The whole command. A group file offers `app` (shown under the file's name) or `register(root)` for top-level verbs."""
    root = typer.Typer(
        name="yiping", help="Yiping 一屏: the regulator's command-center dashboard.", no_args_is_help=True, pretty_exceptions_enable=False
    )
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"cli.{found.name}")
        if hasattr(module, "register"):
            module.register(root)
        elif hasattr(module, "app"):
            root.add_typer(module.app, name=found.name)
    return root


def main() -> None:
    """The command. What the knobs, the marts or the store refuse is told in its sentence, whatever the verb."""
    # here, not above: the supervisor lives in this package and has to stay small
    from data_access.batches import MartsFailed
    from data_access.stores.engine import StoreFailed
    from geo.regions import RegionsFailed
    from settings import SettingsError

    try:
        build()()
    except (MartsFailed, StoreFailed, RegionsFailed) as error:
        typer.echo(f"yiping: {error}", err=True)
        raise SystemExit(1) from error
    except SettingsError as error:
        typer.echo(f"yiping: {error}", err=True)
        raise SystemExit(2) from error
