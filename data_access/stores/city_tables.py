"""The store's tables of the city bureaus: their boards with all versions, their own systems, and how many officers they have."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, UniqueConstraint

from data_access.stores.metadata import STORE
from data_access.stores.metadata import at as _at

CITY_BOARD = Table(
    "city_board", STORE,  # where a city's board stands: its newest version, and the one that is shown (0: the shipped one)
    Column("adcode", String(6), primary_key=True), Column("head", Integer, nullable=False), Column("published", Integer, nullable=False), _at("changed_at"),
)  # fmt: skip
CITY_BOARD_VERSION = Table(
    "city_board_version", STORE,  # one row a version; its blocks never change
    Column("adcode", String(6), primary_key=True), Column("version", Integer, primary_key=True, autoincrement=False), Column("blocks", JSON, nullable=False),
    Column("state", String(12), nullable=False),  # draft | published | replaced | rolled_back
    Column("came_from", Integer),  # of a version that was made by going back: the one whose blocks it has
    Column("who", String(64), nullable=False), Column("shown_name", String(64), nullable=False), Column("note", String(200), nullable=False), _at("at"),
    Column("published_by", String(64)), _at("published_at", null=True),
)  # fmt: skip
CITY_SYSTEM = Table(
    "city_system", STORE,  # a system of a city that its board may show: the allow-list, and how it is
    Column("id", String(26), primary_key=True), Column("adcode", String(6), nullable=False, index=True), Column("name", String(64), nullable=False),
    Column("origin", String(200), nullable=False), Column("base", String(400), nullable=False), Column("embed", String(400), nullable=False),
    Column("allowed", Boolean, nullable=False, default=True), Column("allowed_by", String(64), nullable=False), _at("allowed_at"),
    Column("state", String(16), nullable=False),  # unchecked | ok | slow | down | redirected | unframeable
    _at("since"), _at("checked_at", null=True), Column("millis", Integer), Column("detail", String(200), nullable=False),
    Column("passed", Integer), Column("total", Integer), _at("conformed_at", null=True),
    Column("nature", String(16), nullable=False, default="production"), UniqueConstraint("adcode", "base"),
)  # fmt: skip
CITY_STAFF = Table(
    "city_staff", STORE,  # how many officers a city has, as counted on a day
    Column("adcode", String(6), primary_key=True), Column("as_of", Date, primary_key=True), Column("officers", Integer, nullable=False),
    Column("source", String(200), nullable=False), Column("noted_by", String(64), nullable=False), _at("noted_at"),
    Column("nature", String(16), nullable=False, default="production"),
)  # fmt: skip
