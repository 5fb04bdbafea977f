"""The indicators of supervision and inspection."""

from data_access.measure import Per, Share, Sum
from indicators.catalogue.entity import STOCK
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="inspection.done",
        name="监督检查",
        unit="户次",
        better="up",
        mart="inspection_daily",
        measure=Sum("done"),
        definition="期内完成的监督检查户次",
    ),
    Indicator(
        code="inspection.completion_rate",
        name="检查计划完成率",
        unit="%",
        better="up",
        mart="inspection_daily",
        measure=Share(Sum("done"), Sum("planned")),
        span=Span.YEAR,
        decimals=1,
        watch="run",
        band=Band(low=95),
        definition="已检查户次 ÷ 同期计划户次",
    ),
    Indicator(
        code="inspection.found",
        name="检查发现问题",
        unit="户次",
        mart="inspection_daily",
        measure=Sum("found"),
        definition="期内检查中发现问题的户次",
    ),
    Indicator(
        code="inspection.found_rate",
        name="问题发现率",
        unit="%",
        mart="inspection_daily",
        measure=Share(Sum("found"), Sum("done")),
        decimals=1,
        band=Band(low=2, high=25),
        definition="发现问题户次 ÷ 已检查户次",
    ),
    Indicator(
        code="inspection.rectified_rate",
        name="整改率",
        unit="%",
        better="up",
        mart="inspection_daily",
        measure=Share(Sum("rectified"), Sum("found")),
        span=Span.DAYS_30,
        decimals=1,
        band=Band(low=85),
        definition="已整改户次 ÷ 发现问题户次；整改可晚于发现，短期内可超过 100%",
    ),
)

SPECIAL, KEY, FLYING = {"kind": "专项检查"}, {"kind": "重点检查"}, {"kind": "飞行检查"}

MORE = (
    Indicator(code="inspection.planned", name="检查计划", unit="户次", mart="inspection_daily", measure=Sum("planned"), definition="期内计划检查的户次"),
    Indicator(code="inspection.unfinished", name="计划未检查", unit="户次", better="down", mart="inspection_daily", measure=Sum("planned") - Sum("done"),
        definition="期内计划检查户次减已检查户次"),
    Indicator(code="inspection.rectified", name="检查问题整改", unit="户次", better="up", mart="inspection_daily", measure=Sum("rectified"), definition="期内完成整改的户次"),
    Indicator(code="inspection.unrectified", name="检查问题未整改", unit="户次", better="down", mart="inspection_daily", measure=Sum("found") - Sum("rectified"),
        span=Span.DAYS_30, definition="近 30 日发现问题户次减已整改户次"),
    Indicator(code="inspection.done_year", name="本年监督检查", unit="户次", better="up", mart="inspection_daily", measure=Sum("done"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日完成的监督检查户次"),
    Indicator(code="inspection.found_year", name="本年检查发现问题", unit="户次", mart="inspection_daily", measure=Sum("found"), span=Span.YEAR,
        definition="年初至数据截止日检查中发现问题的户次"),
    Indicator(code="inspection.done_7_days", name="近 7 日监督检查", unit="户次", better="up", mart="inspection_daily", measure=Sum("done"), span=Span.DAYS_7,
        watch="run", band=Band(low=9600, high=27300, source=DEMO_YEAR), definition="最近 7 个已满的日完成的监督检查户次"),
    Indicator(code="inspection.completion_rate_30_days", name="近 30 日检查计划完成率", unit="%", better="up", mart="inspection_daily",
        measure=Share(Sum("done"), Sum("planned")), span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=94.9, high=95.5, source=DEMO_YEAR),
        definition="近 30 日已检查户次 ÷ 计划户次"),
    Indicator(code="inspection.found_rate_30_days", name="近 30 日问题发现率", unit="%", mart="inspection_daily", measure=Share(Sum("found"), Sum("done")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=10.7, high=11.9, source=DEMO_YEAR), definition="近 30 日发现问题户次 ÷ 已检查户次"),
    Indicator(code="inspection.rectified_rate_year", name="本年整改率", unit="%", better="up", mart="inspection_daily", measure=Share(Sum("rectified"), Sum("found")),
        span=Span.YEAR, decimals=1, watch="run", band=Band(low=92.8, high=93.3, source=DEMO_YEAR), definition="本年已整改户次 ÷ 发现问题户次"),
    Indicator(code="inspection.per_ten_thousand", name="每万户主体检查", unit="户次", mart="inspection_daily", measure=Per(Sum("done"), STOCK, 10_000),
        span=Span.DAYS_30, dims=(), decimals=1, watch="run", band=Band(low=49.7, high=77.8, source=DEMO_YEAR), definition="近 30 日已检查户次 ÷ 期末在营主体户数 × 10000"),
    Indicator(code="inspection.special_done", name="专项检查", unit="户次", better="up", mart="inspection_daily", measure=Sum("done", where=SPECIAL), dims=(),
        definition="期内完成的专项检查户次"),
    Indicator(code="inspection.special_found_rate", name="专项检查问题发现率", unit="%", mart="inspection_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("found", where=SPECIAL), Sum("done", where=SPECIAL)), watch="run", band=Band(low=10.6, high=12, source=DEMO_YEAR),
        definition="近 30 日专项检查发现问题户次 ÷ 专项检查户次"),
    Indicator(code="inspection.key_done", name="重点检查", unit="户次", better="up", mart="inspection_daily", measure=Sum("done", where=KEY), dims=(),
        definition="期内完成的重点检查户次"),
    Indicator(code="inspection.key_found_rate", name="重点检查问题发现率", unit="%", mart="inspection_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("found", where=KEY), Sum("done", where=KEY)), watch="run", band=Band(low=10.3, high=12.3, source=DEMO_YEAR),
        definition="近 30 日重点检查发现问题户次 ÷ 重点检查户次"),
    Indicator(code="inspection.flying_done", name="飞行检查", unit="户次", better="up", mart="inspection_daily", measure=Sum("done", where=FLYING), dims=(),
        definition="期内完成的飞行检查户次"),
    Indicator(code="inspection.flying_found_rate", name="飞行检查问题发现率", unit="%", mart="inspection_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("found", where=FLYING), Sum("done", where=FLYING)), definition="近 30 日飞行检查发现问题户次 ÷ 飞行检查户次"),
)  # fmt: skip

KINDS = {"日常检查": "routine", "专项检查": "special", "重点检查": "key", "飞行检查": "flying"}
FURTHER = (
    Indicator(code="inspection.done_30_days", name="近 30 日监督检查", unit="户次", better="up", mart="inspection_daily", measure=Sum("done"), span=Span.DAYS_30, scale_hint="万",
        definition="最近 30 个已满的日完成的监督检查户次"),
    Indicator(code="inspection.routine_done", name="日常检查", unit="户次", better="up", mart="inspection_daily", measure=Sum("done", where={"kind": "日常检查"}), dims=(),
        definition="期内完成的日常检查户次"),
    Indicator(code="inspection.found_per_ten_thousand", name="每万户主体检查问题", unit="户次", better="down", mart="inspection_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Per(Sum("found"), STOCK, 10_000), definition="近 30 日发现问题户次 ÷ 期末在营主体户数 × 10000"),
)  # fmt: skip
SHARE_OF_KIND = tuple(
    Indicator(code=f"inspection.{word}_share", name=f"{kind}占比", unit="%", mart="inspection_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("done", where={"kind": kind}), Sum("done")), definition=f"近 30 日{kind}户次 ÷ 监督检查户次")
    for kind, word in KINDS.items()
)  # fmt: skip
