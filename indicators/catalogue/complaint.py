"""The indicators of complaints and reports of consumers (12315)."""

from data_access.measure import Last, Per, Share, Sum
from indicators.catalogue.entity import STOCK
from indicators.declaration import Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(code="complaint.received", name="投诉举报接收", unit="件", mart="complaint_daily", measure=Sum("received"), definition="期内接收的投诉举报件数，含转办"),
    Indicator(code="complaint.received_today", name="当日投诉举报", unit="件", mart="complaint_daily", measure=Sum("received"), span=Span.DAY,
        definition="数据截止当日接收的投诉举报件数"),
    Indicator(code="complaint.accept_rate", name="投诉受理率", unit="%", mart="complaint_daily", measure=Share(Sum("accepted"), Sum("received")),
        decimals=1, band=Band(low=70, high=100), definition="受理件数 ÷ 接收件数"),
    Indicator(code="complaint.closed", name="投诉举报办结", unit="件", better="up", mart="complaint_daily", measure=Sum("closed"), definition="期内办结的投诉举报件数"),
    Indicator(code="complaint.on_time", name="投诉举报按期办结", unit="件", better="up", mart="complaint_daily", measure=Sum("on_time"), definition="期内在法定期限内办结的投诉举报件数"),
    Indicator(code="complaint.on_time_rate", name="投诉举报按期办结率", unit="%", better="up", mart="complaint_daily", measure=Share(Sum("on_time"), Sum("closed")),
        decimals=1, band=Band(low=95, high=100), definition="法定期限内办结件数 ÷ 办结件数"),
    Indicator(code="complaint.overdue", name="超期未办结投诉举报", unit="件", better="down", time="stock", mart="complaint_daily", measure=Last("overdue"),
        definition="期末超过法定期限仍未办结的投诉举报件数，取各地期内最后一日"),
    Indicator(code="complaint.recovered", name="挽回经济损失", unit="元", better="up", mart="complaint_daily", measure=Sum("recovered", divisor=100),
        scale_hint="万", definition="期内办结投诉为消费者挽回的经济损失金额"),
    Indicator(code="complaint.per_ten_thousand", name="每万户主体投诉举报", unit="件", better="down", mart="complaint_daily", measure=Per(Sum("received"), STOCK, 10_000),
        span=Span.DAYS_30, dims=(), decimals=1, definition="接收件数 ÷ 期末在营主体户数 × 10000"),
)  # fmt: skip
