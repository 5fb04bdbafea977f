"""The pages of the marts: `docs/marts.md`, the contract that a data center fills, and the statements that make its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from cli.mart_feeds import feeds
from data_access.centre.kinds import TYPES
from data_access.mart_contract import contract, ddl

FOLDER = Path(__file__).parent
WRITTEN: Mapping[str, Callable[[], str]] = {
    "marts.md": lambda: contract(feeds()),
    **{f"marts-{engine}.sql": partial(ddl, engine) for engine in TYPES},
}


if __name__ == "__main__":
    for name, write in WRITTEN.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")
