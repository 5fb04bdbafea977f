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
        "kitchen_site": "safety", "remote_site": "safety", "remote_site_daily": "safety", "equipment_service_daily": "safety",
        "trace_daily": "safety", "product_batch": "safety", "inspection_daily": "competition", "case_daily": "competition", "credit_monthly": "competition",
        "draw_daily": "competition", "platform_daily": "competition", "complaint_daily": "rights", "opinion_hourly": "rights", "source_daily": "base",
    }
)  # fmt: skip
COUNTED: Mapping[str, str] = MappingProxyType(
    {"opinion": "rights", "source": "base", "correction": "base", "camera": "safety", "remote_site": "safety", "formula": "safety"}
)
"""Of counted numbers by family; the others serve all fields."""
VALUES: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "case_daily": ("field", MappingProxyType({"safety": ("食品安全", "产品质量", "特种设备"), "competition": ("反不正当竞争", "广告", "价格")})),
        "complaint_daily": (
            "topic",
            MappingProxyType(
                {
                    "safety": ("食品", "药品医疗器械", "特种设备"), "competition": ("广告宣传", "价格收费"),
                    "rights": ("网络购物", "预付式消费", "家用电子电器"),
                }
            ),
        ),
    }
)  # fmt: skip
"""Where a mart mixes fields: its dimension, and which values belong to which field. A value that is not named belongs to none."""
NETS: Mapping[str, str] = MappingProxyType(
    {
        "registration": "登记注册",
        "approval": "行政审批",
        "enforcement": "执法办案",
        "credit": "信用监管",
        "platform": "平台经济监管",
        "trace": "重要产品追溯监管",
    }
)
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "alert": "预警", "camera": "摄像机", "change": "变化", "correction": "数据查纠", "cold_chain": "冷链", "complaint": "投诉举报", "credit": "信用", "device": "设备台账",
        "draw": "双随机", "enforcement": "案件", "enterprise": "主体档案", "entity": "市场主体", "equipment": "特种设备", "industry": "行业", "inspection": "监督检查",
        "kitchen_site": "明厨亮灶台账", "remote_site": "非现场监管点位", "equipment_service": "特种设备运行保障", "formula": "婴幼儿配方乳粉",
        "kitchen": "明厨亮灶", "licence": "行政许可", "lot": "产品批次", "notice": "双告知", "opinion": "舆情", "platform": "平台经济", "sampling": "抽检",
        "source": "来源系统", "trace": "追溯", "index": "指数", "peers": "同类比较", "forecast": "预测", "why": "变化分解", "survival": "存续", "zombie": "僵尸企业",
        "supervision": "电子监察", "push": "多项告知", "roster": "名录与抽取", "system": "智慧监管",
        "net": "业务网", "clock": "法定时限", "board": "板块", "map": "地图", "staff": "监管人员",
    }
)  # fmt: skip


def field_of(one: Indicator | Counted) -> str:
    """The field of a number."""
    return MARTS.get(one.mart, "base") if isinstance(one, Indicator) else COUNTED.get(one.family, "base")


def within(field: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """By mart, the limits that leave one field of the marts that mix several."""
    return {mart: {dimension: values[field]} for mart, (dimension, values) in VALUES.items() if field in values}


def family_name(code: str) -> str:
    """How a family is called; its code where no name is declared."""
    return FAMILIES.get(code, code)


def families() -> tuple[str, ...]:
    """The families in the catalogue's order."""
    return tuple(dict.fromkeys(one.family for one in registered().values()))
