"""The webhook channel: a signed JSON POST with an idempotency key, answered with a receipt."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import requests

from alerts.notify.book import Receiver
from alerts.notify.channels.channel import Channel, Letter, NotSent

LATER = frozenset({408, 409, 425, 429})
"""Refusals that a later try may turn; every other 4xx is final."""
KEPT = 2_000


def signature(secret: str, stamp: str, body: bytes) -> str:
    """`sha256=…` over time and body: a receiver checks both, so that an old message cannot be played again."""
    return "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhook(Channel):
    """POST to the receiver's address. Version 1 of the body: occasion, key, alert."""

    def send(self, receiver: Receiver, letter: Letter) -> Mapping[str, Any]:
        alert = {name: value for name, value in letter.body.items() if name not in ("occasion", "note")}
        told = {"version": "1", "key": letter.key, "occasion": letter.occasion, "note": letter.body.get("note", ""), "alert": alert}
        return post(receiver, letter, json.dumps(told, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def key_header(key: str) -> str:
    """A notice's key as a header may carry it: a receiver's Chinese name is percent-encoded."""
    return quote(key.replace("|", "/"), safe="/:@+ ")


def post(receiver: Receiver, letter: Letter, body: bytes, kind: str) -> Mapping[str, Any]:
    """POST a body with key and signature; gives the receipt. Raises NotSent."""
    headers = {"Content-Type": kind, "Idempotency-Key": key_header(letter.key), "User-Agent": "Yiping"}
    if receiver.secret:
        stamp = str(int(datetime.now(UTC).timestamp()))
        headers |= {"X-Yiping-Timestamp": stamp, "X-Yiping-Signature": signature(receiver.secret, stamp, body)}
    try:
        answer = requests.post(receiver.address, data=body, headers=headers, timeout=receiver.timeout, allow_redirects=False)
    except requests.Timeout as error:
        raise NotSent(f"{receiver.timeout:g} 秒内没有应答", again=True) from error
    except requests.RequestException as error:
        raise NotSent(f"连接失败：{type(error).__name__}", again=True) from error
    if not answer.ok:
        raise NotSent(f"对方答复 {answer.status_code}", again=answer.status_code >= 500 or answer.status_code in LATER)
    return {"status": answer.status_code, "answer": answer.text[:KEPT]}
