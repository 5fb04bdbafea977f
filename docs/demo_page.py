"""The page of the demo province: `docs/demo.md` with its pictures, written from the generator: `python -m docs.demo_page`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data_access.mart_tables import MARTS
from demo.clusters import clusters
from demo.frames import TABLES
from demo.outages import outages
from demo.places import rules, systems
from demo.supervision import ANSWERS, COMPLAINTS, FILINGS, FINDINGS
from docs.demo_plots import MOMENT, PICTURES, plan

PAGE = Path(__file__).parent / "demo.md"
FOLDER = Path(__file__).parent / "pictures"
KINDS = {"silent": "全市未报送", "stopped": "来源停报", "late": "来源末批缺失"}
HEAD = """# The demo province 演示数据

Everything that the demo shows is invented: no number, alert, company, camera or person of it is real, and no threshold in it is a statutory limit.
Only the names and codes of regions and the working calendar are real. Pages, answers, exports and pictures of it are marked 演示数据.

    yiping demo build --seed 7 --scale province   # or small; without --seed the settings' own
    yiping demo status                            # which province stands; whether a build was cut off
    yiping demo checksums [--until DAY]           # a digest a table, from the values alone

This page and its pictures are written from the generator by `python -m docs.demo_page`, for the default seed and a fixed moment ({moment}).

## How the numbers are made

- **Every piece alone.** Each draw comes from a generator named by the seed, the table and the day. Any day of any table can be drawn alone, in any order,
  and is the same as in its history; a minute of today is the part of its day that has passed. So the same seed gives the same checksums, and a tick never rewrites
  what was. The checksums cover days that are older than ten days, in which nothing is still to come; tables without time column whole.
- **Size.** A county's expected count is its part of the province ({counties} counties in {cities} cities, `demo/data/`), times how lively its city lastingly is in that net, times how far the
  city has drifted from the province's growth.
- **Calendar.** Working days, weekends, statutory holidays and the weekend days worked in exchange (`alerts/data/calendar/`, after the published notices); the days
  beside the Spring Festival are slow; months have a season and a mood of their own; complaints rise after 15 March, 18 June and 11 November; every net grows year by year.
- **Stocks follow flows.** Entities in business at the end of a day are those of the day before, plus opened, minus closed and revoked, county by county, counted since {epoch}.
- **Parts are drawn from wholes**, so no numerator ever exceeds its denominator, not even within a day.

## The chain

The nets are coupled by what was drawn, not by a common trend: {chain}.
Complaints themselves follow a daily risk of the city, which kitchens' findings, samples, traced products and opinion feel too.

![滞后相关](pictures/demo-lags.svg)

## What it looks like

