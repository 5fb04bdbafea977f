"""Tests of the mart verbs as an operator types them."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import cli
from settings import settings
from tests.data_access.making import csv_file

GOOD = "2024-01-01,320102,A,enterprise,5,,,100"


@pytest.fixture
def yiping(tmp_path, monkeypatch):
    monkeypatch.setenv("YIPING_HOME", str(tmp_path / "var"))
    settings.cache_clear()
    root = cli.build()
    yield lambda *words: CliRunner().invoke(root, ["mart", *map(str, words)])
    settings.cache_clear()


def test_load_list_and_verify(yiping, tmp_path):
    assert "还没有批次" in yiping("list").stdout
    done = yiping(
        "load", "entity_daily", csv_file(tmp_path, GOOD, "2024-01-02,329999,A,coop,1,,,"), "--source", "S07", "--as-of", "2024-01-03"
    )
    assert (
        done.exit_code == 0
        and "读入 2 行 = 发布 1 行 + 拒收 1 行" in done.stdout
        and "截止 2024-01-03 23:59" in done.stdout
        and "rejects" in done.stderr
    )
    listed = yiping("list").stdout
    assert all(word in listed for word in ("表", "批次", "来源", "性质", "截止", "拒收", "到达", "entity_daily", "S07", "正式"))
    assert yiping("verify").exit_code == 0 and "核验通过：1 个批次" in yiping("verify").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "nope", "x.csv"], "没有主题表或导入格式 nope"),
        (["load", "entity_daily", "/nowhere/x.csv"], "打不开"),
        (["load", "entity_daily", "/nowhere/x.csv", "--as-of", "yesterday"], "不是时间"),
        (["load", "entity_daily", "/nowhere/x.csv", "--as-of", "2024-01-01T08:00:00"], "缺时区"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_with_exit_code_1(yiping, words, said):
    done = yiping(*words)
    assert done.exit_code == 1 and said in done.stderr and "Traceback" not in done.stderr


def test_verify_names_each_fault_and_exits_with_1(yiping, tmp_path):
    yiping("load", "entity_daily", csv_file(tmp_path, GOOD))
    (path,) = (tmp_path / "var" / "marts").glob("batch-*.duckdb")
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    done = yiping("verify")
    assert done.exit_code == 1 and path.name in done.stderr and "entity_daily" in done.stderr
