"""The counted numbers of the register of smart systems (智慧监管大数据分析应用系统)."""

from datetime import timedelta

from indicators.counted import Counted

DAY = timedelta(days=1)

SYSTEMS = (
    Counted(
        code="system.slots", name="智慧监管应用", unit="个", owner="信息中心", rhythm=DAY, counted_in=("preference",), definition="“智慧监管”大数据分析应用系统登记的席位数",
    ),
    Counted(
        code="system.named", name="已定名应用", unit="个", owner="信息中心", rhythm=DAY, counted_in=("preference",), definition="已经定名的智慧监管应用系统个数，未定名的不计",
    ),
)  # fmt: skip
