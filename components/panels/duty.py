"""值班: who leads today and who is on duty now."""

from __future__ import annotations

from datetime import timedelta

from dash import html

from components.panel import Drawing, Panel, Reading, View
from data_access.stores import duty


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        found = duty.now(connection, view.now)
    known = found.lead or found.duty
    return Reading(data=found if known else None, as_of=found.starts_at, nature=found.nature, note="值班表未排")


def chart(reading: Reading, view: View) -> Drawing:
    found = reading.data
    rows = [("带班", found.lead), ("值班", found.duty)]
    return Drawing(body=[html.Div([html.Span(f"{word} ", className="t3"), " · ".join(names) if names else "未排"]) for word, names in rows])


PANEL = Panel(
    key="duty",
    title="值班",
    question="谁带班，谁值班？",
    owner="办公室",
    load=load,
    chart=chart,
    reads=frozenset({"duty"}),
    renew=timedelta(minutes=5),
    frame="duty",
)
