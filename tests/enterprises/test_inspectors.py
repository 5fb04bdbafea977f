"""The file of inspectors: read whole or refused row by row, put in the place of its cities' roster, and never a whole name on a screen."""

from __future__ import annotations

import pytest

from data_access.scope import Scope
from data_access.stores import inspectors
from data_access.stores.engine import Store
from enterprises.failure import EnterprisesFailed
from enterprises.inspectors import Entry, masked, read_inspectors
from tests.alerts.making import NOW

pytestmark = pytest.mark.row("T-05")
PLACES = {"320100", "320102", "320500", "320505"}
HEAD = "code,name,unit,region,field,avoids\n"
GOOD = "ZF001,赵文,玄武区局,320102,食品,91320102MA1XEXAMPR|91320102MA1XEXAMPQ\nZF002,钱明,苏州市局,320500,,\n"


def read(text: str) -> list[Entry]:
    return read_inspectors(text.encode(), PLACES)


def row(code: str, region: str = "320102") -> dict[str, object]:
    return {"code": code, "name": "赵文", "unit": "局", "region": region, "field": "", "avoids": [], "nature": "production"}


def test_a_good_file_is_read_with_its_declared_interests() -> None:
    one, two = read("\ufeff" + HEAD + GOOD)
    assert (one.code, one.unit, one.avoids) == ("ZF001", "玄武区局", ("91320102MA1XEXAMPQ", "91320102MA1XEXAMPR"))
    assert (two.region, two.avoids) == ("320500", ())


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("ZF001,赵文,局,320102,,\nZF001,钱明,局,320102,,\n", "第 3 行：证号 ZF001 与第 2 行重复"), ("ZF001,,局,320102,,\n", "第 2 行：name 空缺"),
        ("ZF001,赵文,局,330102,,\n", "区划代码 330102 不是本省的市县"), ("=1+1,赵文,局,320102,,\n", "证号须为"), ("ZF001,赵文,局,320102,,short\n", "不是主体代码"),
        ("ZF001,赵文,局,320102\n", "列数与首行不同"), ("ZF001,赵文,局,320102,,,more\n", "列数与首行不同"), (f"ZF001,{'赵' * 40},局,320102,,\n", "name 超过 32 个字"),
        ("ZF001,赵\u202e文,局,320102,,\n", "控制字符"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_told_with_its_number(rows: str, fault: str) -> None:
    with pytest.raises(EnterprisesFailed, match="什么都没有改变") as failed:
        read(HEAD + rows)
    assert fault in str(failed.value)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", HEAD.encode(), (HEAD + '"open').encode(), b"code,name,unit,region,extra\nZ,Z,Z,Z,Z\n"]
)
def test_a_file_that_is_no_table_of_inspectors_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(EnterprisesFailed):
        read_inspectors(data, PLACES)


def test_a_file_takes_the_place_of_its_own_cities_alone_and_forgets_nobody(any_store: Store) -> None:
    with any_store.write() as connection:
        inspectors.insert_many(connection, [row("ZF001"), row("ZF002"), row("ZF900", "320505")], NOW)
        assert inspectors.replace(connection, [row("ZF002"), row("ZF003")], NOW) == (2, 1)
    with any_store.read() as connection:
        assert [one.code for one in inspectors.active(connection, Scope.whole("320000"))] == ["ZF002", "ZF003", "ZF900"]
        assert [one.code for one in inspectors.active(connection, Scope.of("320000", "320500"))] == ["ZF900"]
        assert inspectors.named(connection, ["ZF001"])["ZF001"].name == "赵文", "a draw of the past names them still"
        assert inspectors.counted(connection, Scope.whole("320000")) == {"320100": (2, 1), "320500": (1, 1)}


def test_a_name_is_shown_by_its_family_name_alone() -> None:
    assert (masked("赵文"), masked("欧阳建国"), masked("")) == ("赵**", "欧**", "")
