"""The third stage: whether an alert of this source and number is known, and what a second telling of it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alerts.message import Fate
from alerts.stages.normalise import Normal

Verdict = tuple[Fate, str]


def judge(known: Mapping[str, Any] | None, told: Normal, *, revising: bool = False) -> Verdict | None:
    """What becomes of a message whose (source, source_id) is known; None for a new one.

    The end of an alert is never a contradiction. `revising`: the source itself says that this message takes the older one's place.
    """
    if known is None:
        return None
    if told.message.resolved:
        if known["resolved_at"] is not None:
            return Fate.DUPLICATE, "来源此前已报解除"
        return Fate.UPDATED, "来源报告已解除"
    if known["digest"] == told.digest:
        return Fate.DUPLICATE, "同一来源、同一编号、同一内容，已在库"
    if revising:
        return Fate.UPDATED, "来源更新了内容"
    return Fate.CONFLICT, "同一来源和编号已有不同内容在库，以先到的为准"
