"""Desks: the analysis pages beside the floor page."""

from __future__ import annotations

from bench.desk_views import Desks, figures, measured
from bench.figures import Suite

DESKS = Desks(
    pages={"business": "/business", "indicators": "/indicators"},
    following=("/business", "/business/indices"),
    chosen_on="/business",
    choices=(
        "period-month", "kind-enterprise", "area-south", "period-rolling", "kind-individual", "area-middle", "kind-all", "period-year",
        "area-north", "split-city", "zombies-with", "area-all",
    ),
)  # fmt: skip
SUITE = Suite(
    name="desks",
    question="How long until an analysis page is drawn, and how fast does it answer a choice?",
    needs_floor=True,
    run=lambda ground: measured(ground, DESKS),
    figures=figures(DESKS),
)
