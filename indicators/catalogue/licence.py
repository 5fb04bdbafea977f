"""The indicators of administrative licences."""

from data_access.measure import Base, Per, Ratio, Share, Sum
from indicators.catalogue.entity import STOCK
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="licence.accepted",
        name="许可受理",
        unit="件",
        mart="licence_daily",
        measure=Sum("accepted"),
        definition="期内受理的行政许可申请件数",
    ),
    Indicator(
        code="licence.finished",
        name="许可办结",
        unit="件",
        better="up",
        mart="licence_daily",
        measure=Sum("granted") + Sum("refused"),
        definition="期内办结的行政许可件数，含准予和不予许可",
    ),
    Indicator(
        code="licence.finish_rate",
        name="许可办结率",
        unit="%",
        better="up",
        mart="licence_daily",
        measure=Share(Sum("granted") + Sum("refused"), Sum("accepted")),
        decimals=1,
        band=Band(low=90),
        definition="期内办结件数（准予＋不予）÷ 期内受理件数；跨期办结时可超过 100%",
    ),
    Indicator(
        code="licence.online_rate",
        name="许可网办率",
        unit="%",
        better="up",
        mart="licence_daily",
        measure=Share(Sum("online"), Sum("accepted")),
        decimals=1,
        band=Band(low=85, high=100),
        definition="网上办理件数 ÷ 受理件数",
    ),
    Indicator(
        code="licence.on_time_rate",
        name="许可按期办结率",
        unit="%",
        better="up",
        mart="licence_daily",
        measure=Share(Sum("on_time"), Sum("granted") + Sum("refused")),
        decimals=1,
        band=Band(low=95, high=100),
        definition="承诺期限内办结件数 ÷ 办结件数（准予＋不予）",
    ),
    Indicator(
        code="licence.average_minutes",
        name="许可平均办理时长",
        unit="分钟",
        better="down",
        mart="licence_daily",
        measure=Ratio(Sum("minutes"), Sum("granted") + Sum("refused")),
        decimals=0,
        definition="办理总时长 ÷ 办结件数（准予＋不予）",
    ),
    Indicator(
        code="licence.refused_rate",
        name="不予许可率",
        unit="%",
        mart="licence_daily",
        measure=Share(Sum("refused"), Sum("granted") + Sum("refused")),
        decimals=1,
        definition="不予许可件数 ÷ 办结件数（准予＋不予）",
    ),
)

DONE = Sum("granted") + Sum("refused")
KINDS = {"食品经营许可": "food_trade", "食品生产许可": "food_production", "药品经营许可": "drug_trade", "特种设备使用登记": "equipment_use"}
DAY = 1 / 1440
"""From minutes to days."""

