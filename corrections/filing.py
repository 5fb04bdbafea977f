"""The filing of corrections: who found what is wrong with which number, 发现."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corrections.item import KINDS, MOST_OPEN, CorrectionFailed, Hand, Why, said
from corrections.rows import Wanted, change_of
from data_access.stores import corrections as store
from data_access.stores.ulid import new_id
from indicators.declaration import Indicator
from indicators.drill import Place, read_value


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """What somebody says of a number. `told` is the rest of where and when it was asked for, kept for whoever looks at it later."""

    indicator: Indicator
    place: Place
    kind: str
    text: str
    evidence: str = ""
    panel: str = ""
    seen: float | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    wanted: Wanted | None = None


def file(hand: Hand, doubt: Doubt) -> str:
    """Write a new item down; gives its id. Raises CorrectionFailed."""
    if doubt.kind not in KINDS:
        raise CorrectionFailed(f"问题类型应为 {'、'.join(KINDS)} 之一。", Why.WORDS)
    text, evidence = said(doubt.text, "问题说明"), said(doubt.evidence, "核查依据", needed=False)
    region = _region(hand, doubt.place)
    value, _ = read_value(hand.marts, doubt.indicator, doubt.place)
    change = change_of(hand.marts, doubt.indicator, hand.identity.scope, doubt.wanted) if doubt.wanted else None
    row = {
        "id": new_id(hand.now), "state": store.FOUND, "code": doubt.indicator.code, "mart": change["mart"] if change else doubt.indicator.mart,
        "region": region, "place": dict(doubt.told), "panel": doubt.panel[:64] or None, "kind": doubt.kind, "text": text, "evidence": evidence or None,
        "seen": doubt.seen, "value_before": value.value, "change": change, "reporter": hand.identity.user, "reporter_name": hand.who[:64],
        "reporter_role": hand.identity.role.value, "reported_at": hand.now, "changed_at": hand.now, "nature": value.nature, "kept": False,
    }  # fmt: skip
    with hand.store.write() as connection:
        _not_twice(connection, hand, row)
        store.add(connection, row, hand.step(text), hand.now)
        hand.note(connection, "correction.file", str(row["id"]), f"{row['code']} {region} {KINDS[doubt.kind]}")
    return str(row["id"])


def _region(hand: Hand, place: Place) -> str:
    """Where the doubted number holds: the place that was asked for, else the whole that the caller sees."""
    scope = hand.identity.scope
    if place.region is not None:
        return place.region
    if scope.is_whole:
        return scope.province
    cities = sorted(scope.cities or ())
    if len(cities) != 1:
        raise CorrectionFailed("请指明是哪个市、县的数（region）。", Why.WORDS)
    return cities[0]


def _not_twice(connection: Any, hand: Hand, row: Mapping[str, Any]) -> None:
    mine = store.open_of(connection, hand.identity.user)
    same = next((one for one in mine if (one["code"], one["region"], one["place"]) == (row["code"], row["region"], row["place"])), None)
    if same:
        raise CorrectionFailed(f"您对此数已提出过查纠（{same['id']}），仍在办理中。")
    if len(mine) >= MOST_OPEN:
        raise CorrectionFailed(f"您已有 {len(mine)} 件查纠在办，请待其办结后再提。")
