"""The doing of a draw over the demo's register: prepared, drawn once, checked at any later time, and nobody's but its place's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update

from data_access.mart_tables import ENTERPRISE
from data_access.publication import Part
from data_access.scope import Scope
from data_access.stores import audit, draws
from data_access.stores.procedure_tables import DRAW_ITEM, DRAW_ROSTER, RANDOM_DRAW
from enterprises.drawing import Drawer, Wish, check, finish, prepare
from enterprises.failure import EnterprisesFailed, Why
from security.identity import Identity, Kind
from security.roles import Role
from tests.demo.conftest import NOON, Stood, copied

pytestmark = pytest.mark.row("T-05")
WHOLE, NANJING = Scope.whole("320000"), Scope.of("320000", "320100")
WISH = Wish(plan="餐饮定向抽查（2026）", kind="定向抽查", region="320100", percent="5", why="年度计划")


@pytest.fixture(scope="module")
def own(stood: Stood, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stood]:
    """A province that these tests change."""
    found = copied(stood, tmp_path_factory.mktemp("drawing"))
    yield found
    found.store.close()


def drawer(own: Stood, scope: Scope = WHOLE, user: str = "duty") -> Drawer:
    return Drawer(store=own.store, reader=own.marts, identity=Identity(user, "王建国", Role.DUTY, scope, Kind.PERSON), now=NOON)


def drawn(own: Stood) -> draws.Draw:
    return finish(drawer(own), prepare(drawer(own), WISH).id, "3912.45")


def test_what_is_prepared_is_drawn_and_checked_equal(own: Stood) -> None:
    hand = drawer(own)
    waiting = prepare(hand, WISH)
    assert (waiting.state, waiting.seed, waiting.result_hash) == ("prepared", None, None)
    done = finish(hand, waiting.id, "3912.45")
    assert (done.state, done.commitment, done.size) == ("drawn", waiting.commitment, waiting.size)
    with own.store.read() as connection:
        items = draws.items(connection, done.id)
        trail = [deed.action for _, deed in audit.entries(connection, limit=9)]
    assert len(items) == done.size > 0
    assert all(item.region.startswith("3201") and item.name and len(item.inspectors) == 2 for item in items)
    assert {"draw.prepare", "draw.finish"} <= set(trail)
    found = check(hand, done.id)
    assert found.equal
    assert found.roster_same is True
    assert [name for name, _ in found.steps] == ["市场主体名录摘要", "检查人员名录摘要", "承诺与秘密数", "种子", "抽取结果", "结果摘要"]


def test_a_draw_is_done_once(own: Stood) -> None:
    done = drawn(own)
    with pytest.raises(EnterprisesFailed, match="已经完成，结果不能更改") as failed:
        finish(drawer(own), done.id, "other")
    assert failed.value.why is Why.STATE


def test_of_two_who_draw_at_once_one_alone_does(own: Stood) -> None:
    name, gate = prepare(drawer(own), WISH).id, Barrier(2)

    def go(number: str) -> str:
        gate.wait()
        try:
            return finish(drawer(own), name, number).public_number or ""
        except EnterprisesFailed:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(go, ("1", "2")))
    assert found[1] == "refused"
    with own.store.read() as connection:
        kept = draws.one(connection, name, WHOLE)
    assert kept is not None
    assert kept.public_number == found[0]
    assert check(drawer(own), name).equal


def test_a_result_or_a_roster_that_was_touched_is_told(own: Stood) -> None:
    done = drawn(own)
    with own.store.write() as connection:
        connection.execute(update(DRAW_ITEM).where(DRAW_ITEM.c.draw == done.id, DRAW_ITEM.c.place == 1).values(code="91320000000000000X"))
    found = check(drawer(own), done.id)
    assert not found.equal
    assert [name for name, same in found.steps if not same] == ["抽取结果"]
    with own.store.write() as connection:
        connection.execute(update(RANDOM_DRAW).where(RANDOM_DRAW.c.id == done.id).values(public_number="7"))
    assert "种子" in [name for name, same in check(drawer(own), done.id).steps if not same]
    with own.store.write() as connection:
        connection.execute(update(DRAW_ROSTER).where(DRAW_ROSTER.c.id == done.subjects).values(hash="0" * 64))
    assert "市场主体名录摘要" in [name for name, same in check(drawer(own), done.id).steps if not same]


def test_a_register_that_changed_since_is_told_and_the_kept_roster_still_checks(own: Stood) -> None:
    done = drawn(own)
    before = check(drawer(own), done.id)
    frame = own.marts.read(select(*(c for c in ENTERPRISE.c if c.name != "batch_id")))
    gone = frame[(frame["region"].str[:4] == "3201") & (frame["status"] == "open")].index[0]
    own.marts.publish(
        [Part(table="enterprise", data=frame.drop(index=gone))], source="demo", nature="demo", as_of=NOON + timedelta(minutes=1)
    )
    found = check(drawer(own), done.id)
    assert found.equal
    assert found.roster_same is False
    assert found.roster_now == (before.roster_now or 0) - 1


def test_the_same_roster_is_kept_once(own: Stood) -> None:
    one, other = prepare(drawer(own), WISH), prepare(drawer(own), replace(WISH, percent="1"))
    assert (one.subjects, one.inspectors) == (other.subjects, other.inspectors)
    assert one.commitment != other.commitment, "each draw has a secret of its own"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"percent": "0"}, "不会抽到任何一户"), ({"percent": "-1"}, "抽取比例"), ({"percent": "101"}, "抽取比例"), ({"percent": "NaN"}, "抽取比例"), ({"percent": ""}, "抽取比例"),
        ({"number": 0}, "须抽取 1 至"), ({"number": 10**9}, "须抽取 1 至"), ({"number": -5}, "须抽取 1 至"), ({"plan": "<script>alert(1)</script>"}, "计划名称"),
        ({"plan": "x"}, "计划名称"), ({"plan": "计划\u202e抽"}, "计划名称"), ({"plan": "计划\x00"}, "计划名称"), ({"kind": "随便抽"}, "没有这种抽查"), ({"why": "  "}, "事由"),
        ({"each": 0}, "1 至 5 人"), ({"each": 6}, "1 至 5 人"), ({"region": "330100"}, "不是可以抽取的地区"), ({"region": "320199"}, "不是可以抽取的地区"),
        ({"region": "'; drop table x"}, "不是可以抽取的地区"), ({"region": ""}, "不是可以抽取的地区"), ({"industry": "T"}, "没有在营主体"),
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_meant_is_refused_and_nothing_is_kept(own: Stood, more: dict[str, Any], sentence: str) -> None:
    def kept() -> int:
        with own.store.read() as connection:
            return len(draws.listed(connection, WHOLE, limit=500))

    before = kept()
    with pytest.raises(EnterprisesFailed, match=sentence):
        prepare(drawer(own), replace(WISH, **more))
    assert kept() == before


@pytest.mark.parametrize("number", ["<b>", "x" * 65, "a\nb", "‮"])
def test_a_public_number_that_is_none_is_refused(own: Stood, number: str) -> None:
    name = prepare(drawer(own), WISH).id
    with pytest.raises(EnterprisesFailed, match="公开数"):
        finish(drawer(own), name, number)


@pytest.mark.row("Z-02")
def test_a_city_draws_in_its_own_place_alone_and_sees_no_other_draw(own: Stood) -> None:
    mine = drawer(own, NANJING, "nanjing")
    for region in ("320000", "320500", "320505"):
        with pytest.raises(EnterprisesFailed, match="不是可以抽取的地区") as failed:
            prepare(mine, replace(WISH, region=region))
        assert failed.value.why is Why.UNKNOWN
    theirs = prepare(drawer(own), replace(WISH, region="320500", percent="10")).id
    acts: tuple[Callable[[], Any], ...] = (lambda: finish(mine, theirs), lambda: check(mine, theirs))
    for act in acts:
        with pytest.raises(EnterprisesFailed, match="没有这次抽取"):
            act()
    done = finish(mine, prepare(mine, WISH).id)
    with own.store.read() as connection:
        assert all(one.region.startswith("3201") for one in draws.listed(connection, NANJING))
        people = {code for item in draws.items(connection, done.id) for code in item.inspectors}
    assert all(code.startswith("ZF3201") for code in people)
