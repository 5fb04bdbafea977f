"""行政审批网: what is applied for, what is granted, and whether the promised times are kept."""

from components.panels.board_choice import Cut
from components.panels.skeleton import Subject, skeleton

SUBJECT = Subject(
    key="approval", name="行政审批", owner="行政审批处",
    volume=("licence.accepted", "licence.finished", "licence.granted", "licence.refused", "licence.online", "licence.backlog_growth"),
    progress=("licence.finish_rate", "licence.online_rate", "licence.on_time_rate"),
    risk=("licence.refused_rate_30_days", "licence.finish_rate_30_days", "licence.per_hundred_opened"),
    deadline=("licence.average_days", "licence.late", "licence.on_time"),
    trend=("licence.accepted", "licence.finished"), ranking="licence.on_time_rate",
    cut=Cut.of(
        "许可", "不分许可", "licence_daily", "kind",
        {"食品经营许可": "食品经营", "食品生产许可": "食品生产", "药品经营许可": "药品经营", "特种设备使用登记": "特设使用"},
    ),
    remark="期限为承诺期限；逐件的到期日不在主题库中，所以不列将到期的件数。",
)  # fmt: skip
PANELS = skeleton(SUBJECT)
