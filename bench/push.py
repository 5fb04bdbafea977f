"""The push benchmark, `python -m bench.push`: publication to receipt with 200 sockets, and what the parts need when idle."""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from websockets.asyncio.client import ClientConnection, connect

from data_access.transport import Bus
from tests.runtime.product import Product, running

TARGETS = {"p95_ms": 50.0, "idle_cpu_percent": 3.0, "supervisor_mb": 40.0}


async def _receive(held: ClientConnection, published: dict[str, float], took: list[float]) -> None:
    """Note how long each change took to arrive."""
    async for text in held:
        arrived = time.perf_counter()
        if '"changed"' in str(text):
            start = published.get(json.loads(text)["tables"][0])
            if start is not None:
                took.append((arrived - start) * 1000)


async def latency(product: Product, clients: int, messages: int) -> dict[str, Any]:
    """Publish `messages` changes to `clients` sockets; times in milliseconds."""
    address, cookie = f"ws://127.0.0.1:{product.port}/live/ws", {"Cookie": "yiping=s1"}
    opened = [await connect(address, additional_headers=cookie, origin=product.base, compression=None) for _ in range(clients)]  # type: ignore[arg-type]
    for held in opened:
        await held.send('{"hello": {"since": null, "page": "bench"}}')
        await held.recv()
    published: dict[str, float] = {}
    took: list[float] = []
    readers = [asyncio.create_task(_receive(held, published, took)) for held in opened]
    bus = Bus(f"unix://{product.home / 'valkey.sock'}")
    for number in range(messages):
        published[f"t{number}"] = time.perf_counter()
        await asyncio.to_thread(bus.publish, [f"t{number}"])
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)
    for held in opened:
        await held.close()
    await asyncio.gather(*readers, return_exceptions=True)
    cuts = statistics.quantiles(took, n=100)
    return {
        "clients": clients,
        "sent": clients * messages,
        "received": len(took),
        "p50_ms": cuts[49],
        "p95_ms": cuts[94],
        "max_ms": max(took),
    }


def needs(product: Product, seconds: float) -> dict[str, Any]:
    """CPU share of one core and memory of each part while nothing happens."""
    names = {part["pid"]: part["name"] for part in product.parts().values()} | {product.process.pid: "supervisor"}
    before = {process: sum(process.cpu_times()[:2]) for process in product.family()}
    time.sleep(seconds)
    used = {names.get(process.pid, "?"): (sum(process.cpu_times()[:2]) - start) / seconds * 100 for process, start in before.items()}
    memory = {names.get(process.pid, "?"): process.memory_info().rss / 1e6 for process in before}
    return {"cpu_percent": used, "idle_cpu_percent": sum(used.values()), "rss_mb": memory, "total_mb": sum(memory.values())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--messages", type=int, default=50)
    parser.add_argument("--idle", type=float, default=20)
    parser.add_argument("-o", type=Path, default=Path("bench/results/push.json"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as product:
        product.sign_in(s1="duty")
        found = asyncio.run(latency(product, given.clients, given.messages)) | {"load": psutil.getloadavg()[0]}
        found |= needs(product, given.idle)
    given.o.parent.mkdir(parents=True, exist_ok=True)
    given.o.write_text(json.dumps(found, indent=1))
    print(f"{found['received']}/{found['sent']} received by {found['clients']} sockets, load {found['load']:.1f}")
    print(
        f"publish → receipt  p50 {found['p50_ms']:.1f} ms  p95 {found['p95_ms']:.1f} ms (target {TARGETS['p95_ms']:.0f})  max {found['max_ms']:.1f} ms"
    )
    print(
        f"idle CPU {found['idle_cpu_percent']:.2f} % of a core (target {TARGETS['idle_cpu_percent']:.0f}), memory {found['total_mb']:.0f} MB"
    )
    for name in found["rss_mb"]:
        print(f"  {name:<11} {found['cpu_percent'][name]:5.2f} %  {found['rss_mb'][name]:6.1f} MB")


if __name__ == "__main__":
    main()
