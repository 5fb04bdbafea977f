"""The indicators of dual notification (双告知)."""

from data_access.measure import Share, Sum
from indicators.declaration import Band, Indicator

INDICATORS = (
    Indicator(
        code="notice.pushed",
        name="双告知推送",
        unit="件",
        mart="notice_daily",
        measure=Sum("pushed"),
        definition="期内推送审批部门的登记信息件数",
    ),
    Indicator(
        code="notice.claimed_rate",
        name="双告知认领率",
        unit="%",
        better="up",
        mart="notice_daily",
        measure=Share(Sum("claimed"), Sum("pushed")),
        decimals=1,
        band=Band(low=95),
        definition="部门认领件数 ÷ 推送件数",
    ),
    Indicator(
        code="notice.handled_rate",
        name="双告知办结率",
        unit="%",
        better="up",
        mart="notice_daily",
        measure=Share(Sum("handled"), Sum("claimed")),
        decimals=1,
        band=Band(low=90),
        definition="部门办结件数 ÷ 认领件数；跨期办结时可超过 100%",
    ),
    Indicator(
        code="notice.overdue",
        name="双告知超期",
        unit="件",
        better="down",
        mart="notice_daily",
        measure=Sum("overdue"),
        definition="期内推送后超过期限未认领或未办结的件数",
    ),
)
