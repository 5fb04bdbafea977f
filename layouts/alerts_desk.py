"""The place of the alerts' pages on the desk: their group, their neighbours, their keys."""

from __future__ import annotations

from layouts.desk import Keys, Place, Tab

TABS = (Tab("/alerts", "收件箱"), Tab("/alerts/rules", "规则"), Tab("/alerts/silences", "静默"), Tab("/system/quarantine", "隔离区"))
INBOX_KEYS = (
    Keys(("J", "K"), "上下"), Keys(("Enter",), "打开"), Keys(("空格",), "选中"), Keys(("A",), "确认"), Keys(("X",), "误报"), Keys(("D",), "结论"),
    Keys(("S",), "静默"), Keys(("R",), "重开"), Keys(("/",), "查找"), Keys(("?",), "全部键位"),
)  # fmt: skip


def place(title: str, here: str, *, group: str = "远程指挥", keys: tuple[Keys, ...] = ()) -> Place:
    """Where one of these pages stands."""
    return Place(group=group, title=title, here=here, tabs=TABS, keys=keys)
