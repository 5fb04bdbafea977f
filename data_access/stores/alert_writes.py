"""The writes of alerts' intake and life: what is known, which groups are open, and rows, steps and ticker lines in one transaction.

Alerts are locked with `key_share`: against other changes, not against a step of history that only names the alert. The escalation writes
such steps while it holds its own row, and would otherwise wait for whoever answers the alert and waits for that row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from data_access.stores import outbox
from data_access.stores.alert_tables import ALERT, ALERT_STEP, SILENCE
from data_access.stores.alerts import HEAD
from data_access.stores.tables import CHANGE

Row = dict[str, Any]
Pair = tuple[str, str]
COLUMNS = tuple(column.name for column in ALERT.columns)
EMPTY: Mapping[str, Any] = {column.name: None for column in ALERT.columns} | {"merged": 1, "suppressed": 0, "reopened": 0, "detail": ""}
KEPT_FIRST = frozenset({"acknowledged_at"})
"""Times that stay when a thing happens again: how fast an alert was answered is measured to its first answer."""


@dataclass
class Sheet:
    """What one transaction writes: new alerts, changed ones by id, steps, ticker lines."""

    rows: list[Row] = field(default_factory=list)
    changed: dict[str, Row] = field(default_factory=dict)
    steps: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)


def step(alert: str, state: tuple[str | None, str], who: str, why: str, at: datetime) -> Row:
    """One line of an alert's history."""
    return {"alert": alert, "state_from": state[0], "state_to": state[1], "who": who[:64], "why": why, "at": at}


def line(row: Mapping[str, Any], kind: str, text: str, at: datetime, levels: tuple[str | None, str | None] = (None, None)) -> Row:
    """One line of the ticker about an alert."""
    return {
        "at": at, "kind": kind, "region": row["region"], "text": text[:200], "level_from": levels[0], "level_to": levels[1],
        "object": row["head"] or row["id"], "nature": row["nature"],
    }  # fmt: skip


def known(connection: Connection, pairs: Collection[Pair]) -> dict[Pair, Row]:
    """The alerts of these sources and numbers."""
    by_source: dict[str, set[str]] = {}
    for source, number in pairs:
        by_source.setdefault(source, set()).add(number)
    if not by_source:
        return {}
    found = or_(*(and_(ALERT.c.source == source, ALERT.c.source_id.in_(sorted(numbers))) for source, numbers in by_source.items()))
    return {(row["source"], row["source_id"]): dict(row) for row in connection.execute(select(ALERT).where(found)).mappings()}


def open_heads(connection: Connection, keys: Collection[str]) -> dict[str, Row]:
    """The heads of the open groups of these keys, locked until the transaction ends."""
    if not keys:
        return {}
    query = select(ALERT).where(ALERT.c.group_key.in_(sorted(keys))).order_by(ALERT.c.id).with_for_update(key_share=True)
    return {row["group_key"]: dict(row) for row in connection.execute(query).mappings()}


def one(connection: Connection, alert: str) -> Row | None:
    """One alert, locked until the transaction ends."""
    row = connection.execute(select(ALERT).where(ALERT.c.id == alert).with_for_update(key_share=True)).mappings().first()
    return dict(row) if row else None


