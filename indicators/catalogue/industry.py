"""The indicators of industries: which sections of GB/T 4754 gain and lose market entities."""

from data_access.measure import Last, Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

SECTIONS = {
    "A": ("农林牧渔业", "farming"), "C": ("制造业", "manufacturing"), "E": ("建筑业", "construction"), "F": ("批发和零售业", "trade"),
    "G": ("交通运输、仓储和邮政业", "transport"), "H": ("住宿和餐饮业", "catering"), "I": ("信息传输、软件和信息技术服务业", "information"),
    "K": ("房地产业", "property"), "L": ("租赁和商务服务业", "business_services"), "M": ("科学研究和技术服务业", "research"),
    "O": ("居民服务、修理和其他服务业", "resident_services"), "R": ("文化、体育和娱乐业", "culture"),
}  # fmt: skip
EXITS = ("C", "E", "F", "H", "K")
"""Sections whose exits are watched one by one: where a fall shows first in jobs and in prepaid consumption."""
MODERN = {"industry": ("I", "L", "M")}

OPENED = tuple(
    Indicator(
        code=f"industry.opened_{word}", name=f"新设·{name}", unit="户", better="up", mart="entity_daily", dims=("type",),
        measure=Sum("opened", where={"industry": letter}), definition=f"期内核准设立登记的{name}（GB/T 4754 门类 {letter}）市场主体户数",
    )
    for letter, (name, word) in SECTIONS.items()
)  # fmt: skip
STOCKS = tuple(
    Indicator(
        code=f"industry.stock_{word}", name=f"在营·{name}", unit="户", better="up", time="stock", mart="entity_daily", dims=("type",), scale_hint="万",
        measure=Last("stock", where={"industry": letter}), definition=f"期末在营{name}（GB/T 4754 门类 {letter}）市场主体户数，取各地期内最后一日",
    )
    for letter, (name, word) in SECTIONS.items()
)  # fmt: skip
EXIT_RATIOS = tuple(
    Indicator(
        code=f"industry.exit_ratio_{SECTIONS[letter][1]}", name=f"退出与新设之比·{SECTIONS[letter][0]}", unit="%", better="down", mart="entity_daily",
        dims=("type",), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("closed", where={"industry": letter}) + Sum("revoked", where={"industry": letter}), Sum("opened", where={"industry": letter})),
        definition=f"近 30 日{SECTIONS[letter][0]}（注销户数＋吊销户数）÷ 新设户数",
    )
    for letter in EXITS
)  # fmt: skip
SHARES = (
    Indicator(
        code="industry.modern_services_opened_share", name="新设主体中现代服务业占比", unit="%", better="up", mart="entity_daily", dims=("type",), decimals=1,
        measure=Share(Sum("opened", where=MODERN), Sum("opened")), span=Span.DAYS_30, watch="run", band=Band(low=14.5, high=15.1, source=DEMO_YEAR),
        definition="近 30 日信息、商务、科技三个门类（I、L、M）新设户数 ÷ 新设主体户数",
    ),
    Indicator(
        code="industry.manufacturing_opened_share", name="新设主体中制造业占比", unit="%", better="up", mart="entity_daily", dims=("type",), decimals=1,
        measure=Share(Sum("opened", where={"industry": "C"}), Sum("opened")), span=Span.DAYS_30, watch="run", band=Band(low=10.2, high=10.8, source=DEMO_YEAR),
        definition="近 30 日制造业（门类 C）新设户数 ÷ 新设主体户数",
    ),
    Indicator(
        code="industry.manufacturing_stock_share", name="在营主体中制造业占比", unit="%", time="stock", mart="entity_daily", dims=("type",), decimals=2,
        measure=Share(Last("stock", where={"industry": "C"}), Last("stock")), definition="期末在营制造业（门类 C）主体户数 ÷ 期末在营主体户数",
    ),
)  # fmt: skip
