"""The indicators of market entities: entry, exit and stock."""

from data_access.measure import Base, Last, Per, Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

STOCK = Base("entity_daily", Last("stock"))
"""Entities in operation, the base of rates per household of other families too."""

INDICATORS = (
    Indicator(
        code="entity.opened",
        name="新设主体",
        unit="户",
        better="up",
        mart="entity_daily",
        measure=Sum("opened"),
        scale_hint="万",
        definition="期内核准设立登记的市场主体户数，含企业、个体工商户、农民专业合作社",
    ),
    Indicator(
        code="entity.opened_full_month",
        name="新设主体（完整月）",
        unit="户",
        better="up",
        mart="entity_daily",
        measure=Sum("opened"),
        span=Span.FULL_MONTH,
        scale_hint="万",
        definition="最近一个完整月核准设立登记的市场主体户数",
    ),
    Indicator(
        code="entity.opened_enterprises",
        name="新设企业",
        unit="户",
        better="up",
        mart="entity_daily",
        measure=Sum("opened", where={"type": "enterprise"}),
        definition="期内核准设立登记的企业户数，不含个体工商户和农民专业合作社",
    ),
    Indicator(
        code="entity.opened_individuals",
        name="新设个体工商户",
        unit="户",
        better="up",
        mart="entity_daily",
        measure=Sum("opened", where={"type": "individual"}),
        definition="期内核准设立登记的个体工商户户数",
    ),
    Indicator(
        code="entity.opened_year",
        name="本年新设主体",
        unit="户",
        better="up",
        mart="entity_daily",
        measure=Sum("opened"),
        span=Span.YEAR,
        scale_hint="万",
        definition="年初至数据截止日核准设立登记的市场主体户数",
    ),
    Indicator(
        code="entity.closed",
        name="注销主体",
        unit="户",
        better="down",
        mart="entity_daily",
        measure=Sum("closed"),
        scale_hint="万",
        definition="期内核准注销登记的市场主体户数，不含吊销",
    ),
    Indicator(
        code="entity.revoked",
        name="吊销主体",
        unit="户",
        better="none",
        mart="entity_daily",
        measure=Sum("revoked"),
        definition="期内被吊销营业执照的市场主体户数",
    ),
    Indicator(
        code="entity.left",
        name="退出主体",
        unit="户",
        better="down",
        mart="entity_daily",
        measure=Sum("closed") + Sum("revoked"),
        scale_hint="万",
        definition="期内注销和吊销的市场主体户数；两项齐备的报送行才计入",
    ),
    Indicator(
        code="entity.net",
        name="净增主体",
        unit="户",
        better="up",
        mart="entity_daily",
        measure=Sum("opened") - Sum("closed") - Sum("revoked"),
        scale_hint="万",
        definition="新设户数减注销户数、吊销户数；三项齐备的报送行才计入",
    ),
    Indicator(
        code="entity.stock",
        name="在营主体",
        unit="户",
        better="up",
        time="stock",
        mart="entity_daily",
        measure=Last("stock"),
        scale_hint="万",
        definition="期末在营（在业、存续）市场主体户数，取各地期内最后一日",
    ),
    Indicator(
        code="entity.stock_enterprises",
        name="在营企业",
        unit="户",
        better="up",
        time="stock",
        mart="entity_daily",
        measure=Last("stock", where={"type": "enterprise"}),
        scale_hint="万",
        definition="期末在营企业户数，取各地期内最后一日",
    ),
    Indicator(
        code="entity.enterprise_share",
        name="企业占在营主体比重",
        unit="%",
        better="up",
        time="stock",
        mart="entity_daily",
        measure=Share(Last("stock", where={"type": "enterprise"}), Last("stock")),
        dims=("industry",),
        decimals=1,
        definition="期末在营企业户数 ÷ 期末在营主体户数",
    ),
    Indicator(
        code="entity.exit_ratio",
        name="退出与新设之比",
        unit="%",
        better="down",
        mart="entity_daily",
        measure=Share(Sum("closed") + Sum("revoked"), Sum("opened")),
        decimals=1,
        band=Band(high=90),
        definition="（注销户数＋吊销户数）÷ 新设户数",
    ),
    Indicator(
        code="entity.opened_per_thousand",
        name="每千户在营主体新设",
        unit="户",
        better="up",
        mart="entity_daily",
        measure=Per(Sum("opened"), STOCK, 1000),
        span=Span.MONTHS_12,
        decimals=1,
        definition="新设户数 ÷ 期末在营主体户数 × 1000，用于规模不同的地区之间比较",
    ),
    Indicator(
        code="entity.closed_per_thousand",
        name="每千户在营主体注销",
        unit="户",
        better="down",
        mart="entity_daily",
        measure=Per(Sum("closed"), STOCK, 1000),
        span=Span.MONTHS_12,
        decimals=1,
        definition="注销户数 ÷ 期末在营主体户数 × 1000",
    ),
)

