"""The names of the industry sections of GB/T 4754-2017, short enough for a title."""

from __future__ import annotations

NAMES = {
    "A": "农林牧渔业", "B": "采矿业", "C": "制造业", "D": "电热燃水业", "E": "建筑业", "F": "批发零售业", "G": "交通运输仓储业", "H": "住宿餐饮业",
    "I": "信息技术服务业", "J": "金融业", "K": "房地产业", "L": "租赁商务服务业", "M": "科技服务业", "N": "水利环境业", "O": "居民服务业",
    "P": "教育", "Q": "卫生社会工作", "R": "文体娱乐业", "S": "公共管理", "T": "国际组织",
}  # fmt: skip


def industry_name(code: str) -> str:
    """The name of a section; of an unknown one its code."""
    return NAMES.get(code, f"行业 {code}")
