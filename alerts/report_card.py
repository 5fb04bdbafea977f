"""The report card: how often each rule was right, wrong and missing, counted from what people found out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from data_access.stores.rulings import RULE, Told

DAYS = 90
WINDOW = timedelta(days=3)
"""How long before another source's alert a rule's alert counts as having seen it, and how long after it as having seen it late."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """The counts of one rule. `precision` is confirmed ÷ (confirmed + false), None before anything was found out; `lead` the median minutes
    by which its confirmed alerts came before another source's of the same place and family, None where there was none.
    """

    rule: str
    family: str
    hits: int
    confirmed: int
    false: int
    duplicate: int
    exercise: int
    undecided: int
    missed: int
    precision: float | None
    lead: float | None


def report_card(told: Sequence[Told], rules: Sequence[tuple[str, str]], now: datetime, days: int = DAYS) -> list[Card]:
    """The cards of some rules (code, family) over the last days, from the alerts of that time.

    Missed are alerts of other sources, confirmed by people, in a city and family where no rule of the family had spoken within the
    window: they count against each rule of the family, for nobody can say which of them should have seen it.
    """
    since = now - timedelta(days=days)
    seen = [one for one in told if since <= one.occurred_at < now]
    ours = [one for one in seen if one.source == RULE]
    others = [one for one in seen if one.source != RULE and one.disposition == "confirmed" and one.level != "0"]
    by_rule: dict[str, list[Told]] = defaultdict(list)
    for one in ours:
        by_rule[one.rule or ""].append(one)
    missed: dict[str | None, int] = defaultdict(int)
    for one in others:
        missed[one.family] += not any(_near(rule_alert, one) for rule_alert in ours)
    return [_card(code, family, by_rule.get(code, []), others, missed[family]) for code, family in rules]


def _near(mine: Told, other: Told) -> bool:
    """Whether a rule's alert is about the same matter: family, city, and time."""
    return mine.family == other.family and mine.region[:4] == other.region[:4] and abs(mine.occurred_at - other.occurred_at) <= WINDOW


def _card(code: str, family: str, mine: Sequence[Told], others: Sequence[Told], missed: int) -> Card:
    count = {kind: sum(one.disposition == kind for one in mine) for kind in ("confirmed", "false", "duplicate", "exercise")}
    decided = count["confirmed"] + count["false"]
    leads = [
        (other.occurred_at - one.occurred_at).total_seconds() / 60
        for one in mine
        if one.disposition == "confirmed"
        for other in [min((o for o in others if _near(one, o)), key=lambda o: o.occurred_at, default=None)]
        if other is not None
    ]
    return Card(
        rule=code, family=family, hits=len(mine), undecided=len(mine) - sum(count.values()), missed=missed,
        precision=count["confirmed"] / decided if decided else None, lead=median(leads) if leads else None, **count,
    )  # fmt: skip
