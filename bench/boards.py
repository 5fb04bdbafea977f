"""Boards: the nets, themes, city boards, platform, sources and the map beside the floor page."""

from __future__ import annotations

from bench.desk_views import Desks, figures, measured
from bench.figures import Suite

DESKS = Desks(
    pages={
        "net": "/net/registration", "enforcement": "/net/enforcement", "kitchen": "/theme/kitchen", "cold_chain": "/theme/cold-chain",
        "equipment": "/theme/equipment", "supervision": "/theme/supervision", "city": "/city/320600", "platform": "/platform",
        "sources": "/sources", "map": "/map",
    },
    following=("/net/registration", "/theme/kitchen"),
    chosen_on="/net/registration",
    choices=(
        "period-month", "area-south", "period-rolling", "area-middle", "period-year", "area-north", "period-month", "area-all",
    ),
)  # fmt: skip
SUITE = Suite(
    name="boards",
    question="How long until a board is drawn, and how fast does it answer a choice?",
    needs_floor=True,
    run=lambda ground: measured(ground, DESKS),
    figures=figures(DESKS),
)
