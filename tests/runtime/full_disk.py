"""What a small disk that runs full does to the store and the marts: run in a mount namespace of its own, tells what it saw as JSON."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from alerts.intake import accept
from data_access.mart_tables import ENTITY_DAILY
from data_access.marts import Marts, MartsFailed, Part
from data_access.stores.alert_tables import ALERT
from data_access.stores.engine import StoreFailed, ensure_schema, open_store
from tests.alerts.centre import centre, message
from tests.data_access.making import opened

BALLAST = 600_000
MOST = 4000


def store(folder: Path) -> dict[str, object]:
    """Alerts come in until the disk is full, then some room is made."""
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(BALLAST))
    held = open_store(f"sqlite:///{folder / 'store.sqlite'}")
    ensure_schema(held)
    here, taken, said = centre(held, folder / "home"), [], ""
    while not said and len(taken) < MOST:
        try:
            found = accept(held, [message(detail="满" * 500) for _ in range(20)], here.desk, datetime.now(UTC))
            taken += [str(one.id) for one in found if str(one.fate) == "accepted"]
        except StoreFailed as failure:
            said = str(failure)
    ballast.unlink()
    after = accept(held, [message()], here.desk, datetime.now(UTC))[0]
    with held.read() as connection:
        stored = set(connection.scalars(select(ALERT.c.id)))
        count = connection.execute(select(func.count()).select_from(ALERT)).scalar()
    return {
        "taken": len(taken),
        "said": said,
        "kept": stored == {*taken, str(after.id)} and count == len(taken) + 1,
        "after": str(after.fate),
    }


def _rows(days: int) -> pd.DataFrame:
    """Rows that cannot be squeezed together."""
    rows = opened("1980-01-01", days)
    return rows.assign(opened=np.random.default_rng(1).integers(0, 2**53, len(rows)))


def marts(folder: Path) -> dict[str, object]:
    """A batch is published, then one that does not fit, then one that does."""
    held, moment, said = Marts(folder / "marts"), datetime(2026, 11, 20, tzinfo=UTC), ""
    total = select(func.sum(ENTITY_DAILY.c.opened).label("n"))

    def publish(days: int) -> int:
        return held.publish([Part(table="entity_daily", data=_rows(days))], source="s", nature="production", as_of=moment).rows

    def seen() -> tuple[int, float, list[str]]:
        return held.version(), float(held.read(total)["n"].iloc[0]), sorted(path.name for path in held.folder.glob("*batch*"))

    publish(2)
    before = seen()
    try:
        publish(16_000)
    except MartsFailed as failure:
        said = str(failure)
    after = seen()
    return {"said": said, "unchanged": before == after, "again": publish(3)}


if __name__ == "__main__":
    place = Path(sys.argv[2])
    sys.stdout.write(json.dumps({"store": store, "marts": marts}[sys.argv[1]](place), ensure_ascii=False) + "\n")
