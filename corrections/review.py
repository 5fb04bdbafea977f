"""The review of corrections: approved with the row that is to change, or rejected with the reason. Never by who found it."""

from __future__ import annotations

from typing import Any

from corrections.item import LONGEST_WHY, STATES, CorrectionFailed, Hand, Why, found, said
from corrections.rows import Wanted, change_of
from data_access.stores import corrections as store
from indicators.registry import get


def approve(hand: Hand, id: str, why: str, wanted: Wanted | None = None) -> dict[str, Any]:
    """Approve an item: the worker puts its value into the marts. `wanted` corrects or replaces what was proposed. Raises CorrectionFailed."""
    text = said(why, "审核意见", most=LONGEST_WHY)
    with hand.store.read() as connection:
        row = found(connection, hand, id)
    _judges(hand, row)
    change = _change(hand, row, wanted)
    values = {
        "change": change, "mart": change["mart"], "reviewer": hand.identity.user, "reviewer_name": hand.who[:64], "reviewed_at": hand.now, "waits": "待入仓",
    }  # fmt: skip
    _move(hand, id, store.REVIEWED, values, text)
    return row | values | {"state": store.REVIEWED}


def reject(hand: Hand, id: str, why: str) -> dict[str, Any]:
    """Reject an item with the reason: the value stands. Raises CorrectionFailed."""
    text = said(why, "驳回理由", most=LONGEST_WHY)
    with hand.store.read() as connection:
        row = found(connection, hand, id)
    _judges(hand, row)
    values = {"reviewer": hand.identity.user, "reviewer_name": hand.who[:64], "reviewed_at": hand.now, "waits": None}
    _move(hand, id, store.REJECTED, values, text)
    return row | values | {"state": store.REJECTED}


def _judges(hand: Hand, row: dict[str, Any]) -> None:
    if row["reporter"] == hand.identity.user:
        raise CorrectionFailed("查纠须由他人审核：不能审核自己提出的。", Why.ROLE)
    if row["state"] != store.FOUND:
        raise CorrectionFailed(f"这件查纠{STATES.get(row['state'], row['state'])}，不能再审核。")


def _change(hand: Hand, row: dict[str, Any], wanted: Wanted | None) -> dict[str, Any]:
    """The change as it is approved: against the value that stands now, not the one that stood when it was proposed."""
    proposed = row["change"]
    if wanted is None and proposed is None:
        raise CorrectionFailed("提出时没有指明更正哪一行，请在审核时选定行、列并填写更正值。", Why.WORDS)
    if wanted is None:
        wanted = Wanted(mart=proposed["mart"], key=proposed["key"], column=proposed["column"], value=proposed["new"])
    return change_of(hand.marts, get(row["code"]), hand.identity.scope.narrow(row["region"]), wanted)


def _move(hand: Hand, id: str, to: str, values: dict[str, Any], why: str) -> None:
    with hand.store.write() as connection:
        if not store.move(connection, id, (store.FOUND, to), values, hand.step(why), hand.now):
            raise CorrectionFailed("这件查纠刚被他人审核，请刷新后再看。")
        hand.note(connection, f"correction.{'approve' if to == store.REVIEWED else 'reject'}", id, why)
