"""The tests of why a number changed: parts that sum exactly, candidates for the cause, and the words for both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.mart_tables import CASE_DAILY, COMPLAINT_DAILY, ENTITY_DAILY, EQUIPMENT, REGION
from data_access.measure import ForeignRegion
from indicators.causes import candidates
from indicators.failure import IndicatorFailed
from indicators.read import value
from indicators.registry import get
from indicators.split import REST, Cell, additive, common, ratio, shown
from indicators.why import splits, why
from indicators.why_words import amount, cause, parts, sentence
from tests.indicators.small_marts import COUNTIES, NANJING, WHOLE, Bench, Known, days, regions

AS_OF = datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)
COUNTS = st.integers(0, 10**9) | st.floats(0, 1e9) | st.none()
KEYS = st.text("abcdefgh", min_size=1, max_size=2)


@pytest.mark.row("O-05")
@given(st.dictionaries(KEYS, st.tuples(COUNTS, COUNTS), min_size=1), st.integers(-5, 5))
def test_the_parts_of_a_sum_make_the_change_to_the_last_digit(pairs: dict, off: int) -> None:
    whole = tuple(float(sum(p[side] or 0 for p in pairs.values())) + off * side for side in (0, 1))
    found = additive(pairs, whole)  # type: ignore[arg-type]
    assert sum((one.exact for one in found), Fraction(0)) == Fraction(whole[1]) - Fraction(whole[0])


@pytest.mark.row("O-05")
@given(st.dictionaries(KEYS, st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1))
def test_parts_that_are_counts_sum_exactly_as_plain_numbers_too(pairs: dict) -> None:
    whole = tuple(float(sum(p[side] for p in pairs.values())) for side in (0, 1))
    found = additive(pairs, whole)  # type: ignore[arg-type]
    assert sum(one.change for one in found) == whole[1] - whole[0]
    assert not any(one.key == REST for one in found)


NUMBERS = st.integers(0, 10**6) | st.floats(1e-3, 1e6)
CELLS = st.tuples(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))


@pytest.mark.row("O-05")
@given(st.dictionaries(KEYS, CELLS, min_size=1), st.sampled_from([1.0, 100.0, 10_000.0]))
def test_the_parts_of_a_ratio_make_its_change_by_volume_and_rate(cells: dict, scale: float) -> None:
    def total(name: int, side: int) -> float:
        return float(sum(cell[name][side] for cell in cells.values())) + (1 if name else 0)

    whole = Cell((total(0, 0), total(0, 1)), (total(1, 0), total(1, 1)))
    change = [Fraction(scale) * Fraction(whole.part[s]) / Fraction(whole.whole[s]) for s in (0, 1)]  # type: ignore[arg-type]
    found = ratio({key: Cell(*cell) for key, cell in cells.items()}, whole, scale)
    assert sum((one.exact for one in found), Fraction(0)) == change[1] - change[0]
    assert all(one.volume + one.rate == one.exact for one in found)  # type: ignore[operator]
    over = common({key: cell[0] for key, cell in cells.items()}, whole, scale)
    assert sum((one.exact for one in over), Fraction(0)) == change[1] - change[0]


@pytest.mark.row("O-05")
def test_volume_and_rate_are_told_apart() -> None:
    def cells(a: tuple, b: tuple) -> dict:
        whole = Cell(*(tuple(a[n][s] + b[n][s] for s in (0, 1)) for n in (0, 1)))  # type: ignore[arg-type]
        return {one.key: one for one in ratio({"a": Cell(*a), "b": Cell(*b)}, whole, 100)}

    better = cells(((50, 80), (100, 100)), ((90, 90), (100, 100)))
    assert (float(better["a"].rate), float(better["a"].volume), better["b"].change) == (15.0, 0.0, 0.0)
    moved = cells(((50, 25), (100, 50)), ((90, 135), (100, 150)))
    assert [float(one.rate) for one in moved.values()] == [0, 0] and sum(float(one.volume) for one in moved.values()) == 10.0
    assert (moved["a"].change, moved["b"].change) == (6.25, 3.75)


@settings(max_examples=60)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=15).filter(lambda numbers: sum(numbers) > 0.01))
def test_shown_shares_sum_to_a_hundred(numbers: list[float]) -> None:
    told = shown([number / sum(numbers) * 100 for number in numbers])
    assert sum(round(one * 10) for one in told) == 1000
    assert max(abs(a - b / sum(numbers) * 100) for a, b in zip(told, numbers, strict=True)) < 0.1001


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Two years of days by county; from 1 November on one field of one city doubles."""
    entity, case, complaint = [], [], []
    rng = np.random.default_rng(11)
    for day in days(date(2025, 10, 1), date(2026, 11, 20)):
        for n, county in enumerate(COUNTIES):
            for industry in "FC":
                opened = int(rng.poisson(10 + n))
                row = {
                    "day": day,
                    "region": county,
                    "industry": industry,
                    "type": "enterprise",
                    "opened": opened,
                    "closed": int(rng.poisson(4)),
                }
                entity.append({**row, "revoked": 0, "stock": 1000 * (n + 1) + day.day})
            for field in ("食品安全", "价格"):
                burst = 3 if day >= date(2026, 11, 1) and county == "320505" and field == "价格" else 1
                closed = int(rng.poisson(6)) * burst
                on_time = closed if burst == 1 else closed // 2
                case.append(
                    {
                        "day": day,
                        "region": county,
                        "field": field,
                        "filed": closed,
                        "closed": closed,
                        "on_time": on_time,
                        "fined": closed * 333,
                    }
                )
            complaint.append({"day": day, "region": county, "topic": "食品", "channel": "12315", "received": int(rng.poisson(9))})
    made = Bench().put(REGION, regions())
    for table, rows in ((ENTITY_DAILY, entity), (CASE_DAILY, case), (COMPLAINT_DAILY, complaint)):
        made.put(table, rows, Known(as_of=AS_OF))
    return made.put(
        EQUIPMENT, [{"device": "1", "region": "320102", "kind": "电梯", "status": "在用", "due_on": date(2026, 11, 1)}], Known(as_of=AS_OF)
    )


