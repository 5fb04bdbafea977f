"""The preparation of a home before the first page: store, accounts, and the demo province where it is missing.

`yiping serve` runs it in a process of its own (`python -m demo.prepare`), so that the supervisor stays small. It prints what takes time
and leaves with a sentence and code 2 when something cannot be done.
"""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from pathlib import Path

from data_access.batches import MartsFailed
from data_access.stores.engine import Store, StoreFailed, ensure_schema, store_of
from demo.places import DemoFailed
from geo.regions import regions_of
from security import demo_accounts
from security.identity import AccessFailed
from settings import Settings, settings

BUREAUS = Path(__file__).parent / "data" / "bureaus.csv"


def main() -> int:
    """Prepare the home of the settings."""
    chosen = settings()
    try:
        prepare(chosen, store_of(chosen))
    except (StoreFailed, MartsFailed, DemoFailed, AccessFailed) as failure:
        sys.stderr.write(f"yiping: {failure}\n")
        return 2
    return 0


def prepare(chosen: Settings, store: Store) -> None:
    """Bring the store to its newest form; in demo mode also accounts and province, else shut what a demo left behind."""
    ensure_schema(store)
    if not chosen.demo:
        demo_accounts.close(chosen, store)
        return
    regions = regions_of(chosen.province)
    bureaus = bureau_accounts(chosen.province)
    demo_accounts.ensure(chosen, store, bureaus, {name: f"{regions.short(code)}市局" for name, code in bureaus.items()})
    if (chosen.marts_folder / "catalogue.json").exists():
        return  # the worker carries an existing province on
    sys.stdout.write("Building the demo province, once: about half a minute.\n")
    sys.stdout.flush()
    from demo.build import ensure  # only here: it brings pandas and DuckDB along

    ensure(chosen, datetime.now(UTC))


def bureau_accounts(province: str) -> dict[str, str]:
    """Account name → city adcode of the bureaus that the demo signs in."""
    with BUREAUS.open(encoding="utf-8") as file:
        return {row["account"]: row["adcode"] for row in csv.DictReader(file) if row["province"] == province}


if __name__ == "__main__":
    raise SystemExit(main())
