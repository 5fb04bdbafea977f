"""The example rows of the contract: valid, enough, and accepted by the load and by the statements that a DBA pastes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Table, select, text

from data_access import examples
from data_access.centre.marts import CentreMarts
from data_access.columns import meaning
from data_access.mart_contract import ddl
from data_access.mart_tables import MARTS
from data_access.marts import Marts
from tests.data_access.centre.filling import Filled
from tests.data_access.making import loaded

ALL = list(MARTS.tables.values())
pytestmark = pytest.mark.row("I-01")


@pytest.mark.parametrize("table", ALL, ids=[table.name for table in ALL])
def test_the_examples_of_a_table_are_loaded_without_a_rejection(table: Table, tmp_path: Path) -> None:
    report = loaded(Marts(tmp_path), table.name, examples.path_of(table))
    assert (report.rejected, report.merged) == (0, 0) and 2 <= report.published <= 3


def test_every_column_has_a_meaning() -> None:
    assert [f"{table.name}.{column.name}" for table in ALL for column in table.columns if not meaning(column)] == []


@pytest.mark.parametrize("url", ["postgres_url", "clickhouse_url"])
def test_the_pasted_statements_take_the_examples(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    centre = Filled(request.getfixturevalue(url), [])
    centre.run("DROP TABLE mart_batch")
    statements = [line for line in ddl(centre.types.name).split(";\n") if line.strip()]
    with centre.engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement.replace(":", r"\:")))
        connection.commit()
    for table in ALL:
        centre.put(table, examples.rows(table))
    local, there = examples.example_marts(tmp_path), CentreMarts(centre.url)
    for table in ALL:
        asked = select(*(column for column in table.columns if column.name != "batch_id")).order_by(*table.primary_key.columns)
        here, remote = local.read(asked), there.read(asked)
        order = list(here.columns[: len(table.primary_key.columns)])
        pd.testing.assert_frame_equal(
            here.sort_values(order, ignore_index=True), remote.sort_values(order, ignore_index=True), check_dtype=False
        )
    there.link.close()
