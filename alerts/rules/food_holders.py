"""The rule of a failed lot: everyone who holds or handled it is warned, under one cause."""

from __future__ import annotations

from alerts.entity_feeds import Things, held_lots
from alerts.rule import Frame, Grade, Rule

INFANT = "婴"


def judge(frame: Frame) -> Grade | None:
    row = frame.rows.iloc[-1]
    left = float(row["received"]) - float(row["passed_on"])
    infant, reason = INFANT in str(row["product"]), str(row["reason"])[:160]
    product = reason if str(row["product"]) in reason else f"{row['product']}；{reason}"
    lot, name = frame.keys["lot"], str(row["name"])[:40]
    kept = f"尚余 {left:,.0f} 件" if left > 0 else "账面已全部售出"
    return Grade(
        level="II" if infant and left > 0 else "III", value=max(left, 0.0), threshold=0.0, unit="件", cause=f"batch:{lot}", window="自该批次流出起",
        title=f"不合格批次 {lot} 持有单位：{name}（{frame.place}），{kept}",
        detail=f"{product}；购进 {float(row['received']):,.0f} 件，全省共 {int(row['holders'])} 户经手",
        entity={"batch": lot, "uscc": frame.keys["uscc"]},
    )  # fmt: skip


RULE = Rule(
    code="food_holders", name="不合格批次持有单位", family="食品安全", owner="产品质量处", cell="批次 × 持有单位", level="II",
    question="不合格批次到了谁手里、还剩多少？", limit="凡经手该批次即预警；婴幼儿配方食品尚有余量的为Ⅱ级，其他为Ⅲ级；检出后 30 日",
    citation="食品安全法第六十三条（召回）；GB/T 追溯流向；分级为示例",
    feed=Things(load=held_lots, cell=("lot", "uscc"), days=30, reads=("product_batch", "batch_movement", "enterprise_event")), judge=judge,
    plan="批次下架召回",
)  # fmt: skip
