"""The verbs of rules: what they list, refuse and judge."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from settings import settings

RUN = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPING_HOME", str(tmp_path))
    settings.cache_clear()


def test_rules_are_listed_with_their_family_and_example_mark() -> None:
    told = RUN.invoke(cli.build(), ["rule", "list"])
    assert told.exit_code == 0 and "食品安全\tfood_holders" in told.stdout and "（示例）" in told.stdout


def test_a_rule_shows_limit_source_edition_and_that_it_was_never_replayed() -> None:
    told = RUN.invoke(cli.build(), ["rule", "show", "equip_trapped_model"])
    assert told.exit_code == 0
    for word in ("限值\t", "依据\t", "版本\t", "最高级别\tII", "现行可达\tIII", "未回测"):
        assert word in told.stdout


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    told = RUN.invoke(cli.build(), ["rule", "show", "equip_trapped"])
    assert told.exit_code == 2 and "equip_trapped_model" in told.stderr


def test_a_rule_without_a_past_says_so() -> None:
    told = RUN.invoke(cli.build(), ["rule", "backtest", "clock_overdue"])
    assert told.exit_code == 1 and "现状" in told.stderr


def test_the_report_of_an_empty_store_counts_nothing() -> None:
    told = RUN.invoke(cli.build(), ["rule", "report"])
    assert told.exit_code == 0 and "food_holders\t0\t0\t0" in told.stdout


def test_a_temperature_log_is_judged_and_handed_in(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = [f"2026-11-01T{n // 60:02d}:{n % 60:02d}:00+08:00,{-10 if 60 <= n < 240 else -20}" for n in range(360)]
    log.write_text("at,celsius\n" + "\n".join(rows) + "\n")
    call = ["rule", "readings", str(log), "--product", "frozen", "--device", "T-1", "--region", "320623", "--submit"]
    told = RUN.invoke(cli.build(), call)
    assert told.exit_code == 0 and "超限\t180 分钟\t1440 度分" in told.stdout and "accepted" in told.stdout
    assert "duplicate" in RUN.invoke(cli.build(), call).stdout
    assert RUN.invoke(cli.build(), [*call[:4], "ice", *call[5:]]).exit_code == 1
