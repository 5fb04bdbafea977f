"""The marts of market entry: entities, licences, dual notification."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from demo.facts import Fact, Hand, Measures, equal, shared
from demo.places import Province, rules
from demo.rhythm import OFFICE, ONLINE

INDUSTRIES = {"A": 3.2, "C": 10.5, "E": 6.4, "F": 41.0, "G": 3.6, "H": 11.5, "I": 3.4, "K": 2.2, "L": 7.3, "M": 4.1, "O": 5.6, "R": 1.2}
TYPES = {"enterprise": 0.31, "individual": 0.69}
STOCK_AT_EPOCH = 11_350_000


def _flows(hand: Hand) -> Measures:
    local = np.exp(0.05 * hand.rng.standard_normal(len(hand.sizes)))
    rates = hand.rates(6_450) * hand.spread(local)
    opened = hand.count(rates)
    closed = hand.count(hand.rates(3_900, OFFICE))
    return {"opened": opened, "closed": closed, "revoked": hand.count(hand.rates(115, OFFICE))}


def _net(flows: Measures) -> NDArray[np.int64]:
    return flows["opened"] - flows["closed"] - flows["revoked"]


@lru_cache(maxsize=4)
def _stock_after(seed: int, province: Province, day: date) -> NDArray[np.int64]:
    """Entities in business at the end of a day: the stock of the epoch and all flows since."""
    epoch = rules()["time"]["epoch"]
    first = Hand(seed, province, ENTITY, epoch)
    stock = np.floor(STOCK_AT_EPOCH * first.weights * np.exp(0.1 * first.own("stock").standard_normal(len(first.weights)))).astype(np.int64)
    while epoch <= day:
        stock += _net(_flows(Hand(seed, province, ENTITY, epoch)))
        epoch += timedelta(days=1)
    return stock


def stocks(seed: int, province: Province, first: date, flows: Measures) -> NDArray[np.int64]:
    """Stocks at the end of consecutive days whose flows (days × cells) are known."""
    return _stock_after(seed, province, first - timedelta(days=1)) + np.cumsum(_net(flows), axis=0)


def _licences(hand: Hand) -> Measures:
    accepted = hand.count(hand.rates(2_350))
    granted = hand.part(accepted, 0.962)
    return {
        "accepted": accepted,
        "granted": granted,
        "refused": hand.part(accepted - granted, 0.45),
        "online": hand.part(accepted, 0.934),
        "on_time": hand.part(granted, 0.987),
        "minutes": hand.times(granted, 2_650),
    }


def _notices(hand: Hand) -> Measures:
    pushed = hand.count(hand.rates(5_200))
    claimed = hand.part(pushed, 0.972)
    handled = hand.part(claimed, 0.948)
    return {"pushed": pushed, "claimed": claimed, "handled": handled, "overdue": hand.part(claimed - handled, 0.22)}


ENTITY = Fact(
    table="entity_daily", dims=(("industry", shared(INDUSTRIES)), ("type", shared(TYPES))),
    draw=_flows, flows=("opened", "closed", "revoked"), pace=ONLINE, shape="online", lively=0.13,
)  # fmt: skip
LICENCE = Fact(
    table="licence_daily", dims=(("kind", shared({"食品经营许可": 62, "食品生产许可": 7, "药品经营许可": 9, "特种设备使用登记": 22})),),
    draw=_licences, flows=("accepted", "granted", "refused", "online", "on_time"), sums=(("minutes", "granted"),),
)  # fmt: skip
NOTICE = Fact(
    table="notice_daily", dims=(("department", equal(("公安", "人力资源社会保障", "税务", "住房城乡建设", "交通运输", "卫生健康"))),),
    draw=_notices, flows=("pushed", "claimed", "handled", "overdue"),
)  # fmt: skip
