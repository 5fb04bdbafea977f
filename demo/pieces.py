"""The pieces that a province's marts are made of: each is drawn alone, in any order, and becomes one batch file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from data_access.marts import Part
from data_access.staging import Piece
from demo.dimensions import dimensions
from demo.frames import TABLES, Span, frame
from demo.places import rules
from demo.plan import NATURE, SOURCE, Plan
from demo.registers import kitchens, remote_sites, site_days
from demo.things import parts as things


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A piece and how it is drawn. A drawing without any part is left out."""

    piece: Piece
    draw: Callable[[], list[Part]]


def history(plan: Plan) -> list[Drawn]:
    """All closed days of all tables, and what has no day."""
    settled = [_settled(plan, table) for table in things.TABLES]
    return [*(_closed(plan, table) for table in TABLES), _dimensions(plan), *settled, registers(plan)]


def registers(plan: Plan) -> Drawn:
    """The registers of sites, whole, as they stand today."""
    today = plan.now.date()

    def draw() -> list[Part]:
        stock = plan.things(today).stock
        return [
            Part(table=kitchens.TABLE, data=kitchens.frame(stock, today)),
            Part(table=remote_sites.TABLE, data=remote_sites.frame(stock)),
        ]

    return Drawn(piece=_piece("registers", today.isoformat(), plan.cut_off), draw=draw)


def moving(plan: Plan) -> Drawn:
    """What of the things is not settled, beside a whole that is published now."""
    piece = Piece(name="moving", stamp=plan.now.isoformat(), source=things.SOURCE, nature=things.NATURE, as_of=plan.cut_off)
    return Drawn(piece=piece, draw=lambda: things.moving_parts(plan.things(plan.now.date())))


def _settled(plan: Plan, table: str) -> Drawn:
    """The settled rows of one table of things, through yesterday."""
    view = plan.things(plan.now.date())
    return Drawn(piece=_piece(table, view.whole.isoformat(), plan.cut_off), draw=lambda: [things.settled(view, table)])


def today(plan: Plan) -> list[Drawn]:
    """What of today has come by now: the late table apart, with the cut-off of its own batch."""
    late = plan.gaps.late_table
    found = [("today", tuple(table for table in TABLES if table != late), plan.cut_off), ("today-late", (late,), plan.as_of(late))]
    return [
        Drawn(piece=_piece(name, plan.now.isoformat(), as_of), draw=lambda tables=tables: parts(plan, tables, {}))  # type: ignore[misc]
        for name, tables, as_of in found
    ]


def parts(plan: Plan, tables: tuple[str, ...], first: dict[str, date]) -> list[Part]:
    """Tables from a first day (today where none is given) to yesterday, or today alone; without those that have no rows."""
    drawn = {table: _told(plan, table, _span(plan, first.get(table))) for table in tables}
    return [Part(table=table, data=rows) for table, rows in drawn.items() if not rows.empty]


def _told(plan: Plan, table: str, span: Span) -> pd.DataFrame:
    """The rows of a table with what a running story added; what it added to hours falls to a single site, too."""
    rows = plan.effects.applied(table, frame(plan.seed, plan.province, table, span, plan.gaps))
    return site_days.with_story(rows, plan.effects.added) if table == site_days.TABLE else rows


def _span(plan: Plan, first: date | None) -> Span:
    today = plan.now.date()
    return Span(first, today - timedelta(days=1)) if first else Span(today, today)


def _closed(plan: Plan, table: str) -> Drawn:
    """The history of one table, in the place of whatever demo days there were."""
    first, whole = plan.first(table), (rules()["time"]["epoch"], plan.yesterday)

    def draw() -> list[Part]:
        rows = _told(plan, table, Span(first, plan.yesterday))
        return [] if rows.empty else [Part(table=table, data=rows, span=whole)]

    return Drawn(piece=_piece(table, f"{first}|{plan.stamp(table)}", plan.as_of(table)), draw=draw)


def _dimensions(plan: Plan) -> Drawn:
    first, last = plan.first("entity_daily") - timedelta(days=366), date(plan.now.year + 1, 12, 31)

    def draw() -> list[Part]:
        return [Part(table=name, data=rows) for name, rows in dimensions(plan.province, first, last).items()]

    return Drawn(piece=_piece("dimensions", f"{first}|{last}", plan.cut_off), draw=draw)


def _piece(name: str, stamp: str, as_of: datetime) -> Piece:
    return Piece(name=name, stamp=stamp, source=SOURCE, nature=NATURE, as_of=as_of)
