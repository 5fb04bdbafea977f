"""The indicators of enforcement: cases filed, closed and fined."""

from data_access.measure import Last, Per, Ratio, Share, Sum
from indicators.catalogue.entity import STOCK
from indicators.declaration import Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(code="enforcement.filed", name="立案", unit="件", mart="case_daily", measure=Sum("filed"), definition="期内行政处罚立案件数"),
    Indicator(
        code="enforcement.closed",
        name="结案",
        unit="件",
        better="up",
        mart="case_daily",
        measure=Sum("closed"),
        definition="期内行政处罚结案件数",
    ),
    Indicator(
        code="enforcement.close_rate",
        name="结案率",
        unit="%",
        better="up",
        mart="case_daily",
        measure=Share(Sum("closed"), Sum("filed")),
        span=Span.YEAR,
        decimals=1,
        definition="结案件数 ÷ 立案件数；跨期结案时可超过 100%",
    ),
    Indicator(
        code="enforcement.on_time_rate",
        name="按期结案率",
        unit="%",
        better="up",
        mart="case_daily",
        measure=Share(Sum("on_time"), Sum("closed")),
        decimals=1,
        band=Band(low=95, high=100),
        definition="法定期限内结案件数 ÷ 结案件数；中止、听证、公告、检验检测期间不计",
    ),
    Indicator(
        code="enforcement.overdue",
        name="超期未结案件",
        unit="件",
        better="down",
        time="stock",
        mart="case_daily",
        measure=Last("overdue"),
        definition="期末超过法定期限仍未结案的案件数，取各地期内最后一日",
    ),
    Indicator(
        code="enforcement.fined",
        name="罚没款",
        unit="元",
        mart="case_daily",
        measure=Sum("fined", divisor=100),
        scale_hint="万",
        definition="期内结案案件的罚款和没收违法所得金额",
    ),
    Indicator(
        code="enforcement.fined_per_case",
        name="案均罚没款",
        unit="元",
        mart="case_daily",
        measure=Ratio(Sum("fined", divisor=100), Sum("closed")),
        decimals=0,
        definition="罚没款金额 ÷ 结案件数",
    ),
    Indicator(
        code="enforcement.filed_per_ten_thousand",
        name="每万户主体立案",
        unit="件",
        mart="case_daily",
        measure=Per(Sum("filed"), STOCK, 10_000),
        span=Span.MONTHS_12,
        dims=(),
        decimals=1,
        definition="立案件数 ÷ 期末在营主体户数 × 10000",
    ),
)
