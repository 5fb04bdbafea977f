"""The silences: for a while, for a reason, whatever fits a matcher is not notified. It is still shown, counted, and told when the silence ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from alerts.failure import AlertsFailed, Why
from alerts.life.hand import Hand, head_for, said
from alerts.stages.silence import PARTS, covers
from data_access.stores import silences as store
from data_access.stores.ulid import new_id

LONGEST = timedelta(days=30)
SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be silent, until when, and why. The matcher names any of source, rule, family, level, region, alert; all must fit."""

    matcher: Mapping[str, str]
    until: datetime
    why: str


def silence(hand: Hand, wish: Wish) -> str:
    """Silence what fits; gives the silence's id. Raises AlertsFailed and StoreFailed."""
    why = said(wish.why, "静默理由")
    if wish.until.tzinfo is None or not SHORTEST <= wish.until - hand.now <= LONGEST:
        raise AlertsFailed("静默的结束时间应在 1 分钟之后、30 天之内，并带时区。", why=Why.WORDS)
    matcher = _matcher(wish.matcher)
    with hand.store.write() as connection:
        region = _region(connection, hand, matcher)
        name = new_id(hand.now)
        row = {
            "id": name, "matcher": matcher, "why": why, "who": hand.who[:64], "region": region, "starts_at": hand.now, "ends_at": wish.until,
            "held_back": 0, "changed_at": hand.now,
        }  # fmt: skip
        store.add(connection, row, hand.now)
        hand.note(connection, "alert.silence", name, f"{matcher} 至 {wish.until.isoformat()}：{why}")
    return name


def lift(hand: Hand, silence: str, why: str) -> None:
    """End a silence before its time: what still fires is told at the next turn of the upkeep. Raises AlertsFailed and StoreFailed."""
    text = said(why, "解除理由")
    with hand.store.write() as connection:
        row = store.one(connection, silence)
        if row is None or not hand.identity.scope.allows(row["region"]):
            raise AlertsFailed("没有这条静默，或它不在您的数据范围内。", why=Why.UNKNOWN)
        if row["ended_at"] is not None or row["ends_at"] <= hand.now:
            raise AlertsFailed("静默已经结束。")
        store.shorten(connection, silence, hand.now)
        hand.note(connection, "alert.unsilence", silence, text)


def _matcher(given: Mapping[str, Any]) -> dict[str, str]:
    if not given or any(part not in PARTS for part in given):
        raise AlertsFailed(f"静默范围应至少写明 {'、'.join(PARTS)} 之一，不能有别的名称。", why=Why.WORDS)
    if any(not isinstance(value, str) or not value or len(value) > 128 for value in given.values()):
        raise AlertsFailed("静默范围的每一项应为不超过 128 个字的文字。", why=Why.WORDS)
    return {part: said(value, "静默范围", most=128) for part, value in sorted(given.items())}


def _region(connection: Connection, hand: Hand, matcher: dict[str, str]) -> str:
    """Whose silence it is: never wider than the scope of who makes it."""
    scope, regions = hand.identity.scope, hand.desk.regions
    if "alert" in matcher:
        head = head_for(connection, hand, matcher["alert"])
        matcher["alert"] = head["id"]
        return str(regions.city_of(head["region"]) or head["region"])
    if "region" in matcher:
        wanted = matcher["region"]
        if wanted not in regions.all or not scope.allows(wanted) or (wanted == scope.province and not scope.is_whole):
            raise AlertsFailed("静默的区划不存在，或不在您的数据范围内。", why=Why.UNKNOWN)
        return wanted
    if scope.is_whole:
        return scope.province
    if len(scope.cities or ()) != 1:
        raise AlertsFailed("请写明静默的区划。", why=Why.WORDS)
    return next(city for city in regions.cities if covers(city, min(scope.cities or ())))
