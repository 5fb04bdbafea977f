"""The chat, mail and SMS channel, by the apprise library: DingTalk, WeCom, Feishu, e-mail and a hundred gateways by one address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alerts.notify.book import Receiver
from alerts.notify.channels.channel import Channel, Letter, NotSent


class ByApprise(Channel):
    """Send through apprise. It tells only whether the gateway took the message, so every failure is tried again."""

    def send(self, receiver: Receiver, letter: Letter) -> Mapping[str, Any]:
        import apprise  # only where something is sent: it loads its hundred plugins

        kind = apprise.NotifyType.INFO if letter.occasion == "resolved" else apprise.NotifyType.WARNING
        asset = apprise.AppriseAsset(app_id="Yiping", app_desc="一屏", async_mode=False, storage_mode="memory")
        found = apprise.Apprise(asset=asset)
        if not found.add(receiver.address):
            raise NotSent("通知地址不是可用的 apprise 地址，请检查通知路由", again=False)
        # texts of alerts are data: nothing in them is an escape or a template
        if not found.notify(letter.text, title=letter.title, notify_type=kind, body_format="text", interpret_escapes=False):
            raise NotSent("网关没有接受", again=True)
        return {"gateway": receiver.address.split("://", 1)[0]}
