"""平台经济监管网: shops on platforms, what is watched of them, and what becomes of the clues."""

from components.panels.board_choice import Cut
from components.panels.skeleton import Subject, skeleton

KINDS = ("综合电商", "网络餐饮", "直播带货", "生活服务")

SUBJECT = Subject(
    key="platform", name="平台经济监管", owner="网络监管处",
    volume=("platform.shops", "platform.monitored", "platform.shops_per_thousand", "platform.clues", "platform.handled", "platform.unmonitored"),
    progress=("platform.monitored_rate", "platform.handled_rate"),
    risk=("platform.clues_7_days", "platform.clues_per_ten_thousand", "platform.handled_rate"),
    deadline=("platform.unhandled",),
    trend=("platform.clues", "platform.handled"), ranking="platform.handled_rate",
    clocks=("report.verify",), rules=("food_clues",),
    cut=Cut.of("平台", "不分平台", "platform_daily", "platform", {kind: kind for kind in KINDS}),
    remark="线索逐条的核查期限不在主题库中；所列为期内发现而未处置完毕的线索。",
)  # fmt: skip
PANELS = skeleton(SUBJECT)
