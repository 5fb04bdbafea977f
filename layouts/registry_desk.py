"""The place of the registry's pages on the desk: their group, their neighbours, their keys."""

from __future__ import annotations

from layouts.desk import Keys, Place, Tab

TABS = (Tab("/indicators", "指标目录"), Tab("/indicators/run", "运行监测"))
LIST_KEYS = (Keys(("/",), "查找"), Keys(("J", "K"), "上下"), Keys(("Enter",), "打开"), Keys(("I",), "护照"), Keys(("Esc",), "关闭"))
PAGE_KEYS = (Keys(("I",), "护照"), Keys(("J", "K"), "上下"), Keys(("Enter",), "下钻"), Keys(("Backspace",), "上一级"))


def place(title: str, here: str, keys: tuple[Keys, ...] = LIST_KEYS) -> Place:
    """Where one of these pages stands."""
    return Place(group="分析决策", title=title, here=here, tabs=TABS, keys=keys)
