"""The fields of the regulator's work: which of them a mart belongs to, and how families and business nets are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.registry import registered

FIELDS: Mapping[str, str] = MappingProxyType({"entry": "准入", "safety": "安全", "competition": "竞争", "rights": "维权", "base": "基础"})
"""The four fields of market regulation, and what serves all of them."""
MARTS: Mapping[str, str] = MappingProxyType(
    {
        "entity_daily": "entry", "licence_daily": "entry", "notice_daily": "entry", "enterprise": "entry",
        "sampling_daily": "safety", "equipment_daily": "safety", "equipment": "safety", "kitchen_daily": "safety", "cold_chain_hourly": "safety",
        "trace_daily": "safety", "product_batch": "safety", "inspection_daily": "competition", "case_daily": "competition", "credit_monthly": "competition",
        "draw_daily": "competition", "platform_daily": "competition", "complaint_daily": "rights", "opinion_hourly": "rights", "source_daily": "base",
    }
)  # fmt: skip
COUNTED: Mapping[str, str] = MappingProxyType({"opinion": "rights", "source": "base", "correction": "base", "camera": "safety"})
"""Of counted numbers by family; the others serve all fields."""
NETS: Mapping[str, str] = MappingProxyType(
    {
        "registration": "登记注册",
        "approval": "行政审批",
        "enforcement": "监管执法",
        "credit": "信用监管",
        "platform": "平台经济",
        "trace": "重点追溯",
    }
)
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "alert": "预警", "camera": "摄像机", "change": "变化", "correction": "数据查纠", "cold_chain": "冷链", "complaint": "投诉举报", "credit": "信用", "device": "设备台账",
        "draw": "双随机", "enforcement": "案件", "enterprise": "主体档案", "entity": "市场主体", "equipment": "特种设备", "industry": "行业", "inspection": "监督检查",
        "kitchen": "明厨亮灶", "licence": "行政许可", "lot": "产品批次", "notice": "双告知", "opinion": "舆情", "platform": "平台经济", "sampling": "抽检",
        "source": "来源系统", "trace": "追溯", "index": "指数", "peers": "同类比较", "forecast": "预测", "why": "变化分解", "survival": "存续", "zombie": "僵尸企业",
    }
)  # fmt: skip


def field_of(one: Indicator | Counted) -> str:
    """The field of a number."""
    return MARTS.get(one.mart, "base") if isinstance(one, Indicator) else COUNTED.get(one.family, "base")


def family_name(code: str) -> str:
    """How a family is called; its code where no name is declared."""
    return FAMILIES.get(code, code)


def families() -> tuple[str, ...]:
    """The families in the catalogue's order."""
    return tuple(dict.fromkeys(one.family for one in registered().values()))
