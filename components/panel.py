"""The panel mechanism: one framed view, its honest state, and the one batched answer of a page.

A page is a list of panels in a layout. `answer` reads all panels of a page (or the named ones) in one go, cut to the caller's
scope; the browser's `yiping.draw` puts the answer on the screen. A panel never breaks its page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from data_access.scope import Scope


class State(StrEnum):
    """What a panel honestly is. Grey patterns and words tell them apart, never an alert colour."""

    LOADING = "loading"
    OK = "ok"
    STALE = "stale"
    NODATA = "nodata"
    PARTIAL = "partial"
    ERROR = "error"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, kw_only=True)
class View:
    """Who looks, when, and at what: all that a panel may depend on."""

    scope: Scope
    role: str
    now: datetime
    sources: Any
    """The open sources, `components.sources.Sources`: one pinned snapshot of the marts and one read of the store."""
    params: Mapping[str, str] = field(default_factory=dict)
    boards: Mapping[str, Any] = field(default_factory=dict)
    """The boards of the product by name, `components.board.Board`, for panels that tell where a number or a source is used."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a panel's `load` gives: the data and where they come from.

    `as_of` is the data's own time (None: no data ever). `rhythm` is the time after which new data are due; past it the panel is stale.
    `missing` names the regions that have not reported: the panel is partial. `nature` is production, sample (样本) or demo (演示数据).
    """

    data: Any
    as_of: datetime | None
    rhythm: timedelta | None = None
    batch: int | None = None
    missing: tuple[str, ...] = ()
    of: int = 0
    """How many regions should have reported; with `missing` it gives "12/13 市"."""
    nature: str = "production"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What a panel's `chart` gives: a tree of dash components and, by slot name, ECharts options.

    A slot is an element with ``data-chart="<slot>"`` in the tree.
    """

    body: Any
    charts: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    subtitle: Any = ""
    """Replaces the panel's own subtitle when the data have something to say: text, or a tree with numbers in it."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One framed view: a name, the question it answers, the office that owns it, and how it is read and drawn."""

    key: str
    title: str
    question: str
    owner: str
    load: Callable[[View], Reading]
    chart: Callable[[Reading, View], Drawing]
    roles: frozenset[str] = frozenset()
    """Roles that may see it; empty: every role that may open the page."""
    reads: frozenset[str] = frozenset()
    """Names of marts and store tables whose change makes this panel change."""
    subtitle: str = ""
    renew: timedelta | None = None
    """For a panel that depends on the hour though nothing new has come (近 30 分钟): it is drawn anew after this time."""
    frame: str = ""
    """Extra CSS classes of the frame."""
    needs: frozenset[str] = frozenset()
    """Names of the page's parameters that it depends on; it sees no others."""
    edition: str = ""
    """Of a panel that is made of data: what it was made of. It stands in the cache's key, so that no other's answer is taken for its own."""
    size: int | None = None
    """Of a panel that is made of data: how wide it is wanted; 0 stands in a strip."""
