"""The demo's procedures brought to now: what is not known is written as it stands, what is known goes on from where it was left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from alerts.clocks.counting import Reading, Step, read
from data_access.stores import appeals, clocks, draws, inspectors, pushes
from data_access.stores.clocks import Move
from demo import procedures
from demo.places import Province
from demo.procedures import Matter, Pushed, done_by, words

TABLES = ("clock", "clock_step", "clock_appeal", "clock_ruling", "notice_push", "notice_receipt", "inspector")
KEEP = timedelta(days=14)
"""How long an ended matter, and a push that all have confirmed, is kept."""
QUARTER = 900


def play(connection: Any, seed: int, province: Province, times: tuple[datetime, datetime, bool]) -> bool:
    """Bring matters, pushes and the roster to now; `times` are now, the moment of the last playing, and whether the store is empty.

    Works once a quarter of an hour: none of these has news by the minute. Gives whether it did.
    """
    now, since, fresh = times
    if not fresh and int(now.timestamp()) // QUARTER == int(since.timestamp()) // QUARTER:
        return False
    _play_matters(connection, list(procedures.matters(seed, province, now)), now)
    _play_pushes(connection, list(procedures.pushes(seed, province, now)), now)
    known = inspectors.known(connection)
    inspectors.insert_many(connection, [row for row in procedures.inspectors(seed, province) if row["code"] not in known], now)
    return True


def clear(connection: Any) -> None:
    """Take the procedures' rows out of the store."""
    appeals.forget_demo(connection)
    clocks.forget_demo(connection)
    pushes.forget_demo(connection)
    draws.forget_demo(connection)
    inspectors.forget_demo(connection)


def _play_matters(connection: Any, found: list[Matter], now: datetime) -> None:
    counts = clocks.counted(connection, [str(one.row["id"]) for one in found])
    rows: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for one in found:
        come = done_by(one.steps, now)
        known = counts.get(str(one.row["id"]))
        if known is None and one.ends > now - KEEP:
            rows.append(_row(one, come, now))
            steps += [_written(one, step) for step in come]
        elif known is not None:
            _go_on(connection, one, come, known)
    clocks.insert_many(connection, rows, steps, now)
    alive = {row["id"] for row in rows} | set(counts)
    _play_appeals(connection, [one for one in found if one.appeal and one.row["id"] in alive], now)


def _row(one: Matter, come: list[Step], now: datetime) -> dict[str, Any]:
    reading = read(one.ruler, come, now)
    ended = come[-1].at if reading.state == "done" else None
    return {
        **one.row, "state": reading.state, "due_at": reading.due_at, "started_at": come[0].at, "changed_at": come[-1].at, "done_at": ended,
        "extended": reading.extended,
    }  # fmt: skip


def _written(one: Matter, step: Step) -> dict[str, Any]:
    return {
        "clock": one.row["id"],
        "kind": str(step.kind),
        "days": step.days or None,
        "who": one.who,
        "why": step.why or "收到",
        "at": step.at,
    }


def _go_on(connection: Any, one: Matter, come: list[Step], known: int) -> None:
    """Write the steps that have come since; a clock that a person has moved has another count and is left to them."""
    for number in range(known, len(come)):
        step, reading = come[number], read(one.ruler, come[: number + 1], come[number].at)
        if not clocks.go(connection, str(one.row["id"]), number, _move(one, step, reading)):
            return


def _move(one: Matter, step: Step, reading: Reading) -> Move:
    return Move(
        kind=step.kind, at=step.at, who=one.who, why=step.why, days=step.days, state=reading.state, due_at=reading.due_at, extended=reading.extended
    )  # fmt: skip


def _play_appeals(connection: Any, found: list[Matter], now: datetime) -> None:
    known = appeals.first_of(connection, [str(one.row["id"]) for one in found])
    told = words()["appeal"]
    for one in found:
        if one.appeal is None or one.appeal[1] > now:
            continue
        (why, at, upheld), clock = one.appeal, str(one.row["id"])
        name, hours = f"A{clock}", timedelta(hours=30)
        if clock not in known:
            row = {
                "id": name,
                "clock": clock,
                "region": one.row["region"],
                "why": why,
                "user": "demo",
                "who": one.who,
                "at": at,
                "nature": "demo",
            }
            appeals.add(connection, row)
        elif known[clock] != name:
            continue
        if at + hours <= now:
            verdict = appeals.UPHELD if upheld else appeals.REFUSED
            said = {"verdict": verdict, "why": told[verdict], "user": "demo-reviewer", "who": "法规处", "at": at + hours}
            appeals.rule(connection, {"appeal": name, **said})


def _play_pushes(connection: Any, found: list[Pushed], now: datetime) -> None:
    known = pushes.known(connection, [str(one.row["id"]) for one in found])
    rows, receipts = [], []
    for one in found:
        name = str(one.row["id"])
        for recipient, at in one.receipts.items():
            came = at is not None and at <= now
            if name in known:
                if came and at is not None:
                    pushes.receive(connection, name, recipient, pushes.Hand(f"{recipient}窗口", at))
                continue
            state = {"state": pushes.RECEIVED, "at": at, "who": f"{recipient}窗口"} if came else {}
            receipts.append({"push": name, "recipient": recipient, **state})
        if name not in known:
            rows.append(dict(one.row))
    blank = {"state": pushes.WAITING, "at": None, "who": None, "note": ""}
    pushes.insert_many(connection, rows, [{**blank, **row} for row in receipts], now)
