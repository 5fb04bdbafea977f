"""A board: a page's list of panels, and the one batched answer that draws them.

The answer holds one JSON text a panel. It does not depend on the clock: it names the moment at which the data become
old (`due`), so that the browser turns the panel stale at that moment even when nothing comes any more.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from components.feeding import feeds_of
from components.flags import flags_of
from components.panel import Drawing, Panel, Reading, State, View
from components.printer import to_html
from data_access.arrivals import LATE
from data_access.cache import AnswerCache, Key
from data_access.centre.reading import Lacking
from data_access.scope import Scope

log = logging.getLogger("yiping.panel")
VARIABLE = re.compile(r"<\w+>")
NOTHING = "~"


@dataclass(frozen=True, kw_only=True)
class Board:
    """A page made of panels. `layout` places the frames; `name` is what `body[data-page]` says."""

    name: str
    title: str
    path: str
    panels: tuple[Panel, ...]
    layout: Callable[[Board], Any]
    params: frozenset[str] = frozenset()
    """Names of the parameters that an ask may carry, the variable parts of the address among them; all others are dropped."""

    admits: Callable[[Scope, Mapping[str, str]], int] = lambda scope, params: 200
    """Whether the parameters name what exists (else 404) and what the scope holds (else 403): asked before anything is read."""

    frames: tuple[str, ...] = ()
    """Origins of other systems that the page may show in frames."""

    made: Callable[[Board, Any, Mapping[str, str]], Board] | None = None
    """Of a board that is made of data: the board as it is for a store and parameters, with its panels and its title."""

    def of(self, store: Any, params: Mapping[str, str]) -> Board:
        """The board with all panels that it has for these parameters."""
        return replace(self.made(self, store, params), made=None) if self.made else self

    def panel(self, key: str) -> Panel:
        return next(p for p in self.panels if p.key == key)

    def parts_of(self, path: str) -> dict[str, str] | None:
        """The variable parts of an address of this page; None for an address of another."""
        wanted, given = self.path.split("/"), path.rstrip("/").split("/")
        if len(wanted) != len(given):
            return None
        pairs = list(zip(wanted, given, strict=True))
        if any(want != have and not (VARIABLE.fullmatch(want) and have) for want, have in pairs):
            return None
        return {want[1:-1]: have for want, have in pairs if VARIABLE.fullmatch(want)}

    def address(self, params: Mapping[str, str]) -> str:
        """The address that these parameters lead to: what the policy is asked about. A part that is missing names nothing that exists."""
        return VARIABLE.sub(lambda part: params.get(part[0][1:-1]) or NOTHING, self.path)

    def counted_as(self, params: Mapping[str, str]) -> str:
        """The address under which its views are counted: each region's board by itself, all others of one page together."""
        return self.path.replace("<adcode>", params.get("adcode", "<adcode>"))


def answer(board: Board, view: View, cache: AnswerCache, keys: Collection[str] | None = None, pool: Executor | None = None) -> str:
    """The JSON text that draws the named panels (all when `keys` is None): `{"page","now","changes","feeds","flags","panels":[…]}`.

    With a pool, panels that are not in the cache are read side by side: the engines work outside Python's lock.
    """
    board = board.of(view.sources.store, view.params) if board.made else board
    wanted = [p for p in board.panels if keys is None or p.key in keys]
    known = {panel.key: _cached(board, panel, view, cache) for panel in wanted}
    missing = [panel for panel in wanted if known[panel.key] is None]
    work = pool.map if pool and len(missing) > 1 else map
    known |= zip((p.key for p in missing), work(lambda panel: _panel_text(board, panel, view, cache), missing), strict=True)
    parts = ",".join(known[panel.key] or "" for panel in wanted)
    said: dict[str, Any] = {"page": board.name, "now": view.now.isoformat(), "changes": view.sources.changes}
    said |= {"feeds": feeds_of(board.panels, view), "flags": flags_of(view)} | ({"params": dict(view.params)} if board.params else {})
    head = json.dumps(said, ensure_ascii=False)
    return f'{head[:-1]}, "panels":[{parts}]}}'


def _seen(panel: Panel, view: View) -> View:
    """The view with the parameters that the panel depends on: it is not drawn anew for the others."""
    return replace(view, params={name: value for name, value in view.params.items() if name in panel.needs}) if view.params else view


def _key(board: Board, panel: Panel, view: View) -> Key:
    turn = int(view.now.timestamp() // panel.renew.total_seconds()) if panel.renew else 0
    versions = (*view.sources.version(panel.reads), turn, view.role)
    what = f"{board.name}/{panel.key}" + (f"/{panel.edition}" if panel.edition else "")
    return Key(what, view.scope, versions, tuple(sorted(_seen(panel, view).params.items())))


def _cached(board: Board, panel: Panel, view: View, cache: AnswerCache) -> str | None:
    if panel.roles and view.role not in panel.roles:
        return _text(panel, {"state": State.FORBIDDEN, "html": "", "note": panel.owner})
    return cache.peek(_key(board, panel, view))


def _panel_text(board: Board, panel: Panel, view: View, cache: AnswerCache) -> str:
    key = _key(board, panel, view)
    try:
        return cache.get(key, lambda: _drawn(panel, _seen(panel, view)))
    except Exception as failure:  # noqa: BLE001 - a panel never breaks its page
        log.exception("panel %s of %s failed", panel.key, board.name)
        return _failed(panel, cache.last(key), failure, view.now)


def _drawn(panel: Panel, view: View) -> str:
    reading = panel.load(view)
    if reading.as_of:  # one clock on the whole screen: the province's
        reading = replace(reading, as_of=reading.as_of.astimezone(view.now.tzinfo))
    if reading.data is None:
        return _text(panel, {**_meta(reading), "state": State.NODATA, "html": "", "charts": {}})
    drawing: Drawing = panel.chart(reading, view)
    state = State.PARTIAL if reading.missing else State.OK
    content = {**_meta(reading), "state": state, "html": to_html(drawing.body), "charts": dict(drawing.charts)}
    return _text(panel, content, drawing.subtitle)


def _meta(reading: Reading) -> dict[str, Any]:
    due = reading.as_of + reading.rhythm * LATE if reading.as_of and reading.rhythm else None
    return {
        "asOf": _iso(reading.as_of),
        "due": _iso(due),
        "rhythm": reading.rhythm.total_seconds() if reading.rhythm else None,
        "missing": list(reading.missing),
        "of": reading.of,
        "nature": reading.nature,
        "note": reading.note,
        "batch": reading.batch,
    }


def _failed(panel: Panel, last: str | None, failure: Exception, now: datetime) -> str:
    """The last good drawing, marked as failed, or the bare failure. The failure's own text stays in the log, but for what a data center
    has to mend: that is said.
    """
    kept = json.loads(last) if last else {"html": "", "charts": {}}
    said = {"why": str(failure)} if isinstance(failure, Lacking) else {}
    return _text(panel, {**kept, **said, "state": State.ERROR, "failedAt": _iso(now), "code": type(failure).__name__})


def _text(panel: Panel, content: dict[str, Any], subtitle: Any = "") -> str:
    fixed = {
        "key": panel.key,
        "title": panel.title,
        "subtitle": to_html(subtitle or panel.subtitle),
        "owner": panel.owner,
        "reads": sorted(panel.reads),
        **({"renew": panel.renew.total_seconds()} if panel.renew else {}),
        **({"needs": sorted(panel.needs)} if panel.needs else {}),
    }
    text = json.dumps({**content, **fixed}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
    return f'{text[:-1]},"hash":"{digest}"}}'


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
