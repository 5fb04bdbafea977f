"""The skeleton of a board: one declaration of a business gives its conditions and the six blocks 总量, 进度, 风险, 时限, 走势 and 排名."""

from __future__ import annotations

from components.panel import Panel
from components.panels.block_numbers import deadline, progress, volume
from components.panels.block_ranking import ranking
from components.panels.block_risk import risk
from components.panels.block_trend import course
from components.panels.board_filters import board_filters
from components.panels.subject import Subject

__all__ = ["BLOCKS", "Subject", "skeleton"]

BLOCKS = ("volume", "progress", "risk", "deadline", "trend", "ranking")
"""The blocks; the key of a panel is the subject's and the block's: `credit-risk`."""


def skeleton(subject: Subject) -> tuple[Panel, ...]:
    """The panels of a board: its conditions, then the six blocks."""
    conditions = board_filters(f"{subject.key}-filters", owner=subject.owner, mart=subject.mart, cut=subject.cut)
    return (conditions, *(make(subject) for make in (volume, progress, risk, deadline, course, ranking)))
