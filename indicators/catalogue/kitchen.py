"""The indicators of bright kitchens (明厨亮灶)."""

from data_access.measure import Base, Last, Per, Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="kitchen.units",
        name="应接入餐饮单位",
        unit="户",
        time="stock",
        mart="kitchen_daily",
        measure=Last("units"),
        definition="期末应接入明厨亮灶的单位户数",
    ),
    Indicator(
        code="kitchen.connected_rate",
        name="明厨亮灶接入率",
        unit="%",
        better="up",
        time="stock",
        mart="kitchen_daily",
        measure=Share(Last("connected"), Last("units")),
        decimals=1,
        watch="run",
        band=Band(low=99, high=100),
        definition="期末已接入户数 ÷ 期末应接入户数",
    ),
    Indicator(
        code="kitchen.online_rate",
        name="明厨亮灶在线率",
        unit="%",
        better="up",
        time="stock",
        mart="kitchen_daily",
        measure=Share(Last("online"), Last("connected")),
        decimals=1,
        watch="run",
        band=Band(low=95, high=100),
        definition="期末在线户数 ÷ 期末已接入户数；未报送的地区不计入分子分母，另列为缺报",
    ),
    Indicator(
        code="kitchen.findings",
        name="后厨 AI 线索",
        unit="条",
        mart="kitchen_daily",
        measure=Sum("findings"),
        definition="期内 AI 识别的疑似问题条数，未经人工核实",
    ),
    Indicator(
        code="kitchen.confirmed_rate",
        name="AI 线索核实率",
        unit="%",
        better="up",
        mart="kitchen_daily",
        measure=Share(Sum("confirmed"), Sum("findings")),
        decimals=1,
        band=Band(low=30),
        definition="经人工核实属实条数 ÷ AI 线索条数",
    ),
)

KINDS = {"学校食堂": "school", "餐饮单位": "restaurant", "集体用餐配送": "delivery", "养老机构食堂": "elder_care"}
SCHOOL = {"kind": "学校食堂"}

