"""The frames, files and judges that the tests of the marts are made of."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data_access.load.judges import Judges
from data_access.load.loading import Order, Report, load
from data_access.marts import Marts
from enterprises.codes import is_valid_uscc, kind_of
from geo.regions import regions_of

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HEADER = "day,region,industry,type,opened,closed,revoked,stock"


def shared(*names: str) -> Path:
    """A file of the shared test data; the test is skipped aloud where it is absent."""
    root = Path(os.environ.get("YIPING_SHARED") or Path(__file__).resolve().parents[2] / "../shared")
    path = root.joinpath(*names)
    if not path.exists():
        pytest.skip(f"test data {path} absent: set YIPING_SHARED")
    return path


def opened(first: str, days: int = 1, *, value: int | None = 1, regions: tuple[str, ...] = ("320102", "320505")) -> pd.DataFrame:
    """Rows of entity_daily: one value for each region and day; closed, revoked, stock unknown."""
    start = date.fromisoformat(first)
    rows = [(start + timedelta(days=n), region, "-", "enterprise", value) for n in range(days) for region in regions]
    return pd.DataFrame(rows, columns=["day", "region", "industry", "type", "opened"])


def judges() -> Judges:
    return Judges(locator=regions_of("320000"), is_credit_code=is_valid_uscc, kind_of_code=kind_of)


def loaded(marts: Marts, target: str, *files: Path, now: datetime = NOW, **choices: object) -> Report:
    return load(marts, Order(target=target, files=files, **choices), judges(), now=now, tz=CHINA)  # type: ignore[arg-type]


def csv_file(folder: Path, *lines: str, name: str = "daily.csv", encoding: str = "utf-8", header: str = HEADER) -> Path:
    path = folder / name
    path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return path
