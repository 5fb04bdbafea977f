"""The mart of how special equipment is kept going: maintenance, inspections, faults, its network of things, complaints."""

from __future__ import annotations

import numpy as np

from demo.facts import Fact, Hand, Measures, draw_day, shared
from demo.rhythm import ALWAYS, OFFICE
from demo.safety import EQUIPMENT, EQUIPMENT_KINDS

MAINTAINED = {"电梯": 24.0, "起重机械": 0.6, "场车": 0.9, "压力容器": 0.4, "锅炉": 1.0, "压力管道": 0.2, "大型游乐设施": 4.0, "气瓶": 0.0}
"""Times a year that a device is to be maintained: a lift every half month (TSG T5002-2017)."""
WIRED = {"电梯": 0.34, "起重机械": 0.02, "锅炉": 0.45, "大型游乐设施": 0.6, "压力管道": 0.05}
"""The part of devices that is on the network of things, by kind; the others have no such network and no number."""
FAULTS, SUPERVISED, COMPLAINTS = 236, 640, 58
"""Province totals of a usual day."""


def _service(hand: Hand) -> Measures:
    equipment = draw_day(Hand(hand.seed, hand.province, EQUIPMENT, hand.day))
    in_use, kinds = equipment["in_use"], [code for (code,) in hand.fact.combos]
    lifts = np.tile(np.array([kind == "电梯" for kind in kinds]), len(hand.sizes))
    due = hand.count(in_use * np.tile([MAINTAINED[kind] / 250 for kind in kinds], len(hand.sizes)) * _open(hand))
    own = hand.spread(hand.own("upkeep").normal(0.984, 0.006, len(hand.sizes)))
    supervised = hand.count(hand.rates(SUPERVISED))
    hazards = hand.part(supervised, 0.11 * hand.risk() ** 0.5)
    faults = hand.count(hand.rates(FAULTS, ALWAYS) / hand.fact.shares[0] * lifts * hand.swell**0.4)
    wired = np.floor(in_use * np.tile([WIRED.get(kind, 0.0) for kind in kinds], len(hand.sizes))).astype(np.int64)
    online = hand.part(wired, hand.spread(hand.own("wired").normal(0.968, 0.012, len(hand.sizes))))
    complaints = hand.count(hand.rates(COMPLAINTS, ALWAYS) * hand.risk())
    return {
        "maintain_due": due, "maintained": hand.part(due, own), "supervised": supervised, "hazards": hazards, "rectified": hand.part(hazards, 0.92),
        "faults": faults, "cleared": hand.part(faults, 0.963), "rescued_in_time": hand.part(equipment["trapped"], 0.955),
        "iot_due": wired, "iot_online": online, "iot_faults": hand.part(wired - online, 0.02),
        "complaints": complaints, "complaints_closed": hand.part(complaints, 0.94),
    }  # fmt: skip


def _open(hand: Hand) -> float:
    """How much of a usual working day's maintenance falls on the day."""
    return float(hand.rates(1.0, OFFICE).sum())


SERVICE = Fact(
    table="equipment_service_daily", dims=(("kind", shared(EQUIPMENT_KINDS)),), draw=_service,
    flows=("maintain_due", "maintained", "supervised", "hazards", "rectified", "faults", "cleared", "rescued_in_time", "iot_faults", "complaints", "complaints_closed"),
)  # fmt: skip
