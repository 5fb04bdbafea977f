"""The counted numbers of pushes to several departments (多项告知): told, confirmed, late."""

from datetime import timedelta

from indicators.counted import Counted

QUARTER = timedelta(minutes=15)


def _told(key: str, name: str, definition: str, better: str = "none", unit: str = "件") -> Counted:
    return Counted(
        code=f"push.{key}", name=name, unit=unit, owner="行政审批处", rhythm=QUARTER, counted_in=("notice_push", "notice_receipt"), better=better,  # type: ignore[arg-type]
        definition=definition,
    )  # fmt: skip


TOLD = (
    _told("sent", "多项告知推送", "近 30 天推送的事项件数，一个事项告知多个部门为一件"),
    _told("recipients", "应签收", "近 30 天推送的事项的告知部门数之和，一个部门一次", unit="次"),
    _told("received", "已签收", "应签收中已经签收的次数", "up", unit="次"),
    _told("late", "逾期未签收", "超过规则规定的工作日仍未签收的次数，不限推送时间", "down", unit="次"),
    _told("waited", "签收等待", "推送之日后至签收（未签收的至今）的工作日数", "down", unit="天"),
)
