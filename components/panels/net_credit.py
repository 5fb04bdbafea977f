"""信用监管网: how entities are graded, who is listed as abnormal, and how far the random inspections are."""

from components.panels.skeleton import Subject, skeleton

SUBJECT = Subject(
    key="credit", name="信用监管", owner="信用监管处",
    volume=("credit.graded", "credit.listed", "credit.high_risk", "credit.middle_risk", "draw.drawn", "draw.inspected"),
    progress=("draw.completion_rate", "draw.published_rate", "credit.graded_rate", "credit.grade_a_share"),
    risk=("credit.grade_d_share", "credit.listed_share", "credit.high_risk_listed_share", "draw.problem_rate_30_days"),
    deadline=("draw.uninspected", "draw.unpublished"),
    trend=(("credit.listed", "异常"), ("credit.high_risk", "高风险")), ranking="credit.listed_per_ten_thousand",
    rules=("industry_cluster", "reg_dormant"),
    remark="信用修复和移出名录的办理期限不在主题库中；所列为抽查任务中未检查和未公示的户数。",
)  # fmt: skip
PANELS = skeleton(SUBJECT)