def members(connection: Connection, head: str) -> list[Row]:
    """All alerts of a group, head first."""
    query = select(ALERT).where(or_(ALERT.c.id == head, ALERT.c.head == head)).order_by((ALERT.c.id != head), ALERT.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def still_firing(connection: Connection, head: str) -> int:
    """Alerts of a group whose source has not said that they are over."""
    of = or_(ALERT.c.id == head, ALERT.c.head == head)
    return connection.execute(select(func.count()).where(of, ALERT.c.resolved_at.is_(None), ALERT.c.state != "closed")).scalar_one()


def graver_heads(connection: Connection, row: Mapping[str, Any], levels: Sequence[str]) -> list[Row]:
    """Open heads of these levels in an alert's city that might make it a consequence."""
    return _near(connection, row, levels)


def lesser_heads(connection: Connection, row: Mapping[str, Any], levels: Sequence[str]) -> list[Row]:
    """Open heads of these levels in an alert's city that it might make a consequence and that are none yet."""
    return _near(connection, row, levels, ALERT.c.inhibited_by.is_(None))


def _near(connection: Connection, row: Mapping[str, Any], levels: Sequence[str], *more: ColumnElement[bool]) -> list[Row]:
    city = row["region"][:4]
    place = ALERT.c.region.between(f"{city}00", f"{city}99")
    query = select(ALERT).where(
        HEAD,
        ALERT.c.state.in_(("open", "acknowledged", "dispatched", "transferred")),
        ALERT.c.level.in_(levels),
        place,
        ALERT.c.id != row["id"],
        *more,
    )
    things = [ALERT.c.entity[key].as_string() == value for key, value in sorted((row["entity"] or {}).items()) if key != "uscc"]
    things += [ALERT.c.entity["uscc"].as_string() == row["entity"]["uscc"]] if (row["entity"] or {}).get("uscc") else []
    silent = [ALERT.c.level == "0"] if "0" in levels and not row["entity"] else []
    read = [ALERT.c.entity.is_(None)] if row["level"] == "0" else []
    wanted = [*things, *silent, *read]
    if not wanted:
        return []
    return [
        dict(found)
        for found in connection.execute(query.where(or_(*wanted)).order_by(ALERT.c.occurred_at, ALERT.c.id).limit(200)).mappings()
    ]


def inhibited_by(connection: Connection, alert: str) -> list[Row]:
    """The open heads that an alert holds down."""
    query = (
        select(ALERT).where(ALERT.c.inhibited_by == alert, ALERT.c.state != "closed").order_by(ALERT.c.id).with_for_update(key_share=True)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def active_silences(connection: Connection, now: datetime) -> list[Row]:
    """The silences that hold at a time."""
    query = select(SILENCE).where(SILENCE.c.starts_at <= now, SILENCE.c.ends_at > now, SILENCE.c.ended_at.is_(None)).order_by(SILENCE.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def count_held(connection: Connection, silence: str, now: datetime) -> bool:
    """Count a notice that a silence holds back; False where it was ended meanwhile, so that it holds nothing back any more."""
    stands = (SILENCE.c.id == silence, SILENCE.c.ended_at.is_(None))
    counted = update(SILENCE).where(*stands).values(held_back=SILENCE.c.held_back + 1, changed_at=now)
    return bool(connection.execute(counted).rowcount)


def take_key(connection: Connection, head: str, key: str, now: datetime) -> bool:
    """Give a head the key of its group, if no other open group has it."""
    try:
        with connection.begin_nested():
            free = ~select(ALERT.c.id).where(ALERT.c.group_key == key).exists()
            statement = update(ALERT).where(ALERT.c.id == head, free).values(group_key=key, changed_at=now)
            return bool(connection.execute(statement).rowcount)
    except IntegrityError:  # another process was faster
        return False


def count_suppressed(connection: Connection, alerts: Mapping[str, int], now: datetime) -> None:
    """Count what alerts held back or had held back."""
    for name, number in sorted(alerts.items()):
        connection.execute(update(ALERT).where(ALERT.c.id == name).values(suppressed=ALERT.c.suppressed + number, changed_at=now))


def write(connection: Connection, sheet: Sheet, now: datetime) -> None:
    """Write a sheet and its outbox row. Nothing on it: nothing written."""
    if not (sheet.rows or sheet.changed or sheet.steps or sheet.lines):
        return
    if sheet.rows:
        connection.execute(insert(ALERT), sheet.rows)
    for alert, values in sorted(sheet.changed.items()):
        connection.execute(update(ALERT).where(ALERT.c.id == alert).values(**values, changed_at=now))
    if sheet.steps:
        connection.execute(insert(ALERT_STEP), sheet.steps)
    if sheet.lines:
        connection.execute(insert(CHANGE), sheet.lines)
    outbox.put(connection, ("alert", "alert_step", "change") if sheet.lines else ("alert", "alert_step"), now)


def move_group(connection: Connection, head: str, states: tuple[Collection[str], str], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Bring all alerts of a group that stand in one of some states to another; gives each that moved with the state that it left.

    Compare-and-set: a row that somebody else has moved in the meantime is left where it is.
    """
    wanted, to = states
    of = or_(ALERT.c.id == head, ALERT.c.head == head)
    found = connection.execute(
        select(ALERT.c.id, ALERT.c.state).where(of, ALERT.c.state.in_(list(wanted))).with_for_update(key_share=True)
    ).all()
    if not found:
        return []
    kept = {
        name: func.coalesce(ALERT.c[name], value) if name in KEPT_FIRST and value is not None else value for name, value in values.items()
    }
    statement = update(ALERT).where(ALERT.c.id == bindparam("which"), ALERT.c.state == bindparam("stood")).values(state=to, **kept)
    connection.execute(statement, [{"which": alert, "stood": state} for alert, state in found])
    return [(alert, state) for alert, state in found]
