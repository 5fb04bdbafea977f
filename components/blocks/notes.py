"""The block of words: what the city has to say, as plain text."""

from __future__ import annotations

from dash import html

from components.blocks.place import Spot
from components.panel import Drawing, Reading, View


def load(spot: Spot, view: View) -> Reading:
    return Reading(data=spot.block.settings["text"], as_of=None)


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    lines = [html.P(line) for line in reading.data.split("\n") if line.strip()]
    return Drawing(body=html.Div(lines, className="cbx"), subtitle="市局撰写")
