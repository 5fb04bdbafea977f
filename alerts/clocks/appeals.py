"""The appeal against a clock (申辩): a unit says why, another hand decides, and both stay written; the clock itself is not touched."""

from __future__ import annotations

from sqlalchemy import Connection

from alerts.failure import AlertsFailed, Why
from alerts.life.hand import said
from alerts.recipients import Office
from data_access.stores import appeals, clocks
from data_access.stores.ulid import new_id
from security import audit
from security.audit import Act

VERDICTS = {appeals.UPHELD: "申辩成立", appeals.REFUSED: "申辩不成立"}
NO_CLOCK = "没有这个计时事项，或它不在您的数据范围内。"
NO_APPEAL = "没有这条申辩，或它不在您的数据范围内。"


def appeal(office: Office, clock: str, why: str) -> str:
    """Appeal against a clock that is going; gives the appeal's number. One at a time. Raises AlertsFailed."""
    reason = said(why, "申辩理由")
    name = new_id(office.now)
    with office.store.write() as connection:
        known = clocks.one(connection, clock, office.identity.scope)
        if known is None:
            raise AlertsFailed(NO_CLOCK, why=Why.UNKNOWN)
        if known.state not in clocks.RUNNING:
            raise AlertsFailed(f"{known.title} 已经办结或撤销，不能申辩。")
        row = {"id": name, "clock": clock, "region": known.region, "why": reason, "user": office.identity.user, "who": _who(office)}
        if not appeals.add(connection, {**row, "at": office.now, "nature": known.nature}):
            raise AlertsFailed(f"{known.title} 的申辩正在审核，审核后才能再次申辩。")
        _note(connection, office, "clock.appeal", name, clock)
    return name


def decide(office: Office, name: str, verdict: str, why: str) -> None:
    """Decide an open appeal, once, and not one's own. Raises AlertsFailed."""
    if verdict not in VERDICTS:
        raise AlertsFailed(f"审核结论须为{'或'.join(VERDICTS.values())}。", why=Why.WORDS)
    reason = said(why, "审核意见")
    with office.store.write() as connection:
        known = appeals.one(connection, name, office.identity.scope)
        if known is None:
            raise AlertsFailed(NO_APPEAL, why=Why.UNKNOWN)
        if known.user == office.identity.user:
            raise AlertsFailed("不能审核自己提出的申辩：请由他人审核。")
        row = {"appeal": name, "verdict": verdict, "why": reason, "user": office.identity.user, "who": _who(office), "at": office.now}
        if not appeals.rule(connection, row):
            raise AlertsFailed("这条申辩已经审核，结论不能更改。")
        _note(connection, office, "clock.ruling", name, verdict)


def _who(office: Office) -> str:
    return office.identity.shown_name or office.identity.user


def _note(connection: Connection, office: Office, action: str, object: str, detail: str) -> None:
    act = Act(action=action, object=object, result="ok", now=office.now, detail=detail, address=office.address)
    audit.add(connection, office.identity, act)
