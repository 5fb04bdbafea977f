"""Notification of several departments (多项告知): the dated rules, each recipient's own receipt, and which receipts are late by working days."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts.clocks.working_days import WorkingCalendar
from alerts.failure import AlertsFailed, Why
from alerts.life.hand import said
from data_access.stores import pushes
from data_access.stores.engine import Store
from data_access.stores.ulid import new_id
from security import audit
from security.audit import Act
from security.identity import Identity

SHIPPED = Path(__file__).parent / "data" / "recipients.toml"
NOT_HERE = "没有这条推送，或它不在您的数据范围内。"


@dataclass(frozen=True)
class Telling:
    """One rule: of which matter which departments are told, and within how many working days each must confirm."""

    code: str
    name: str
    matter: str
    recipients: tuple[str, ...]
    working_days: int
    citation: str


@dataclass(frozen=True)
class Book:
    """The rules with their version."""

    version: str
    rules: Mapping[str, Telling]


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One recipient's receipt as it stands. `due_on` is the last day; `over` counts working days after it, 0 while in time."""

    push: pushes.Push
    rule: str
    recipient: str
    received_at: datetime | None
    who: str | None
    note: str
    due_on: date
    over: int
    waited: int
    """Working days since the push, up to the receipt or to now."""

    @property
    def late(self) -> bool:
        return self.received_at is None and self.over > 0


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who acts, in which store, at which time."""

    store: Store
    identity: Identity
    now: datetime
    address: str = ""


def book_of(home: Path | None = None) -> Book:
    """The operator's `<home>/recipients.toml`, else the shipped rules. Raises AlertsFailed for a file that cannot be used."""
    own = home / "recipients.toml" if home else None
    path = own if own and own.exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _written: int) -> Book:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        rules = [
            Telling(one["code"], one["name"], one["matter"], tuple(one["recipients"]), int(one["working_days"]), one["citation"])
            for one in told["rule"]
        ]
        found = Book(str(told["version"]), {rule.code: rule for rule in rules})
    except (KeyError, TypeError, ValueError) as error:
        raise AlertsFailed(
            f"{path.name} 有错（{error}）：须有 version，每条写 code、name、matter、recipients、working_days、citation。"
        ) from error
    for rule in rules:
        if not rule.recipients or len(set(rule.recipients)) != len(rule.recipients) or rule.working_days < 1:
            raise AlertsFailed(f"{path.name} 的 {rule.code}：recipients 不能为空或重复，working_days 须为正整数。")
    return found


def due_on(calendar: WorkingCalendar, pushed_on: date, working_days: int) -> date:
    """The last day for a receipt: the day of the push does not count."""
    day, left = pushed_on, working_days
    while left:
        day += timedelta(days=1)
        left -= calendar.works(day)
    return day


def standing(
    found: Sequence[tuple[pushes.Push, Sequence[pushes.Receipt]]], book: Book, ruler: tuple[WorkingCalendar, ZoneInfo], now: datetime
) -> list[Receipt]:
    """Every recipient's receipt of some pushes. A push of a rule that is gone from the book has no limit any more and is left out."""
    calendar, zone = ruler
    today = now.astimezone(zone).date()
    made = []
    for push, receipts in found:
        rule = book.rules.get(push.rule)
        if rule is None:
            continue
        first = push.pushed_at.astimezone(zone).date()
        last = due_on(calendar, first, rule.working_days)
        for one in receipts:
            end = one.at.astimezone(zone).date() if one.at else today
            over = calendar.worked_between(last, end) if end > last else 0
            made.append(
                Receipt(
                    push=push, rule=rule.name, recipient=one.recipient, received_at=one.at, who=one.who, note=one.note, due_on=last, over=over,
                    waited=calendar.worked_between(first, end),
                )
            )  # fmt: skip
    return made


def push(store: Store, book: Book, row: Mapping[str, str], now: datetime) -> str:
    """Tell a matter to all recipients of its rule; gives the push's number. `row`: rule, subject, title, region, nature. Raises AlertsFailed."""
    rule = book.rules.get(row["rule"])
    if rule is None:
        raise AlertsFailed(f"没有告知规则 {row['rule'][:40]}：已知的有 {'、'.join(book.rules)}。", why=Why.WORDS)
    name = new_id(now)
    with store.write() as connection:
        pushes.insert_many(
            connection, [{"id": name, "pushed_at": now, **row}], [{"push": name, "recipient": one} for one in rule.recipients], now
        )
    return name


def confirm(office: Office, push_id: str, recipient: str, note: str = "") -> None:
    """Confirm a push for one of its recipients, once. Raises AlertsFailed for what is unknown, foreign or confirmed already."""
    told = said(note, "签收说明", needed=False)
    with office.store.write() as connection:
        known = pushes.one(connection, push_id, office.identity.scope)
        if known is None or recipient not in {one.recipient for one in known[1]}:
            raise AlertsFailed(NOT_HERE, why=Why.UNKNOWN)
        who = office.identity.shown_name or office.identity.user
        if not pushes.receive(connection, push_id, recipient, pushes.Hand(who, office.now, told)):
            raise AlertsFailed(f"{recipient} 已经签收，不能再次签收。")
        act = Act(action="notice.receipt", object=push_id, result="ok", now=office.now, detail=recipient, address=office.address)
        audit.add(connection, office.identity, act)
