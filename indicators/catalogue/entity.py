"""The indicators of market entities: entry, exit and stock."""

from data_access.measure import Base, Last, Per, Share, Sum
from indicators.declaration import Band, Indicator
from indicators.period import Span

STOCK = Base("entity_daily", Last("stock"))
"""Entities in operation, the base of rates per household of other families too."""

INDICATORS = (
    Indicator(code="entity.opened", name="新设主体", unit="户", better="up", mart="entity_daily", measure=Sum("opened"),
        scale_hint="万", definition="期内核准设立登记的市场主体户数，含企业、个体工商户、农民专业合作社"),
    Indicator(code="entity.opened_full_month", name="新设主体（完整月）", unit="户", better="up", mart="entity_daily", measure=Sum("opened"), span=Span.FULL_MONTH,
        scale_hint="万", definition="最近一个完整月核准设立登记的市场主体户数"),
    Indicator(code="entity.opened_enterprises", name="新设企业", unit="户", better="up", mart="entity_daily", measure=Sum("opened", where={"type": "enterprise"}),
        definition="期内核准设立登记的企业户数，不含个体工商户和农民专业合作社"),
    Indicator(code="entity.opened_individuals", name="新设个体工商户", unit="户", better="up", mart="entity_daily", measure=Sum("opened", where={"type": "individual"}),
        definition="期内核准设立登记的个体工商户户数"),
    Indicator(code="entity.opened_year", name="本年新设主体", unit="户", better="up", mart="entity_daily", measure=Sum("opened"), span=Span.YEAR,
        scale_hint="万", definition="年初至数据截止日核准设立登记的市场主体户数"),
    Indicator(code="entity.closed", name="注销主体", unit="户", better="down", mart="entity_daily", measure=Sum("closed"),
        scale_hint="万", definition="期内核准注销登记的市场主体户数，不含吊销"),
    Indicator(code="entity.revoked", name="吊销主体", unit="户", better="none", mart="entity_daily", measure=Sum("revoked"),
        definition="期内被吊销营业执照的市场主体户数"),
    Indicator(code="entity.net", name="净增主体", unit="户", better="up", mart="entity_daily", measure=Sum("opened") - Sum("closed") - Sum("revoked"),
        scale_hint="万", definition="新设户数减注销户数、吊销户数；三项齐备的报送行才计入"),
    Indicator(code="entity.stock", name="在营主体", unit="户", better="up", time="stock", mart="entity_daily", measure=Last("stock"),
        scale_hint="万", definition="期末在营（在业、存续）市场主体户数，取各地期内最后一日"),
    Indicator(code="entity.stock_enterprises", name="在营企业", unit="户", better="up", time="stock", mart="entity_daily", measure=Last("stock", where={"type": "enterprise"}),
        scale_hint="万", definition="期末在营企业户数，取各地期内最后一日"),
    Indicator(code="entity.enterprise_share", name="企业占在营主体比重", unit="%", better="up", time="stock", mart="entity_daily",
        measure=Share(Last("stock", where={"type": "enterprise"}), Last("stock")), dims=("industry",), decimals=1, definition="期末在营企业户数 ÷ 期末在营主体户数"),
    Indicator(code="entity.exit_ratio", name="退出与新设之比", unit="%", better="down", mart="entity_daily",
        measure=Share(Sum("closed") + Sum("revoked"), Sum("opened")), decimals=1, band=Band(high=90), definition="（注销户数＋吊销户数）÷ 新设户数"),
    Indicator(code="entity.opened_per_thousand", name="每千户在营主体新设", unit="户", better="up", mart="entity_daily",
        measure=Per(Sum("opened"), STOCK, 1000), span=Span.MONTHS_12, decimals=1, definition="新设户数 ÷ 期末在营主体户数 × 1000，用于规模不同的地区之间比较"),
    Indicator(code="entity.closed_per_thousand", name="每千户在营主体注销", unit="户", better="down", mart="entity_daily",
        measure=Per(Sum("closed"), STOCK, 1000), span=Span.MONTHS_12, decimals=1, definition="注销户数 ÷ 期末在营主体户数 × 1000"),
)  # fmt: skip
