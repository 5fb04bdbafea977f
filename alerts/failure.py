"""The alerts room's exception: one sentence that names the part and the remedy."""

from __future__ import annotations


class AlertsFailed(RuntimeError):
    """What cannot be done with alerts. `retry`: later may succeed."""

    def __init__(self, sentence: str, *, retry: bool = False) -> None:
        super().__init__(sentence)
        self.retry = retry
