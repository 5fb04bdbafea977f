"""The store's tables of procedures: inspectors and random draws, pushes to departments with their receipts, appeals against a clock."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from data_access.stores.metadata import STORE
from data_access.stores.metadata import at as _at

INSPECTOR = Table(
    "inspector", STORE,  # 执法检查人员名录库
    Column("code", String(32), primary_key=True), Column("name", String(32), nullable=False), Column("unit", String(64), nullable=False),
    Column("region", String(6), nullable=False), Column("field", String(32), nullable=False, default=""),
    Column("avoids", JSON, nullable=False),  # codes of the entities in which an interest is declared
    Column("active", Boolean, nullable=False, default=True), _at("changed_at"), Column("nature", String(16), nullable=False, default="production"),
    Index("ix_inspector_region", "region"),
)  # fmt: skip
DRAW_ROSTER = Table(
    "draw_roster", STORE,  # one version of a roster, as it was when it was drawn from; never changed
    Column("id", String(26), primary_key=True), Column("kind", String(16), nullable=False),  # subjects | inspectors
    Column("region", String(6), nullable=False), Column("hash", String(64), nullable=False), Column("count", Integer, nullable=False),
    Column("text", LargeBinary, nullable=False),  # the canonical text, deflated
    _at("made_at"), Column("nature", String(16), nullable=False, default="production"), UniqueConstraint("hash", "kind", "region"),
)  # fmt: skip
RANDOM_DRAW = Table(
    "random_draw", STORE,  # prepared once, drawn once, never changed after
    Column("id", String(26), primary_key=True), Column("state", String(12), nullable=False),  # prepared | drawn
    Column("plan", String(64), nullable=False), Column("kind", String(16), nullable=False),  # as plan of draw_daily
    Column("region", String(6), nullable=False), Column("conditions", JSON, nullable=False),
    Column("subjects", String(26), ForeignKey("draw_roster.id"), nullable=False), Column("inspectors", String(26), ForeignKey("draw_roster.id"), nullable=False),
    Column("algorithm", String(32), nullable=False), Column("size", Integer, nullable=False), Column("each", Integer, nullable=False),  # inspectors a subject
    Column("secret", String(64), nullable=False), Column("commitment", String(64), nullable=False), Column("public_number", String(64)),
    Column("seed", String(64)), Column("result_hash", String(64)), Column("why", Text, nullable=False), Column("user", String(64), nullable=False),
    Column("who", String(64), nullable=False), _at("prepared_at"), _at("drawn_at", null=True), Column("nature", String(16), nullable=False, default="production"),
    Index("ix_random_draw_prepared_at", "prepared_at"),
)  # fmt: skip
DRAW_ITEM = Table(
    "draw_item", STORE,
    Column("draw", String(26), ForeignKey("random_draw.id"), primary_key=True), Column("place", Integer, primary_key=True, autoincrement=False),
    Column("code", String(32), nullable=False), Column("name", String(200), nullable=False), Column("region", String(6), nullable=False),
    Column("inspectors", JSON, nullable=False),  # codes, in the order in which they were dealt
)  # fmt: skip
NOTICE_PUSH = Table(
    "notice_push", STORE,  # one matter told to several departments
    Column("id", String(26), primary_key=True), Column("rule", String(64), nullable=False), Column("subject", String(32), nullable=False),
    Column("title", String(200), nullable=False), Column("region", String(6), nullable=False), _at("pushed_at"),
    Column("nature", String(16), nullable=False, default="production"), Index("ix_notice_push_pushed_at", "pushed_at"),
)  # fmt: skip
NOTICE_RECEIPT = Table(
    "notice_receipt", STORE,  # each recipient's own receipt
    Column("push", String(26), ForeignKey("notice_push.id"), primary_key=True), Column("recipient", String(32), primary_key=True),
    Column("state", String(12), nullable=False),  # waiting | received
    _at("at", null=True), Column("who", String(64)), Column("note", Text, nullable=False, default=""),
)  # fmt: skip
CLOCK_APPEAL = Table(
    "clock_appeal", STORE,  # 申辩: written once
    Column("id", String(26), primary_key=True), Column("clock", String(26), ForeignKey("clock.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # the clock's first, second, … appeal: two at once cannot both be the first
    Column("region", String(6), nullable=False), Column("why", Text, nullable=False), Column("user", String(64), nullable=False),
    Column("who", String(64), nullable=False), _at("at"), Column("nature", String(16), nullable=False, default="production"), UniqueConstraint("clock", "number"),
)  # fmt: skip
CLOCK_RULING = Table(
    "clock_ruling", STORE,  # the reviewer's decision on an appeal: at most one, written once
    Column("appeal", String(26), ForeignKey("clock_appeal.id"), primary_key=True), Column("verdict", String(12), nullable=False),  # upheld | refused
    Column("why", Text, nullable=False), Column("user", String(64), nullable=False), Column("who", String(64), nullable=False), _at("at"),
)  # fmt: skip
