"""The floor: a hand-written page with twelve panels and the same chart library, served as fast as can be.

The page itself comes from the shared bench folder at run time. Its data are seeded and of the same shape and size as the
roll-up results that it was written for; there is no database behind it, so the floor is at its fastest and the ratio to it strict.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import math
import os
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import uvicorn

from bench.measure import wait_until
from bench.ports import free_port, listening

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("SEED", "CITIES", "DOMAIN", "CATEGORY", "CHANNEL", "CREDIT")
ECHARTS = "design/mock/vendor/echarts.min.js"
MONTHS = 36
RESULTS = ((600_000, 700_000), (20_000, 50_000), (15_000, 40_000))
"""From and to of the inspections that passed, failed, or were sent back."""
Send = Callable[[dict[str, Any]], Awaitable[None]]


def shared() -> Path | None:
    """The shared folder with the floor page, or None where it is absent."""
    folder = Path(os.environ.get("YIPING_SHARED") or ROOT.parent / "shared")
    needed = ("bench/app_floor.py", "bench/run_floor.py", "bench/common.py", ECHARTS)
    return folder if all((folder / name).is_file() for name in needed) else None


def literals(path: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """The plain values that a module assigns to these names, read without running it (it would want its database)."""
    found: dict[str, Any] = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if (
            isinstance(node, ast.Assign)
            and len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in names
        ):
            found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def geography(known: dict[str, Any]) -> dict[str, Any]:
    """One polygon of 400 points a city, as the floor page's own data module makes it."""
    dice, features = random.Random(known["SEED"]), []
    for i, (code, name) in enumerate(known["CITIES"].items()):
        x, y, n = 116.5 + (i % 4) * 1.3, 31 + (i // 4) * 1.1, 400
        ring = []
        for k in range(n):
            east = x + 0.6 * math.cos(-2 * math.pi * k / n) * (1 + 0.06 * dice.random())
            north = y + 0.5 * math.sin(-2 * math.pi * k / n) * (1 + 0.06 * dice.random())
            ring.append([round(east, 4), round(north, 4)])
        shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        features.append({"type": "Feature", "id": str(code), "properties": {"name": name}, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}


def answers(known: dict[str, Any]) -> dict[str, Any]:
    """The twelve results."""
    dice = random.Random(known["SEED"])
    cities = list(known["CITIES"].values())
    months = [f"{2023 + (11 + k) // 12}-{(11 + k) % 12 + 1:02d}-01" for k in range(MONTHS)]

    def series(low: int, high: int) -> list[list[Any]]:
        return [[month, dice.randint(low, high)] for month in months]

    domains, categories = known["DOMAIN"], sorted(known["CATEGORY"])
    return {
        "k1": "3,271,904", "k2": "27,418", "k3": "81,336", "k4": "91.04%",
        "l1": series(20_000, 40_000), "l2": {channel: series(5_000, 25_000) for channel in sorted(known["CHANNEL"])},
        "bar": sorted(([city, dice.randint(9_000, 60_000)] for city in cities), key=lambda pair: pair[1]),
        "stack": {"x": domains, "y": [[dice.randint(low, high) for _ in domains] for low, high in RESULTS]},
        "pie": [[grade, dice.randint(300_000, 1_500_000)] for grade in known["CREDIT"]],
        "heat": {"x": cities, "y": categories, "d": _grid(dice, len(cities), len(categories))},
        "map": [{"name": city, "value": round(dice.uniform(0.9, 0.92), 4)} for city in cities],
        "alerts": [_alert(dice, known, number) for number in range(20)],
    }  # fmt: skip


def _grid(dice: random.Random, wide: int, high: int) -> list[list[int]]:
    return [[x, y, dice.randint(2_000, 17_000)] for y in range(high) for x in range(wide)]


def _alert(dice: random.Random, known: dict[str, Any], number: int) -> list[str]:
    at = f"2026-11-22 {23 - number // 4:02d}:{dice.randint(10, 59)}:{dice.randint(10, 59)}"
    return [
        str(2_999_999 - number),
        at,
        dice.choice(list(known["CITIES"].values())),
        dice.choice(known["CATEGORY"]),
        dice.choice(known["CHANNEL"]),
    ]


class FloorSite:
    """The floor's server: five addresses, packed at each request where the original packs, no framework."""

    def __init__(self, folder: Path) -> None:
        known = literals(folder / "bench" / "common.py", NAMES)
        page = literals(folder / "bench" / "app_floor.py", ("PAGE",))["PAGE"]
        self._texts = {
            "/": ("text/html", page.encode()),
            "/geo": ("application/json", json.dumps(geography(known)).encode()),
            "/data": ("application/json", json.dumps(answers(known), ensure_ascii=False).encode()),
        }
        self._script = gzip.compress((folder / ECHARTS).read_bytes(), 9)

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Send) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"]
        if path == "/sse":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
            await send({"type": "http.response.body", "body": b":\n\n", "more_body": True})
            while (await receive())["type"] != "http.disconnect":
                pass
        elif path == "/e.js":
            await _answer(send, self._script, "text/javascript", [(b"cache-control", b"max-age=31536000,immutable")])
        elif path in self._texts:
            kind, body = self._texts[path]
            await _answer(send, gzip.compress(body, 5), kind, [])
        else:
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})


async def _answer(send: Send, body: bytes, kind: str, more: list[tuple[bytes, bytes]]) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-encoding", b"gzip"), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@dataclass
class FloorServer:
    """The floor in a process of its own, as a context manager."""

    folder: Path
    base: str = ""
    ready: str = ""
    pid: int = 0

    def __enter__(self) -> FloorServer:
        port = free_port()
        self.base = f"http://127.0.0.1:{port}/"
        self.ready = literals(self.folder / "bench" / "run_floor.py", ("READY",))["READY"]
        command = [sys.executable, "-m", "bench.floor", "--folder", str(self.folder), "--port", str(port)]
        self._process = subprocess.Popen(command, cwd=ROOT)
        self.pid = self._process.pid
        wait_until(lambda: listening(port), 20, "The floor page's server")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def main() -> None:
    """Serve the floor until told to stop."""
    parser = argparse.ArgumentParser(prog="bench.floor")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    site = FloorSite(given.folder)
    uvicorn.run(
        site,
        host="127.0.0.1",
        port=given.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