@pytest.mark.row("O-05")
@pytest.mark.parametrize("against", ["previous", "year_ago"])
@pytest.mark.parametrize(
    "code",
    ["entity.opened", "entity.net", "entity.stock", "entity.exit_ratio", "enforcement.on_time_rate", "enforcement.fined", "enforcement.fined_per_case",
     "complaint.per_ten_thousand"],
)  # fmt: skip
def test_the_parts_sum_to_the_change_of_the_headline(bench: Bench, code: str, against: str) -> None:
    found, head = why(bench, code, WHOLE, against=against), value(bench, code, WHOLE)  # type: ignore[arg-type]
    assert head.like is not None
    assert (found.now, found.before) == (head.like, getattr(head, against))
    assert found.change == pytest.approx(head.like - getattr(head, against), rel=1e-9, abs=1e-9)
    assert set(found.parts) == set(splits(get(code), WHOLE))
    for made in found.parts.values():
        assert sum((one.exact for one in made), Fraction(0)) == found.exact
        assert not any(one.key == REST for one in made)


@pytest.mark.row("O-05")
def test_a_base_that_does_not_know_the_dimension_is_one_for_all_parts(bench: Bench) -> None:
    found = why(bench, "complaint.per_ten_thousand", WHOLE, by=("region",))
    assert found.kind == "ratio"
    from indicators.why import _kind

    assert _kind(get("complaint.per_ten_thousand"), "topic") == "common"


@pytest.mark.row("O-05")
def test_a_cause_where_two_dimensions_meet_is_found_and_told(bench: Bench) -> None:
    found = why(bench, "enforcement.closed", WHOLE)
    assert found.causes[0].elements == (("city", ("320500",)), ("field", ("价格",)))
    names = {"320500": "苏州市"}
    told = sentence(found, get("enforcement.closed"), lambda dim, key: names.get(key, key))
    assert told.startswith("结案较上期同期上升") and "主要来自苏州市的价格，可解释变化的" in told
    assert "增加" in parts(found, get("enforcement.closed"), "city", lambda dim, key: key)


@pytest.mark.row("Z-02")
def test_a_city_sees_its_own_counties_and_no_other(bench: Bench) -> None:
    found = why(bench, "entity.opened", NANJING)
    assert "city" not in found.parts
    assert {one.key for one in found.parts["region"]} == {"320102", "320104"}
    with pytest.raises(ForeignRegion):
        why(bench, "entity.opened", NANJING, region="320500")


@pytest.mark.row("K-03")
@pytest.mark.parametrize(
    ("code", "more", "says"),
    [
        ("device.overdue", {}, "只有现状"),
        ("sampling.sampled", {}, "没有数据"),
        ("entity.opened", {"by": ("topic",)}, "不能按"),
        ("entity.opened", {"against": "yesterday"}, "不能与"),
        ("credit.prosperity_width", {}, "各部分之和不等于总体"),
    ],
)
def test_a_change_that_cannot_be_split_is_said(bench: Bench, code: str, more: dict, says: str) -> None:
    with pytest.raises(IndicatorFailed, match=says):
        why(bench, code, WHOLE, **more)


