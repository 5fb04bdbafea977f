"""The short words of the industry sections of GB/T 4754-2017, for axes and rows where the full name does not fit."""

from __future__ import annotations

SHORT = {
    "A": "农林牧渔", "B": "采矿", "C": "制造", "D": "电热燃水", "E": "建筑", "F": "批发零售", "G": "交通仓储", "H": "住宿餐饮", "I": "信息技术",
    "J": "金融", "K": "房地产", "L": "租赁商务", "M": "科研技术", "N": "水利环境", "O": "居民服务", "P": "教育", "Q": "卫生社工", "R": "文体娱乐",
    "S": "公共管理", "T": "国际组织", "-": "未分类",
}  # fmt: skip


def section_name(code: str) -> str:
    """The short word of a section; of an unknown one its code."""
    return SHORT.get(code, f"门类 {code}")
