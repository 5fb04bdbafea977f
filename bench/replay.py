"""Replay: how many views a second the server bears, and what each costs, when users ask without a browser's pauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bench.client import Ask, Plan
from bench.client import replay as replay_plan
from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import WALL_MARKS, cpu_of, memory_of, spin, summary
from bench.recording import view_asks

LEVELS = (1, 5, 20)
SECONDS, SECONDS_QUICK = 12, 4
HEAD = [
    "page",
    "users",
    "views",
    "views/s",
    "p50 ms",
    "p95 ms",
    "errors",
    "server CPU s/view",
    "client CPU % of a core",
    "kB/view",
    "RSS MB",
    "contention",
]


def run(ground: Ground) -> Outcome:
    product, floor = ground.product, ground.floor
    recorded = {"wall": (product.base, view_asks(product.wall, dict(WALL_MARKS), product.storage))}
    servers: dict[str, Callable[[], list[int]]] = {"wall": lambda: product.parts()["web"]}
    if floor is not None:
        recorded["floor"] = (floor.base, view_asks(floor.base, {"drawn": floor.ready}))
        servers["floor"] = lambda: [floor.pid]
    found: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in sorted(recorded)}
    for users in LEVELS:
        for name in found:
            base, asks = recorded[name]
            found[name][users] = _level(base, asks, users, float(ground.of(SECONDS, SECONDS_QUICK)), servers[name])
    rows: list[list[Any]] = [HEAD, *(_row(name, users, level) for name, levels in found.items() for users, level in levels.items())]
    asked: list[list[Any]] = [
        ["page", "method", "address", "body bytes"],
        *([name, a.method, a.path.split("?")[0], len(a.body)] for name, (_, asks) in recorded.items() for a in asks),
    ]
    return Outcome(_values(found), {"Replay, closed loop": rows, "What a warm view asks of the server": asked}, _told(found))


def _told(found: dict[str, dict[int, dict[str, Any]]]) -> dict[str, Any]:
    """The raw values without the single requests' times, which are many."""
    return {
        name: {str(users): {k: v for k, v in level.items() if k != "parts"} for users, level in levels.items()}
        for name, levels in found.items()
    }


def _level(base: str, asks: tuple[Ask, ...], users: int, seconds: float, server: Callable[[], list[int]]) -> dict[str, Any]:
    where = urlsplit(base)
    plan = Plan(where.hostname or "127.0.0.1", where.port or 80, asks, users, seconds)
    pids = server()
    contention, before = spin(), cpu_of(pids)
    seen = replay_plan(plan)
    views = max(1, len(seen["ms"]))
    told = summary(seen["ms"])
    used = cpu_of(pids) - before
    return {
        "views": len(seen["ms"]), "views_per_s": round(len(seen["ms"]) / seen["wall"], 2), "p50": told["p50"], "p95": told["p95"],
        "errors": len(seen["errors"]), "error_sample": seen["errors"][:3], "server_cpu_s_per_view": round(used / views, 4),
        "client_cpu_share": round(100 * seen["client_cpu"] / seen["wall"], 1), "kb_per_view": round(seen["bytes"] / views / 1000, 1),
        "memory": memory_of(pids), "contention": contention, "part_p50_ms": _by_part(seen["parts"]),
    }  # fmt: skip


def _by_part(parts: list[list[float]]) -> list[Any]:
    """p50 of each request of the view."""
    return [summary(list(times), 1)["p50"] for times in zip(*parts, strict=False)]


def _row(name: str, users: int, level: dict[str, Any]) -> list[Any]:
    keys = ("views", "views_per_s", "p50", "p95", "errors", "server_cpu_s_per_view", "client_cpu_share", "kb_per_view")
    return [name, users, *(level[key] for key in keys), level["memory"]["rss_mb"], level["contention"]]


def _values(found: dict[str, dict[int, dict[str, Any]]]) -> dict[str, float | None]:
    most = max(LEVELS)
    wall = found["wall"]
    values: dict[str, float | None] = {
        "views_per_s": wall[most]["views_per_s"],
        "errors": sum(level["errors"] for level in wall.values()),
        "server_cpu": wall[most]["server_cpu_s_per_view"],
        "p95": wall[most]["p95"],
        "floor_views_per_s": None,
        "share_of_floor": None,
    }
    if "floor" in found and found["floor"][most]["views_per_s"]:
        values["floor_views_per_s"] = found["floor"][most]["views_per_s"]
        values["share_of_floor"] = round(wall[most]["views_per_s"] / found["floor"][most]["views_per_s"], 2)
    return values


SUITE = Suite(
    name="replay",
    question="How many wall views a second does the server bear?",
    run=run,
    figures=(
        Figure(key="views_per_s", words="20 users replaying a warm view", unit="views/s", least=20),
        Figure(key="floor_views_per_s", words="The floor under the same 20 users", unit="views/s"),
        Figure(key="share_of_floor", words="Wall over floor in views a second", unit="×"),
        Figure(key="errors", words="Failed requests at 1, 5 and 20 users", unit="", most=0),
        Figure(key="server_cpu", words="Server CPU of a replayed view, 20 users", unit="s", most=0.05),
        Figure(key="p95", words="A whole view at 20 users, p95", unit="ms"),
    ),
)
