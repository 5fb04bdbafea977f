"""The forecasts: how much nearer than the naive line, how honest the intervals, and what a night of headline series costs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.figures import Figure, Ground, Outcome, Suite
from bench.floor import ROOT, shared
from bench.measure import spin
from data_access.marts import Marts
from data_access.scope import Scope
from indicators.forecast import NAIVE, forecast
from indicators.nightly import forecasts_of
from indicators.outlook import HEADLINES
from indicators.registry import get
from settings import settings

HELD, HELD_OWN, SEASON = 18, 6, 12
TO_80 = 1.4758840 / 2.5705818
"""The 80 % half width in terms of the 95 % one, of the interval's distribution."""


def run(ground: Ground) -> Outcome:
    """The M3 series where the shared folder is there, then the night on the product's own marts in a process of its own."""
    folder = shared()
    file = folder / "data" / "forecasting" / "dev" / "m3_monthly_train.csv.gz" if folder else None
    values: dict[str, float | None] = dict.fromkeys(("gain", "cover95", "cover80", "smape", "ms"))
    tables: dict[str, list[list[Any]]] = {}
    if file is not None and file.exists():
        data = pd.read_csv(file)
        series = [part["y"].to_numpy() for _, part in data.groupby("id", sort=False)][:: ground.of(1, 10)]
        began = time.perf_counter()
        found = held_back(series, HELD)
        values |= found | {"ms": (time.perf_counter() - began) / len(series) * 1000}
        tables["M3 monthly, 18 months held back"] = [["series", *found], [len(series), *(round(v, 3) for v in found.values())]]
    night = _night(ground.product.home)
    values |= {key: night[key] for key in ("night_series", "night_s", "night_mb", "own_cover95", "own_gain", "beats")}
    return Outcome(values, tables, {"night": night, "contention": spin()})


def held_back(series: Iterable[np.ndarray], held: int) -> dict[str, float]:
    """The method against the naive line on the last months of each series, and how often these lie in the intervals."""
    ours, naive, wide, narrow, chosen = [], [], [], [], []
    for values in series:
        known, came = values[:-held], values[-held:]
        found = forecast(known, held)
        line, half = found["value"].to_numpy(), (found["high"] - found["value"]).to_numpy()
        off = np.abs(came - line)
        ours.append(_smape(came, line))
        naive.append(_smape(came, known[-SEASON + np.arange(held) % SEASON]))
        wide.append(((came >= found["low"]) & (came <= found["high"])).mean())
        narrow.append((off <= half * TO_80).mean())
        chosen.append(found.attrs["method"] == NAIVE)
    return {
        "smape": float(np.mean(ours)), "naive_smape": float(np.mean(naive)), "gain": float(100 * (1 - np.mean(ours) / np.mean(naive))),
        "cover95": float(100 * np.mean(wide)), "cover80": float(100 * np.mean(narrow)), "naive_chosen": float(100 * np.mean(chosen)),
    }  # fmt: skip


def _smape(came: np.ndarray, line: np.ndarray) -> float:
    whole = np.abs(came) + np.abs(line)
    return float(np.mean(np.where(whole > 0, 200 * np.abs(came - line) / np.where(whole > 0, whole, 1), 0)))


def _peak_mb() -> float:
    """The most memory that this process has held: what `getrusage` tells begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _night(home: Path) -> dict[str, Any]:
    """All headline series of the marts under a home, in a process of its own, whose memory is then its own too."""
    command = [sys.executable, "-m", "bench.forecasts", str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=900)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def night(home: Path) -> dict[str, Any]:
    """What the night costs, and how its intervals hold on the last months of the same series."""
    began, now = time.perf_counter(), datetime.now(UTC)
    scope = Scope.whole(settings().province)
    with Marts(home / "marts").snapshot() as shot:
        kept = [one for code in HEADLINES for one in forecasts_of(shot, get(code), scope, now)]
    spent = time.perf_counter() - began
    tracks = [one.body["track"] for one in kept if one.body["track"]]
    histories = [np.array([row["value"] for row in one.body["history"]], dtype="float64") for one in kept]
    whole = [values for values in histories if np.isfinite(values).all() and len(values) >= 30 and len(set(values)) > 1]
    own = held_back(whole, HELD_OWN) if whole else {}
    return {
        "night_series": len(kept), "night_s": spent, "night_mb": _peak_mb(),
        "own_cover95": own.get("cover95"), "own_gain": own.get("gain"), "own": own,
        "beats": 100 * float(np.mean([one["smape"] < one["naive_smape"] for one in tracks])) if tracks else None,
    }  # fmt: skip


SUITE = Suite(
    name="forecasts",
    question="How much nearer than the naive line are forecasts, do the intervals hold, and what does a night of them cost?",
    run=run,
    figures=(
        Figure(key="gain", words="sMAPE below the seasonal naive line's, M3 monthly", unit="%", least=15),
        Figure(key="smape", words="sMAPE, M3 monthly, 18 months held back", unit="%"),
        Figure(key="cover95", words="Held-back months inside the 95 % interval, M3 monthly", unit="%", least=92),
        Figure(key="cover80", words="Held-back months inside the 80 % interval, M3 monthly", unit="%", least=75),
        Figure(key="ms", words="One forecast with its back-test", unit="ms"),
        Figure(key="night_series", words="Series of a night", least=400),
        Figure(key="night_s", words="A night of forecasts", unit="s", most=300),
        Figure(key="night_mb", words="Peak memory of its process", unit="MB", most=400),
        Figure(key="own_cover95", words="Held-back months inside the 95 % interval, own marts", unit="%", least=92),
        Figure(key="own_gain", words="sMAPE below the naive line's on the last six months, own marts", unit="%"),
        Figure(key="beats", words="Series whose back-test the model wins, own marts", unit="%"),
    ),
)

if __name__ == "__main__":
    print(json.dumps(night(Path(sys.argv[1]))))
