"""The measuring instruments: browser loads, CPU and memory of processes, contention, percentiles."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from bench.figures import SuiteFailed

VIEW = {"width": 1920, "height": 1080}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WAIT = 60_000
SETTLE = 400
"""Milliseconds that a page has after its last mark, so that what it still asks of the server is counted."""
READY = "document.body && document.body.dataset.ready === 'true'"
DASH = (
    "window.dash_clientside && window.dash_clientside.set_props && (f => f.length && f.every(x => x.firstElementChild))"
    "([...document.querySelectorAll('#_pages_content [data-board] [data-panel], #_pages_content [data-board][data-panel]')])"
)
# A condition is looked at in every animation frame; once it is true, two more frames pass, so that it was painted.
WATCH = """(() => { const at = window.__at = {}; const watch = (name, test) => { const look = () => {
  let yes = false; try { yes = !!test(); } catch (e) { at["error " + name] = String(e); }
  if (yes) requestAnimationFrame(() => requestAnimationFrame(() => { at[name] = performance.now(); })); else requestAnimationFrame(look); };
  requestAnimationFrame(look); };
  TESTS })();"""
UNTIL = """([given, wait]) => new Promise((done, fail) => { const test = (TEST), end = performance.now() + wait;
  const look = () => { const found = test(given); if (found) done(found);
    else if (performance.now() > end) fail(new Error(`not within ${wait} ms: ${JSON.stringify(given)} ${JSON.stringify(window.__at || {})}`));
    else setTimeout(look, 20); }; look(); })"""


def chromium() -> str:
    """The browser's program. Raises SuiteFailed where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        raise SuiteFailed("No Chromium on this machine: install it (on Debian: apt-get install chromium fonts-noto-cjk).")
    return found


class Browser:
    """A headless browser, as a context manager."""

    def __enter__(self) -> Browser:
        self._play: Playwright = sync_playwright().start()
        self._running = self._play.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        self.version = self._running.version
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._running.close()
        self._play.stop()

    def context(self, storage: Any = None, marks: Mapping[str, str] | None = None) -> BrowserContext:
        """A context with an empty cache. `marks`: name → the condition whose moment is noted in `window.__at`."""
        made = self._running.new_context(viewport=VIEW, storage_state=storage)  # type: ignore[arg-type]
        if marks:
            tests = " ".join(f"watch({name!r}, () => ({test}));" for name, test in marks.items())
            made.add_init_script(WATCH.replace("TESTS", tests))
        return made


def load(page: Page, url: str, marks: Sequence[str]) -> dict[str, float]:
    """Open an address and wait for all marks; milliseconds since the navigation began, by mark."""
    page.goto(url, wait_until="commit", timeout=WAIT)
    found: dict[str, float] = until(page, "names => names.every(name => window.__at[name] !== undefined) && window.__at", list(marks))
    return {name: found[name] for name in marks}


def until(page: Page, test: str, given: Any, wait: int = WAIT) -> Any:
    """What a function of the page gives once it gives something. Raises the browser's error when it does not within `wait` ms.

    Playwright's own waiting compiles text inside the page, which a strict content policy forbids.
    """
    return page.evaluate(UNTIL.replace("TEST", test), [given, wait])


def open_wall(context: BrowserContext, url: str) -> Page:
    """A wall page on which Dash has started. The context must watch the marks `ready` and `dash`."""
    page = context.new_page()
    load(page, url, ("ready", "dash"))
    return page


WALL_MARKS = {"ready": READY, "dash": DASH}


@dataclass
class Traffic:
    """What a page loaded over HTTP, by the browser's own count of the bytes on the wire."""

    requests: int = 0
    """Those that went to the server, not those that the cache answered."""
    total: float = 0
    fonts: float = 0
    addresses: dict[str, int] = field(default_factory=dict)
    _known: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def listen(self, context: BrowserContext, page: Page) -> None:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    @property
    def kilobytes(self) -> float:
        """kB without fonts."""
        return round((self.total - self.fonts) / 1000, 1)

    def told(self) -> dict[str, Any]:
        largest = dict(sorted(self.addresses.items(), key=lambda pair: -pair[1])[:12])
        return {"requests": self.requests, "bytes": int(self.total), "font_bytes": int(self.fonts), "largest": largest}

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"].split("?")[0]
        self._known[event["requestId"]] = (url, event.get("type") == "Font" or url.endswith((".woff2", ".woff", ".ttf")))

    def _came(self, event: dict[str, Any]) -> None:
        url, font = self._known.get(event["requestId"], ("?", False))
        size = event.get("encodedDataLength", 0)
        self.requests += size > 0
        self.total += size
        self.fonts += size if font else 0
        self.addresses[url] = self.addresses.get(url, 0) + int(size)


def tree(pid: int) -> list[psutil.Process]:
    """A process and all its descendants that are alive."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """User and system CPU time so far, with that of ended children."""
    used = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        used += times.user + times.system + times.children_user + times.children_system
    return used


def cpu_of(pids: Iterable[int]) -> float:
    """CPU seconds of the trees of these processes so far, as fine as the system tells."""
    return sum(_fine(process) for pid in pids for process in tree(pid))


def _fine(process: psutil.Process) -> float:
    """A process's CPU seconds by the scheduler's own count, which knows no ticks of 10 ms; by ticks where there is none."""
    try:
        counts = [task.read_text().split()[0] for task in Path(f"/proc/{process.pid}/task").glob("*/schedstat")]
    except OSError:
        counts = []
    return sum(map(int, counts)) / 1e9 if counts else cpu_seconds([process])


def browser_cpu() -> float:
    """CPU seconds of the browsers that this process started."""
    return cpu_seconds(process for process in psutil.Process().children(recursive=True) if "chrom" in _name(process))


def memory_of(pids: Iterable[int]) -> dict[str, float]:
    """Resident and proportional memory of process trees, MB."""
    rss = pss = count = 0.0
    for process in (process for pid in pids for process in tree(pid)):
        try:
            held = process.memory_full_info()
        except psutil.Error:
            continue
        rss, pss, count = rss + held.rss, pss + getattr(held, "pss", held.rss), count + 1
    return {"rss_mb": round(rss / 1e6, 1), "pss_mb": round(pss / 1e6, 1), "processes": count}


def spin(cpu: float = 0.04) -> float:
    """Wall time over CPU time of a short spin: 1 is a free core, 5 means that five others want it."""
    wall, used = time.perf_counter(), time.process_time()
    while time.process_time() - used < cpu:
        pass
    return round((time.perf_counter() - wall) / cpu, 2)


def percentile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile; None of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share / 100 * (len(ordered) - 1)))] if ordered else None


def summary(values: Sequence[float], digits: int = 0) -> dict[str, Any]:
    """n, p50, p95, min and all values."""
    if not values:
        return {"n": 0, "p50": None, "p95": None, "min": None, "all": []}
    worst = percentile(values, 95)
    shown = {"n": len(values), "p50": statistics.median(values), "p95": worst, "min": min(values)}
    return {**{k: round(v, digits) for k, v in shown.items() if v is not None}, "all": [round(v, digits) for v in values]}


def median(values: Sequence[float], digits: int = 2) -> float | None:
    return round(statistics.median(values), digits) if values else None


def wait_until(true: Callable[[], Any], seconds: float, what: str, pause: float = 0.05) -> Any:
    """What `true` gives once it gives something. Raises SuiteFailed, naming `what`, when it does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(pause)
    raise SuiteFailed(f"{what} did not come within {seconds:.0f} s.")


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return ""
