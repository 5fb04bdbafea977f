"""The deeds of a story: which function lets which verb happen, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from data_access.stores import changes
from demo import casework, happenings, verbs
from demo.playing import Deed, Done

DEEDS: Mapping[type, Callable[[Any, Deed], Done]] = {
    verbs.Alert: casework.alert, verbs.Raise: casework.level, verbs.Acknowledge: casework.acknowledge, verbs.Dispatch: casework.dispatch,
    verbs.Step: casework.step, verbs.Close: casework.close, verbs.Opinion: happenings.topic, verbs.Heat: happenings.heat,
    verbs.Answer: happenings.answer, verbs.Volume: happenings.volume, verbs.Camera: happenings.camera, verbs.Excursion: happenings.excursion,
    verbs.SilenceCity: happenings.silence, verbs.LateSource: happenings.late, verbs.Recover: happenings.recover, verbs.Note: happenings.note,
}  # fmt: skip


def perform(connection: Any, deed: Deed) -> Done:
    """Let a beat happen."""
    done = DEEDS[type(deed.verb)](connection, deed)
    changes.insert_many(connection, done.rows, deed.at)
    return done
