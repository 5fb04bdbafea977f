"""登记注册网: who enters and leaves the market, and whether other offices take up what they are told (双告知)."""

from components.panels.board_choice import Cut
from components.panels.skeleton import Subject, skeleton

SUBJECT = Subject(
    key="registration", name="登记注册", owner="登记注册处",
    volume=("entity.stock", "entity.opened", "entity.left", "entity.net", "entity.exit_ratio", "notice.pushed"),
    progress=("notice.claimed_rate", "notice.handled_rate", "notice.closed_loop_rate"),
    risk=("entity.exit_ratio_30_days", "entity.revoked_per_ten_thousand", "entity.opened_enterprise_share"),
    deadline=("notice.overdue", "notice.unclaimed", "notice.unhandled"),
    trend=("entity.opened", "entity.left", "entity.net"), ranking="entity.opened_per_thousand",
    rules=("reg_address", "reg_agent", "reg_capital", "reg_closed", "reg_dormant", "reg_head", "reg_head_change", "reg_opened"),
    cut=Cut.of("主体", "不分主体", "entity_daily", "type", {"enterprise": "企业", "individual": "个体户", "coop": "合作社"}),
    remark="登记环节的办理时限不在主题库中；所列为双告知推送的认领和办理时限。",
)  # fmt: skip
PANELS = skeleton(SUBJECT)
