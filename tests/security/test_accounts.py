"""Accounts: the rules for new ones, the demo's, and the operator's verbs."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from cli import build as command
from data_access.stores.engine import Store
from security import accounts, audit, demo_accounts, passwords
from security.accounts import Applicant
from security.identity import AccessFailed
from security.roles import Role
from settings import Settings, settings
from tests.security.conftest import HERE, PASSWORD, Clock
from tests.security.conftest import build as house_of

CITIES = {"nanjing": "320100", "suzhou": "320500"}


@pytest.mark.row("Z-03")
@pytest.mark.parametrize(
    "password", ["Short-1", "alllowercaseletters", "lower-and-signs-only", "Leader-Password-1", "A1" * 80, "Line\nBreak-12345", ""]
)
def test_a_plain_password_is_refused(store: Store, clock: Clock, password: str) -> None:
    with pytest.raises(AccessFailed):
        accounts.add(store, Applicant(name="leader", role=Role.LEADER), password, clock(), "320000")
    assert accounts.everyone(store) == []


@pytest.mark.parametrize(
    "applicant",
    [
        Applicant(name="Leader", role=Role.LEADER), Applicant(name="", role=Role.LEADER), Applicant(name="a b", role=Role.LEADER),
        Applicant(name="wall:x", role=Role.WALL), Applicant(name="x" * 40, role=Role.LEADER), Applicant(name="c", role=Role.CITY),
        Applicant(name="c", role=Role.CITY, cities=("330100",)), Applicant(name="c", role=Role.CITY, cities=("320000",)),
        Applicant(name="c", role=Role.CITY, cities=("320102",)), Applicant(name="l", role=Role.LEADER, cities=("320100",)),
        Applicant(name="l", role=Role.LEADER, shown_name="a\nb"),
    ],
)  # fmt: skip
def test_a_bad_account_is_refused(store: Store, clock: Clock, applicant: Applicant) -> None:
    with pytest.raises(AccessFailed):
        accounts.add(store, applicant, PASSWORD, clock(), "320000")
    assert accounts.everyone(store) == []


def test_passwords_are_kept_as_argon2id() -> None:
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert passwords.fits(PASSWORD, kept)
    assert not passwords.fits("other", kept)
    assert not passwords.fits(PASSWORD, None)
    assert not passwords.fits("!", passwords.UNUSABLE)
    for _ in range(50):
        passwords.check_rule(passwords.made("x"), "x-user")


@pytest.mark.row("Z-03")
def test_there_is_no_account_outside_demo_mode(store: Store, config: Settings) -> None:
    assert accounts.everyone(store) == []
    with pytest.raises(AccessFailed, match="demo mode"):
        demo_accounts.ensure(config, store, CITIES)
    assert accounts.everyone(store) == []


def test_demo_accounts_are_made_once_in_a_closed_file(store: Store, config: Settings) -> None:
    demo = Settings(home=config.home, demo=True)
    path = demo_accounts.ensure(demo, store, CITIES)
    first = path.read_text()
    assert path == config.home / "demo-accounts.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert demo_accounts.ensure(demo, store, CITIES).read_text() == first
    found = json.loads(first)
    assert set(found) == {"leader", "duty", "nanjing", "suzhou", "briefer", "auditor", "admin", "wall"}
    assert found["nanjing"]["role"] == "city"
    assert found["nanjing"]["scope"] == "320100"
    assert found["leader"]["scope"] == "320000"
    assert len({entry["password"] for entry in found.values()}) == 8
    path.unlink()
    again = json.loads(demo_accounts.ensure(demo, store, CITIES).read_text())
    assert again["leader"]["password"] != found["leader"]["password"]


@pytest.mark.row("Z-03")
def test_one_click_entry_is_for_demo_accounts_in_demo_mode_alone(store: Store, config: Settings, clock: Clock) -> None:
    demo = Settings(home=config.home, demo=True)
    demo_accounts.ensure(demo, store, CITIES, {"nanjing": "南京市局"})
    accounts.add(store, Applicant(name="real", role=Role.LEADER), PASSWORD, clock(), "320000")
    browser = house_of(demo, clock).server.test_client()
    page = browser.get("/login").text
    assert "演示环境" in page
    assert "南京市局" in page
    assert browser.post("/login/demo", data={"account": "real"}, headers=HERE).status_code == 404
    assert browser.post("/login/demo", data={"account": "duty"}, headers={"Origin": "http://evil.example"}).status_code == 403
    assert browser.post("/login/demo", data={"account": "duty"}, headers=HERE).location == "/duty"
    serious = house_of(config, clock).server.test_client()
    assert "演示环境" not in serious.get("/login").text
    assert serious.post("/login/demo", data={"account": "duty"}, headers=HERE).status_code == 404
    assert all(account.disabled for account in accounts.everyone(store) if account.name != "real")
    assert not (config.home / "demo-accounts.json").exists()


@pytest.fixture
def yiping(config: Settings, monkeypatch: pytest.MonkeyPatch, quick_hashes: None):
    monkeypatch.setenv("YIPING_HOME", str(config.home))
    settings.cache_clear()
    runner, root = CliRunner(), command()
    yield lambda *words, given=None: runner.invoke(root, list(words), input=given)
    settings.cache_clear()


def test_the_operator_manages_accounts_from_a_new_home(yiping, config: Settings) -> None:
    added = yiping("user", "add", "chen", "--role", "city", "--city", "320100", "--shown-name", "南京市局 陈")
    assert added.exit_code == 0, added.output
    assert re.search(r"Password \(shown once\): \S{20}", added.output)
    assert "Password" not in yiping("user", "reset", "chen", "--password-stdin", given="Another-Horse-43\n").output
    listed = yiping("user", "list").output
    assert "320100" in listed
    assert "南京市局 陈" in listed
    assert yiping("user", "disable", "chen").exit_code == 0
    assert "shut" in yiping("user", "list").output
    for words in (("user", "disable", "nobody"), ("user", "add", "chen", "--role", "leader"), ("user", "add", "x", "--role", "city")):
        failed = yiping(*words)
        assert failed.exit_code == 1
        assert failed.output.count("\n") == 1


def test_the_operator_manages_tokens_and_walls(yiping) -> None:
    yiping("user", "add", "duty", "--role", "duty")
    token = yiping("token", "add", "--name", "feed", "--user", "duty").output.strip()
    assert token.startswith("yp_")
    listed = yiping("token", "list").output
    assert "feed" in listed
    assert token not in listed
    assert yiping("token", "revoke", "feed").exit_code == 0
    assert re.search(r"/login/wall#token=\S{43}\n", yiping("wall", "add", "hall-1").output)
    assert "waiting for entry" in yiping("wall", "list").output
    assert yiping("wall", "revoke", "hall-1").exit_code == 0
    assert yiping("wall", "revoke", "hall-1").exit_code == 1
    assert yiping("migrate").exit_code == 0


@pytest.mark.row("Z-04")
def test_what_the_operator_does_leaves_a_trace(yiping, config: Settings) -> None:
    yiping("user", "add", "duty", "--role", "duty")
    yiping("user", "reset", "duty")
    yiping("user", "disable", "duty")
    from data_access.stores.audit import entries
    from data_access.stores.engine import store_of

    store = store_of(config)
    with store.read() as connection:
        assert [deed.action for _, deed in entries(connection, who="operator")] == ["user add", "user reset", "user disable"]
    assert audit.verify(store) is None
