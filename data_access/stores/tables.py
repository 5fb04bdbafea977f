"""The store's tables; migrations in `data_access/migrations` create them."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from data_access.stores import city_tables, procedure_tables  # noqa: F401 - their tables are the store's too
from data_access.stores.alert_tables import ALERT, ALERT_STEP
from data_access.stores.board_views import BOARD_VIEW
from data_access.stores.correction_tables import CORRECTION, CORRECTION_STEP
from data_access.stores.metadata import STORE
from data_access.stores.metadata import at as _at

__all__ = [
    "ALERT", "ALERT_STEP", "AUDIT", "AUDIT_HEAD", "BOARD_VIEW", "CAMERA", "CHANGE", "CORRECTION", "CORRECTION_STEP", "DUTY", "FAILED_NAME", "FORECAST", "LEASE",
    "OPINION_ITEM", "OUTBOX", "PLAN", "PREFERENCE", "SESSION", "STORE", "TEAM", "TOKEN", "USER", "WORK_ORDER",
]  # fmt: skip

USER = Table(
    "user", STORE,
    Column("name", String(64), primary_key=True), Column("shown_name", String(64), nullable=False), Column("role", String(16), nullable=False),
    Column("cities", String(128), nullable=True),  # null: whole province; else adcodes joined by +
    Column("password_hash", String(256), nullable=False), Column("disabled", Boolean, nullable=False, default=False),
    Column("failures", Integer, nullable=False, default=0), _at("locked_until", null=True), _at("created_at"), _at("changed_at"),
)  # fmt: skip
SESSION = Table(
    "session", STORE,
    Column("token_hash", String(64), primary_key=True), Column("user", String(64), ForeignKey("user.name"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),  # person | wall
    _at("created_at"), _at("seen_at"), _at("expires_at", null=True), _at("ended_at", null=True), Column("ended_why", String(32)),
    Column("address", String(64)), Column("agent", String(256)),
)  # fmt: skip
TOKEN = Table(
    "token", STORE,
    Column("name", String(64), primary_key=True), Column("token_hash", String(64), nullable=False, unique=True),
    Column("user", String(64), ForeignKey("user.name"), nullable=False), Column("kind", String(16), nullable=False),  # api | wall
    _at("created_at"), _at("seen_at", null=True), _at("revoked_at", null=True),
)  # fmt: skip
AUDIT = Table(
    "audit", STORE,
    Column("seq", Integer, primary_key=True, autoincrement=True), _at("at"), Column("who", String(64), nullable=False), Column("role", String(16), nullable=False),
    Column("scope", String(128), nullable=False), Column("action", String(64), nullable=False), Column("object", String(256), nullable=False),
    Column("result", String(16), nullable=False), Column("detail", Text, nullable=False, default=""), Column("address", String(64), nullable=False, default=""),
    Column("before", String(64), nullable=False), Column("digest", String(64), nullable=False),
)  # fmt: skip
AUDIT_HEAD = Table(
    "audit_head", STORE,  # one row: the last link of the chain; it is locked while a link is added, and a cut-off tail shows against it
    Column("id", Integer, primary_key=True, autoincrement=False), Column("seq", Integer, nullable=False), Column("digest", String(64), nullable=False),
)  # fmt: skip
FAILED_NAME = Table(
    "failed_name", STORE,  # failed sign-ins under names that have no account: they lock like an account, so that a lock tells nothing
    Column("name_hash", String(64), primary_key=True), Column("failures", Integer, nullable=False), _at("locked_until", null=True), _at("changed_at"),
)  # fmt: skip
WORK_ORDER = Table(
    "work_order", STORE,
    Column("id", String(26), primary_key=True), Column("number", String(16), nullable=False, unique=True), Column("alert", String(26), ForeignKey("alert.id")),
    Column("level", String(4), nullable=False), Column("title", String(200), nullable=False), Column("region", String(6), nullable=False),
    Column("unit", String(64), nullable=False), Column("person", String(32)), Column("step", Integer, nullable=False),  # 1 派单 … 6 办结
    _at("due_at", null=True), _at("created_at"), _at("changed_at"), _at("closed_at", null=True), Column("nature", String(16), nullable=False, default="production"),
)  # fmt: skip
OPINION_ITEM = Table(
    "opinion_item", STORE,
    Column("id", String(26), primary_key=True), Column("source", String(64), nullable=False), Column("source_id", String(128), nullable=False),
    Column("title", String(200), nullable=False), Column("topic", String(32), nullable=False), Column("region", String(6), nullable=False),
    Column("heat", Integer, nullable=False), Column("reposts", Integer, nullable=False, default=1), _at("first_at"), _at("changed_at"),
    Column("state", String(16), nullable=False),  # open | transferred | answered
    _at("answer_due", null=True), _at("answered_at", null=True), Column("nature", String(16), nullable=False, default="production"),
    UniqueConstraint("source", "source_id"),
)  # fmt: skip
CAMERA = Table(
    "camera", STORE,
    Column("id", String(32), primary_key=True), Column("gb28181", String(20)), Column("name", String(100), nullable=False),
    Column("kind", String(16), nullable=False),  # cold | kitchen | market | yard
    Column("region", String(6), nullable=False), Column("state", String(16), nullable=False),  # live | stale | offline | frozen | dark | registered
    _at("last_frame", null=True), Column("reading", String(32)), Column("still", String(64)), Column("watched", Integer, nullable=False, default=0),  # place in the wall's strip, 0 = none
    Column("clue", String(64)), _at("changed_at"), Column("nature", String(16), nullable=False, default="production"),
)  # fmt: skip
DUTY = Table(
    "duty", STORE,
    Column("id", Integer, primary_key=True, autoincrement=True), Column("role", String(16), nullable=False),  # lead 带班 | duty 值班
    Column("person", String(32), nullable=False), Column("phone", String(32)), _at("starts_at"), _at("ends_at"), Column("nature", String(16), nullable=False, default="production"),
)  # fmt: skip
CHANGE = Table(
    "change", STORE,
    Column("seq", Integer, primary_key=True, autoincrement=True), _at("at"), Column("kind", String(32), nullable=False), Column("region", String(6), nullable=False),
    Column("text", String(200), nullable=False), Column("level_from", String(4)), Column("level_to", String(4)), Column("object", String(64)),
    Column("nature", String(16), nullable=False, default="production"), Index("ix_change_at", "at"),
)  # fmt: skip
OUTBOX = Table(
    "outbox", STORE,
    Column("seq", Integer, primary_key=True, autoincrement=True), _at("at"), Column("topic", String(64), nullable=False), Column("body", JSON, nullable=False), _at("sent_at", null=True),
)  # fmt: skip
PREFERENCE = Table(
    "preference", STORE, Column("key", String(64), primary_key=True), Column("value", JSON, nullable=False), _at("changed_at"),
)  # fmt: skip
LEASE = Table(
    "lease", STORE,
    Column("name", String(32), primary_key=True), Column("holder", String(64), nullable=False), _at("renewed_at"), _at("until"),
    Column("note", JSON, nullable=False),  # what the holder says of itself: the worker's job records
)  # fmt: skip
TEAM = Table(
    "team", STORE,  # who can be sent
    Column("id", String(26), primary_key=True), Column("name", String(64), nullable=False), Column("kind", String(16), nullable=False),  # 执法 | 食品 | 特种设备 | 药品 | 检验
    Column("region", String(6), nullable=False), Column("unit", String(64), nullable=False), Column("leader", String(32), nullable=False), Column("phone", String(32)),
    Column("members", Integer, nullable=False), Column("lon", Float), Column("lat", Float), Column("state", String(16), nullable=False),  # ready | out | rest
    _at("changed_at"), Column("nature", String(16), nullable=False, default="production"),
)  # fmt: skip
PLAN = Table(
    "plan", STORE,  # emergency plans: what is done at which level
    Column("id", String(26), primary_key=True), Column("name", String(100), nullable=False), Column("family", String(32), nullable=False), Column("level", String(4), nullable=False),
    Column("region", String(6), nullable=False), Column("version", String(32), nullable=False), Column("actions", JSON, nullable=False),  # in order: {text, unit, minutes}
    Column("reports", JSON, nullable=False),  # {kind: 初报|续报|终报, minutes, citation}
    _at("changed_at"), Column("nature", String(16), nullable=False, default="production"),
)  # fmt: skip
FORECAST = Table(
    "forecast", STORE,  # what was expected of a series; one row a cut-off, so that what came can be held against it
    Column("code", String(96), primary_key=True), Column("region", String(6), primary_key=True), Column("history_end", Date, primary_key=True),  # first day of the last month known
    Column("body", JSON, nullable=False),  # method, reason, note, level, track, history, rows; or why there are none
    Column("batch", Integer), Column("nature", String(16), nullable=False, default="production"), _at("made_at"), Index("ix_forecast_made_at", "made_at"),
)  # fmt: skip
