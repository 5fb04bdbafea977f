"""The indicators of enforcement: cases filed, closed and fined."""

from data_access.measure import Base, Last, Per, Ratio, Share, Sum
from indicators.catalogue.entity import STOCK
from indicators.declaration import DEMO_YEAR, Band, Indicator
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

FIELDS = {
    "食品安全": "food",
    "产品质量": "product",
    "特种设备": "equipment",
    "反不正当竞争": "competition",
    "广告": "advertising",
    "价格": "price",
}
FOOD = {"field": "食品安全"}

MORE = (
    Indicator(code="enforcement.filed_year", name="本年立案", unit="件", mart="case_daily", measure=Sum("filed"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日行政处罚立案件数"),
    Indicator(code="enforcement.closed_year", name="本年结案", unit="件", better="up", mart="case_daily", measure=Sum("closed"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日行政处罚结案件数"),
    Indicator(code="enforcement.fined_year", name="本年罚没款", unit="元", mart="case_daily", measure=Sum("fined", divisor=100), span=Span.YEAR, scale_hint="亿",
        definition="年初至数据截止日结案案件的罚款和没收违法所得金额"),
    Indicator(code="enforcement.filed_7_days", name="近 7 日立案", unit="件", mart="case_daily", measure=Sum("filed"), span=Span.DAYS_7,
        watch="run", band=Band(low=760, high=2110, source=DEMO_YEAR), definition="最近 7 个已满的日行政处罚立案件数"),
    Indicator(code="enforcement.on_time", name="按期结案", unit="件", better="up", mart="case_daily", measure=Sum("on_time"),
        definition="期内在法定期限内结案的案件数；中止、听证、公告、检验检测期间不计"),
    Indicator(code="enforcement.late", name="逾期结案", unit="件", better="down", mart="case_daily", measure=Sum("closed") - Sum("on_time"),
        definition="期内超过法定期限才结案的案件数：结案件数减按期结案件数"),
    Indicator(code="enforcement.backlog_growth", name="在办案件增量", unit="件", better="down", mart="case_daily", measure=Sum("filed") - Sum("closed"),
        definition="期内立案件数减结案件数；为正表示在办案件增加"),
    Indicator(code="enforcement.close_rate_30_days", name="近 30 日结案率", unit="%", better="up", mart="case_daily", measure=Share(Sum("closed"), Sum("filed")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=87.1, high=100, source=DEMO_YEAR), definition="近 30 日结案件数 ÷ 立案件数；跨期结案时可超过 100%"),
    Indicator(code="enforcement.on_time_rate_30_days", name="近 30 日按期结案率", unit="%", better="up", mart="case_daily",
        measure=Share(Sum("on_time"), Sum("closed")), span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=96.8, high=98.1, source=DEMO_YEAR),
        definition="近 30 日法定期限内结案件数 ÷ 结案件数"),
    Indicator(code="enforcement.fined_per_case_30_days", name="近 30 日案均罚没款", unit="元", mart="case_daily",
        measure=Ratio(Sum("fined", divisor=100), Sum("closed")), span=Span.DAYS_30, watch="run", band=Band(low=17700, high=19400, source=DEMO_YEAR),
        definition="近 30 日罚没款金额 ÷ 结案件数"),
    Indicator(code="enforcement.filed_per_ten_thousand_30_days", name="近 30 日每万户主体立案", unit="件", mart="case_daily",
        measure=Per(Sum("filed"), STOCK, 10_000), span=Span.DAYS_30, dims=(), decimals=2, watch="run", band=Band(low=3.66, high=6.03, source=DEMO_YEAR),
        definition="近 30 日立案件数 ÷ 期末在营主体户数 × 10000"),
    Indicator(code="enforcement.overdue_per_hundred_thousand", name="每十万户主体超期未结案件", unit="件", better="down", time="stock", mart="case_daily",
        measure=Per(Last("overdue"), STOCK, 100_000), dims=(), decimals=2, watch="run", band=Band(low=0.52, high=0.87, source=DEMO_YEAR),
        definition="期末超期未结案件数 ÷ 期末在营主体户数 × 100000"),
    Indicator(code="enforcement.filed_per_hundred_problems", name="检查问题立案比", unit="件", mart="case_daily",
        measure=Per(Sum("filed"), Base("inspection_daily", Sum("found")), 100), span=Span.DAYS_30, dims=(), decimals=1, watch="run", band=Band(low=62.1, high=72.1, source=DEMO_YEAR),
        definition="近 30 日立案件数 ÷ 监督检查发现问题户次 × 100，看检查发现转为案件的程度"),
    Indicator(code="enforcement.filed_per_hundred_complaints", name="投诉举报立案比", unit="件", mart="case_daily",
        measure=Per(Sum("filed"), Base("complaint_daily", Sum("received")), 100), span=Span.DAYS_30, dims=(), decimals=2, watch="run", band=Band(low=2.91, high=5.19, source=DEMO_YEAR),
        definition="近 30 日立案件数 ÷ 投诉举报接收件数 × 100"),
    Indicator(code="enforcement.food_share", name="食品安全案件占比", unit="%", mart="case_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("filed", where=FOOD), Sum("filed")), watch="run", band=Band(low=34.9, high=37.1, source=DEMO_YEAR), definition="近 30 日食品安全立案件数 ÷ 立案件数"),
    Indicator(code="enforcement.food_fined", name="食品安全案件罚没款", unit="元", mart="case_daily", dims=(), measure=Sum("fined", where=FOOD, divisor=100),
        scale_hint="万", definition="期内食品安全案件的罚款和没收违法所得金额"),
    Indicator(code="enforcement.food_on_time_rate", name="食品安全案件按期结案率", unit="%", better="up", mart="case_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("on_time", where=FOOD), Sum("closed", where=FOOD)), watch="run", band=Band(low=96, high=98.3, source=DEMO_YEAR),
        definition="近 30 日食品安全案件法定期限内结案件数 ÷ 食品安全结案件数"),
)  # fmt: skip
FILED_OF_FIELD = tuple(
    Indicator(code=f"enforcement.{word}_filed", name=f"{field}立案", unit="件", mart="case_daily", measure=Sum("filed", where={"field": field}), dims=(),
        definition=f"期内{field}领域行政处罚立案件数")
    for field, word in FIELDS.items()
)  # fmt: skip
CLOSED_OF_FIELD = tuple(
    Indicator(code=f"enforcement.{word}_closed", name=f"{field}结案", unit="件", better="up", mart="case_daily", measure=Sum("closed", where={"field": field}), dims=(),
        definition=f"期内{field}领域行政处罚结案件数")
    for field, word in FIELDS.items()
)  # fmt: skip

FURTHER = (
    Indicator(code="enforcement.on_time_rate_year", name="本年按期结案率", unit="%", better="up", mart="case_daily", measure=Share(Sum("on_time"), Sum("closed")), span=Span.YEAR,
        decimals=1, definition="本年法定期限内结案件数 ÷ 结案件数"),
    Indicator(code="enforcement.closed_7_days", name="近 7 日结案", unit="件", better="up", mart="case_daily", measure=Sum("closed"), span=Span.DAYS_7,
        definition="最近 7 个已满的日行政处罚结案件数"),
    Indicator(code="enforcement.fined_30_days", name="近 30 日罚没款", unit="元", mart="case_daily", measure=Sum("fined", divisor=100), span=Span.DAYS_30, scale_hint="万",
        definition="近 30 日结案案件的罚款和没收违法所得金额"),
    Indicator(code="enforcement.fined_per_ten_thousand", name="每万户主体罚没款", unit="元", mart="case_daily", measure=Per(Sum("fined", divisor=100), STOCK, 10_000),
        span=Span.MONTHS_12, dims=(), scale_hint="万", definition="12 个月罚没款金额 ÷ 期末在营主体户数 × 10000"),
)  # fmt: skip
SHARE_OF_FIELD = tuple(
    Indicator(code=f"enforcement.{word}_share", name=f"{field}案件占比", unit="%", mart="case_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("filed", where={"field": field}), Sum("filed")), definition=f"近 30 日{field}立案件数 ÷ 立案件数")
    for field, word in FIELDS.items() if word != "food"
)  # fmt: skip
