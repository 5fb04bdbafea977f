"""The tests of exported files: texts that look like formulas stay texts, numbers stay numbers, unknown stays empty."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from api.sheets import KINDS, Sheet, as_csv, as_xlsx

HOSTILE = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\tcmd", "\rcmd", "＝1", '=HYPERLINK("x")', "−2", "https://example.org", "007")
SHEET = Sheet(
    title="试", about=[("指标", "=1+1"), ("=代码", "x")], heads=("名称", "-数值", "率"), rows=[*((text, 1, 0.5) for text in HOSTILE), ("空", None, -2.25)]
)  # fmt: skip


@pytest.mark.row("O-03")
def test_no_cell_of_a_csv_begins_as_a_formula() -> None:
    made = as_csv(SHEET)
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "＝", "−")), cell
            assert not cell.startswith("-") or float(cell) == -2.25
    assert rows[-1] == ["空", "", "-2.25"]
    assert rows[4][0] == "'=1+1" and rows[-2][0] == "007"


@pytest.mark.row("O-03")
def test_a_workbook_holds_texts_as_texts_and_no_formula_or_link() -> None:
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(SHEET))).active
    assert page is not None
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    texts = {cell.value for cell in cells}
    assert {"=1+1", "https://example.org", "007"} <= texts and -2.25 in texts


def test_the_kinds_of_files_are_two() -> None:
    assert set(KINDS) == {"csv", "xlsx"}
