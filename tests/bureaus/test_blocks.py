"""The tests of blocks: only what the catalogue allows is read, each refusal is a sentence that names the block and the field."""

from __future__ import annotations

from typing import Any

import pytest

from bureaus.blocks import MOST, read, tried
from bureaus.boards import differences, standard
from bureaus.failure import BureausFailed
from bureaus.kinds import KINDS
from components.city_board import LOOKS
from tests.bureaus.making import number, trend

HOSTILE: list[tuple[Any, str]] = [
    ("[]", "清单"), (None, "清单"), ({"id": "a"}, "清单"), (["x"], "不是一个板块"), ([[]], "不是一个板块"), ([number(id="A")], "编号"), ([number(id="")], "编号"),
    ([number(id="x" * 13)], "编号"), ([number(id="a b")], "编号"), ([number(), number()], "同一个编号"), ([{**number(), "kind": "iframe"}], "种类"),
    ([{**number(), "kind": ["number"]}], "种类"), ([{**number(), "html": "<b>"}], "不认识"), ([{**number(), "region": "320500"}], "不认识"),
    ([{**number(), "where": {"city": "320500"}}], "不认识"), ([{**number(), "size": "2"}], "不认识"), ([{**number(), "onclick": "alert(1)"}], "不认识"),
    ([number(title="长" * 21)], "最多 20"), ([number(title=7)], "文字"), ([number(title="a\u202eb")], "控制字符"), ([number(title="a\x00b")], "控制字符"),
    ([number(title="\ud800")], "控制字符"), ([number(code="no.such")], "没有这个代码"), ([number(code="entity.stock' OR 1=1 --")], "没有这个代码"),
    ([number(code="peers.median")], "业务库计数"), ([{**number(), "codes": []}], "1 项"), ([{**number(), "codes": ["entity.stock", "entity.opened"]}], "1 项"),
    ([{**number(), "codes": "entity.stock"}], "代码清单"), ([{**number(), "codes": [1]}], "代码清单"), ([number(span="forever")], "没有这个选项"),
    ([number(span="days_30")], "时点数"), ([number(code="alert.open", span="days_30")], "自己的期间"), ([number(code="credit.prosperity", span="days_7")], "不能另选期间"),
    ([{**trend(), "size": "9"}], "宽度"), ([{**trend(), "size": 2}], "宽度"), ([{**trend(), "codes": ["entity.opened", "complaint.accept_rate"]}], "单位不同"),
    ([{**trend(), "codes": ["entity.opened", "entity.opened"]}], "重复"), ([{**trend(), "months": "9999"}], "没有这个选项"),
    ([{"id": "c", "kind": "comparison", "title": "", "codes": ["entity.stock"]}], "总量"),
    ([{"id": "r", "kind": "ranking", "title": "", "codes": ["entity.stock"], "split": "city", "span": ""}], "不能这样拆分"),
    ([{"id": "n", "kind": "note", "title": "", "text": "   "}], "还没有写"), ([{"id": "n", "kind": "note", "title": "", "text": "长" * 301}], "最多 300"),
    ([{"id": "s", "kind": "system", "title": "", "system": "http://evil/"}], "没有这个系统"), ([number(id=f"b{n}") for n in range(MOST + 1)], "最多"),
]  # fmt: skip


@pytest.mark.row("T-02")
@pytest.mark.parametrize(("told", "word"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_the_catalogue_does_not_allow_is_refused_with_a_sentence(told: Any, word: str) -> None:
    with pytest.raises(BureausFailed, match=word) as failed:
        read(told)
    assert str(failed.value).endswith("。")
    assert tried(told) == () or len(tried(told)) < len(told) or "最多" in word or "同一" in word


@pytest.mark.row("T-02")
def test_the_shipped_board_is_read_as_an_editor_would_send_it() -> None:
    assert read([block.plain() for block in standard()]) == standard()
    assert [block.kind.key for block in standard()][:6] == ["number"] * 6


@pytest.mark.row("T-02")
def test_every_kind_of_block_is_drawn_by_a_look_of_its_own() -> None:
    assert set(LOOKS) == set(KINDS)


@pytest.mark.row("T-02")
def test_of_a_stored_board_only_the_block_that_is_no_longer_known_is_left_out() -> None:
    assert [block.id for block in tried([number("a"), number("b", code="gone.since"), trend("c")])] == ["a", "c"]


@pytest.mark.row("T-02")
def test_what_changed_is_said_in_words() -> None:
    before = [number("a", title="存量"), trend("t")]
    after = [trend("t"), number("a", title="在营"), number("b", code="complaint.overdue", title="超期")]
    assert differences(before, after) == ["新增“超期”", "修改“在营”的标题", "调整了顺序"]
    assert differences(before, before[:1]) == ["删除“新设”"]
