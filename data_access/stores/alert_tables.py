"""The store's tables of alerts: the alerts and their steps, what is silenced, notified, escalated, refused, timed and judged."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from data_access.stores.metadata import STORE
from data_access.stores.metadata import at as _at

ALERT = Table(
    "alert", STORE,
    Column("id", String(26), primary_key=True), Column("source", String(64), nullable=False), Column("source_id", String(128), nullable=False),
    Column("rule", String(64)), Column("level", String(4), nullable=False),  # I II III IV, or 0 = 报送异常
    Column("title", String(200), nullable=False), Column("detail", Text, nullable=False, default=""), Column("region", String(6), nullable=False),
    Column("lon", Float), Column("lat", Float), Column("merged", Integer, nullable=False, default=1),
    Column("state", String(16), nullable=False),  # open | acknowledged | dispatched | transferred | closed
    Column("owner", String(64)), Column("status", String(16), nullable=False, default="actual"),  # actual | exercise | test
    _at("occurred_at"), _at("acknowledged_at", null=True), _at("dispatched_at", null=True), _at("closed_at", null=True), _at("due_at", null=True), _at("changed_at"),
    Column("nature", String(16), nullable=False, default="production"), Column("entity", JSON),
    Column("family", String(32)),  # 登记注册 | 食品安全 | 特种设备安全 | …
    Column("digest", String(64)),  # SHA-256 of the normalised body: the same id with another body is refused
    _at("received_at", null=True), _at("resolved_at", null=True),  # when the source said that it is over
    Column("inputs", JSON),  # what the rule saw: indicator, value, threshold, window, series
    Column("evidence", JSON),
    Column("head", String(26)),  # id of the first alert of its group; its own id for a head; null for alerts from before grouping
    Column("group_key", String(200)),  # on an open head only: no two open groups of one key
    Column("inhibited_by", String(26)), Column("suppressed", Integer, nullable=False, default=0, server_default="0"),  # notices held back
    Column("disposition", String(16)),  # confirmed | false | duplicate | exercise
    Column("disposed_by", String(64)), _at("disposed_at", null=True),
    _at("reopen_at", null=True), Column("reopened", Integer, nullable=False, default=0, server_default="0"),  # when a forgotten acknowledgement reopens
    Column("incident", String(26)),
    UniqueConstraint("source", "source_id"), Index("ix_alert_state_level", "state", "level"), Index("ix_alert_head", "head"),
    Index("ix_alert_occurred_at", "occurred_at"),
    Index("uq_alert_group_key", "group_key", unique=True, sqlite_where=text("group_key IS NOT NULL"), postgresql_where=text("group_key IS NOT NULL")),
)  # fmt: skip
ALERT_STEP = Table(
    "alert_step", STORE,
    Column("seq", Integer, primary_key=True, autoincrement=True), Column("alert", String(26), ForeignKey("alert.id"), nullable=False, index=True),
    Column("state_from", String(16)), Column("state_to", String(16), nullable=False), Column("who", String(64), nullable=False), Column("why", Text, nullable=False, default=""), _at("at"),
)  # fmt: skip
QUARANTINE = Table(
    "quarantine", STORE,  # what came in and was refused, as it came
    Column("id", String(26), primary_key=True), _at("at"), Column("way", String(16), nullable=False),  # json | cap | alertmanager | cloudevents | stream | sql
    Column("sender", String(64), nullable=False), Column("content_type", String(128), nullable=False, default=""),
    Column("reason", Text, nullable=False), Column("body", LargeBinary, nullable=False), Column("digest", String(64), nullable=False, unique=True),
    Column("times", Integer, nullable=False, default=1), Column("state", String(16), nullable=False),  # waiting | replayed | dismissed
    Column("handled_by", String(64)), _at("handled_at", null=True), Column("outcome", Text), Column("region", String(6)),
)  # fmt: skip
CAP_MESSAGE = Table(
    "cap_message", STORE,  # every CAP message by its triple, so that any order of arrival converges
    Column("key", String(400), primary_key=True),  # sender,identifier,sent
    Column("kind", String(8), nullable=False), Column("references", JSON, nullable=False),  # keys that it updates, cancels or answers
    Column("alert", String(26)), Column("body", JSON, nullable=False), _at("sent_at"), _at("received_at"), Column("sender", String(64), nullable=False),
)  # fmt: skip
SILENCE = Table(
    "silence", STORE,
    Column("id", String(26), primary_key=True), Column("matcher", JSON, nullable=False),  # any of source, rule, family, level, region, alert: all must fit
    Column("why", Text, nullable=False), Column("who", String(64), nullable=False), Column("region", String(6), nullable=False),  # whose scope it is in
    _at("starts_at"), _at("ends_at"), _at("warned_at", null=True), _at("ended_at", null=True),  # announced before the end; ended and re-notified
    Column("held_back", Integer, nullable=False, default=0), _at("changed_at"),
)  # fmt: skip
NOTICE = Table(
    "notice", STORE,  # one message to one receiver; sent from this row
    Column("id", String(26), primary_key=True), Column("key", String(200), nullable=False, unique=True),  # what makes it one: alert, occasion, receiver
    Column("alert", String(26), nullable=False, index=True), Column("receiver", String(64), nullable=False), Column("channel", String(16), nullable=False),
    Column("occasion", String(24), nullable=False),  # fired | repeated | escalated | resolved | silence_ended | unreachable | reopened
    Column("state", String(12), nullable=False),  # waiting | sending | sent | failed | held
    Column("body", JSON, nullable=False), Column("tries", Integer, nullable=False, default=0), _at("due_at"), _at("created_at"), _at("sent_at", null=True),
    Column("error", Text), Column("receipt", JSON), Column("claimed_by", String(64)), _at("claimed_until", null=True), Column("exercise", Boolean, nullable=False, default=False),
    Index("ix_notice_state_due", "state", "due_at"),
)  # fmt: skip
ESCALATION = Table(
    "escalation", STORE,  # where an alert's chain of steps stands
    Column("alert", String(26), ForeignKey("alert.id"), primary_key=True), Column("chain", String(64), nullable=False),
    Column("step", Integer, nullable=False), Column("round", Integer, nullable=False, default=0), Column("state", String(12), nullable=False),  # waiting | done | stopped
    _at("due_at"), _at("changed_at"), Column("note", Text), Index("ix_escalation_state_due", "state", "due_at"),
)  # fmt: skip
CLOCK = Table(
    "clock", STORE,  # a statutory clock on a thing
    Column("id", String(26), primary_key=True), Column("rule", String(64), nullable=False), Column("subject", String(64), nullable=False),  # kind:id of what is timed
    Column("region", String(6), nullable=False), Column("title", String(200), nullable=False), Column("state", String(12), nullable=False),  # running | stopped | done | cancelled
    _at("started_at"), _at("due_at", null=True), _at("done_at", null=True), _at("changed_at"), Column("extended", Integer, nullable=False, default=0),
    Column("nature", String(16), nullable=False, default="production"), UniqueConstraint("subject", "rule"), Index("ix_clock_state_due", "state", "due_at"),
)  # fmt: skip
CLOCK_STEP = Table(
    "clock_step", STORE,
    Column("seq", Integer, primary_key=True, autoincrement=True), Column("clock", String(26), ForeignKey("clock.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),  # start | stop | resume | extend | done | cancel
    Column("days", Integer), Column("who", String(64), nullable=False), Column("why", Text, nullable=False), _at("at"),
)  # fmt: skip
RULE_CELL = Table(
    "rule_cell", STORE,  # where a rule stands in a cell (a region, a site, a device): what is firing is not fired again
    Column("rule", String(64), primary_key=True), Column("cell", String(96), primary_key=True), Column("level", String(4)), Column("alert", String(26)),
    Column("since", JSON), _at("judged_at"), _at("changed_at"),
)  # fmt: skip
BACKTEST = Table(
    "backtest", STORE,
    Column("id", String(26), primary_key=True), Column("rule", String(64), nullable=False, index=True), Column("edition", String(64), nullable=False),  # digest of the rule's declaration
    Column("first", Date, nullable=False), Column("last", Date, nullable=False), Column("days", Integer, nullable=False), Column("report", JSON, nullable=False), _at("at"),
    Column("who", String(64), nullable=False),
)  # fmt: skip