MORE = (
    Indicator(code="licence.accepted_7_days", name="近 7 日许可受理", unit="件", mart="licence_daily", measure=Sum("accepted"), span=Span.DAYS_7,
        watch="run", band=Band(low=5600, high=16000, source=DEMO_YEAR), definition="最近 7 个已满的日受理的行政许可申请件数"),
    Indicator(code="licence.accepted_year", name="本年许可受理", unit="件", mart="licence_daily", measure=Sum("accepted"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日受理的行政许可申请件数"),
    Indicator(code="licence.finished_year", name="本年许可办结", unit="件", better="up", mart="licence_daily", measure=DONE, span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日办结的行政许可件数，含准予和不予许可"),
    Indicator(code="licence.granted", name="准予许可", unit="件", mart="licence_daily", measure=Sum("granted"), definition="期内作出准予许可决定的件数"),
    Indicator(code="licence.refused", name="不予许可", unit="件", mart="licence_daily", measure=Sum("refused"), definition="期内作出不予许可决定的件数"),
    Indicator(code="licence.online", name="网上办理许可", unit="件", better="up", mart="licence_daily", measure=Sum("online"), definition="期内网上办理的行政许可申请件数"),
    Indicator(code="licence.on_time", name="许可按期办结", unit="件", better="up", mart="licence_daily", measure=Sum("on_time"), definition="期内在承诺期限内办结的行政许可件数"),
    Indicator(code="licence.late", name="许可逾期办结", unit="件", better="down", mart="licence_daily", measure=Sum("granted") + Sum("refused") - Sum("on_time"),
        definition="期内超过承诺期限才办结的件数：办结件数（准予＋不予）减按期办结件数"),
    Indicator(code="licence.backlog_growth", name="许可在办增量", unit="件", better="down", mart="licence_daily",
        measure=Sum("accepted") - Sum("granted") - Sum("refused"), definition="期内受理件数减办结件数（准予＋不予）；为正表示在办件增加"),
    Indicator(code="licence.finish_rate_30_days", name="近 30 日许可办结率", unit="%", better="up", mart="licence_daily", measure=Share(DONE, Sum("accepted")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=97.7, high=98.2, source=DEMO_YEAR), definition="近 30 日办结件数（准予＋不予）÷ 受理件数"),
    Indicator(code="licence.online_rate_30_days", name="近 30 日许可网办率", unit="%", better="up", mart="licence_daily", measure=Share(Sum("online"), Sum("accepted")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=93, high=93.6, source=DEMO_YEAR), definition="近 30 日网上办理件数 ÷ 受理件数"),
    Indicator(code="licence.on_time_rate_30_days", name="近 30 日许可按期办结率", unit="%", better="up", mart="licence_daily", measure=Share(Sum("on_time"), DONE),
        span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=96.7, high=97.3, source=DEMO_YEAR), definition="近 30 日承诺期限内办结件数 ÷ 办结件数（准予＋不予）"),
    Indicator(code="licence.refused_rate_30_days", name="近 30 日不予许可率", unit="%", mart="licence_daily", measure=Share(Sum("refused"), DONE),
        span=Span.DAYS_30, decimals=2, watch="run", band=Band(low=1.54, high=1.92, source=DEMO_YEAR), definition="近 30 日不予许可件数 ÷ 办结件数（准予＋不予）"),
    Indicator(code="licence.average_days", name="许可平均办理天数", unit="天", better="down", mart="licence_daily", measure=Ratio(Sum("minutes"), DONE, scale=DAY),
        span=Span.DAYS_30, decimals=2, watch="run", band=Band(low=1.77, high=1.84, source=DEMO_YEAR), definition="近 30 日办理总时长 ÷ 办结件数（准予＋不予），折合自然日"),
    Indicator(code="licence.accepted_per_ten_thousand", name="每万户主体许可受理", unit="件", mart="licence_daily", measure=Per(Sum("accepted"), STOCK, 10_000),
        span=Span.DAYS_30, dims=(), decimals=1, definition="近 30 日受理件数 ÷ 期末在营主体户数 × 10000"),
)  # fmt: skip
ACCEPTED_OF_KIND = tuple(
    Indicator(code=f"licence.{word}_accepted", name=f"{kind}受理", unit="件", mart="licence_daily", measure=Sum("accepted", where={"kind": kind}), dims=(),
        definition=f"期内受理的{kind}申请件数")
    for kind, word in KINDS.items()
)  # fmt: skip
DAYS_OF_KIND = tuple(
    Indicator(code=f"licence.{word}_average_days", name=f"{kind}平均办理天数", unit="天", better="down", mart="licence_daily", dims=(), decimals=2, span=Span.DAYS_30,
        measure=Ratio(Sum("minutes", where={"kind": kind}), Sum("granted", where={"kind": kind}) + Sum("refused", where={"kind": kind}), scale=DAY),
        definition=f"近 30 日{kind}办理总时长 ÷ {kind}办结件数，折合自然日")
    for kind, word in KINDS.items()
)  # fmt: skip
ON_TIME_OF_KIND = tuple(
    Indicator(code=f"licence.{word}_on_time_rate", name=f"{kind}按期办结率", unit="%", better="up", mart="licence_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("on_time", where={"kind": kind}), Sum("granted", where={"kind": kind}) + Sum("refused", where={"kind": kind})),
        definition=f"近 30 日{kind}承诺期限内办结件数 ÷ {kind}办结件数")
    for kind, word in KINDS.items()
)  # fmt: skip

FURTHER = (
    Indicator(code="licence.finished_7_days", name="近 7 日许可办结", unit="件", better="up", mart="licence_daily", measure=DONE, span=Span.DAYS_7,
        definition="最近 7 个已满的日办结的行政许可件数，含准予和不予许可"),
    Indicator(code="licence.on_time_rate_year", name="本年许可按期办结率", unit="%", better="up", mart="licence_daily", measure=Share(Sum("on_time"), DONE), span=Span.YEAR,
        decimals=1, definition="本年按期办结件数 ÷ 办结件数（准予＋不予）"),
    Indicator(code="licence.per_hundred_opened", name="新设主体许可申请比", unit="件", mart="licence_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Per(Sum("accepted"), Base("entity_daily", Sum("opened")), 100), definition="近 30 日许可受理件数 ÷ 新设主体户数 × 100，看“照后减证”后仍需许可的程度"),
)  # fmt: skip
