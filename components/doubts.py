"""The doubts about a number as its passport tells them: how many corrections are open, and what the last ones changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.passport import Look
from data_access.columns import short_name
from data_access.mart_tables import MARTS
from geo.regions import regions_of
from indicators import words

LAST = 2
Row = Mapping[str, Any]


def within(region: str | None, place: str) -> bool:
    """Whether a region lies in a place: a city's code ends in 00 and holds its counties."""
    return region == place or (region is not None and place.endswith("00") and region[:4] == place[:4])


def figure(value: float | None) -> str:
    """A corrected value in words."""
    return "未知" if value is None else f"{value:,.10g}"


def change_words(change: Row, province: str) -> str:
    """What was changed: place, time, the other keys, and the column with both values."""
    table = MARTS.tables[change["mart"]]
    key = dict(change["key"])
    region, at = regions_of(province).path(key.pop("region")), key.pop(table.info["time"])
    rest = " ".join(key.values())
    column = short_name(table.c[change["column"]])
    return f"{region} {at}{' ' + rest if rest else ''}　{column} {figure(change['old'])} → {figure(change['new'])}"


def drawn_line(waiting: Sequence[Row], stored: Sequence[Row], look: Look, *, links: bool) -> Any:
    """The line of a passport: None where nobody may doubt and nothing was corrected."""
    said: list[Any] = []
    if waiting:
        told = f"此数有 {len(waiting)} 项待核"
        said.append(html.A(told, href=f"/sources/corrections?id={waiting[0]['id']}") if links else html.Span(told))
    elif not stored:
        said.append(html.Span("在办 0 件", className="t2"))
    for row in stored[:LAST]:
        when = words.moment(row["stored_at"], look.now)
        line = f"{when} 更正　{change_words(row['change'], look.province)}（第 {row['batch']} 批）"
        said.append(
            html.Div(
                html.A(line, href=f"/sources/corrections?id={row['id']}") if links else line,
                className="cap num",
                **{"data-corrected": row["id"]},
            )
        )
    if len(stored) > LAST:
        said.append(html.Div(f"另有 {len(stored) - LAST} 件较早的更正", className="cap num"))
    return html.Div(said, **{"data-doubts": str(len(waiting))})
