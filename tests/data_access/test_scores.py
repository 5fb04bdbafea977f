"""Tests of the scores: each recomputes from the rows that it shows, and says unknown where nothing was owed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data_access import rejects, scores
from data_access.mart_tables import NOTICE_DAILY, SOURCE_DAILY
from data_access.scope import Scope
from tests.data_access.making import csv_file, loaded
from tests.indicators.small_marts import NANJING, PROVINCE, WHOLE, Bench

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CITIES = ("320100", "320500")


@pytest.fixture
def bench() -> Bench:
    """Two systems over ten days: S07 by city, of which 320500 is silent for three days and late on one; S01 for the province, two days with errors."""
    rows = []
    for n in range(10):
        day = DAY - timedelta(days=n)
        for city in CITIES:
            came = 0 if city == "320500" and n < 3 else 3 if city == "320500" and n == 5 else 4
            rows.append({"day": day, "region": city, "source": "S07", "due": 4, "arrived": came, "rows_in": 100 * came, "rejected": 0})
        bad = 7 if n in (1, 4) else 0
        rows.append({"day": day, "region": PROVINCE, "source": "S01", "due": 1, "arrived": 1, "rows_in": 1000, "rejected": bad})
    rows.append({"day": DAY, "region": PROVINCE, "source": "S35", "due": 0, "arrived": 0, "rows_in": 0, "rejected": 0})
    made = Bench().put(SOURCE_DAILY, rows)
    notices = [
        {
            "day": DAY - timedelta(days=n),
            "region": "320102",
            "department": "商务",
            "pushed": 5,
            "claimed": 4,
            "handled": None if n == 2 else 3,
            "overdue": None if n < 2 else 0,
        }
        for n in range(20)
    ]
    return made.put(NOTICE_DAILY, notices)


def found(bench: Bench, scope: Scope = WHOLE) -> dict[str, scores.Score]:
    return scores.scores(bench, scope, {"S07": ("notice_daily",), "S01": (), "S35": ()})


@pytest.mark.row("K-04")
def test_the_scores_are_the_shares_that_they_say(bench: Bench) -> None:
    told = found(bench)
    assert told["S07"].parts("breadth") == (17, 20)
    assert told["S07"].parts("timely") == (80 - 12 - 1, 80)
    assert told["S07"].parts("steady") == (6, 10)
    assert told["S07"].parts("depth") == (7 * 4 - 3, 7 * 4)
    assert told["S01"].parts("precision") == (10_000, 10_014)
    assert told["S01"].value("precision") == pytest.approx(10_000 / 10_014 * 100)


@pytest.mark.row("K-04")
def test_what_was_never_owed_is_unknown_and_neither_0_nor_100(bench: Bench) -> None:
    told = found(bench)
    assert [told["S35"].value(name) for name in scores.SCORES] == [None] * 5
    assert told["S01"].value("depth") is None
    assert scores.scores(Bench(), WHOLE, {}) == {}


@pytest.mark.row("K-04")
@pytest.mark.parametrize(
    ("source", "name"), [("S07", "breadth"), ("S07", "timely"), ("S07", "steady"), ("S01", "precision"), ("S01", "breadth")]
)
def test_the_failing_rows_make_up_what_a_score_lacks(bench: Bench, source: str, name: str) -> None:
    part, whole = found(bench)[source].parts(name)
    failing = scores.failing_lines(bench, WHOLE, source, name)
    assert failing.lost == whole - part
    assert failing.count == len(failing.rows)
    few = scores.failing_lines(bench, WHOLE, source, name, limit=1)
    assert (few.count, few.lost, len(few.rows)) == (failing.count, failing.lost, min(1, failing.count))


@pytest.mark.row("K-04")
def test_the_failing_cells_are_named_row_by_row(bench: Bench) -> None:
    part, whole = found(bench)["S07"].parts("depth")
    failing = scores.failing_cells(bench, WHOLE, "notice_daily")
    assert (failing.lost, failing.count) == (whole - part, 3)
    assert failing.rows["empty"].tolist() == ["超期", "超期", "办结"]


def test_a_city_is_scored_by_its_own_lines_alone(bench: Bench) -> None:
    told = found(bench, NANJING)
    assert told["S07"].parts("breadth") == (10, 10)
    assert "S01" not in told


@pytest.mark.row("K-04")
def test_the_rejected_rows_of_a_load_are_reached_with_reason_and_masked_numbers(tmp_path) -> None:
    from data_access.marts import Marts

    marts = Marts(tmp_path / "marts")
    good = "2024-01-01,320102,A,enterprise,1,0,0,9"
    report = loaded(
        marts,
        "entity_daily",
        csv_file(tmp_path, good, "2024-01-02,320102,A,13912345678,1,0,0,9", "2024-01-03,999999,320102199001011234,x,1,0,0,9"),
        source="S01",
    )
    assert report.rejected == 2
    with marts.snapshot() as shot:
        told = rejects.rejected(marts.folder, shot.catalogue, "S01", ("entity_daily",))
        assert len(told) == 2 and all(row.reason and row.batch == report.batch.number for row in told)
        assert "13912345678" not in repr(told) and "199001011234" not in repr(told)
        assert rejects.rejected(marts.folder, shot.catalogue, "S07", ("notice_daily",)) == []
        assert rejects.rejected(marts.folder, shot.catalogue, "S02", ("entity_daily",)) == []  # another system's own batch


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("电话13912345678。", "电话139****5678。"), ("320102199001011234", "320102********1234"), ("32010219900101123X", "320102********123X"),
        ("12345", "12345"), ("202411011234567890123", "202411011234567890123"), ("", ""),
    ],
)  # fmt: skip
def test_persons_numbers_are_masked_and_others_stand(text: str, told: str) -> None:
    assert rejects.masked(text) == told


def test_old_reports_of_rejected_rows_are_forgotten(tmp_path) -> None:
    folder = tmp_path / "rejects"
    folder.mkdir()
    for n in range(6):
        (folder / f"entity_daily-{n:08d}.csv").write_text("file,row,line,column,value,reason\n")
    assert rejects.sweep(tmp_path, most=4) == 2 and len(list(folder.iterdir())) == 4
