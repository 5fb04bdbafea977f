"""The jobs of what falls due: the clock's pulse, the escalation's steps, the sending of notices."""

from __future__ import annotations

import time
from datetime import datetime

from alerts.escalation import step_all
from alerts.notify.book import shelf_of
from alerts.notify.sending import sender_of
from alerts.pulse import pulse_of
from data_access.stores.engine import store_of
from settings import Settings

SENDING = 0.35
"""Seconds of a run that letters may take, so that the next run is on time for the escalation's steps."""


def run(settings: Settings, now: datetime) -> None:
    """Do what is due now. Called about twice a second by the one worker that holds the lease."""
    store, shelf = store_of(settings), shelf_of(settings.home)
    pulse_of(store).feel(now, time.monotonic())
    step_all(store, shelf.book(), now)
    sender_of(store, shelf, settings).work(now, SENDING)
