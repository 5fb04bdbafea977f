"""Sign-in, sign-out and the end of sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from security import accounts
from security.sessions import COOKIE, sessions_of
from security.sign_in import Result, SignIn, Visitor
from settings import Settings, SettingsError
from tests.security.conftest import HERE, PASSWORD, House, build, call, cookie_of


def send(house: House, browser, name: str, password: str = PASSWORD, **more: str):
    return browser.post("/login", data={"username": name, "password": password, **more}, headers=HERE)


@pytest.mark.row("Z-03")
def test_the_right_password_opens_the_callers_first_page(house: House) -> None:
    for name, first in {"leader": "/cockpit", "duty": "/duty", "nanjing": "/city/320100", "screen": "/wall/overview"}.items():
        browser = house.browser()
        answer = send(house, browser, name)
        assert (answer.status_code, answer.location) == (303, first)
        assert browser.get("/").location == first


def test_the_cookie_is_closed_to_scripts_and_foreign_pages_and_never_stored(house: House) -> None:
    browser = house.browser()
    kept = send(house, browser, "leader").headers["Set-Cookie"]
    assert kept.startswith(f"{COOKIE}=")
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Path=/" in kept
    assert "Secure" not in kept
    secure = house.browser().post(
        "/login", base_url="https://localhost", data={"username": "leader", "password": PASSWORD}, headers={"Origin": "https://localhost"}
    )
    assert "Secure" in secure.headers["Set-Cookie"]
    folder = house.settings.home
    assert not any(cookie_of(browser).encode() in path.read_bytes() for path in folder.iterdir())


@pytest.mark.row("Z-03")
def test_failures_lock_and_the_right_password_does_not_open_a_locked_account(house: House) -> None:
    browser = house.browser()
    told = [send(house, browser, "leader", "wrong") for _ in range(5)]
    assert [answer.status_code for answer in told] == [401, 401, 401, 401, 429]
    assert "17:15" in told[-1].text
    assert send(house, browser, "leader").status_code == 429
    house.clock.pass_by(minutes=15, seconds=1)
    assert send(house, browser, "leader", "wrong").status_code == 401
    assert send(house, browser, "leader").status_code == 303
    assert [deed.result for deed in house.deeds(action="sign-in")] == ["fail"] * 4 + ["locked"] * 2 + ["fail", "ok"]


@pytest.mark.row("Z-03")
def test_an_unknown_name_is_told_the_same_as_a_wrong_password(house: House) -> None:
    known = [send(house, house.browser(), "leader", "wrong") for _ in range(6)]
    unknown = [send(house, house.browser(), "nobody", "wrong") for _ in range(6)]
    assert [answer.status_code for answer in known] == [answer.status_code for answer in unknown]
    assert [answer.text.replace("leader", "nobody") for answer in known] == [answer.text for answer in unknown]


@pytest.mark.row("Z-03")
def test_parallel_guesses_cannot_outrun_the_lock(house: House) -> None:
    sign_in = SignIn(sessions_of(house.settings))
    with ThreadPoolExecutor(12) as pool:
        ends = list(pool.map(lambda n: sign_in.by_password("leader", f"guess-{n}", Visitor(), house.clock()).result, range(24)))
    looked_at = 24 - sum(deed.result == "locked" for deed in house.deeds(action="sign-in", object="leader"))
    assert looked_at <= house.settings.lock_after
    assert ends.count(Result.WRONG) <= house.settings.lock_after


@pytest.mark.row("Z-03")
@pytest.mark.parametrize("name", ["lea\0der", "lea\r\nSet-Cookie: a=b", "x" * 10_240, "", "  ", "领导", "leader' or 1=1 --", "\ud800"])
def test_a_malformed_name_gets_a_clean_refusal(house: House, name: str) -> None:
    answer = house.browser().post("/login", data={"username": name.encode("utf-8", "surrogatepass"), "password": "x"}, headers=HERE)
    assert answer.status_code == 400
    assert COOKIE not in answer.headers.get("Set-Cookie", "")
    assert "账号或口令不正确" in answer.text


def test_a_flood_of_form_data_is_refused(house: House) -> None:
    assert house.browser().post("/login", data={"username": "leader", "password": "x" * 100_000}, headers=HERE).status_code == 413


@pytest.mark.row("Z-03")
def test_a_session_ends_when_it_is_idle(house: House) -> None:
    browser = house.signed_in("leader")
    house.clock.pass_by(minutes=29)
    assert browser.get("/cockpit").status_code == 200
    house.clock.pass_by(minutes=29)
    assert browser.get("/cockpit").status_code == 200
    house.clock.pass_by(minutes=31)
    assert browser.get("/cockpit").status_code == 303
    assert browser.get("/_dash-layout").status_code == 401


@pytest.mark.row("Z-03")
def test_a_session_ends_after_its_hours_however_busy(house: House) -> None:
    browser = house.signed_in("leader")
    for _ in range(12 * 4 - 1):
        house.clock.pass_by(minutes=15)
        assert browser.get("/cockpit").status_code == 200
    house.clock.pass_by(minutes=16)
    assert browser.get("/cockpit").status_code == 303


@pytest.mark.row("Z-03")
def test_what_the_data_trigger_does_not_keep_a_session_alive(house: House) -> None:
    browser = house.signed_in("leader")
    for _ in range(4):
        assert call(browser, live=True).status_code == 200
        house.clock.pass_by(minutes=9)
    assert call(browser, live=True).status_code == 401


def test_a_wall_never_ends_by_itself(house: House) -> None:
    browser = house.signed_in("screen")
    house.clock.pass_by(days=300)
    answer = browser.get("/wall/overview")
    assert answer.status_code == 200
    assert "Max-Age" in answer.headers["Set-Cookie"]


@pytest.mark.row("Z-03")
def test_signing_in_gives_a_new_session_whatever_the_browser_brought(house: House) -> None:
    browser = house.browser()
    browser.set_cookie(COOKIE, "planted-by-somebody-else-" + "x" * 20)
    send(house, browser, "leader")
    first = cookie_of(browser)
    assert not first.startswith("planted")
    send(house, browser, "leader")
    assert cookie_of(browser) != first
    thief = house.browser()
    thief.set_cookie(COOKIE, first)
    assert thief.get("/cockpit").status_code == 303


@pytest.mark.row("Z-06")
def test_signing_out_ends_the_session_on_the_server(house: House) -> None:
    browser = house.signed_in("leader")
    kept = cookie_of(browser)
    assert browser.post("/logout", headers=HERE).location == "/login"
    thief = house.browser()
    thief.set_cookie(COOKIE, kept)
    assert thief.get("/cockpit").status_code == 303
    assert [deed.who for deed in house.deeds(action="sign-out")] == ["leader"]


def test_a_foreign_page_cannot_sign_anybody_out(house: House) -> None:
    browser = house.signed_in("leader")
    browser.get("/logout", headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.post("/logout", headers={"Origin": "http://evil.example"}).status_code == 403
    assert browser.get("/cockpit").status_code in {200, 303}


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/login",
        "javascript:alert(1)",
        "/%0d%0aX: y",
        "/nowhere",
        "/city/320500",
        "\\\\x",
        "/ /x",
    ],
)
def test_the_next_page_is_never_elsewhere(house: House, asked: str) -> None:
    assert send(house, house.browser(), "nanjing", next=asked).location == "/city/320100"


def test_the_next_page_is_the_one_asked_for(house: House) -> None:
    browser = house.browser()
    sent = browser.get("/city/320100?tab=1")
    assert sent.status_code == 303
    assert urlsplit(sent.location).path == "/login"
    assert 'value="/city/320100?tab=1"' in browser.get(sent.location).text
    assert send(house, browser, "nanjing", next="/city/320100?tab=1").location == "/city/320100?tab=1"


def test_text_of_the_form_is_never_markup(house: House) -> None:
    answer = house.browser().get('/login?next=/"><img src=x onerror=alert(1)>')
    assert "<img" not in answer.text


@pytest.mark.row("Z-06")
def test_a_shut_account_loses_its_session_within_five_seconds(house: House) -> None:
    browser = house.signed_in("duty")
    assert browser.get("/duty").status_code == 200
    accounts.disable(house.store, "duty", house.clock())
    house.clock.pass_by(seconds=2)
    assert browser.get("/duty").status_code == 303
    assert send(house, house.browser(), "duty").status_code == 401


@pytest.mark.row("Z-06")
def test_a_reset_password_ends_sessions_and_the_old_password(house: House) -> None:
    browser = house.signed_in("duty")
    accounts.reset(house.store, "duty", "Another-Horse-43", house.clock())
    house.clock.pass_by(seconds=2)
    assert browser.get("/duty").status_code == 303
    assert send(house, house.browser(), "duty").status_code == 401
    assert send(house, house.browser(), "duty", "Another-Horse-43").status_code == 303


@pytest.mark.row("Z-03")
@pytest.mark.parametrize("secret", ["short", "changeme", "thisISaSECRET_1234"])
def test_a_weak_secret_refuses_to_start(house: House, secret: str) -> None:
    with pytest.raises(SettingsError, match="weak"):
        build(Settings(home=house.settings.home, secret_key=secret), house.clock)
