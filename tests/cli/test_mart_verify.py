"""`yiping mart verify` against a data center's database, as an operator types it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

import cli
from data_access import examples
from data_access.mart_tables import MARTS
from settings import settings
from tests.data_access.centre.filling import Filled

Yiping = Callable[..., Any]
pytestmark = pytest.mark.row("I-01")


@pytest.fixture
def yiping(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Yiping]:
    monkeypatch.setenv("YIPING_HOME", str(tmp_path / "var"))
    settings.cache_clear()
    root = cli.build()
    yield lambda *words: CliRunner().invoke(root, ["mart", *map(str, words)])
    settings.cache_clear()


@pytest.fixture(params=["postgres_url", "clickhouse_url"])
def centre(request: pytest.FixtureRequest) -> Filled:
    """A data center that holds the contract's examples."""
    made = Filled(request.getfixturevalue(request.param))
    for table in MARTS.tables.values():
        made.put(table, examples.rows(table))
    return made


def test_a_sound_database_passes_with_its_rows_told(centre: Filled, yiping: Yiping) -> None:
    done = yiping("verify", "--url", centre.url)
    assert done.exit_code == 0 and "核验通过" in done.stdout and "entity_daily（市场主体日报） 3 行" in done.stdout


def test_a_mart_that_misses_a_column_is_named_with_the_panels_that_it_blinds(centre: Filled, yiping: Yiping) -> None:
    centre.run("ALTER TABLE complaint_daily DROP COLUMN on_time")
    done = yiping("verify", "--url", centre.url)
    assert done.exit_code == 1 and "致盲" in done.stdout
    assert "主题表 complaint_daily（投诉举报日报） 缺列 on_time（按期办结）" in done.stdout
    blind = re.search(r"看不到的画面：([^。\n]*)", done.stdout)
    assert blind and "工作进展" in blind[1].split("、") and "城市排名" not in blind[1]
    assert "complaint.on_time_rate" in done.stdout and "ADD COLUMN" in done.stdout


def test_a_missing_batch_table_blinds_every_panel(centre: Filled, yiping: Yiping) -> None:
    centre.run("DROP TABLE mart_batch")
    told = json.loads(yiping("verify", "--url", centre.url, "--json").stdout)
    (finding,) = (one for one in told["findings"] if one["kind"] == "missing_batch_table")
    assert {"营商环境", "数据总览", "工作进展", "全省态势", "城市排名"} <= set(finding["panels"]) and len(finding["indicators"]) > 100


def test_the_address_comes_from_the_settings_and_nothing_is_loaded_there(
    centre: Filled, yiping: Yiping, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre.insert(MARTS.tables["entity_daily"], [{**examples.rows(MARTS.tables["entity_daily"])[0], "region": "329999", "batch_id": 1}])
    monkeypatch.setenv("YIPING_MARTS_URL", centre.url)
    settings.cache_clear()
    done = yiping("verify")
    assert done.exit_code == 1 and "不认识的区划代码 329999" in done.stdout and "致盲" not in done.stdout
    assert "entity_daily" in yiping("list").stdout
    refused = yiping("load", "entity_daily", examples.path_of(MARTS.tables["entity_daily"]))
    assert refused.exit_code == 1 and "由数据中心填充" in refused.stderr


def test_the_password_is_never_printed(yiping: Yiping) -> None:
    for url in ("postgresql+psycopg://u:geheim@127.0.0.1:1/db", "clickhousedb://u:geheim@127.0.0.1:1/db", "mysql://u:geheim@h/db"):
        done = yiping("verify", "--url", url)
        assert done.exit_code == 1 and "geheim" not in done.output and "Traceback" not in done.output


def test_a_batch_file_of_an_older_contract_is_named_with_the_panels_too(yiping: Yiping, tmp_path: Any) -> None:
    marts = examples.example_marts(tmp_path / "var" / "marts")
    (batch,) = marts.batches()
    path = marts.folder / batch.file
    with duckdb.connect(path) as older:
        older.execute("ALTER TABLE entity_daily DROP COLUMN stock")
    catalogue = (marts.folder / "catalogue.json").read_text().replace(batch.sha256, _digest(path))
    (marts.folder / "catalogue.json").write_text(catalogue)
    done = yiping("verify")
    blind = re.search(r"entity_daily 缺声明的列 stock（读作未知），画面 (\S*) 看不全", done.stderr)
    assert (
        done.exit_code == 1 and blind and {"全省态势", "城市排名", "存量分布"} <= set(blind[1].split("、")) and "工作进展" not in blind[1]
    )


def _digest(path: Any) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_statements_are_printed_for_either_engine(yiping: Yiping) -> None:
    assert "COMMENT ON COLUMN entity_daily.stock IS" in yiping("contract", "--ddl", "postgresql").stdout
    assert "ENGINE = MergeTree" in yiping("contract", "--ddl", "clickhouse").stdout
    assert yiping("contract", "--ddl", "oracle").exit_code == 2