ENTERPRISE, INDIVIDUAL = {"type": "enterprise"}, {"type": "individual"}
OUT = Sum("closed") + Sum("revoked")
NET = Sum("opened") - Sum("closed") - Sum("revoked")
OUT_ENTERPRISES = Sum("closed", where=ENTERPRISE) + Sum("revoked", where=ENTERPRISE)
OUT_INDIVIDUALS = Sum("closed", where=INDIVIDUAL) + Sum("revoked", where=INDIVIDUAL)

FLOWS = (
    Indicator(
        code="entity.opened_7_days", name="近 7 日新设主体", unit="户", better="up", mart="entity_daily", measure=Sum("opened"), span=Span.DAYS_7,
        watch="core", band=Band(low=17400, high=45300, source=DEMO_YEAR), scale_hint="万", definition="最近 7 个已满的日核准设立登记的市场主体户数",
    ),
    Indicator(
        code="entity.closed_7_days", name="近 7 日注销主体", unit="户", better="down", mart="entity_daily", measure=Sum("closed"), span=Span.DAYS_7,
        watch="run", band=Band(low=9600, high=26100, source=DEMO_YEAR), definition="最近 7 个已满的日核准注销登记的市场主体户数，不含吊销",
    ),
    Indicator(
        code="entity.closed_year", name="本年注销主体", unit="户", better="down", mart="entity_daily", measure=Sum("closed"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日核准注销登记的市场主体户数，不含吊销",
    ),
    Indicator(
        code="entity.revoked_year", name="本年吊销主体", unit="户", mart="entity_daily", measure=Sum("revoked"), span=Span.YEAR,
        definition="年初至数据截止日被吊销营业执照的市场主体户数",
    ),
    Indicator(
        code="entity.net_year", name="本年净增主体", unit="户", better="up", mart="entity_daily", measure=NET, span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日新设户数减注销户数、吊销户数",
    ),
    Indicator(
        code="entity.opened_enterprises_year", name="本年新设企业", unit="户", better="up", mart="entity_daily", measure=Sum("opened", where=ENTERPRISE),
        span=Span.YEAR, scale_hint="万", definition="年初至数据截止日核准设立登记的企业户数",
    ),
    Indicator(
        code="entity.opened_individuals_year", name="本年新设个体工商户", unit="户", better="up", mart="entity_daily",
        measure=Sum("opened", where=INDIVIDUAL), span=Span.YEAR, scale_hint="万", definition="年初至数据截止日核准设立登记的个体工商户户数",
    ),
    Indicator(
        code="entity.closed_enterprises", name="注销企业", unit="户", better="down", mart="entity_daily", measure=Sum("closed", where=ENTERPRISE),
        definition="期内核准注销登记的企业户数，不含吊销",
    ),
    Indicator(
        code="entity.closed_individuals", name="注销个体工商户", unit="户", better="down", mart="entity_daily", measure=Sum("closed", where=INDIVIDUAL),
        definition="期内核准注销登记的个体工商户户数，不含吊销",
    ),
    Indicator(
        code="entity.net_enterprises", name="净增企业", unit="户", better="up", mart="entity_daily",
        measure=Sum("opened", where=ENTERPRISE) - Sum("closed", where=ENTERPRISE) - Sum("revoked", where=ENTERPRISE),
        definition="企业新设户数减注销户数、吊销户数",
    ),
)  # fmt: skip
RATES = (
    Indicator(
        code="entity.stock_individuals", name="在营个体工商户", unit="户", better="up", time="stock", mart="entity_daily",
        measure=Last("stock", where=INDIVIDUAL), scale_hint="万", definition="期末在营个体工商户户数，取各地期内最后一日",
    ),
    Indicator(
        code="entity.opened_enterprise_share", name="新设主体中企业占比", unit="%", better="up", mart="entity_daily", dims=("industry",), decimals=1,
        measure=Share(Sum("opened", where=ENTERPRISE), Sum("opened")), span=Span.DAYS_30, watch="run", band=Band(low=30.7, high=31.3, source=DEMO_YEAR),
        definition="近 30 日新设企业户数 ÷ 新设主体户数",
    ),
    Indicator(
        code="entity.exit_ratio_30_days", name="近 30 日退出与新设之比", unit="%", better="down", mart="entity_daily", decimals=1, span=Span.DAYS_30,
        measure=Share(OUT, Sum("opened")), watch="core", band=Band(low=54.5, high=65.7, source=DEMO_YEAR), definition="近 30 日（注销户数＋吊销户数）÷ 新设户数",
    ),
    Indicator(
        code="entity.enterprise_exit_ratio", name="企业退出与新设之比", unit="%", better="down", mart="entity_daily", dims=("industry",), decimals=1,
        measure=Share(OUT_ENTERPRISES, Sum("opened", where=ENTERPRISE)), span=Span.DAYS_30, watch="run", band=Band(low=54.2, high=65.1, source=DEMO_YEAR),
        definition="近 30 日企业（注销户数＋吊销户数）÷ 企业新设户数",
    ),
    Indicator(
        code="entity.individual_exit_ratio", name="个体工商户退出与新设之比", unit="%", better="down", mart="entity_daily", dims=("industry",), decimals=1,
        measure=Share(OUT_INDIVIDUALS, Sum("opened", where=INDIVIDUAL)), span=Span.DAYS_30, watch="run", band=Band(low=54.6, high=65.8, source=DEMO_YEAR),
        definition="近 30 日个体工商户（注销户数＋吊销户数）÷ 个体工商户新设户数",
    ),
    Indicator(
        code="entity.opened_per_ten_thousand_30_days", name="近 30 日每万户主体新设", unit="户", better="up", mart="entity_daily", decimals=1,
        measure=Per(Sum("opened"), STOCK, 10_000), span=Span.DAYS_30, watch="run", band=Band(low=77.6, high=133.8, source=DEMO_YEAR),
        definition="近 30 日新设户数 ÷ 期末在营主体户数 × 10000",
    ),
    Indicator(
        code="entity.revoked_per_ten_thousand", name="每万户主体吊销", unit="户", mart="entity_daily", decimals=2,
        measure=Per(Sum("revoked"), STOCK, 10_000), span=Span.DAYS_30, watch="run", band=Band(low=1.43, high=2.2, source=DEMO_YEAR),
        definition="近 30 日吊销户数 ÷ 期末在营主体户数 × 10000",
    ),
    Indicator(
        code="entity.net_growth_rate", name="在营主体年净增率", unit="%", better="up", mart="entity_daily", decimals=2,
        measure=Per(NET, STOCK, 100), span=Span.MONTHS_12, definition="12 个月（新设－注销－吊销）户数 ÷ 期末在营主体户数",
    ),
    Indicator(
        code="entity.turnover_rate", name="市场主体年进出率", unit="%", mart="entity_daily", decimals=1,
        measure=Per(Sum("opened") + Sum("closed") + Sum("revoked"), STOCK, 100), span=Span.MONTHS_12,
        definition="12 个月（新设＋注销＋吊销）户数 ÷ 期末在营主体户数",
    ),
)  # fmt: skip

FURTHER = (
    Indicator(code="entity.opened_30_days", name="近 30 日新设主体", unit="户", better="up", mart="entity_daily", measure=Sum("opened"), span=Span.DAYS_30, scale_hint="万",
        definition="最近 30 个已满的日核准设立登记的市场主体户数"),
    Indicator(code="entity.closed_30_days", name="近 30 日注销主体", unit="户", better="down", mart="entity_daily", measure=Sum("closed"), span=Span.DAYS_30, scale_hint="万",
        definition="最近 30 个已满的日核准注销登记的市场主体户数，不含吊销"),
    Indicator(code="entity.net_7_days", name="近 7 日净增主体", unit="户", better="up", mart="entity_daily", measure=NET, span=Span.DAYS_7,
        definition="最近 7 个已满的日新设户数减注销户数、吊销户数"),
    Indicator(code="entity.net_30_days", name="近 30 日净增主体", unit="户", better="up", mart="entity_daily", measure=NET, span=Span.DAYS_30, scale_hint="万",
        definition="最近 30 个已满的日新设户数减注销户数、吊销户数"),
    Indicator(code="entity.net_individuals", name="净增个体工商户", unit="户", better="up", mart="entity_daily",
        measure=Sum("opened", where=INDIVIDUAL) - Sum("closed", where=INDIVIDUAL) - Sum("revoked", where=INDIVIDUAL), definition="个体工商户新设户数减注销户数、吊销户数"),
    Indicator(code="entity.revoked_share_of_exits", name="退出主体中吊销占比", unit="%", mart="entity_daily", decimals=1, span=Span.DAYS_30, measure=Share(Sum("revoked"), OUT),
        definition="近 30 日吊销户数 ÷（注销户数＋吊销户数）；升高表示被动退出增多"),
    Indicator(code="entity.opened_today", name="当日新设主体", unit="户", better="up", mart="entity_daily", measure=Sum("opened"), span=Span.DAY,
        definition="数据截止当日核准设立登记的市场主体户数"),
    Indicator(code="entity.closed_today", name="当日注销主体", unit="户", better="down", mart="entity_daily", measure=Sum("closed"), span=Span.DAY,
        definition="数据截止当日核准注销登记的市场主体户数，不含吊销"),
)  # fmt: skip
