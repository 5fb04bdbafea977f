"""The marts of safety: special equipment, traced products, cold chain, bright kitchens, opinion by the hour."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from demo.facts import WHOLE_DAY, Fact, Hand, Measures, shared, so_far
from demo.noise import apportion, generator
from demo.rhythm import ALWAYS, OFFICE, PUBLIC, Pace, factor, hours

EQUIPMENT_KINDS = {"电梯": 92, "起重机械": 27, "场车": 34, "压力容器": 49, "锅炉": 2.6, "压力管道": 7.4, "大型游乐设施": 0.3, "气瓶": 7.7}
SENSORS = {"store": 1_750, "vehicle": 861, "vaccine": 418}
KITCHENS = {"学校食堂": 8_120, "餐饮单位": 7_610, "集体用餐配送": 640, "养老机构食堂": 2_230}
OPINION_TOPICS = {"食品安全": 31, "消费纠纷": 22, "特种设备": 11, "药品疫苗": 9, "产品质量": 10, "网络交易": 9, "价格": 5, "其他": 3}
COLD_PACE = Pace(
    week=(1.0, 1.0, 1.0, 1.0, 1.0), rest=0.98, holiday=0.95, spring=1.0, festival=0.0, growth=0.0,
    months=(0.72, 0.74, 0.82, 0.92, 1.06, 1.24, 1.48, 1.46, 1.18, 0.98, 0.82, 0.74),
)  # fmt: skip
"""A cold store suffers from the summer."""
COMPLETE = date(2026, 10, 1)
"""When every kitchen that can be is connected; the network grows until then."""
GROWTH = 0.05
"""The part of the network by which it grew in the year before."""
BUCKET = 10
"""Minutes after which a kitchen's or a sensor's being online is read anew."""


def _equipment(hand: Hand) -> Measures:
    in_use = hand.standing(2_200_000, 0.045)
    due = hand.count(hand.rates(6_900))
    inspected = hand.part(due, 0.951)
    lifts = np.tile(np.array([code == "电梯" for (code,) in hand.fact.combos]), len(hand.sizes))
    trapped = hand.count(hand.rates(5.2, ALWAYS) / hand.fact.shares[0] * lifts * hand.swell)
    return {
        "in_use": in_use,
        "due": due,
        "inspected": inspected,
        "overdue": hand.part(in_use, 0.0021),
        "trapped": trapped,
        "rescue_minutes": np.where(trapped > 0, hand.rng.poisson(trapped * 13.6 + 0.4), 0),
    }


def _traces(hand: Hand) -> Measures:
    batches = hand.count(hand.rates(8_400))
    failed = hand.part(batches, 0.0016 * hand.risk(2))
    return {"batches": batches, "complete": hand.part(batches, 0.968), "failed": failed, "sealed": hand.part(failed, 0.93)}


def _kitchens(hand: Hand) -> Measures:
    grown = min(1.0, 1 - (COMPLETE - hand.day).days / 365.25 * GROWTH)
    units, missing = kitchen_cells(hand)
    connected = np.floor((units - missing) * grown).astype(np.int64)
    online = _bucket(hand).binomial(connected, np.clip(hand.own("online").normal(0.987, 0.006, len(units)), 0.9, 0.999))
    findings = hand.count(hand.rates(1_650) * hand.risk() ** 0.4)
    return {"units": units, "connected": connected, "online": online, "findings": findings, "confirmed": hand.part(findings, 0.37)}


def kitchen_cells(hand: Hand) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The units of each county and kind that should be shown, and how many of them cannot be."""
    units = np.stack([apportion(total, hand.sizes) for total in KITCHENS.values()], axis=1).ravel()
    return units, hand.own("missing").binomial(units, np.tile([0.004, 0.013, 0.006, 0.012], len(hand.sizes)))


def _bucket(hand: Hand) -> np.random.Generator:
    return generator(hand.seed, hand.fact.table, "bucket", hand.day, min(hand.minute, WHOLE_DAY - 1) // BUCKET)


def _by_hour(hand: Hand, full: Measures) -> Measures:
    """The hours of a day as far as they have come: the hour that runs holds a part of what it will hold."""
    whole, rest = divmod(min(hand.minute, WHOLE_DAY), 60)
    if whole >= 24:
        return full
    running = so_far(hand.fact, {name: values[whole] for name, values in full.items()}, rest / 60, hand.order)
    for name, values in full.items():
        values[whole] = running[name]
    return full


def sensor_cells(hand: Hand) -> NDArray[np.int64]:
    """The temperature sensors of each county and kind of site."""
    return np.stack([apportion(total, hand.sizes) for total in SENSORS.values()], axis=1).ravel()


def _cold_chain(hand: Hand) -> Measures:
    """A day of hours × cells: sensors are fixed, most report, few go out of range."""
    sensors = sensor_cells(hand)
    every = np.tile(sensors, (24, 1))
    reporting = hand.rng.binomial(every, 0.962)
    rates = 46.0 * factor(hand.seed, hand.fact.table, hand.fact.pace, hand.day) * sensors / sensors.sum() * hand.swell
    excursions = np.minimum(hand.rng.poisson(np.outer(hours("cold"), rates)), reporting)
    minutes = np.minimum(np.rint(excursions * hand.rng.gamma(2.0, 9.0, every.shape)), excursions * 60).astype(np.int64)
    return _by_hour(hand, {"sensors": every, "reporting": reporting, "excursions": excursions, "excursion_minutes": minutes})


def _opinion(hand: Hand) -> Measures:
    """A day of hours × cells of opinion items; now and then a topic boils up in a city for a day."""
    boil = np.where(hand.rng.random(len(hand.weights)) < 0.0015, hand.rng.uniform(3, 7, len(hand.weights)), 1.0)
    items = hand.rng.poisson(np.outer(hours("opinion"), hand.rates(1_240) * hand.risk() ** 0.5 * boil * hand.swell))
    reposts = hand.rng.binomial(items, 0.31)
    return _by_hour(hand, {"items": items, "reposts": reposts, "negative": hand.rng.binomial(items, 0.23)})


EQUIPMENT = Fact(
    table="equipment_daily", dims=(("kind", shared(EQUIPMENT_KINDS)),),
    draw=_equipment, flows=("due", "inspected", "trapped"), sums=(("rescue_minutes", "trapped"),),
)  # fmt: skip
TRACE = Fact(
    table="trace_daily", dims=(("family", shared({"食品": 58, "药品": 21, "特种设备": 9, "重要工业产品": 12})),),
    draw=_traces, flows=("batches", "complete", "failed", "sealed"), pace=OFFICE,
)  # fmt: skip
KITCHEN = Fact(
    table="kitchen_daily", dims=(("kind", shared({kind: float(total) for kind, total in KITCHENS.items()})),),
    draw=_kitchens, flows=("findings", "confirmed"), pace=PUBLIC, shape="public",
)  # fmt: skip
COLD = Fact(
    table="cold_chain_hourly", dims=(("site", shared({site: float(total) for site, total in SENSORS.items()})),),
    draw=_cold_chain, flows=("excursions",), sums=(("excursion_minutes", "excursions"),), pace=COLD_PACE, hourly=True,
)  # fmt: skip
OPINION = Fact(
    table="opinion_hourly", dims=(("topic", shared(OPINION_TOPICS)),),
    draw=_opinion, flows=("items", "reposts", "negative"), pace=PUBLIC, level="city", hourly=True,
)  # fmt: skip
