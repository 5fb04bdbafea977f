"""The tests of exported alerts: cut to the scope, by the choices of the list, hostile words inert, and in the audit trail."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient

from data_access.stores import audit
from data_access.stores.engine import Store
from tests.alerts.making import NANJING, SUZHOU
from tests.api.test_alerts import ALERTS, GOOD, ask_as, denied, store
from tests.corpus.words import WORDS

__all__ = ["ask_as", "store"]
HOSTILE = [words for kind in ("sheet", "script", "lines") for words in WORDS[kind].values() if words.strip()]


def table(body: bytes) -> list[list[str]]:
    """The rows below the lines that say what the file is."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return rows[rows.index([]) + 2 :]


@pytest.mark.row("A-02", "Z-02")
def test_an_export_holds_what_the_caller_may_see_by_the_choices_of_the_list(ask_as: Callable[..., FlaskClient], store: Store) -> None:
    province = ask_as()
    for number, region in enumerate(("320102", "320505", "320102")):
        province.post(ALERTS, json=GOOD | {"source_id": f"E-{number}", "region": region, "level": "III" if number else "II"})
    whole = table(province.get(f"{ALERTS}/export.csv").data)
    assert {row[11] for row in whole} == {"E-0", "E-1", "E-2"}
    assert {row[11] for row in table(province.get(f"{ALERTS}/export.csv?level=III").data)} == {"E-1", "E-2"}
    own = ask_as(NANJING).get(f"{ALERTS}/export.csv")
    assert {row[11] for row in table(own.data)} == {"E-0", "E-2"}
    assert "苏州" not in own.data.decode() and "320505" not in own.data.decode()
    assert ask_as(SUZHOU).get(f"{ALERTS}/export.xlsx?region=320102").status_code == 404
    assert len(denied(store)) == 1
    with store.read() as connection:
        deeds = [deed for _, deed in audit.entries(connection, limit=9, result="ok") if deed.action == "export"]
    assert len(deeds) == 3


@pytest.mark.row("A-02")
def test_hostile_words_in_an_alert_are_nothing_but_text_in_its_files(ask_as: Callable[..., FlaskClient]) -> None:
    client = ask_as()
    for number, words in enumerate(HOSTILE):
        client.post(ALERTS, json=GOOD | {"source_id": f"H-{number}", "title": words, "detail": words})
    plain = client.get(f"{ALERTS}/export.csv")
    rows = table(plain.data)
    assert len(rows) >= len(HOSTILE) - 2  # what the stages refuse is no alert
    for row in rows:
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row), row
        assert len(row) == 17
    page = openpyxl.load_workbook(io.BytesIO(client.get(f"{ALERTS}/export.xlsx").data)).active
    assert page is not None
    cells = [cell for line in page.iter_rows() for cell in line if cell.value is not None]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert "\n" not in plain.headers["Content-Disposition"]
