"""The store's tables of data corrections (查纠): one row an item, one row a step; steps are only ever added."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from data_access.stores.metadata import STORE
from data_access.stores.metadata import at as _at

CORRECTION = Table(
    "correction", STORE,
    Column("id", String(26), primary_key=True), Column("state", String(16), nullable=False),  # found 发现 | reviewed 审核 | stored 入仓 | rejected 驳回
    Column("code", String(96), nullable=False, index=True), Column("mart", String(64), nullable=False), Column("region", String(6), nullable=False),
    Column("place", JSON, nullable=False),  # the rest of where and when the number was asked for: span, from, to, where, cities
    Column("panel", String(64)), Column("kind", String(16), nullable=False), Column("text", Text, nullable=False), Column("evidence", Text),
    Column("seen", Float), Column("value_before", Float), Column("value_after", Float),  # the number: as it was seen, as it stood, as it stands since
    Column("change", JSON),  # the row of the mart: {mart, key, column, old, new}; null while nobody has found it
    Column("reporter", String(64), nullable=False), Column("reporter_name", String(64), nullable=False), Column("reporter_role", String(16), nullable=False),
    Column("reviewer", String(64)), Column("reviewer_name", String(64)), _at("reported_at"), _at("reviewed_at", null=True), _at("stored_at", null=True),
    Column("batch", Integer), Column("waits", Text),  # what an approved item waits for
    Column("kept", Boolean, nullable=False, default=False),  # whether a source that sends the old value again is corrected again
    _at("changed_at"), Column("nature", String(16), nullable=False, default="production"), Index("ix_correction_state", "state", "reported_at"),
)  # fmt: skip
CORRECTION_STEP = Table(
    "correction_step", STORE,
    Column("seq", Integer, primary_key=True, autoincrement=True), Column("correction", String(26), ForeignKey("correction.id"), nullable=False, index=True),
    Column("state_from", String(16)), Column("state_to", String(16), nullable=False), Column("who", String(64), nullable=False), Column("role", String(16), nullable=False),
    Column("why", Text, nullable=False), _at("at"),
)  # fmt: skip
