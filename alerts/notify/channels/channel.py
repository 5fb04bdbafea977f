"""The base of all channels: what a sending gives back, and which failures are worth another try."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.notify.book import Receiver

WORDS = {
    "fired": "新告警", "raised": "升级", "repeated": "仍未确认", "escalated": "无人确认", "resolved": "已解除", "reopened": "重新打开",
    "silence_ended": "静默结束仍未解除",
}  # fmt: skip
LEVELS = {"I": "Ⅰ级（红）特别重大", "II": "Ⅱ级（橙）重大", "III": "Ⅲ级（黄）较大", "IV": "Ⅳ级（蓝）一般", "0": "报送异常"}


class NotSent(RuntimeError):
    """A notice that did not leave, with the reason. `again`: a later try may succeed."""

    def __init__(self, sentence: str, *, again: bool) -> None:
        super().__init__(sentence)
        self.again = again


@dataclass(frozen=True)
class Letter:
    """What is sent: the notice's words and the key that makes it one."""

    key: str
    occasion: str
    body: Mapping[str, Any]

    @property
    def title(self) -> str:
        return f"【{WORDS.get(self.occasion, self.occasion)}】{LEVELS.get(self.body['level'], '')} {self.body['title']}"

    @property
    def text(self) -> str:
        parts = [self.body.get("detail") or "", self.body.get("note") or ""]
        if self.body.get("merged", 1) > 1:
            parts.append(f"同类 {self.body['merged']} 起")
        if self.body.get("nature") == "demo":
            parts.append("演示数据")
        return "；".join(part for part in parts if part) + f"\n区划 {self.body['region']}，发生于 {self.body['occurred_at']}"


class Channel(ABC):
    """One way out."""

    @abstractmethod
    def send(self, receiver: Receiver, letter: Letter) -> Mapping[str, Any]:
        """Send a letter; gives the receipt. Raises NotSent."""
