"""The API of the sources: the scorecards, and the rows that a score fails on, also as a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from api.asking import Asking
from api.files import FILE, NATURES, by_whom, leave
from api.models import Strict
from api.problem import DOCUMENTED
from api.sheets import Cell, Sheet
from components.panel import View
from components.panels.source_detail import cell_text, failures, rejected_of
from components.panels.source_scores import NAMES, cards
from components.sources import Sources
from data_access import scores
from data_access.feeds import System
from settings import settings

TAG = Tag(name="sources", description="数据来源：评分与未达的行")
LIMIT = 20_000
SHOWN = 200
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 404: DOCUMENTED, 503: DOCUMENTED}


class SourcePath(Strict):
    id: str = Field(pattern=r"^[0-9A-Za-z]{1,8}$", description="Code of the source system.")


class FailuresQuery(Strict):
    score: Literal["breadth", "depth", "precision", "timely", "steady"] = Field("breadth", description="Which score.")


class SourceModel(BaseModel):
    code: str
    name: str
    owner: str
    bureau: str
    net: str
    state: str
    rhythm_minutes: int | None
    last_arrived_at: datetime | None
    tables: list[str]
    scores: dict[str, float | None] = Field(description="In percent; null is unknown.")


class SourceList(BaseModel):
    count: int
    rows: list[SourceModel]


class FailureList(BaseModel):
    title: str
    count: int = Field(description="All failing rows, whatever the list shows.")
    lost: int = Field(description="What they take from the score.")
    heads: list[str]
    rows: list[list[str]]


class Failures(BaseModel):
    code: str
    score: str
    value: float | None
    part: int
    whole: int
    lists: list[FailureList]
    rejected: int = Field(description="Rejected rows of loads that are kept.")


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds the sources' addresses to the API."""

    @blueprint.get("/sources", tags=[TAG], summary="The source systems with their scores", responses={200: SourceList, 503: DOCUMENTED})
    def list_sources() -> Response:
        with _view(asking) as view:
            return _answer(_listed(view))

    @blueprint.get("/sources/<id>/failures", tags=[TAG], summary="The rows that a score fails on", responses={200: Failures, **ERRORS})
    def failures_of_source(path: SourcePath, query: FailuresQuery) -> Response:
        with _view(asking) as view:
            return _answer(_failures(asking, view, path.id, query.score))

    @blueprint.get("/sources/<id>/failures.csv", tags=[TAG], summary="The same as CSV", responses={**FILE, **ERRORS})
    def failures_csv(path: SourcePath, query: FailuresQuery) -> Response:
        with _view(asking) as view:
            return _file(asking, view, (path.id, query.score), "csv")

    @blueprint.get("/sources/<id>/failures.xlsx", tags=[TAG], summary="The same as a workbook", responses={**FILE, **ERRORS})
    def failures_xlsx(path: SourcePath, query: FailuresQuery) -> Response:
        with _view(asking) as view:
            return _file(asking, view, (path.id, query.score), "xlsx")


@contextmanager
def _view(asking: Asking) -> Iterator[View]:
    who = asking.identity()
    with asking.pinned() as marts:
        sources = Sources(marts=marts, store=asking.store(), changes=0)
        yield View(scope=who.scope, role=who.role.value, now=asking.now().astimezone(settings().tz), sources=sources)


def _listed(view: View) -> SourceList:
    found = cards(view)
    rows = []
    for one in found.held.systems:
        score = found.scores.get(one.code)
        rows.append(SourceModel(
            code=one.code, name=one.name, owner=one.state_of.owner, bureau=one.bureau, net=one.net, state=one.state(view.now),
            rhythm_minutes=one.state_of.rhythm, last_arrived_at=one.state_of.last_arrived_at, tables=list(one.tables),
            scores={name: score.value(name) if score else None for name in NAMES},
        ))  # fmt: skip
    return SourceList(count=len(rows), rows=rows)


def _one(asking: Asking, view: View, code: str) -> System:
    found = next((one for one in cards(view).held.systems if one.code == code), None)
    if found is None:
        raise asking.refuse(f"unknown source {code}", f"没有代码为 {code} 的来源系统。", "id")
    return found


def _failures(asking: Asking, view: View, code: str, name: str) -> Failures:
    one = _one(asking, view, code)
    score = cards(view).scores.get(code)
    part, whole = score.parts(name) if score else (0, 0)
    lists = [
        FailureList(title=title, count=failing.count, lost=failing.lost, heads=list(failing.heads), rows=_rows(failing, view))
        for title, failing in failures(view, one, name, SHOWN)
    ]
    refused = len(rejected_of(view.sources.marts, one)) if name == scores.PRECISION else 0
    return Failures(
        code=code, score=name, value=score.value(name) if score else None, part=part, whole=whole, lists=lists, rejected=refused
    )


def _rows(failing: scores.Failing, view: View) -> list[list[str]]:
    return [
        [cell_text(str(name), row[name], view.scope.province) for name in failing.rows.columns] for row in failing.rows.to_dict("records")
    ]


def _file(asking: Asking, view: View, asked: tuple[str, str], kind: str) -> Response:
    code, name = asked
    one = _one(asking, view, code)
    rows: list[list[Cell]] = []
    heads: list[str] = ["清单"]
    for title, failing in failures(view, one, name, LIMIT):
        heads = ["清单", *failing.heads] if len(failing.heads) + 1 > len(heads) else heads
        rows += [[title, *row] for row in _rows(failing, view)]
    if name == scores.PRECISION:
        rows += [
            ["装载拒收", f"第 {row.batch} 批" if row.batch else "未发布", row.file, row.row, row.column, row.value, row.reason]
            for row in rejected_of(view.sources.marts, one)
        ]
        heads += [""] * max(0, 7 - len(heads))
    nature = cards(view).held.whole["source.rows_total"].nature
    about = [
        ("内容", f"{one.name}（{code}）{NAMES[name]}未达的行"),
        ("数据性质", NATURES.get(nature, nature)),
        ("行数", f"{len(rows):,} 行"),
        *by_whom(asking),
    ]
    return leave(
        asking,
        Sheet(title=f"{code}{NAMES[name]}未达", about=about, heads=heads, rows=rows[:LIMIT]),
        kind,
        f"{code} {name} rows={len(rows)}",
    )


def _answer(model: BaseModel) -> Response:
    found = Response(model.model_dump_json(), content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found
