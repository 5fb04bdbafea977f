"""The catalogue on the page of indicators: the tables of `docs/indicators.md`, written from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indicators.counted import Counted
from indicators.declaration import Band, Indicator
from indicators.registry import catalogue, counted, registered

PAGE = Path(__file__).parent / "indicators.md"
BEGIN, END = "<!-- catalogue -->", "<!-- /catalogue -->"
HEAD = "| code | name | unit | definition | owner | normal band | watch |\n|---|---|---|---|---|---|---|"


def text() -> str:
    """The page: what is written by hand, and the catalogue between its marks."""
    kept = PAGE.read_text("utf-8")
    before, rest = kept.split(BEGIN, 1)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{rest.split(END, 1)[1]}"


def tables() -> str:
    """All registered numbers, one table a family."""
    core, run = (sum(one.watch == watch for one in catalogue().values()) for watch in ("core", "run"))
    told = f"{len(catalogue())} indicators and {len(counted())} counted numbers; {core} are watched as the core, {run} in the daily run."
    return "\n".join([told, *_families()]) + "\n"


def _families() -> Iterator[str]:
    for family in dict.fromkeys(one.family for one in registered().values()):
        yield f"\n### {family}\n\n{HEAD}"
        for one in registered().values():
            if one.family == family:
                yield _row(one)


def _row(one: Indicator | Counted) -> str:
    band, watch = (one.band, one.watch) if isinstance(one, Indicator) else (None, "counted")
    cells = (f"`{one.code}`", one.name, one.unit or "—", one.wording, one.owner, _band(band), watch)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _band(band: Band | None) -> str:
    if band is None:
        return ""
    low, high = ("" if end is None else f"{end:,g}" for end in (band.low, band.high))
    ends = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    return f"{ends}（{band.source}）"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
