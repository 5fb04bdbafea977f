"""The wording of a change: how it reads, which parts made it, and which few explain it; a direction is a word, never a sign."""

from __future__ import annotations

from collections.abc import Callable

from indicators import words
from indicators.declaration import Indicator
from indicators.split import REST, Part
from indicators.why import Why

Names = Callable[[str, str], str]
"""The name of a part on the screen, by dimension and key."""
AGAINST = {"previous": "上期同期", "year_ago": "上年同期"}
DIMENSIONS = {
    "city": "市", "region": "区县", "industry": "行业", "type": "主体类型", "topic": "类别", "channel": "渠道", "kind": "种类", "field": "领域",
    "category": "品类", "platform": "平台类别", "family": "大类", "site": "库型", "department": "部门", "plan": "抽查计划", "grade": "等级",
    "source": "来源系统",
}  # fmt: skip
SHOWN = 3
TELLING = 0.0005
"""The surprise from which on a candidate moved unlike the rest; below it the change is a common one."""


def sentence(found: Why, indicator: Indicator, names: Names) -> str:
    """The change in one sentence and its cause in another, if a few parts explain it."""
    moved = words.moved(found.now, found.before, rate=indicator.is_rate)
    return f"{indicator.name}较{AGAINST[found.against]}{moved}。{cause(found, names)}"


def cause(found: Why, names: Names) -> str:
    """What explains the change: the best candidate, or that the change is common to all."""
    if not found.exact:
        return ""
    telling = [one for one in found.causes if one.surprise >= TELLING]
    if not telling:
        return "变化分布于各部分，没有可单独解释的少数来源。"
    best = telling[0]
    told = "的".join("、".join(names(dim, key) for key in keys) for dim, keys in best.elements)
    return f"主要来自{told}，可解释变化的 {best.power * 100:.0f}%。"


def parts(found: Why, indicator: Indicator, dim: str, names: Names, most: int = SHOWN) -> str:
    """The largest parts of one dimension in words: 按行业：批发零售业增加 1,234 户，住宿餐饮业减少 120 户，其他合计增加 98 户。"""
    told = [f"{name_of(one, dim, names)}{amount(float(one.exact), indicator)}" for one in found.parts[dim][:most]]
    others = sum((one.exact for one in found.parts[dim][most:]), start=found.exact * 0)
    if len(found.parts[dim]) > most:
        told.append(f"其他合计{amount(float(others), indicator)}")
    return f"按{DIMENSIONS.get(dim, dim)}：{'，'.join(told)}。"


def name_of(part: Part, dim: str, names: Names) -> str:
    """The name of a part; what is known of no part has a name of its own."""
    return "未归类" if part.key == REST else names(dim, part.key)


def amount(change: float, indicator: Indicator) -> str:
    """What a part adds to the change: 增加 1,234 户, 减少 12 件, 使其上升 0.12 个百分点, 持平."""
    if indicator.is_rate:
        size = words.number(abs(change), "", max(2, indicator.decimals))
        return words.SAME if not change else f"使其{'上升' if change > 0 else '下降'} {size} 个百分点"
    size = words.number(abs(change), indicator.unit, max(2, indicator.decimals) if indicator.is_fraction else indicator.decimals)
    return words.SAME if not change else f"{'增加' if change > 0 else '减少'} {size}"
