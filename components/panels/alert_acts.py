"""The acts on an alert: the buttons that fit its state and the role; the server judges each again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from components.panel import View
from security import policy_table


def may(role: str, act: str) -> bool:
    """Whether a role may do this act, by the policy of the address that does it."""
    return role in policy_table.API.get(("POST", f"/api/v1/alerts/<id>/{act}"), frozenset())


def acts(head: Mapping[str, Any], view: View) -> Any:
    """The acts that fit the state. The server judges each again."""
    if not may(view.role, "ack"):
        return html.Div(html.Span("只读：由省局值班员与领导处置", className="cap"), className="act")
    state = head["state"]
    wanted = []
    if state == "open":
        wanted.append(("ack", "确认", "A"))
    if state in ("open", "acknowledged"):
        wanted.append(("false", "误报", "X"))
    if state != "closed" or not head["disposition"]:
        wanted.append(("judge", "结论", "D"))
    if state != "closed":
        wanted.append(("silence", "静默", "S"))
    if state in ("acknowledged", "closed"):
        wanted.append(("reopen", "重新打开", "R"))
    buttons = [
        html.Button([name, html.Kbd(key)], className="btn pri" if not at else "btn", **{"data-act": act, "data-for": head["id"]})
        for at, (act, name, key) in enumerate(wanted)
    ]
    return html.Div(buttons, className="act", role="toolbar", **{"aria-label": "处置"})
