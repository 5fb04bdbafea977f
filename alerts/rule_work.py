"""The work of rules on a running product: judge when there is something new, replay what was never replayed, read the report card."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from alerts.backtest import LEAST_DAYS, replay, report, row_of
from alerts.desk import desk_of
from alerts.failure import AlertsFailed
from alerts.intake import accept
from alerts.judging import WHOLE, Bench, Summary, judge_all
from alerts.reading import Reading
from alerts.report_card import DAYS, Card, report_card
from alerts.rule import Rule
from alerts.rulebook import edition, rulebook
from data_access.marts import marts_of
from data_access.scope import Scope
from data_access.stores import rulings
from data_access.stores.engine import Store, store_of
from data_access.stores.rulings import CellState
from settings import Settings

CLOCK = "*"
"""The rule code under which the last judging of all is noted."""
AT_MOST_EVERY, AT_LEAST_EVERY = timedelta(seconds=55), timedelta(minutes=5)
AGAIN = timedelta(hours=20)
"""A replay that found too few days is done again after this."""
LONGEST = 600.0
AT_A_TIME = 2.5
"""Seconds of judging after which the other jobs of the process have their turn."""


@contextmanager
def reading_of(settings: Settings, now: datetime) -> Iterator[Reading]:
    """A reading of the marts as they are now."""
    with marts_of(settings).snapshot() as shot:
        yield Reading(reader=shot, province=settings.province, zone=settings.tz, now=now)


def judge(settings: Settings, now: datetime) -> Summary | None:
    """Judge the rules that are due where the marts have changed, at most once a minute; None where there was nothing to do.

    Raises AlertsFailed that names the rules that could not judge, after all others did.
    """
    store, version = store_of(settings), marts_of(settings).version()
    with store.read() as connection:
        last = rulings.cells(connection, CLOCK).get(WHOLE)
    if last is not None and timedelta(0) <= now - last.judged_at < (
        AT_LEAST_EVERY if last.since.get("version") == version else AT_MOST_EVERY
    ):
        return None
    desk = desk_of(settings)
    with reading_of(settings, now) as reading:
        bench = Bench(store=store, now=now, seconds=AT_A_TIME, send=lambda told, again: accept(store, told, desk, now, revising=again))
        summary = judge_all(reading, bench)
    if not summary.finished:
        return summary
    with store.write() as connection:
        rulings.set_cell(connection, CellState(CLOCK, WHOLE, None, None, {"version": version, "failed": summary.failed}, now, now))
    if summary.failed:
        raise AlertsFailed("；".join(f"规则 {code} 未能判定：{why}" for code, why in summary.failed.items())[:600])
    return summary


def backtest(settings: Settings, rule: Rule, days: int, who: str, now: datetime) -> dict[str, Any]:
    """Replay a rule, keep the result, give it."""
    store = store_of(settings)
    with reading_of(settings, now) as reading, store.read() as connection:
        told = rulings.told_since(connection, Scope.whole(settings.province), now - timedelta(days=days + 8), now)
        found = replay(rule, replace(reading, store=connection), days)
    row = row_of(found, report(found, told, rule, settings.province), who, now)
    with store.write() as connection:
        rulings.save_backtest(connection, row, now)
    return row


def untested(store: Store, now: datetime) -> list[Rule]:
    """Rules whose present edition was never replayed over 90 days, those that may raise I or II first; lately tried ones are left out."""
    found = []
    with store.read() as connection:
        for rule in rulebook().values():
            newest = rulings.newest_backtest(connection, rule.code, edition(rule.code))
            tried = newest is not None and (newest["days"] >= LEAST_DAYS or timedelta(0) <= now - newest["at"] < AGAIN)
            if rule.feed.replayable and not tried:
                found.append(rule)
    return sorted(found, key=lambda rule: (rule.level not in ("I", "II"), rule.code))


def backtest_next(settings: Settings, now: datetime) -> str | None:
    """Replay one rule that needs it, in a process of its own that gives way to all others."""
    if not marts_of(settings).version():
        return None
    waiting = untested(store_of(settings), now)
    if not waiting:
        return None
    code = waiting[0].code
    command = [sys.executable, "-c", "import cli; cli.main()", "rule", "backtest", code, "--gently"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    if done.returncode:
        raise AlertsFailed(f"规则 {code} 回测失败：{(done.stderr or done.stdout).strip()[-300:]}", retry=True)
    return code


def cards(store: Store, scope: Scope, now: datetime, days: int = DAYS) -> list[Card]:
    """The report card of all rules as far as a scope sees, for the page and the command line."""
    with store.read() as connection:
        told = rulings.told_since(connection, scope, now - timedelta(days=days), now)
    return report_card(told, [(rule.code, rule.family) for rule in rulebook().values()], now, days)
