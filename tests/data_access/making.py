"""The frames, files and judges that the tests of the marts are made of."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlalchemy import func, select

from data_access.load.judges import Judges
from data_access.load.loading import Order, Report, load
from data_access.mart_tables import ENTITY_DAILY
from data_access.marts import Marts, Part
from enterprises.codes import is_valid_uscc, kind_of
from geo.regions import regions_of

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
AT = datetime(2024, 1, 20, tzinfo=UTC)
TOTAL = select(func.sum(ENTITY_DAILY.c.opened).label("n"))
BY_DAY = select(ENTITY_DAILY.c.day, ENTITY_DAILY.c.batch_id, func.sum(ENTITY_DAILY.c.opened).label("n")).group_by(
    ENTITY_DAILY.c.day, ENTITY_DAILY.c.batch_id
)
CASES = pd.DataFrame({"day": [date(2024, 1, 1)], "region": ["320102"], "field": ["食品"], "filed": [3]})
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


def put(
    marts: Marts, frame: pd.DataFrame, *, table: str = "entity_daily", source: str = "S01", nature: str = "production", as_of: datetime = AT
):
    return marts.publish([Part(table=table, data=frame)], source=source, nature=nature, as_of=as_of)


def total(marts: Marts) -> float:
    return marts.read(TOTAL)["n"][0]
