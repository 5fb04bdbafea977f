"""重要产品追溯监管网: what enters the chain, whether it is whole, and whether what failed is sealed."""

from components.panels.board_choice import Cut
from components.panels.skeleton import Subject, skeleton

FAMILIES = ("食品", "药品", "特种设备", "重要工业产品")

SUBJECT = Subject(
    key="trace", name="重要产品追溯", owner="产品质量处",
    volume=("trace.batches", "trace.complete", "trace.incomplete", "trace.failed", "trace.sealed", "lot.made"),
    progress=("trace.complete_rate", "trace.sealed_rate"),
    risk=("trace.failed_per_ten_thousand", "trace.batches_7_days", "trace.complete_rate_30_days"),
    deadline=("trace.unsealed", "trace.incomplete"),
    trend=(("trace.batches", "上链"), ("trace.complete", "完整")), ranking="trace.complete_rate",
    rules=("food_holders", "food_failures", "food_sampling", "food_cold_chain"),
    cut=Cut.of("大类", "不分大类", "trace_daily", "family", {family: family for family in FAMILIES}),
    remark="封存召回的期限不在主题库中；所列为期内确认不合格而未封存、链条未补齐的批次。",
)  # fmt: skip
PANELS = skeleton(SUBJECT)
