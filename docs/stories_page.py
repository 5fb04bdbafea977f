"""The page of stories: `docs/stories.md`, how to write one, what a step may do, and the stories that come along."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, get_args

from demo import script, verbs
from demo.places import province_of
from geo.regions import regions_of
from settings import settings

PAGE = Path(__file__).parent / "stories.md"
HEAD = """# Stories

A story plays an incident in the demo province on a clock: alerts, orders, topics, cameras and readings change as they would in earnest, and
every screen follows. Browser tests, drills and the visitor's tour use them. All firms, people and figures in them are invented. This page is
written by `python -m docs.stories_page`.

```
yiping demo play --list
yiping demo play cold_store --speed 10
yiping demo play ./mine.toml --wait
yiping demo play --stop
yiping demo reset
```

The worker plays, each second, what is due; the record of the running story lies in the store and moves on in the transaction in which its
steps happen, so that nothing happens twice and a worker that died goes on. One story runs at a time. `--wait` plays along and prints each
step. What a person does to an alert of a story stays: the story leaves it alone from then on. Effects on the marts (a silent city, a late
source, added readings) end with the story; a city that has recovered stays recovered until midnight. `yiping demo reset` takes away all that
stories wrote.

## Writing one

A file in `demo/stories/` is a story by its name; any other file is one by its path.

```toml
title = "冷库超温"
about = "一条告警，确认后办结。"
province = "PROVINCE"

[[camera]]                 # optional: a camera that the story brings along
id = "hall-2"
name = "2 号库"
kind = "cold"
region = "COUNTY"          # regions by their code, names in comments
still = "cold"

[[step]]
at = "00:00:00"            # hours:minutes:seconds after the start, never earlier than the step before
do = "alert"
ref = "a"                  # the name by which later steps speak of it
level = "III"
title = "2 号库温度越限"
short = "冷库超温"          # for the ticker
region = "COUNTY"

[[step]]
at = "00:01:00"
do = "acknowledge"
alert = "a"
who = "沈青"
why = "现场核实"
```

An alert lives in this order: `acknowledge`, `dispatch`, `step` to 签收, 到场, 反馈, 核查, `close`; one that was not dispatched is closed after
`acknowledge`. With `count` and `over` one step raises a group of alerts; `joins` puts a single one into an earlier alert's group. `{county}`
and `{n}` in titles stand for the place and the number. A file with an unknown region, camera, source system, alert, level or key, or with
times that go back, is refused with its line before anything happens.
"""


def text() -> str:
    """The page."""
    place = province_of(regions_of(settings().province))
    head = HEAD.replace("PROVINCE", place.code).replace("COUNTY", place.counties[0].code)
    return f"{head}\n## What a step may do\n\n{_verbs()}\n## The stories that come along\n\n{_stories()}"


def _verbs() -> str:
    union = get_args(get_args(verbs.AnyVerb)[0])
    rows = "".join(f"| `{get_args(verb.model_fields['do'].annotation)[0]}` | {inspect.getdoc(verb)} | {_keys(verb)} |\n" for verb in union)
    return f"| `do` | what happens | keys (optional ones in brackets) |\n|---|---|---|\n{rows}"


def _keys(verb: Any) -> str:
    fields = {name: field for name, field in verb.model_fields.items() if name not in ("at", "do")}
    return ", ".join(f"`{name}`" if field.is_required() else f"[`{name}`]" for name, field in fields.items()) or "—"


def _stories() -> str:
    place = script.known_of(province_of(regions_of(settings().province)))
    found = [script.read(name, script.text_of(name), place) for name in script.names()]
    rows = "".join(f"| `{one.name}` | {one.script.title} | {one.script.about} | {one.length} |\n" for one in found)
    return f"| name | title | what happens | length |\n|---|---|---|---|\n{rows}"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
