"""Pushes to several departments: each recipient has its own receipt, once; a missing one is late by working days and by no others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from alerts.clocks.working_days import calendar_of
from alerts.failure import AlertsFailed, Why
from alerts.recipients import Office, Receipt, book_of, confirm, push, standing
from data_access.scope import Scope
from data_access.stores import audit, pushes
from data_access.stores.engine import Store
from tests.alerts.making import NOW, SUZHOU, WHOLE, person

pytestmark = pytest.mark.row("T-05")
ZONE = ZoneInfo("Asia/Shanghai")
RECIPIENTS = ("应急管理", "公安", "交通运输", "生态环境")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZONE)


def told(store: Store, day: str = "2026-09-28", region: str = "320102") -> str:
    row = {"rule": "dangerous", "subject": "91", "title": "危险化学品经营", "region": region, "nature": "production"}
    return push(store, book_of(), row, at(day))


def receipts(store: Store, now: datetime, scope: Scope = WHOLE) -> dict[str, Receipt]:
    with store.read() as connection:
        found = pushes.since(connection, scope, at("2026-01-01"))
    return {row.recipient: row for row in standing(found, book_of(), (calendar_of(), ZONE), now)}


def office(store: Store, scope: Scope = WHOLE) -> Office:
    return Office(store=store, identity=person(scope), now=NOW)


def test_one_matter_has_as_many_receipts_as_its_rule_has_recipients(any_store: Store) -> None:
    name = told(any_store)
    assert set(receipts(any_store, at("2026-09-28"))) == set(RECIPIENTS)
    confirm(office(any_store), name, "公安", "已阅")
    found = receipts(any_store, NOW)
    assert {one: found[one].received_at is not None for one in RECIPIENTS} == {
        "应急管理": False,
        "公安": True,
        "交通运输": False,
        "生态环境": False,
    }
    assert (found["公安"].who, found["公安"].note, found["公安"].received_at) == ("王建国", "已阅", NOW)
    with any_store.read() as connection:
        assert [deed.detail for _, deed in audit.entries(connection, limit=9) if deed.action == "notice.receipt"] == ["公安"]


def test_a_receipt_is_late_by_working_days_over_the_national_holiday(any_store: Store) -> None:
    """Pushed on Monday 28 September 2026 with three working days: 29, 30, and, after the seven days off, 8 October."""
    told(any_store)
    assert receipts(any_store, at("2026-10-07"))["公安"].due_on.isoformat() == "2026-10-08"
    assert not receipts(any_store, at("2026-10-07"))["公安"].late, "the days off do not count"
    assert not receipts(any_store, at("2026-10-08"))["公安"].late, "the last day is in time"
    late = receipts(any_store, at("2026-10-09"))["公安"]
    assert (late.late, late.over, late.waited) == (True, 1, 4)


def test_a_late_receipt_that_came_is_no_longer_missing_and_tells_how_long_it_took(any_store: Store) -> None:
    name = told(any_store)
    confirm(office(any_store), name, "公安")
    found = receipts(any_store, at("2026-11-23"))["公安"]
    assert not found.late
    assert found.over > 0


def test_a_second_receipt_is_refused_and_of_two_at_once_one_alone_is_written(any_store: Store) -> None:
    name, gate = told(any_store), Barrier(2)

    def go(_: int) -> str:
        gate.wait()
        try:
            confirm(office(any_store), name, "公安")
        except AlertsFailed as failed:
            return str(failed)
        return "written"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, range(2))) == ["written", "公安 已经签收，不能再次签收。"]


def test_an_unknown_push_an_unknown_recipient_and_a_foreign_place_are_one_answer(any_store: Store) -> None:
    name = told(any_store)
    for hand, push_name, recipient in (
        (office(any_store), "nothing", "公安"), (office(any_store), name, "气象"), (office(any_store, SUZHOU), name, "公安"),
    ):  # fmt: skip
        with pytest.raises(AlertsFailed, match="没有这条推送") as failed:
            confirm(hand, push_name, recipient)
        assert failed.value.why is Why.UNKNOWN
    assert receipts(any_store, NOW, SUZHOU) == {}


def test_an_unknown_rule_is_refused_with_the_known_ones(any_store: Store) -> None:
    with pytest.raises(AlertsFailed, match="已知的有 food_chain"):
        push(any_store, book_of(), {"rule": "x", "subject": "", "title": "t", "region": "320102"}, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "[[rule]]", 'version = "1"\n[[rule]]\ncode = "a"', "version =",
        'version = "1"\n[[rule]]\ncode="a"\nname="a"\nmatter="a"\nrecipients=[]\nworking_days=5\ncitation="c"',
        'version = "1"\n[[rule]]\ncode="a"\nname="a"\nmatter="a"\nrecipients=["公安","公安"]\nworking_days=5\ncitation="c"',
        'version = "1"\n[[rule]]\ncode="a"\nname="a"\nmatter="a"\nrecipients=["公安"]\nworking_days=0\ncitation="c"',
    ],
)  # fmt: skip
def test_an_operators_rules_that_cannot_be_used_are_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "recipients.toml").write_text(text, "utf-8")
    with pytest.raises(AlertsFailed, match=r"recipients\.toml"):
        book_of(tmp_path)
