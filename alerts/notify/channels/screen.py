"""The screen channel: the notice stands in the store, and the duty screen shows it; nothing leaves the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alerts.notify.book import Receiver
from alerts.notify.channels.channel import Channel, Letter


class Screen(Channel):
    """Shown on the duty screen. Whether anybody looked is what the acknowledgement tells, so the chain goes on without it."""

    def send(self, receiver: Receiver, letter: Letter) -> Mapping[str, Any]:  # noqa: ARG002
        return {"shown": letter.title}
