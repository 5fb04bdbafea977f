"""The life of an alert after it came in: acknowledged, reopened, silenced, judged, closed; each act is a step and an audit row."""

from alerts.life.acts import acknowledge, acknowledge_all, close, dismiss, reopen
from alerts.life.hand import Done, Hand
from alerts.life.silences import Wish, lift, silence

__all__ = ["Done", "Hand", "Wish", "acknowledge", "acknowledge_all", "close", "dismiss", "lift", "reopen", "silence"]
