"""The counted numbers of the comparison of cities: the interval of a rate, the median of a group, the place in it."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {
    "owner": "信息中心", "rhythm": timedelta(days=1), "counted_in": ("region",), "period": "同所比较的指标",
}  # fmt: skip

NUMBERS = (
    Counted(code="peers.low", name="比率区间下限", unit="", definition="比率 95% 区间的下限：占比用 Wilson 法，发生率用泊松分布（Byar 近似）", **COMMON),
    Counted(code="peers.high", name="比率区间上限", unit="", definition="比率 95% 区间的上限：占比用 Wilson 法，发生率用泊松分布（Byar 近似）", **COMMON),
    Counted(code="peers.median", name="同类市中位数", unit="", definition="同一规模组各市数值的中位数；组内不足 3 市时不给出", **COMMON),
    Counted(code="peers.rank", name="比较位次", unit="位", definition="全省各市由优到劣的位次；迟报、停更和无数据的市不参与排名", **COMMON),
    Counted(code="peers.group_rank", name="组内位次", unit="位", definition="同一规模组各市由优到劣的位次", **COMMON),
)  # fmt: skip
