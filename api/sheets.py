"""The files of an export: lines that say what it is, then a table; as CSV and as an Excel workbook that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

Cell = str | float | int | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\u2212")
"""First characters that spreadsheets read as the beginning of a formula, or may after a change of width."""
BOM = "\ufeff"
WIDE = 28


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is written: pairs of word and text above the table, its heads, its rows. None is unknown and stays an empty cell."""

    title: str
    about: Sequence[tuple[str, str]]
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def plain(cell: Cell) -> str:
    """A cell as text that is no formula: what could be read as one begins with an apostrophe. Numbers stay numbers."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return repr(cell)
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with the mark by which Excel knows it; lines end as RFC 4180 says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([plain(word), plain(text)] for word, text in sheet.about)
    writer.writerow([])
    writer.writerow([plain(head) for head in sheet.heads])
    writer.writerows([plain(cell) for cell in row] for row in sheet.rows)
    return (BOM + out.getvalue()).encode("utf-8")


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook of one sheet: texts are texts and numbers are numbers, nothing is a formula or a link."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet("导出")
        bold, quiet = book.add_format({"bold": True}), book.add_format({"font_color": "#5B6B78"})
        for at, (word, text) in enumerate(sheet.about):
            page.write_string(at, 0, word, quiet)
            page.write_string(at, 1, text)
        first = len(sheet.about) + 1
        for column, head in enumerate(sheet.heads):
            page.write_string(first, column, head, bold)
            page.set_column(column, column, min(WIDE, max(10, 2 * len(head) + 2)))
        for line, row in enumerate(sheet.rows, first + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(line, column, cell)
                elif cell is not None and cell == cell:
                    page.write_number(line, column, cell)
        page.freeze_panes(first + 1, 0)
    return out.getvalue()


KINDS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
