"""The counted numbers of the electronic supervision (电子监察): timed matters by their mark, and the appeals."""

from datetime import timedelta

from indicators.counted import Counted

QUARTER = timedelta(minutes=15)


def _watched(key: str, name: str, definition: str, better: str = "none", unit: str = "件") -> Counted:
    return Counted(
        code=f"supervision.{key}", name=name, unit=unit, owner="法规处", rhythm=QUARTER, counted_in=("clock", "clock_step"), better=better,  # type: ignore[arg-type]
        definition=definition,
    )  # fmt: skip


WATCHED = (
    _watched("going", "计时事项", "正在计时和已中止、尚未办结的法定时限件数"),
    _watched("over", "超期事项", "正在计时、已过法定届满时刻的件数，与法定时限引擎逐件相同", "down"),
    _watched("near", "临期事项", "正在计时、未超期、剩余时间不多于临期规则的件数", "down"),
    _watched("stopped", "中止事项", "已依法中止、尚未恢复计时的件数"),
    _watched("today", "今日到期", "正在计时、今日为最后一日的件数", "down"),
    _watched(
        "left_days",
        "剩余时间",
        "距届满还有的天数，按该时限的单位（工作日或日）计，当日不计，超期为负；按小时、分钟计的时限为小时数",
        unit="天",
    ),
    _watched("left_bin", "12315 时限分布", "投诉、举报各时限中按工作日计、未中止的件数，按剩余工作日"),
)
APPEALED = Counted(
    code="supervision.appealed", name="申辩待审", unit="件", owner="法规处", rhythm=QUARTER, counted_in=("clock_appeal", "clock_ruling"),
    definition="已经提出、尚未审核的申辩件数，含此后已办结的事项；申辩不改变计时",
)  # fmt: skip
