"""The counted numbers of indices: scores, contributions, ranks, medians; each is reckoned by an open formula from shown components."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {
    "owner": "登记注册处", "rhythm": timedelta(days=31), "decimals": 1, "unit": "分", "period": "各分项都已报满的最近一个月",
    "counted_in": ("entity_daily", "licence_daily", "notice_daily", "complaint_daily", "case_daily", "draw_daily", "credit_monthly"),
}  # fmt: skip

NUMBERS = (
    Counted(code="index.business_environment", name="营商环境综合指数", better="up", definition="各分项按上下限折算得分的加权平均 × 100，公式、权重和版本见指数说明", **COMMON),
    Counted(code="index.component_score", name="指数分项得分", better="up", definition="分项指标在上下限之间的位置 × 100，超出的按 0 分或 100 分计", **COMMON),
    Counted(code="index.contribution", name="指数分项贡献", better="up", definition="分项得分 × 分项权重；各分项贡献之和等于指数", **COMMON),
    Counted(code="index.rank", name="指数位次", better="down", definition="全省各市按指数由高到低的位次；迟报和分项不足的市不参与排名", **{**COMMON, "unit": "位", "decimals": 0}),
    Counted(code="index.group_median", name="同类市指数中位数", definition="同一规模组各市指数的中位数；组内不足 3 市时不给出", **COMMON),
    Counted(code="index.credit", name="信用指数", better="up", definition="各风险等级主体占比 × 分值之和，分值和版本见指数说明",
            **{**COMMON, "owner": "信用监管处", "counted_in": ("credit_monthly",)}),
)  # fmt: skip
