"""The rule of many complaints against one merchant."""

from __future__ import annotations

from alerts.entity_feeds import Things, complaints
from alerts.event_judgements import told
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST, GRAVE = 7, 15, 30


def judge(frame: Frame) -> Grade | None:
    count = len(frame.rows)
    if count < (LEAST if not frame.standing else LEAST - 3):
        return None
    name = str(frame.rows["name"].dropna().iloc[0])[:40] if frame.rows["name"].notna().any() else frame.keys["uscc"]
    prepaid = int(frame.rows["text"].astype(str).str.contains("预付").sum())
    return Grade(
        level="III" if count >= GRAVE else "IV", value=float(count), threshold=float(LEAST), unit="件", cause=f"merchant:{frame.keys['uscc']}",
        title=f"{name}（{frame.place}）{DAYS} 日内被投诉 {count} 件，限 {LEAST} 件", window=f"近 {DAYS} 日", evidence=told(frame.rows),
        detail=f"其中预付式消费 {prepaid} 件", entity={"uscc": frame.keys["uscc"]},
    )  # fmt: skip


RULE = Rule(
    code="merchant_complaints", name="同一商户投诉聚集", family="综合", owner="消费者权益保护处", cell="商户", level="III",
    question="投诉是否集中在同一商户？", limit=f"{DAYS} 日内 ≥ {LEAST} 件为Ⅳ级，≥ {GRAVE} 件为Ⅲ级",
    citation="市场监督管理投诉举报处理暂行办法；件数为示例",
    feed=Things(load=complaints, cell=("uscc",), days=DAYS, least=LEAST - 3, reads=("enterprise_event",)), judge=judge, plan="商户约谈、预付资金核查",
)  # fmt: skip
