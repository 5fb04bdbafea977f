"""The report: tables on the terminal, result files, and the figures in the documentation."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.figures import Outcome, Suite
from bench.suites import SUITES

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
DOCS = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: written by `python -m bench --write-docs` -->", "<!-- end of figures -->"
HEAD = ["figure", "target", "measured", ""]


def figures(suite: Suite, values: Any) -> list[list[Any]]:
    """Figure, target, measured, verdict."""
    rows = []
    for figure in suite.figures:
        value = values.get(figure.key)
        measured = "—" if value is None else f"{value:g} {figure.unit}".rstrip()
        rows.append([figure.words, figure.target, measured, figure.verdict(value)])
    return rows


def missed(suite: Suite, values: Any) -> list[str]:
    """The figures that do not meet their target, as sentences."""
    rows = zip(suite.figures, figures(suite, values), strict=True)
    return [
        f"{suite.name}: {words}: {measured}, target {target}"
        for _, (words, target, measured, verdict) in rows
        if verdict in ("OVER", "UNDER", "not measured")
    ]


def show(suite: Suite, outcome: Outcome) -> None:
    """Print a suite's figures, then its tables and notes."""
    print(f"\n== {suite.name}: {suite.question}\n{text_table([HEAD, *figures(suite, outcome.values)])}")
    for title, rows in outcome.tables.items():
        print(f"\n{title}\n{text_table(rows)}")
    for note in outcome.notes:
        print(f"note: {note}")


def keep(suite: Suite, outcome: Outcome, machine: dict[str, Any], *, quick: bool) -> Path:
    """Write a suite's result file."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{suite.name}.json"
    verdicts = {figure.key: figure.verdict(outcome.values.get(figure.key)) for figure in suite.figures}
    targets = {figure.key: figure.target for figure in suite.figures}
    body = {
        "suite": suite.name, "quick": quick, "machine": machine, "values": outcome.values, "targets": targets, "verdicts": verdicts,
        "tables": outcome.tables, "notes": outcome.notes, "raw": outcome.raw,
    }  # fmt: skip
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1))
    return path


def write_docs() -> Path:
    """Put the figures of the result files into the documentation; a suite that has none keeps the section that stands."""
    before, rest = DOCS.read_text("utf-8").split(BEGIN)
    stood, after = rest.split(END)
    kept = {part.split(":")[0]: f"### {part}" for part in stood.split("### ")[1:]}
    parts = []
    for suite in SUITES:
        path = RESULTS / f"{suite.name}.json"
        if path.exists():
            parts.append(_section(suite, json.loads(path.read_text())))
        elif suite.name in kept:
            parts.append(kept[suite.name])
    shown = "".join(parts) or "No results yet.\n\n"
    DOCS.write_text(f"{before}{BEGIN}\n\n{shown}{END}{after}", "utf-8")
    return DOCS


def _section(suite: Suite, kept: dict[str, Any]) -> str:
    machine = kept["machine"]
    where = (
        f"{machine['at'][:16].replace('T', ' ')} UTC, {machine['cores']} cores ({machine['processor']}), load {machine['load'][0]}, "
        f"{machine['browser']}, revision {machine['revision']}{', quick run' if kept['quick'] else ''}"
    )
    tables = "".join(f"{title}\n\n{markdown(rows)}\n" for title, rows in kept["tables"].items())
    notes = "".join(f"{note}\n\n" for note in kept["notes"])
    return f"### {suite.name}: {suite.question}\n\n{markdown([HEAD, *figures(suite, kept['values'])])}\n{tables}{notes}_{where}_\n\n"


def markdown(rows: Sequence[Sequence[Any]]) -> str:
    """Rows as a Markdown table; the first is the head."""
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"


def text_table(rows: Sequence[Sequence[Any]]) -> str:
    """Rows in columns, the first underlined; Chinese characters take two places."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([lines[0], "-" * sum(widths, 2 * (len(widths) - 1)), *lines[1:]])


def _cell(value: Any) -> str:
    return "—" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
