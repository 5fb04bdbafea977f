"""The benchmarks are whole: every suite is on the list, can be imported, and names its targets."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import bench
from bench.figures import Figure, Suite
from bench.report import BEGIN, DOCS, END, figures, missed, text_table
from bench.suites import SUITES

ROOT = Path(__file__).resolve().parents[2]


def test_every_module_of_the_benchmarks_can_be_imported() -> None:
    for found in pkgutil.iter_modules(bench.__path__):
        if found.name != "__main__":
            importlib.import_module(f"bench.{found.name}")


def test_every_suite_is_on_the_list() -> None:
    declared = {path.stem for path in (ROOT / "bench").glob("*.py") if "\nSUITE = Suite(" in path.read_text("utf-8")}
    assert declared == {suite.run.__module__.removeprefix("bench.") for suite in SUITES}
    assert len({suite.name for suite in SUITES}) == len(SUITES)


def test_every_suite_asks_something_and_has_a_target() -> None:
    for suite in SUITES:
        assert suite.question.endswith("?")
        assert any(figure.target != "—" for figure in suite.figures), suite.name
        assert len({figure.key for figure in suite.figures}) == len(suite.figures)


def test_a_target_that_is_not_met_or_not_measured_is_told() -> None:
    suite = Suite(
        name="one", question="how?", run=SUITES[0].run, figures=(
            Figure(key="a", words="A", unit="ms", most=5), Figure(key="b", words="B", least=3),
            Figure(key="c", words="C", most=1), Figure(key="d", words="D"),
        ),
    )  # fmt: skip
    values = {"a": 6.0, "b": 3.0, "c": None, "d": 7.0}
    assert [row[3] for row in figures(suite, values)] == ["OVER", "ok", "not measured", ""]
    assert missed(suite, values) == ["one: A: 6 ms, target ≤ 5 ms", "one: C: —, target ≤ 1"]


def test_a_table_keeps_its_columns_under_chinese_words() -> None:
    lines = text_table([["面板", "n"], ["a", 1]]).splitlines()
    assert lines == ["面板  n", "-------", "a     1"]


def test_the_documentation_has_a_place_for_the_figures() -> None:
    text = DOCS.read_text("utf-8")
    assert text.count(BEGIN) == 1
    assert text.index(BEGIN) < text.index(END)
    assert not [suite.name for suite in SUITES if f"`{suite.name}`" not in text]
