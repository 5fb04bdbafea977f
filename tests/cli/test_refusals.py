"""Tests of what every verb says when a knob, the marts or the home cannot be used: a sentence with the remedy, never a trace."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.data_access.making import csv_file
from tests.runtime.product import ROOT, command, environment

GOOD = "2024-01-01,320102,A,enterprise,5,,,100"


def yiping(home: Path, *words: str, **more: str) -> tuple[int, str, str]:
    done = subprocess.run(command(*words), env=environment(home, **more), cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "knob", "value", "said"),
    [
        ("mart list", "YIPING_PORT", "99999", "less than or equal to 65535"),
        ("mart list", "YIPING_TIMEZONE", "Mars/Base", "there is no time zone"),
        ("doctor", "YIPING_DEMO", "perhaps", "valid boolean"),
        ("user list", "YIPING_PROVINCE", "32", "match pattern"),
        ("serve", "YIPING_LOG_LEVEL", "LOUD", "DEBUG|INFO|WARNING|ERROR"),
        ("serve", "YIPING_PROVINCE", "999999", "regions.csv"),
        ("serve", "YIPING_MARTS_URL", "mysql://host/name", "内嵌的 DuckDB"),
        ("serve", "YIPING_STORE_URL", "nonsense", "sqlite:////"),
        ("serve", "YIPING_REDIS_URL", "nonsense", "redis://"),
        ("serve", "YIPING_HOST", "999.1.1.1", "999.1.1.1"),
        ("serve --demo", "YIPING_HOST", "0.0.0.0", "start without --demo"),  # noqa: S104
        ("serve", "YIPING_SECRET_KEY", "x" * 31, "at least 32"),
        ("web", "YIPING_SECRET_KEY", "changeme", "weak"),
    ],
)
def test_a_knob_that_cannot_be_used_is_named_with_the_remedy(tmp_path: Path, words: str, knob: str, value: str, said: str) -> None:
    code, _, err = yiping(tmp_path, *words.split(), **{knob: value})
    assert code != 0
    assert knob in err
    assert said in err
    assert "Traceback" not in err
    assert not (tmp_path / "marts").exists()


def test_a_secret_is_never_repeated_in_a_refusal(tmp_path: Path) -> None:
    _, out, err = yiping(tmp_path, "serve", YIPING_SECRET_KEY="my-own-short-secret")
    assert "my-own-short-secret" not in out + err


@pytest.mark.parametrize("words", [("indicator", "value", "entity.opened", "--region", "320000"), ("mart", "list"), ("mart", "verify")])
def test_marts_that_cannot_be_read_are_told_in_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "catalogue.json").write_text("{")
    code, _, err = yiping(tmp_path, *words)
    assert code == 1
    assert "catalogue.previous.json" in err
    assert "Traceback" not in err


def test_a_batch_loaded_into_a_home_whose_store_is_damaged_is_published_and_says_who_was_not_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "store.sqlite").write_bytes(b"no database " * 1000)
    code, out, err = yiping(home, "mart", "load", "entity_daily", str(csv_file(tmp_path, GOOD)))
    assert code == 0
    assert "发布 1 行" in out
    assert "没能通知已打开的页面" in err


def test_unknown_region_codes_are_handed_back_and_the_counts_add_up(tmp_path: Path) -> None:
    rows = [GOOD, "2024-01-02,999999,A,enterprise,5,,,100", "2024-01-03,32010,A,enterprise,5,,,100"]
    code, out, err = yiping(tmp_path, "mart", "load", "entity_daily", str(csv_file(tmp_path, *rows)))
    assert code == 0
    assert "读入 3 行 = 发布 1 行 + 拒收 2 行" in out
    rejects = next((tmp_path / "marts" / "rejects").glob("*.csv"))
    assert str(rejects) in err
    assert len(rejects.read_text("utf-8-sig").splitlines()) == 3