def test_the_late_city_is_on_neither_side() -> None:
    rows = [
        {"day": day, "region": county, "industry": "F", "type": "enterprise", "opened": 5}
        for day in days(date(2026, 9, 1), date(2026, 11, 20))
        for county in COUNTIES
        if not (county == "321302" and day >= date(2026, 11, 10))
    ]
    found = why(Bench().put(REGION, regions()).put(ENTITY_DAILY, rows, Known(as_of=AS_OF)), "entity.opened", WHOLE)
    assert found.missing == ("321300",) and found.exact == 0
    assert {one.key for one in found.parts["city"]} == {"320100", "320500"}


WORKED = {
    "机房": {"X": (94, 47), "Y": (6, 3)},
    "广告主": {"A1": (50, 24), "A2": (20, 21), "A3": (20, 4), "A4": (10, 1)},
    "设备": {"PC": (50, 49), "Mobile": (25, 1), "Tablet": (25, 0)},
}


@pytest.mark.row("O-05")
def test_the_worked_example_of_adtributor_is_reproduced() -> None:
    rows = [{"dim": dim, dim: key, "before": b, "now": n} for dim, made in WORKED.items() for key, (b, n) in made.items()]
    found = {dim: candidates(pd.DataFrame([row for row in rows if row["dim"] == dim])[[dim, "before", "now"]], (dim,))[0] for dim in WORKED}
    told = {dim: (one.elements[0][1], round(one.power, 2), round(one.surprise, 3)) for dim, one in found.items()}
    assert told == {
        "机房": (("X",), 0.94, 0.0),
        "广告主": (("A1", "A3", "A4"), 1.02, 0.012),
        "设备": (("Mobile", "Tablet"), 0.98, 0.063),
    }
    assert max(found, key=lambda dim: found[dim].surprise) == "设备"


@pytest.mark.row("O-05")
@pytest.mark.parametrize(("count", "least"), [(1, 0.95), (2, 0.85)])
def test_injected_causes_are_found_first(count: int, least: float) -> None:
    """13 cities × 8 topics × 2 channels of very unlike sizes; a cell or a slice of them is multiplied, at least 2 % of the whole."""
    rng = np.random.default_rng(29 + count)
    right = tried = 0
    while tried < 150:
        cells = _cells(rng)
        dims = list(rng.permutation(["city", "topic", "channel"])[:count])
        hit = np.ones(len(cells), dtype=bool)
        wanted = []
        for dim in dims:
            sizes = cells[hit].groupby(dim)["before"].sum()
            element = rng.choice(sizes[sizes > 0.04 * sizes.sum()].index)
            hit &= (cells[dim] == element).to_numpy()
            wanted.append((dim, (str(element),)))
        factor = rng.choice([0.2, 0.4, 2.0, 3.0])
        size = cells["before"].sum()
        if cells.loc[hit, "before"].sum() * abs(factor - 1) < max(0.02 * size, 4 * np.sqrt(size)):
            continue
        cells.loc[hit, "now"] = (cells.loc[hit, "now"] * factor).round()
        found = candidates(cells, ("city", "topic", "channel"))
        tried += 1
        right += bool(found) and sorted(found[0].elements) == sorted(wanted)
    assert right / tried >= least


def _cells(rng: np.random.Generator) -> pd.DataFrame:
    sizes = [rng.dirichlet(np.ones(n) * 2) for n in (13, 8, 2)]
    keys = [(f"c{a}", f"t{b}", f"w{c}") for a in range(13) for b in range(8) for c in range(2)]
    means = [40_000 * sizes[0][int(a[1:])] * sizes[1][int(b[1:])] * sizes[2][int(c[1:])] for a, b, c in keys]
    cells = pd.DataFrame(keys, columns=["city", "topic", "channel"])
    return cells.assign(before=np.round(means), now=rng.poisson(means).astype("float64"))


def test_a_common_change_has_no_cause_of_its_own(bench: Bench) -> None:
    cells = pd.DataFrame({"city": list("abcdefgh"), "before": [10.0] * 8, "now": [12.0] * 8})
    assert candidates(cells, ("city",)) == []
    assert candidates(cells.assign(now=10.0), ("city",)) == [] and candidates(cells.assign(now=-1.0), ("city",)) == []
    assert "没有可单独解释" in cause(why(bench, "entity.opened", WHOLE), lambda dim, key: key)


@pytest.mark.parametrize(
    ("code", "change", "says"),
    [
        ("entity.opened", 1234, "增加 1,234 户"),
        ("entity.opened", -3, "减少 3 户"),
        ("entity.opened", 0, "持平"),
        ("complaint.on_time_rate", -0.123, "使其下降 0.12 个百分点"),
    ],
)
def test_a_part_reads_with_its_direction_as_a_word(code: str, change: float, says: str) -> None:
    assert amount(change, get(code)) == says
