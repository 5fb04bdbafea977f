"""The acts on an alert's group: acknowledge, judge, close, reopen. A member's act is its group's act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from alerts import moves
from alerts.failure import AlertsFailed, Why
from alerts.gravity import ANSWER, FORGOTTEN
from alerts.life.hand import Done, Hand, head_for, said
from alerts.message import Occasion
from alerts.stages.group import key_in
from data_access.stores.alert_writes import Row, take_key

DISPOSITIONS = {"confirmed": "属实", "false": "误报", "duplicate": "重复", "exercise": "演练"}
WORDS = {"open": "待确认", "acknowledged": "已确认", "dispatched": "已派单", "transferred": "已转承办", "closed": "已办结"}
LONGEST_HOLD = timedelta(days=7)
AT_ONCE = 40
"""Groups that one transaction of a bulk act moves: nobody waits long for the store."""
MOST = 500


def acknowledge(hand: Hand, alert: str, *, owner: str = "", why: str = "", hold: timedelta | None = None) -> Done:
    """Take a group in hand: from now on it has an owner, nobody is notified, and after `hold` without a further step it reopens.

    Again by the same owner: nothing changes. Another owner takes it over by name. Raises AlertsFailed and StoreFailed.
    """
    name, text = said(owner, "承办人", needed=False, most=64), said(why, "说明", needed=False)
    _check(hold)
    with hand.store.write() as connection:
        return _acknowledge(connection, hand, alert, (name, text, hold))


def acknowledge_all(hand: Hand, alerts: Sequence[str], *, owner: str = "", why: str = "", hold: timedelta | None = None) -> list[Done]:
    """Acknowledge many groups; each is judged by itself. Raises AlertsFailed only for words or a number that cannot be used."""
    if len(alerts) > MOST:
        raise AlertsFailed(f"一次最多确认 {MOST} 条，请分批。", why=Why.WORDS)
    name, text = said(owner, "承办人", needed=False, most=64), said(why, "说明", needed=False)
    _check(hold)
    done: list[Done] = []
    for first in range(0, len(alerts), AT_ONCE):
        with hand.store.write() as connection:
            for alert in sorted(set(alerts))[first : first + AT_ONCE]:
                done.append(_one_of_many(lambda which=alert, on=connection: _acknowledge(on, hand, which, (name, text, hold)), alert))  # type: ignore[misc]
    return done


def _one_of_many(act: Callable[[], Done], alert: str) -> Done:
    try:
        return act()
    except AlertsFailed as failed:  # raised before anything is written
        return Done(id=alert, state="", reason=str(failed), ok=False, why=failed.why)


def _check(hold: timedelta | None) -> None:
    if hold is not None and not timedelta(minutes=1) <= hold <= LONGEST_HOLD:
        raise AlertsFailed("确认的有效时间应在 1 分钟到 7 天之间。", why=Why.WORDS)


def _acknowledge(connection: Connection, hand: Hand, alert: str, given: tuple[str, str, timedelta | None]) -> Done:
    owner, why, hold = given
    head = head_for(connection, hand, alert)
    name = owner or hand.who
    if head["state"] == moves.ACKNOWLEDGED and head["owner"] == name and hold is None:
        return Done(id=head["id"], state=head["state"], reason=f"此前已由 {name} 确认")
    if head["state"] == moves.ACKNOWLEDGED and head["owner"] != name and not owner:
        raise AlertsFailed(f"已由 {head['owner']} 确认；要接手请写明承办人。")
    if head["state"] not in (moves.OPEN, moves.ACKNOWLEDGED):
        raise AlertsFailed(f"告警{WORDS.get(head['state'], head['state'])}，不能再确认。")
    until = None if head["resolved_at"] and head["merged"] == 1 else hand.now + (hold or FORGOTTEN[head["level"]])
    text = (f"确认，承办人 {name}" if head["state"] == moves.OPEN else f"由 {head['owner']} 转 {name} 承办") + (f"：{why}" if why else "")
    taken = moves.Move(
        sources=(moves.OPEN, moves.ACKNOWLEDGED), to=moves.ACKNOWLEDGED, who=hand.who, why=text,
        values={"owner": name, "acknowledged_at": hand.now}, head_values={"due_at": None, "reopen_at": until},
    )  # fmt: skip
    row = _moved(moves.move(connection, head, taken, hand.now))
    moves.tell(connection, row, "alert_ack", f"{row['title']} 已确认，{name}", hand.now)
    moves.announce(connection, hand.desk, row, Occasion.ACKNOWLEDGED, hand.now, text)
    hand.note(connection, "alert.ack", row["id"], text)
    return Done(id=row["id"], state=row["state"], reason=text)


def dismiss(hand: Hand, alert: str, disposition: str, why: str) -> Done:
    """Judge a group and close it: confirmed 属实, false 误报, duplicate 重复, exercise 演练. Raises AlertsFailed and StoreFailed."""
    if disposition not in DISPOSITIONS:
        raise AlertsFailed(f"处置结论应为 {'、'.join(DISPOSITIONS)} 之一。", why=Why.WORDS)
    text = said(why, "处置说明")
    with hand.store.write() as connection:
        head = head_for(connection, hand, alert)
        if head["state"] == moves.CLOSED and head["disposition"] == disposition:
            return Done(id=head["id"], state=head["state"], reason=f"此前已按{DISPOSITIONS[disposition]}办结")
        if head["state"] == moves.CLOSED and head["disposition"]:
            raise AlertsFailed(f"已按{DISPOSITIONS.get(head['disposition'], head['disposition'])}办结；要改结论请先重开。")
        judged = {"disposition": disposition, "disposed_by": hand.who, "disposed_at": hand.now}
        return _close(connection, hand, head, (f"{DISPOSITIONS[disposition]}：{text}", judged, "alert.dismiss"))


def close(hand: Hand, alert: str, why: str) -> Done:
    """Close a group without a judgement. Raises AlertsFailed and StoreFailed."""
    text = said(why, "办结说明")
    with hand.store.write() as connection:
        head = head_for(connection, hand, alert)
        if head["state"] == moves.CLOSED:
            return Done(id=head["id"], state=head["state"], reason="此前已办结")
        return _close(connection, hand, head, (text, {}, "alert.close"))


def _close(connection: Connection, hand: Hand, head: Row, given: tuple[str, dict[str, object], str]) -> Done:
    text, values, action = given
    if head["state"] == moves.CLOSED:  # closed by its source and judged only now
        late = moves.Move(sources=(moves.CLOSED,), to=moves.CLOSED, who=hand.who, why=text, values=values)
        row = _moved(moves.move(connection, head, late, hand.now))
    else:
        done = moves.Move(sources=moves.ALIVE, to=moves.CLOSED, who=hand.who, why=text, values=values)
        row = _moved(moves.close(connection, hand.desk, head, done, hand.now))
        moves.tell(connection, row, "alert_close", f"{row['title']}，已办结", hand.now)
    hand.note(connection, action, row["id"], text)
    return Done(id=row["id"], state=row["state"], reason=text)


def reopen(hand: Hand, alert: str, why: str) -> Done:
    """Open a closed or acknowledged group again: it waits for an answer and is told again. Raises AlertsFailed and StoreFailed."""
    text = said(why, "重开理由")
    with hand.store.write() as connection:
        head = head_for(connection, hand, alert)
        if head["state"] == moves.OPEN:
            return Done(id=head["id"], state=head["state"], reason="告警仍待确认")
        if head["state"] not in (moves.CLOSED, moves.ACKNOWLEDGED):
            raise AlertsFailed(f"告警{WORDS.get(head['state'], head['state'])}，请在工单中处理。")
        row = open_again(connection, hand, head, text)
        hand.note(connection, "alert.reopen", row["id"], text)
        return Done(id=row["id"], state=row["state"], reason=text)


def open_again(connection: Connection, hand: Hand, head: Row, why: str) -> Row:
    values = {"owner": None, "closed_at": None, "disposition": None, "disposed_by": None, "disposed_at": None}
    again = moves.Move(
        sources=(moves.CLOSED, moves.ACKNOWLEDGED), to=moves.OPEN, who=hand.who, why=why, values=values,
        head_values={"reopen_at": None, "due_at": hand.now + ANSWER[head["level"]], "reopened": head["reopened"] + 1},
    )  # fmt: skip
    row = _moved(moves.move(connection, head, again, hand.now))
    key = key_in(head)
    if key and take_key(connection, row["id"], key, hand.now):  # else what came meanwhile is a matter of its own, and stays one
        row |= {"group_key": key}
    moves.tell(connection, row, "alert_reopen", f"{row['title']} 重开", hand.now)
    moves.announce(connection, hand.desk, row, Occasion.REOPENED, hand.now, why)
    return row


def _moved(row: Row | None) -> Row:
    if row is None:
        raise AlertsFailed("告警刚被他人处理，请刷新后再试。")
    return row
