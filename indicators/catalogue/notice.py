"""The indicators of dual notification (双告知)."""

from data_access.measure import Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

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

MORE = (
    Indicator(code="notice.claimed", name="双告知认领", unit="件", better="up", mart="notice_daily", measure=Sum("claimed"), definition="期内审批部门认领的推送件数"),
    Indicator(code="notice.handled", name="双告知办结", unit="件", better="up", mart="notice_daily", measure=Sum("handled"), definition="期内审批部门办结的认领件数"),
    Indicator(code="notice.unclaimed", name="双告知未认领", unit="件", better="down", mart="notice_daily", measure=Sum("pushed") - Sum("claimed"),
        span=Span.DAYS_30, definition="近 30 日推送件数减认领件数"),
    Indicator(code="notice.unhandled", name="双告知认领未办结", unit="件", better="down", mart="notice_daily", measure=Sum("claimed") - Sum("handled"),
        span=Span.DAYS_30, definition="近 30 日认领件数减办结件数"),
    Indicator(code="notice.pushed_year", name="本年双告知推送", unit="件", mart="notice_daily", measure=Sum("pushed"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日推送审批部门的登记信息件数"),
    Indicator(code="notice.pushed_7_days", name="近 7 日双告知推送", unit="件", mart="notice_daily", measure=Sum("pushed"), span=Span.DAYS_7,
        watch="run", band=Band(low=12900, high=34200, source=DEMO_YEAR), definition="最近 7 个已满的日推送审批部门的登记信息件数"),
    Indicator(code="notice.claimed_rate_30_days", name="近 30 日双告知认领率", unit="%", better="up", mart="notice_daily", measure=Share(Sum("claimed"), Sum("pushed")),
        span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=96.9, high=97.4, source=DEMO_YEAR), definition="近 30 日部门认领件数 ÷ 推送件数"),
    Indicator(code="notice.handled_rate_30_days", name="近 30 日双告知办结率", unit="%", better="up", mart="notice_daily", measure=Share(Sum("handled"), Sum("claimed")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=94.5, high=95, source=DEMO_YEAR), definition="近 30 日部门办结件数 ÷ 认领件数"),
    Indicator(code="notice.closed_loop_rate", name="双告知全流程办结率", unit="%", better="up", mart="notice_daily", measure=Share(Sum("handled"), Sum("pushed")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=91.9, high=92.4, source=DEMO_YEAR), definition="近 30 日部门办结件数 ÷ 推送件数"),
    Indicator(code="notice.overdue_rate", name="双告知超期率", unit="%", better="down", mart="notice_daily", measure=Share(Sum("overdue"), Sum("pushed")),
        span=Span.DAYS_30, decimals=2, watch="run", band=Band(low=1.05, high=1.19, source=DEMO_YEAR), definition="近 30 日超期件数 ÷ 推送件数"),
)  # fmt: skip

FURTHER = (
    Indicator(code="notice.handled_year", name="本年双告知办结", unit="件", better="up", mart="notice_daily", measure=Sum("handled"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日办结并回告的推送件数"),
)  # fmt: skip
