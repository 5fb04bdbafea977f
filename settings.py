"""The settings: every knob of the product, read once from the environment.

Each field is an environment variable `YIPING_<NAME>`; `docs/settings.md` is generated from the descriptions here.
"""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

KNOWN_SECRETS = frozenset({"secret", "changeme", "change-me", "thisISaSECRET_1234", "yiping", "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET"})
MIN_SECRET = 32


class SettingsError(ValueError):
    """A knob that cannot be used; the text says which and what to do."""


class Settings(BaseSettings):
    """All knobs. Paths are absolute after reading; no other module reads the environment."""

    model_config = SettingsConfigDict(env_prefix="YIPING_", extra="ignore", frozen=True)

    home: Path = Field(Path("var"), description="Folder of all state: marts, store, accounts, keys, logs.")
    host: str = Field("127.0.0.1", description="Address to listen on. Demo mode always listens on loopback.")
    port: int = Field(8050, ge=1, le=65535, description="Port of the one origin (pages, API, live sockets).")
    processes: int = Field(2, ge=1, le=32, description="Web processes that share the port.")
    threads: int = Field(8, ge=2, le=128, description="Threads of each web process for pages and API.")
    marts_url: str = Field(
        "",
        description="URL of a data center's marts, read only: postgresql+psycopg://… or clickhousedb://…. Empty: DuckDB files under home.",
    )
    store_url: str = Field("", description="SQLAlchemy URL of the store. Empty: SQLite under home.")
    redis_url: str = Field("", description="URL of Redis or Valkey. Empty: an embedded Valkey child.")
    secret_key: str = Field("", description="Signing key, at least 32 characters. Empty: generated into home on first start, mode 0600.")
    timezone: str = Field("Asia/Shanghai", description="Time zone of the province: working days, clocks, day boundaries.")
    province: str = Field("320000", pattern=r"^\d{6}$", description="Adcode of the province.")
    demo: bool = Field(False, description="Demo mode: the demo province, one-click entry, loopback only.")
    seed: int = Field(20261122, description="Seed of the demo province.")
    demo_scale: str = Field("province", pattern="^(small|province)$", description="Size of the demo province.")
    demo_every: float = Field(60.0, gt=0, description="Seconds between two publications of the demo province.")
    map_review: str = Field(
        "",
        max_length=64,
        description="Review number (审图号) of the map, such as 苏S(2026)001号, told on every view and export of a map. Empty: that of map.json; without "
        "either, views say 审图号：待填报 and exports are marked 样稿.",
    )
    centre_name: str = Field("", description="Name of the centre on the wall. Empty: made from the province's name.")
    session_idle_minutes: int = Field(30, ge=1, description="A person's session ends after this idle time. Wall devices stay signed in.")
    session_hours: int = Field(12, ge=1, description="A person's session ends after this time at the latest.")
    lock_after: int = Field(5, ge=1, description="Failed sign-ins that lock an account.")
    lock_minutes: int = Field(15, ge=1, description="How long a locked account stays locked.")
    alert_rate: float = Field(
        400.0, gt=0, description="Alerts that a web process takes per second; what is over gets 429 with Retry-After."
    )
    backtests: bool = Field(True, description="Replay rules that have no valid back-test yet, one at a time and giving way to all else.")
    forecasts: bool = Field(True, description="Forecast the headline series every night, and those that have none, giving way to all else.")
    alert_burst: int = Field(2000, ge=1, description="Alerts that a web process takes at once before alert_rate holds.")
    alert_sql_url: str = Field("", description="SQLAlchemy URL of a database whose table of alerts is pulled. Empty: none is pulled.")
    alert_sql_table: str = Field("", description="The pulled table or view, or schema.table; its columns are in docs/alerts-in.md.")
    alert_sql_every: float = Field(30.0, gt=0, description="Seconds between two pulls of that table.")
    city_networks: str = Field(
        "",
        description="Internal networks in which systems of cities may stand, such as 10.0.0.0/8,192.168.4.0/24. Empty: public addresses alone.",
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Level of the log: DEBUG, INFO, WARNING, ERROR.")

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {value!r}, write one such as Asia/Shanghai") from error
        return value

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def store(self) -> str:
        """URL of the store."""
        return self.store_url or f"sqlite:///{self.home / 'store.sqlite'}"

    @property
    def marts_folder(self) -> Path:
        """Folder of the DuckDB batches."""
        return self.home / "marts"

    @property
    def redis_socket(self) -> Path:
        """Unix socket of the embedded Valkey child."""
        return self.home / "valkey.sock"

    @property
    def redis(self) -> str:
        """URL of the transport."""
        return self.redis_url or f"unix://{self.redis_socket}"

    def signing_key(self) -> str:
        """The signing key; makes and keeps one under home when none is set. Raises SettingsError for a weak one."""
        if self.secret_key:
            if not self.demo and (len(self.secret_key) < MIN_SECRET or self.secret_key in KNOWN_SECRETS):
                raise SettingsError(
                    f"YIPING_SECRET_KEY is weak: give at least {MIN_SECRET} random characters, or leave it empty to have one made."
                )
            return self.secret_key
        path = self.home / "secret.key"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:  # another role was faster
                return path.read_text().strip()
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
        key = path.read_text().strip()
        if len(key) < MIN_SECRET:
            raise SettingsError(
                f"{path} holds {len(key)} characters, at least {MIN_SECRET} are needed: delete the file to have a new one made (all sessions end)."
            )
        return key


@cache
def settings() -> Settings:
    """The settings of this process. Raises SettingsError naming each knob that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = (
            f"YIPING_{str(one['loc'][0]).upper()} cannot be used: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors(include_input=False)
        )
        raise SettingsError("; ".join(wrong) + ". Correct or unset it; docs/settings.md describes every knob.") from error
