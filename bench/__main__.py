"""The command `python -m bench [NAME…] [--quick] [--write-docs]`: runs the benchmarks, prints and keeps what they found."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import time
import traceback
from collections.abc import Sequence

from bench.figures import Ground, Suite, SuiteFailed
from bench.floor import FloorServer, shared
from bench.machine import facts
from bench.product import RunningProduct
from bench.report import RESULTS, keep, missed, show, write_docs
from bench.suites import SUITES


def run(chosen: Sequence[Suite], *, quick: bool, long: bool = False) -> int:
    """Run the suites on one running product; the number of suites that could not run."""
    machine, folder = facts(), shared()
    where = f"{machine['cores']} cores, load {machine['load'][0]}, contention {machine['contention']}"
    print(f"{where}, {machine['browser']}, Python {machine['python']}")
    if folder is None:
        print("\n*** The shared bench folder is absent (set YIPING_SHARED): no floor page, so nothing to compare with. ***")
    RESULTS.mkdir(parents=True, exist_ok=True)
    failed: list[str] = []
    over: list[str] = []
    with contextlib.ExitStack() as stack:
        floor = stack.enter_context(FloorServer(folder)) if folder else None
        product = stack.enter_context(RunningProduct(RESULTS / "product.log"))
        print(f"The product runs on {product.base}, started in {product.started_in:.1f} s with a new home.")
        ground = Ground(product, floor, quick, long)
        for suite in chosen:
            if suite.needs_floor and floor is None:
                print(f"\n*** {suite.name}: SKIPPED, it needs the floor page. ***")
            elif not _one(suite, ground, over):
                failed.append(suite.name)
    print("\n== Targets not met" if over else "\n== All targets of the suites that ran are met.")
    for line in over:
        print(f"  {line}")
    if failed:
        print(f"\n*** Could not run: {', '.join(failed)} ***")
    return len(failed)


def _one(suite: Suite, ground: Ground, over: list[str]) -> bool:
    """Run one suite; False when it could not run."""
    began = time.monotonic()
    try:
        machine = facts()
        outcome = suite.run(ground)
    except SuiteFailed as failure:
        print(f"\n*** {suite.name}: {failure} ***")
        return False
    except Exception as error:
        print(f"\n*** {suite.name}: {type(error).__name__}: {error} ***")
        traceback.print_exc()
        return False
    show(suite, outcome)
    path = keep(suite, outcome, machine, quick=ground.quick)
    over += missed(suite, outcome.values)
    print(f"({time.monotonic() - began:.0f} s, load {machine['load'][0]} at its start; raw values in {path.name})", flush=True)
    return True


def main(argv: Sequence[str] | None = None) -> int:
    names = [suite.name for suite in SUITES]
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="The benchmarks of the wall. A target that is not met is told, not an error."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"suites to run (all: {', '.join(names)})")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: only to see that everything works")
    parser.add_argument("--long", action="store_true", help="the loads of alerts at their full length: ten minutes and one minute")
    parser.add_argument("--write-docs", action="store_true", help="write the kept results into docs/benchmarks.md and do nothing else")
    given = parser.parse_args(argv)
    if unknown := sorted({*given.names} - {*names}):
        parser.error(f"no suite is called {', '.join(unknown)}; there are {', '.join(names)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the product and the floor are stopped
    if given.write_docs:
        print(f"written: {write_docs().name}")
        return 0
    return 1 if run([suite for suite in SUITES if not given.names or suite.name in given.names], quick=given.quick, long=given.long) else 0


if __name__ == "__main__":
    sys.exit(main())
