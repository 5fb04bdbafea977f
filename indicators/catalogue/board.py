"""The counted numbers of the board listing: how many boards there are, what is on them, and who looks at them."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {"owner": "信息中心", "rhythm": timedelta(days=1), "counted_in": ("board_view",)}
LAST = "含今日在内的最近 30 日；开始计数不满 30 日的自开始之日起"

NUMBERS = (
    Counted(code="board.count", name="板块", unit="个", definition="板块目录中可见的板块，含各级登记的板块", **COMMON),
    Counted(code="board.panels", name="板块面板", unit="块", definition="板块上的面板，不含页头页脚共用的面板", **COMMON),
    Counted(code="board.viewers", name="近 30 日浏览人数", unit="人", period=LAST, definition="打开过板块的不同账号，只存不可还原的账号摘要", **COMMON),
    Counted(code="board.views", name="近 30 日浏览次数", unit="次", period=LAST, definition="板块被打开的次数，页内刷新不计", **COMMON),
    Counted(code="board.unused", name="近 30 日无人浏览", unit="个", period=LAST, better="down", definition="本系统可直接打开、期内无人打开的板块", **COMMON),
)  # fmt: skip
