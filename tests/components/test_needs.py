"""The needs of panels: learnt from the examples, and no more than what a panel says that it reads."""

from __future__ import annotations

from components.needs import needs_of_panels
from data_access.mart_tables import MARTS
from indicators.needs import columns_of
from indicators.registry import catalogue, get


def test_a_panel_reads_the_marts_that_it_names_and_no_other() -> None:
    needs = needs_of_panels()
    assert len(needs) >= 6
    for panel, marts in needs.items():
        assert set(marts) == panel.reads & set(MARTS.tables), panel.key


def test_a_panel_needs_the_columns_of_its_numbers() -> None:
    by_key = {panel.key: marts for panel, marts in needs_of_panels().items()}
    assert {"opened", "closed", "day", "region", "batch_id"} <= by_key["business"]["entity_daily"]
    assert "revoked" not in by_key["business"]["entity_daily"]


def test_an_indicator_needs_the_columns_of_its_measure_and_of_its_base() -> None:
    needs = columns_of(get("complaint.per_ten_thousand"))
    assert {"received", "day"} <= needs["complaint_daily"] and {"stock", "region"} <= needs["entity_daily"]
    for one in catalogue().values():
        for mart, columns in columns_of(one).items():
            assert columns <= set(MARTS.tables[mart].columns.keys()), one.code
