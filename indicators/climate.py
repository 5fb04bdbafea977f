"""The conventions of climate indices (景气指数): each gauge names its own, for the same answers give other numbers by another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.failure import IndicatorFailed


@dataclass(frozen=True, kw_only=True)
class Convention:
    """How a gauge reads: its range, the line between better and worse, and where it comes from."""

    key: str
    name: str
    low: float
    high: float
    line: float
    formula: str
    source: str


ENTERPRISE = Convention(
    key="enterprise", name="企业景气指数", low=0, high=200, line=100,
    formula="0.4 × 即期景气指数 + 0.6 × 预期景气指数；各为（良好占比 − 不佳占比）× 100 + 100", source="国家统计局企业景气调查",
)  # fmt: skip
DIFFUSION = Convention(
    key="diffusion", name="扩散指数", low=0, high=100, line=50, formula="上升占比 + 0.5 × 持平占比", source="中国人民银行企业家、银行家问卷调查"
)  # fmt: skip
PMI = Convention(
    key="pmi", name="采购经理指数", low=0, high=100, line=50,
    formula="0.30 × 新订单 + 0.25 × 生产 + 0.20 × 从业人员 + 0.15 ×（100 − 供应商配送时间）+ 0.10 × 主要原材料库存", source="国家统计局、中国物流与采购联合会",
)  # fmt: skip
MODELLED = Convention(
    key="modelled", name="市场主体景气指数", low=0, high=200, line=100, formula="来源系统测算，附 95% 区间；各地按主体户数加权平均",
    source="信用风险月报 credit_monthly",
)  # fmt: skip
"""The index that the data center supplies: its convention is that of the enterprise index, its computation the source's own."""
CONVENTIONS = {one.key: one for one in (ENTERPRISE, DIFFUSION, PMI, MODELLED)}
PMI_WEIGHTS = {"new_orders": 0.30, "output": 0.25, "employment": 0.20, "delivery": 0.15, "stock": 0.10}


def net_balance(good: float, bad: float) -> float:
    """An immediate or expected index 0…200 from the percentages that answer good and bad."""
    _percent(good, bad)
    return good - bad + 100


def enterprise_climate(present: float, expected: float) -> float:
    """The enterprise climate index 0…200 from the two net balances: 0.4 present + 0.6 expected."""
    if not (0 <= present <= 200 and 0 <= expected <= 200):
        raise IndicatorFailed("企业景气指数的即期和预期分项应在 0 至 200 之间。")
    return 0.4 * present + 0.6 * expected


def diffusion(up: float, same: float) -> float:
    """The diffusion index 0…100 from the percentages that answer up and unchanged."""
    _percent(up, same)
    return up + same / 2


def pmi(parts: Mapping[str, float]) -> float:
    """The purchasing managers' index 0…100 from its five diffusion indices; slow deliveries count the other way."""
    if set(parts) != set(PMI_WEIGHTS):
        raise IndicatorFailed(f"采购经理指数需要五个分项：{'、'.join(PMI_WEIGHTS)}。")
    return sum(weight * (100 - parts[name] if name == "delivery" else parts[name]) for name, weight in PMI_WEIGHTS.items())


def stands(value: float, convention: Convention) -> str:
    """On which side of its line a gauge is, in words."""
    if value == convention.line:
        return "处于临界点"
    return f"{'高于' if value > convention.line else '低于'}临界值 {convention.line:g}，处于{'景气' if value > convention.line else '不景气'}区间"


def _percent(*shares: float) -> None:
    if any(not 0 <= share <= 100 for share in shares) or sum(shares) > 100 + 1e-9:
        raise IndicatorFailed("占比应在 0 至 100 之间，合计不超过 100。")
