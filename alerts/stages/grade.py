"""The grading stage: the level that an alert really gets. No rule of ours raises more than its back-test lets it."""

from __future__ import annotations

from alerts.desk import Desk
from alerts.gravity import graver
from alerts.message import MISSING_REPORT, Message
from alerts.stages.validate import RULE


def grade(message: Message, desk: Desk) -> tuple[str, str | None]:
    """The final level and, where it differs from the told one, why."""
    if message.source != RULE or message.rule is None or message.level == MISSING_REPORT:
        return message.level, None
    most = desk.allowed(message.rule)
    if graver(message.level, most):
        return most, f"规则 {message.rule} 回测未达要求，{message.level} 级降为 {most} 级"
    return message.level, None
