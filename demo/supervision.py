"""The marts of supervision: inspections, cases, complaints, sampling, random draws, platforms, credit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from demo.facts import Cause, Fact, Hand, Measures, equal, shared
from demo.rhythm import MEAN_RISK, OFFICE, PUBLIC

PLAN_MONTHS = (0.55, 0.6, 0.9, 1.0, 1.1, 1.15, 1.15, 1.1, 1.2, 1.15, 1.4, 0.7)
"""Yearly plans are set to be nearly done by November."""


INSPECTED, FILED, CLOSED, RECEIVED, ANSWERED = 4_300, 305, 300, 5_500, 6_900
"""Province totals of a usual working day."""
HEED = (0.25, 0.9, 0.8, 1.1)
"""How far inspections of each kind follow the complaints of the days before: a plan hardly, a special action nearly one for one."""


def _received(hand: Hand) -> NDArray[np.int64]:
    return hand.count(hand.rates(RECEIVED) * hand.risk() * hand.swell)


def _usually_received(hand: Hand) -> NDArray[np.float64]:
    return hand.rates(RECEIVED) * MEAN_RISK


def _planned_inspections(hand: Hand) -> NDArray[np.int64]:
    return hand.count(hand.rates(INSPECTED) * hand.echo(COMPLAINTS) ** np.tile(HEED, len(hand.sizes)))


def _found(hand: Hand) -> tuple[NDArray[np.int64], ...]:
    """Planned, done, found."""
    planned = _planned_inspections(hand)
    done = hand.part(planned, 0.952)
    return planned, done, hand.part(done, 0.108 * hand.echo(COMPLAINTS) ** 0.6)


def _filed(hand: Hand) -> NDArray[np.int64]:
    return hand.count(hand.rates(FILED) * hand.echo(FINDINGS) ** 0.9)


COMPLAINTS = Cause(lambda: COMPLAINT, _received, _usually_received, ((2, 0.15), (3, 0.3), (4, 0.3), (5, 0.15), (6, 0.1)))
"""Inspections follow complaints after two to six days."""
FINDINGS = Cause(
    lambda: INSPECTION,
    lambda hand: _found(hand)[2],
    lambda hand: 0.103 * hand.rates(INSPECTED),
    ((3, 0.1), (4, 0.25), (5, 0.25), (6, 0.2), (7, 0.2)),
)
"""Cases follow what inspections found after three to seven days."""
FILINGS = Cause(lambda: CASE, _filed, lambda hand: hand.rates(FILED), ((28, 0.3), (35, 0.4), (42, 0.3)))
"""Cases are closed four to six weeks after they were filed."""
ANSWERS = Cause(lambda: COMPLAINT, _received, _usually_received, ((5, 0.2), (6, 0.3), (7, 0.3), (8, 0.2)))
"""Complaints are closed about a week after they came."""


def _inspections(hand: Hand) -> Measures:
    planned, done, found = _found(hand)
    return {"planned": planned, "done": done, "found": found, "rectified": hand.part(found, 0.931)}


def _cases(hand: Hand) -> Measures:
    filed = _filed(hand)
    closed = hand.count(hand.rates(CLOSED) * hand.echo(FILINGS))
    return {
        "filed": filed,
        "closed": closed,
        "on_time": hand.part(closed, 0.974),
        "overdue": hand.count(95 * hand.weights),
        "fined": hand.times(closed, 1_850_000, 0.9),
    }


def _complaints(hand: Hand) -> Measures:
    received = _received(hand)
    closed = hand.count(hand.rates(ANSWERED, OFFICE) * hand.echo(ANSWERS) ** 0.8)
    return {
        "received": received,
        "accepted": hand.part(received, 0.912),
        "closed": closed,
        "on_time": hand.part(closed, 0.976),
        "overdue": hand.count(120 * hand.weights),
        "recovered": hand.times(closed, 26_500, 0.6),
    }


def _planned(hand: Hand, usual: float) -> np.ndarray:
    return hand.count(hand.rates(usual) * PLAN_MONTHS[hand.day.month - 1])


def _sampling(hand: Hand) -> Measures:
    planned = _planned(hand, 1_280)
    sampled = hand.part(planned, 0.941)
    failed = hand.part(sampled, 0.024 * hand.risk(2) * hand.swell)
    return {"planned": planned, "sampled": sampled, "failed": failed, "handled": hand.part(failed, 0.955)}


def _draws(hand: Hand) -> Measures:
    target = _planned(hand, 1_050)
    drawn = hand.part(target, 0.985)
    inspected = hand.part(drawn, 0.896)
    return {
        "target": target,
        "drawn": drawn,
        "inspected": inspected,
        "published": hand.part(inspected, 0.983),
        "problems": hand.part(inspected, 0.071),
    }


def _platforms(hand: Hand) -> Measures:
    shops = hand.standing(1_180_000, 0.07)
    clues = hand.count(hand.rates(420) * hand.risk(1) ** 0.5)
    return {"shops": shops, "monitored": np.floor(shops * 0.934).astype(np.int64), "clues": clues, "handled": hand.part(clues, 0.918)}


def _credit(hand: Hand) -> dict[str, np.ndarray]:
    """A month of credit classes; the prosperity index moves with the season and belongs to the county, not to the grade."""
    counties, grades = len(hand.sizes), len(hand.fact.shares)
    months = (hand.day.year - 2026) * 12 + hand.day.month
    own = hand.own("index").normal(0, 1.1, counties)
    centre = 102.3 + 0.05 * months + 1.1 * np.cos(2 * np.pi * (hand.day.month - 9) / 12)
    index = centre + own + hand.rng.normal(0, 0.45, counties)
    half = 1.2 + 0.25 * hand.own("width").random(counties)
    entities = hand.standing(14_000_000, 0.05)
    return {
        "entities": entities,
        "listed": hand.part(entities, np.tile([0.002, 0.012, 0.06, 0.31], counties)),
        "prosperity": np.repeat(index, grades).round(2),
        "prosperity_low": np.repeat(index - half, grades).round(2),
        "prosperity_high": np.repeat(index + half, grades).round(2),
    }


FIELDS = {"食品安全": 36, "产品质量": 20, "特种设备": 9, "反不正当竞争": 8, "广告": 14, "价格": 13}
CATEGORIES = ("粮食加工品", "食用油", "肉制品", "乳制品", "水产制品", "蔬菜水果", "餐饮食品", "婴幼儿配方食品")
TOPICS = {"食品": 24, "药品医疗器械": 8, "家用电子电器": 14, "预付式消费": 15, "网络购物": 19, "价格收费": 8, "特种设备": 3, "广告宣传": 9}
INSPECTION: Fact = Fact(
    table="inspection_daily", dims=(("kind", shared({"日常检查": 60, "专项检查": 24, "重点检查": 12, "飞行检查": 4})),),
    draw=_inspections, flows=("planned", "done", "found", "rectified"),
)  # fmt: skip
CASE: Fact = Fact(
    table="case_daily", dims=(("field", shared(FIELDS)),),
    draw=_cases, flows=("filed", "closed", "on_time"), sums=(("fined", "closed"),),
)  # fmt: skip
COMPLAINT: Fact = Fact(
    table="complaint_daily",
    dims=(("topic", shared(TOPICS)), ("channel", shared({"12315": 0.71, "12345": 0.29}))),
    draw=_complaints, flows=("received", "accepted", "closed", "on_time"), sums=(("recovered", "closed"),), pace=PUBLIC, shape="public", lively=0.14,
)  # fmt: skip
SAMPLING = Fact(
    table="sampling_daily", dims=(("category", equal(CATEGORIES)),),
    draw=_sampling, flows=("planned", "sampled", "failed", "handled"),
)  # fmt: skip
DRAW = Fact(
    table="draw_daily", dims=(("plan", shared({"部门联合抽查": 34, "定向抽查": 27, "不定向抽查": 39})),),
    draw=_draws, flows=("target", "drawn", "inspected", "published", "problems"),
)  # fmt: skip
PLATFORM = Fact(
    table="platform_daily", dims=(("platform", shared({"综合电商": 46, "网络餐饮": 27, "直播带货": 17, "生活服务": 10})),),
    draw=_platforms, flows=("clues", "handled"), pace=PUBLIC, shape="always",
)  # fmt: skip
CREDIT = Fact(table="credit_monthly", dims=(("grade", shared({"A": 0.36, "B": 0.48, "C": 0.13, "D": 0.03})),), draw=_credit)
