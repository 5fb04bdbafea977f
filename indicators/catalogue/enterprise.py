"""The indicators of the archive of entities: who stands in it today, with how much capital, and how well they are placed."""

from data_access.measure import Events, Ratio, Share, Standing
from indicators.declaration import Indicator
from indicators.period import Span

YUAN, WAN = 100, 10_000
"""分 in a 元, 元 in a 万元."""
CLASSES = {
    "below_million": ("不足 100 万元", None, 100 * WAN * YUAN), "million": ("100 万元至 1000 万元", 100 * WAN * YUAN, 1000 * WAN * YUAN),
    "ten_million": ("1000 万元至 1 亿元", 1000 * WAN * YUAN, WAN * WAN * YUAN), "hundred_million": ("1 亿元及以上", WAN * WAN * YUAN, None),
}  # fmt: skip
DIMS = ("type", "industry")
CAPITAL = Standing("opened_on", "closed_on", column="capital_fen", divisor=YUAN)
KNOWN_CAPITAL = Standing("opened_on", "closed_on", between={"capital_fen": (0, None)})

INDICATORS = (
    Indicator(code="enterprise.standing", name="档案在营主体", unit="户", better="up", time="stock", mart="enterprise", measure=Standing("opened_on", "closed_on"), dims=DIMS, scale_hint="万",
        definition="主体档案中成立日期不晚于期末、且期末尚未注销的户数；成立日期未知的不计"),
    Indicator(code="enterprise.opened", name="档案新成立主体", unit="户", better="up", mart="enterprise", measure=Events("opened_on"), dims=DIMS,
        definition="主体档案中成立日期在期内的户数"),
    Indicator(code="enterprise.opened_year", name="档案本年新成立主体", unit="户", better="up", mart="enterprise", measure=Events("opened_on"), dims=DIMS, span=Span.YEAR,
        definition="主体档案中成立日期在本年的户数"),
    Indicator(code="enterprise.closed", name="档案注销主体", unit="户", better="down", mart="enterprise", measure=Events("closed_on"), dims=DIMS,
        definition="主体档案中注销日期在期内的户数"),
    Indicator(code="enterprise.capital", name="在营主体注册资本", unit="元", better="up", time="stock", mart="enterprise", measure=CAPITAL, dims=DIMS, scale_hint="亿",
        definition="期末在营主体的人民币注册资本之和；外币和未知的不计"),
    Indicator(code="enterprise.mean_capital", name="户均注册资本", unit="元", time="stock", mart="enterprise", measure=Ratio(CAPITAL, KNOWN_CAPITAL), dims=DIMS, scale_hint="万",
        definition="期末在营主体的人民币注册资本之和 ÷ 其中注册资本已知的户数"),
    Indicator(code="enterprise.opened_capital", name="新成立主体注册资本", unit="元", better="up", mart="enterprise", dims=DIMS, scale_hint="亿",
        measure=Events("opened_on", column="capital_fen", divisor=YUAN), definition="期内成立的主体的人民币注册资本之和；外币和未知的不计"),
    Indicator(code="enterprise.large_share", name="千万元以上主体占比", unit="%", better="up", time="stock", mart="enterprise", dims=DIMS, decimals=2,
        measure=Share(Standing("opened_on", "closed_on", between={"capital_fen": (1000 * WAN * YUAN, None)}), KNOWN_CAPITAL),
        definition="期末注册资本 1000 万元及以上的在营户数 ÷ 注册资本已知的在营户数"),
    Indicator(code="enterprise.placed_rate", name="住所定位到县率", unit="%", better="up", time="stock", mart="enterprise", dims=DIMS, decimals=1,
        measure=Share(Standing("opened_on", "closed_on", where={"region_how": ("current", "crosswalk")}), Standing("opened_on", "closed_on")),
        definition="期末在营主体中区划定位到现行县级代码的户数 ÷ 期末在营主体户数"),
    Indicator(code="enterprise.uscc_rate", name="统一社会信用代码覆盖率", unit="%", better="up", time="stock", mart="enterprise", dims=DIMS, decimals=2,
        measure=Share(Standing("opened_on", "closed_on", where={"uscc_kind": "uscc18"}), Standing("opened_on", "closed_on")),
        definition="期末在营主体中持 18 位统一社会信用代码（GB 32100-2015）的户数 ÷ 期末在营主体户数"),
)  # fmt: skip
OF_CLASS = tuple(
    Indicator(code=f"enterprise.capital_{word}", name=f"在营主体·注册资本{name}", unit="户", time="stock", mart="enterprise", dims=DIMS,
        measure=Standing("opened_on", "closed_on", between={"capital_fen": (low, high)}), definition=f"期末人民币注册资本{name}（下限含、上限不含）的在营户数")
    for word, (name, low, high) in CLASSES.items()
)  # fmt: skip

TYPES = {"enterprise": "企业", "individual": "个体工商户"}
STANDING_OF_TYPE = tuple(
    Indicator(code=f"enterprise.standing_{kind}", name=f"档案在营{name}", unit="户", better="up", time="stock", mart="enterprise", dims=("industry",), scale_hint="万",
        measure=Standing("opened_on", "closed_on", where={"type": kind}), definition=f"主体档案中期末在营的{name}户数；成立日期未知的不计")
    for kind, name in TYPES.items()
)  # fmt: skip
FURTHER = (
    Indicator(code="enterprise.closed_year", name="档案本年注销主体", unit="户", better="down", mart="enterprise", measure=Events("closed_on"), dims=DIMS, span=Span.YEAR,
        definition="主体档案中注销日期在本年的户数"),
    Indicator(code="enterprise.capital_known_rate", name="注册资本已知率", unit="%", better="up", time="stock", mart="enterprise", dims=DIMS, decimals=1,
        measure=Share(KNOWN_CAPITAL, Standing("opened_on", "closed_on")), definition="期末人民币注册资本已知的在营户数 ÷ 期末在营户数"),
)  # fmt: skip