"""
CAPTIONS = {
    "demo-monthly": "Spring Festival months sink, March is the busiest of registration, yearly sampling plans are nearly done by November, and each year lies above the last.",
    "demo-years": "The same months of three years. February depends on when the festival falls.",
    "demo-cities": "Cities stand by their size, but not exactly: each net has its own liveliest cities.",
    "demo-week": "Offices rest at the weekend, registration goes on online, consumers complain on Sundays too.",
    "demo-festival": "Holidays, and the weekend days that are worked in exchange.",
    "demo-hours": "Opinion peaks late in the evening; cold stores suffer in the afternoon.",
    "demo-silence": "What was never reported is a gap, never a zero. Rare events stay rare and come in clusters.",
}


def text() -> str:
    """The page."""
    place = plan().province
    head = HEAD.format(
        moment=MOMENT.strftime("%Y-%m-%d %H:%M"), counties=len(place.counties), cities=len(place.cities), epoch=rules()["time"]["epoch"], chain=_chain()
    )  # fmt: skip
    shown = "".join(f"![{name}](pictures/{name}.svg)\n\n{says}\n\n" for name, says in CAPTIONS.items())
    return head + shown + _reach() + _gaps() + _clusters() + BUILDING


def _chain() -> str:
    days = [f"{cause.lags[0][0]}–{cause.lags[-1][0]}" for cause in (COMPLAINTS, FINDINGS, FILINGS, ANSWERS)]
    return (
        f"inspections of a city follow its complaints of {days[0]} days before (special ones nearly one for one, planned ones hardly), cases follow what "
        f"inspections found {days[1]} days before, cases are closed {days[2]} days after they were filed, complaints {days[3]} days after they came"
    )


def _reach() -> str:
    """The tables and how far back they go."""
    small = rules()["scale"]["small"]
    rows = [
        f"| `{table}` {MARTS.tables[table].info['zh']} | {plan().first(table)} | {'hour' if table.endswith('hourly') else 'month' if table.endswith('monthly') else 'day'} |\n"
        for table in TABLES
    ]
    return (
        "## The tables\n\n| table | from | grain |\n|---|---|---|\n"
        + "".join(rows)
        + "\nHours are many: cold chain keeps 13 months of them and opinion 25, "
        "so that a year can be set against the year before while any series stays quick to read; all other tables have 36 months and the present one. "
        f"The scale `small` has {small['months']} months of days and the present month of hours.\n\n"
    )


def _gaps() -> str:
    """What is missing now, and what was never delivered."""
    rule, place = rules()["gaps"], plan()
    stopped = "、".join(stop["source"] for stop in rule["stopped"])
    now = (
        f"## Gaps and outages\n\nNow, at every hour: {place.province.silent.name} has been silent since midnight; `{rule['late_table']}` is one batch behind; sources {stopped} have "
        f"stopped, {rule['late_source']} is late, {rule['never_source']} (of {len(systems())}) never delivered; the vaccine stores report nothing since {rule['vaccine_at']:%H:%M}. "
        "What a gap held back is delivered later, and the table's closed days are then published again.\n\n"
        "In the past, drawn from the seed between two fixed days and never made up for:\n\n| what | who | first day | days |\n|---|---|---|---|\n"
    )
    names = {city.code: city.name for city in place.province.cities} | {one.code: f"{one.code} {one.name}" for one in systems()}
    past = [one for one in outages(place.seed, place.province) if one.last >= place.first("entity_daily")]
    return now + "".join(f"| {KINDS[one.kind]} | {names[one.who]} | {one.first} | {one.days} |\n" for one in past) + "\n"


def _clusters() -> str:
    """The clusters of the last twelve months, by kind."""
    place = plan()
    first = date(MOMENT.year - 1, MOMENT.month, 1)
    found = [one for one in clusters(place.seed, place.province, first, place.yesterday) if one.first <= place.yesterday]
    names = {one.code: one.name for one in (*place.province.cities, *place.province.counties)}
    lines = []
    for rule in rules()["cluster"]:
        own = [one for one in found if one.name == rule["name"] and one.table == rule["table"]]
        newest = own[-1] if own else None
        last = (
            f"{newest.first} {names[newest.place]} {newest.member}, {newest.days} days, {newest.times:.0f} × at its height"
            if newest
            else "none"
        )
        lines.append(f"| {rule['name']} | `{rule['table']}` | {len(own)} | {last} |\n")
    head = f"## Clusters\n\nPlaces where for some days far more of one thing happens than usual. Since {first}:\n\n| cluster | table | number | the last one |\n|---|---|---|---|\n"
    return head + "".join(lines) + "\n"


BUILDING = """## Building, and going on

A build draws table after table into a staging folder, each into a file of its own with a record of what it was drawn from. When all are there, one switch puts them in the
place of the old province: a reader sees the old one or the new one. A build that is cut off leaves the old province as it was; `yiping demo build` with the same
plan goes on where it stopped, says so, and draws again only what has become another since (another day, a late batch that has come). A switch that was cut off is finished by
the next tick.

While the product is up, every minute publishes today's rows anew as one small batch. When a day has ended its month is published once more in one batch, and after three months the
history is published whole, so that files stay few. `python -m bench province` measures all of it; `docs/benchmarks.md` holds the figures. The scale `billion` is
reserved for the scale benchmark.
"""


def main() -> None:
    """Write the page and its pictures."""
    PAGE.write_text(text(), encoding="utf-8")
    for name, make in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(make().svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