MORE = (
    Indicator(code="kitchen.connected", name="已接入明厨亮灶", unit="户", better="up", time="stock", mart="kitchen_daily", measure=Last("connected"), definition="期末已接入明厨亮灶的单位户数"),
    Indicator(code="kitchen.unconnected", name="未接入餐饮单位", unit="户", better="down", time="stock", mart="kitchen_daily", measure=Last("units") - Last("connected"),
        definition="期末应接入户数减已接入户数"),
    Indicator(code="kitchen.online", name="在线明厨亮灶", unit="户", better="up", time="stock", mart="kitchen_daily", measure=Last("online"), definition="期末视频在线的单位户数"),
    Indicator(code="kitchen.offline", name="离线明厨亮灶", unit="户", better="down", time="stock", mart="kitchen_daily", measure=Last("connected") - Last("online"),
        definition="期末已接入户数减在线户数"),
    Indicator(code="kitchen.offline_rate", name="明厨亮灶离线率", unit="%", better="down", time="stock", mart="kitchen_daily", decimals=1,
        measure=Share(Last("connected") - Last("online"), Last("connected")), watch="core", band=Band(low=1, high=1.6, source=DEMO_YEAR),
        definition="期末（已接入－在线）户数 ÷ 期末已接入户数"),
    Indicator(code="kitchen.coverage", name="明厨亮灶应接尽接率", unit="%", better="up", time="stock", mart="kitchen_daily", decimals=1,
        measure=Share(Last("online"), Last("units")), watch="run", band=Band(low=91.5, high=99.1, source=DEMO_YEAR), definition="期末在线户数 ÷ 期末应接入户数"),
    Indicator(code="kitchen.school_online_rate", name="学校食堂在线率", unit="%", better="up", time="stock", mart="kitchen_daily", dims=(), decimals=1,
        measure=Share(Last("online", where=SCHOOL), Last("connected", where=SCHOOL)), watch="run", band=Band(low=98.3, high=99.1, source=DEMO_YEAR),
        definition="期末在线学校食堂户数 ÷ 期末已接入学校食堂户数"),
    Indicator(code="kitchen.school_connected_rate", name="学校食堂接入率", unit="%", better="up", time="stock", mart="kitchen_daily", dims=(), decimals=1,
        measure=Share(Last("connected", where=SCHOOL), Last("units", where=SCHOOL)), watch="run", band=Band(low=93.9, high=100, source=DEMO_YEAR),
        definition="期末已接入学校食堂户数 ÷ 期末应接入学校食堂户数"),
    Indicator(code="kitchen.elder_care_online_rate", name="养老机构食堂在线率", unit="%", better="up", time="stock", mart="kitchen_daily", dims=(), decimals=1,
        measure=Share(Last("online", where={"kind": "养老机构食堂"}), Last("connected", where={"kind": "养老机构食堂"})), watch="run", band=Band(low=98.1, high=99.5, source=DEMO_YEAR),
        definition="期末在线养老机构食堂户数 ÷ 期末已接入养老机构食堂户数"),
    Indicator(code="kitchen.findings_7_days", name="近 7 日后厨 AI 线索", unit="条", mart="kitchen_daily", measure=Sum("findings"), span=Span.DAYS_7,
        watch="run", band=Band(low=9300, high=13400, source=DEMO_YEAR), definition="最近 7 个已满的日 AI 识别的疑似问题条数，未经人工核实"),
    Indicator(code="kitchen.findings_per_hundred", name="百户后厨 AI 线索", unit="条", better="down", mart="kitchen_daily", decimals=1,
        measure=Per(Sum("findings"), Base("kitchen_daily", Last("connected")), 100), span=Span.DAYS_30, watch="run", band=Band(low=201.9, high=317.1, source=DEMO_YEAR),
        definition="近 30 日 AI 线索条数 ÷ 期末已接入户数 × 100"),
    Indicator(code="kitchen.confirmed", name="AI 线索核实", unit="条", mart="kitchen_daily", measure=Sum("confirmed"), definition="期内经人工核实属实的 AI 线索条数"),
    Indicator(code="kitchen.confirmed_rate_30_days", name="近 30 日 AI 线索核实率", unit="%", better="up", mart="kitchen_daily", measure=Share(Sum("confirmed"), Sum("findings")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=36.4, high=37.6, source=DEMO_YEAR), definition="近 30 日经人工核实属实条数 ÷ AI 线索条数"),
    Indicator(code="kitchen.school_findings", name="学校食堂 AI 线索", unit="条", better="down", mart="kitchen_daily", dims=(), measure=Sum("findings", where=SCHOOL),
        definition="期内学校食堂 AI 识别的疑似问题条数，未经人工核实"),
)  # fmt: skip
UNITS_OF_KIND = tuple(
    Indicator(code=f"kitchen.{word}_units", name=f"应接入·{kind}", unit="户", time="stock", mart="kitchen_daily", dims=(), measure=Last("units", where={"kind": kind}),
        definition=f"期末应接入明厨亮灶的{kind}户数")
    for kind, word in KINDS.items()
)  # fmt: skip

FURTHER = (
    Indicator(code="kitchen.findings_year", name="本年后厨 AI 线索", unit="条", mart="kitchen_daily", measure=Sum("findings"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日 AI 识别的疑似问题条数，未经人工核实"),
    Indicator(code="kitchen.confirmed_7_days", name="近 7 日 AI 线索核实", unit="条", mart="kitchen_daily", measure=Sum("confirmed"), span=Span.DAYS_7,
        definition="最近 7 个已满的日经人工核实属实的 AI 线索条数"),
    Indicator(code="kitchen.school_confirmed_rate", name="学校食堂 AI 线索核实率", unit="%", better="up", mart="kitchen_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("confirmed", where=SCHOOL), Sum("findings", where=SCHOOL)), definition="近 30 日学校食堂经人工核实属实条数 ÷ AI 线索条数"),
)  # fmt: skip
ONLINE_RATE_OF_KIND = tuple(
    Indicator(code=f"kitchen.{word}_online_rate", name=f"{kind}在线率", unit="%", better="up", time="stock", mart="kitchen_daily", dims=(), decimals=1,
        measure=Share(Last("online", where={"kind": kind}), Last("connected", where={"kind": kind})), definition=f"期末在线{kind}户数 ÷ 期末已接入{kind}户数")
    for kind, word in KINDS.items() if word in ("restaurant", "delivery")
)  # fmt: skip
CONNECTED_RATE_OF_KIND = tuple(
    Indicator(code=f"kitchen.{word}_connected_rate", name=f"{kind}接入率", unit="%", better="up", time="stock", mart="kitchen_daily", dims=(), decimals=1,
        measure=Share(Last("connected", where={"kind": kind}), Last("units", where={"kind": kind})), definition=f"期末已接入{kind}户数 ÷ 期末应接入{kind}户数")
    for kind, word in KINDS.items() if word != "school"
)  # fmt: skip
