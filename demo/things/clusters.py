"""The seeded clusters: one model of lift that traps people in one county, complaints about one merchant of prepaid cards, failed samples of one trade.

Each comes up again after some weeks, so that there is always one of late. The merchant and the firms change, the lifts do not.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np

from demo.things import failed as failures
from demo.things.clock import DAY, midnight
from demo.things.devices import LIFT, fleet
from demo.things.draws import Index, among, taken
from demo.things.events import Told, numbered_codes
from demo.things.places import chosen, city_of
from demo.things.stock import Stock
from demo.things.words import day_of, words

WIDEST = 100
"""Room in the numbering for the events of one cluster."""


def told(stock: Stock, now: datetime) -> list[Told]:
    """The events of all clusters that began by a day; those that still lie ahead are among them."""
    rule, start = words()["cluster"], midnight(day_of("clusters_from"))
    turns = np.arange(max(0, (midnight(now.date()) - start) // (rule["days"] * DAY) + 1), dtype=np.int64)
    begins = start + turns * rule["days"] * DAY
    return [_lifts(stock, turns, begins), _merchants(stock, turns, begins), _samples(stock, turns, begins), _failed(stock, now)]


def _spread(stock: Stock, name: str, turns: Index, begins: Index, days: int) -> tuple[Index, Index, Index]:
    """Number, turn and minute of each event of clusters of some days; in the hours from 8 to 20."""
    each = int(words()["cluster"][name])
    index = (turns[:, None] * WIDEST + np.arange(each)).ravel()
    day, minute = (among(stock.seed, f"cluster.{name}.{part}", index, size) for part, size in (("day", days), ("minute", 12 * 60)))
    return index, index // WIDEST, np.repeat(begins, each) + day * DAY + 8 * 60 + minute


def _lifts(stock: Stock, turns: Index, begins: Index) -> Told:
    index, _, at = _spread(stock, "lifts", turns, begins, 7)
    known = fleet(stock)
    users = known.user[known.troubled]
    users = users[users >= 0]
    if not len(users):
        index, at = index[:0], at[:0]
    who = users[among(stock.seed, "cluster.lifts.who", index, len(users))]
    model = next(entry["models"][0] for entry in words()["device"] if entry["kind"] == LIFT)
    texts = [f"{model} 困人 {minutes} 分钟到场 人员安全" for minutes in range(8, 26)]
    return Told(
        "困人", "S45", numbered_codes("CL", index), who, at, taken(texts, among(stock.seed, "cluster.lifts.text", index, len(texts)))
    )


def _merchants(stock: Stock, turns: Index, begins: Index) -> Told:
    index, turn, at = _spread(stock, "complaints", turns, begins + 3 * DAY, 6)
    who = _of_city(stock, "prepaid", "O")[among(stock.seed, "cluster.merchant", turn, len(_of_city(stock, "prepaid", "O")))]
    texts = ["预付卡闭店退费", "预付卡余额无法兑付", "健身卡停业未通知", "预付卡转让纠纷"]
    return Told(
        "投诉", "S21", numbered_codes("CC", index), who, at, taken(texts, among(stock.seed, "cluster.complaint", index, len(texts)))
    )


def _samples(stock: Stock, turns: Index, begins: Index) -> Told:
    index, turn, at = _spread(stock, "failures", turns, begins + 6 * DAY, 10)
    pool = _of_city(stock, "sampling", "H")
    who = pool[(among(stock.seed, "cluster.samples", turn, len(pool)) + index % WIDEST) % len(pool)]
    texts = ["食品抽检 不合格 复用餐饮具大肠菌群", "食品抽检 不合格 复用餐饮具阴离子合成洗涤剂"]
    return Told("抽检", "S23", numbered_codes("CS", index), who, at, taken(texts, among(stock.seed, "cluster.sample", index, len(texts))))


def _of_city(stock: Stock, name: str, industries: str) -> Index:
    """Lasting enterprises of some industries in a cluster's city; of the province where the city has none."""
    mine = stock.lasting_of(industries)
    near = mine[city_of(stock, chosen(stock, name))[stock.county[mine]]]
    return near if len(near) else mine


def _failed(stock: Stock, now: datetime) -> Told:
    """The laboratory's reports on the lots that failed, each an event of its maker."""
    found = failures.failed_lots(now)
    index = np.array([one.number for one in found], dtype=np.int64)
    who = np.array([failures.maker(stock, one) for one in found], dtype=np.int64)
    at = np.array([failures.told_at(one) for one in found], dtype=np.int64)
    rule = words()["failed"]
    texts = np.array([f"{rule['name']} 批号 {one.lot} 抽检不合格 {rule['reason']}" for one in found], dtype=object)
    return Told("抽检", "S23", numbered_codes("CF", index), who, at, texts)
