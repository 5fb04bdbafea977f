"""The tests of `yiping indicator …`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from typer.testing import CliRunner

from cli.indicator import app
from data_access.marts import Part, marts_of
from indicators.registry import registered
from settings import settings

RUN = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("YIPING_HOME", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def put_complaints() -> None:
    rows = pd.DataFrame(
        {"day": pd.date_range(date(2026, 10, 1), date(2026, 11, 20)), "region": "320102", "topic": "食品", "channel": "12315"}
    )
    rows = rows.assign(received=30, accepted=29, closed=20, on_time=19, overdue=2, recovered=0)
    as_of = datetime(2026, 11, 20, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    marts_of(settings()).publish([Part(table="complaint_daily", data=rows)], source="office", nature="production", as_of=as_of)


def test_the_list_can_be_searched() -> None:
    assert len(RUN.invoke(app, ["list"]).stdout.splitlines()) == len(registered())
    assert "complaint.on_time_rate" in RUN.invoke(app, ["list", "--search", "按期办结"]).stdout


def test_one_indicator_is_shown_with_its_definition() -> None:
    assert "新设户数减注销户数" in RUN.invoke(app, ["show", "entity.net"]).stdout


@pytest.mark.row("O-03")
def test_a_counted_number_is_shown_but_has_no_value_by_date() -> None:
    assert "业务库计数" in RUN.invoke(app, ["list", "--search", "camera.live"]).stdout
    shown = RUN.invoke(app, ["show", "alert.open.I"]).stdout
    assert "counted" in shown and "特别重大" in shown
    result = RUN.invoke(app, ["value", "alert.open"])
    assert result.exit_code == 2
    assert "counted in the store (alert)" in result.stderr


def test_an_unknown_code_ends_with_a_hint() -> None:
    for verb in ("show", "value"):
        result = RUN.invoke(app, [verb, "entity.opend"])
        assert result.exit_code == 2
        assert "did you mean entity.opened" in result.stderr


@pytest.mark.row("K-05")
def test_a_value_is_read_from_the_marts(home: Path) -> None:
    put_complaints()
    text = RUN.invoke(app, ["value", "complaint.received", "--region", "320100"]).stdout
    assert "投诉举报接收\t600 件" in text
    assert "环比\t持平" in text
    assert "2026-11-20T23:59:59+08:00" in text
    assert "300 件" in RUN.invoke(app, ["value", "complaint.received", "--at", "2026-10-10"]).stdout


@pytest.mark.row("K-03")
def test_a_value_without_data_says_so(home: Path) -> None:
    result = RUN.invoke(app, ["value", "entity.stock"])
    assert result.exit_code == 0
    assert "在营主体\t无数据" in result.stdout


@pytest.mark.parametrize("wrong", [["--at", "yesterday"], ["--region", "110000"], ["--region", "x"]])
def test_a_wrong_option_is_named(home: Path, wrong: list[str]) -> None:
    result = RUN.invoke(app, ["value", "entity.stock", *wrong])
    assert result.exit_code == 2
    assert wrong[1] in result.stderr


def test_the_catalogue_is_exported_whole(tmp_path: Path) -> None:
    assert len(json.loads(RUN.invoke(app, ["export"]).stdout)) == len(registered())
    assert RUN.invoke(app, ["export", "-o", str(tmp_path / "all.json")]).exit_code == 0
    assert RUN.invoke(app, ["export", "-o", str(tmp_path / "all.csv")]).exit_code == 0
    with (tmp_path / "all.csv").open(encoding="utf-8-sig") as file:
        assert [row["code"] for row in csv.DictReader(file)] == list(registered())
    assert RUN.invoke(app, ["export", "-o", str(tmp_path / "all.xlsx")]).exit_code == 2
    assert "cannot be written" in RUN.invoke(app, ["export", "-o", str(tmp_path / "none" / "all.csv")]).stderr


@pytest.mark.row("O-03")
def test_the_watch_lists_value_band_state_and_data_time(home: Path) -> None:
    put_complaints()
    lines = [line.split("\t") for line in RUN.invoke(app, ["watch", "core"]).stdout.splitlines()]
    assert len(lines) == 20 and all(len(line) == 7 for line in lines)
    known = {line[1]: line for line in lines}
    assert known["complaint.on_time_rate_30_days"][3] == "95.0%"
    assert known["complaint.on_time_rate_30_days"][6].startswith("2026-11-20T23:59:59")
    assert (known["trace.complete_rate_30_days"][3], known["trace.complete_rate_30_days"][5]) == ("无数据", "未知")
    assert len(RUN.invoke(app, ["watch"]).stdout.splitlines()) == 114
    refused = RUN.invoke(app, ["watch", "all"])
    assert refused.exit_code == 2 and "there is no watch" in refused.stderr


@pytest.mark.row("O-03")
def test_the_export_holds_bands_their_sources_and_the_watch(tmp_path: Path) -> None:
    RUN.invoke(app, ["export", "-o", str(tmp_path / "all.csv")])
    rows = list(csv.DictReader((tmp_path / "all.csv").open(encoding="utf-8-sig")))
    assert len(rows) == len(registered())
    watched = [row for row in rows if row["watch"]]
    assert len(watched) == 114 and all(row["band_source"] for row in watched)
