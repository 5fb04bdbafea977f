"""The policy: addresses, callbacks and what an app offers without one."""

from __future__ import annotations

import pytest

from data_access.scope import Scope
from security import policy
from security import policy_table as table
from security.identity import Identity, Kind
from security.roles import Role, first_page
from tests.security.conftest import House

PROVINCE, OWN, FOREIGN = "320000", "320100", "320500"


def who(role: Role, kind: Kind = Kind.PERSON) -> Identity:
    scope = Scope.of(PROVINCE, OWN) if role is Role.CITY else Scope.whole(PROVINCE)
    return Identity(role.value, role.shown, role, scope, kind)


@pytest.mark.row("Z-01")
@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_open_its_own_first_page(role: Role) -> None:
    assert policy.may_open(who(role), first_page(who(role))).allowed


@pytest.mark.row("Z-01")
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("pattern", list(table.PAGES))
def test_every_role_opens_exactly_the_declared_pages(role: Role, pattern: str) -> None:
    path = pattern.replace("<adcode>", OWN).replace("<id>", "a1").replace("<uscc>", "91320100MA1")
    path = path.replace("<code>", "C13").replace("<part>", "health")
    assert policy.may_open(who(role), path).status == (200 if role in table.PAGES[pattern] else 403)
    if "<adcode>" in pattern and role in table.PAGES[pattern]:
        foreign = policy.may_open(who(role), pattern.replace("<adcode>", FOREIGN))
        assert foreign.status == (403 if role is Role.CITY else 200)
        assert policy.may_open(who(role), pattern.replace("<adcode>", "110000")).status == 403
        assert policy.may_open(who(role), pattern.replace("<adcode>", "x")).status == 404


def test_a_city_opens_its_counties() -> None:
    assert policy.may_open(who(Role.CITY), "/area/320106").allowed
    assert policy.may_open(who(Role.CITY), "/area/320506").status == 403


@pytest.mark.parametrize(
    "path",
    ["", "/wall", "/wall/overview/x", "/../cockpit", "/city/320100%2f", "/incident/a b", "/incident/<x>", "/" + "a" * 600, "cockpit"],
)
def test_what_is_no_page_is_not_there(path: str) -> None:
    assert policy.may_open(who(Role.LEADER), path).status == 404


@pytest.mark.row("Z-01")
@pytest.mark.parametrize(
    ("output", "names"),
    [
        ("panel-answer.data", ("panel-answer.data",)),
        ("panel-answer.data@0123abc", ("panel-answer.data",)),
        (".._pages_content.children..._pages_store.data..", ("_pages_content.children", "_pages_store.data")),
        ("..a.b@1f...c.d@1f..", ("a.b", "c.d")),
        ('{"index":["MATCH"],"type":"kpi"}.children', ("{index=*,type=kpi}.children",)),
        ('{"type":"kpi","index":["ALL"]}.children', ("{index=*,type=kpi}.children",)),
        ('..{"index":["MATCH"],"type":"a\\.b"}.x...c.d..', ("{index=*,type=a.b}.x", "c.d")),
        ("with\\.dot.data", ("with.dot.data",)),
        ("plain", ()), ("", ()), ("..", ()), ("....", ()), (".data", ()), ("{broken.data", ()), ("a.", ()),
    ],
)  # fmt: skip
def test_outputs_are_read_as_dash_writes_them(output: str, names: tuple[str, ...]) -> None:
    assert policy.outputs_of(output) == names


@pytest.mark.row("Z-01")
def test_of_several_outputs_each_must_be_allowed(declared) -> None:
    declared("a.b", Role.LEADER, Role.DUTY)
    declared("c.d", Role.DUTY)
    assert policy.may_call(who(Role.DUTY), "..a.b...c.d..").allowed
    assert policy.may_call(who(Role.LEADER), "..a.b...c.d..").status == 403
    assert policy.may_call(who(Role.DUTY), "..a.b...c.d...e.f..").status == 403


@pytest.mark.row("Z-01")
def test_a_token_calls_the_api_alone() -> None:
    token = who(Role.LEADER, Kind.TOKEN)
    assert policy.may_ask(token, "GET", "/api/v1/indicators").allowed
    assert policy.may_open(token, "/cockpit").status == 403
    assert policy.may_call(token, "panel-answer.data").status == 403


@pytest.mark.row("Z-01")
def test_api_calls_are_for_the_declared_roles_and_methods() -> None:
    assert policy.may_ask(who(Role.DUTY), "POST", "/api/v1/alerts").allowed
    assert policy.may_ask(who(Role.CITY), "POST", "/api/v1/alerts").status == 403
    assert policy.may_ask(who(Role.CITY), "HEAD", "/api/v1/alerts/a1").allowed
    assert policy.may_ask(who(Role.DUTY), "DELETE", "/api/v1/alerts/a1").status == 404
    assert policy.may_listen(who(Role.WALL), "/live/ws").allowed
    assert policy.may_listen(who(Role.LEADER), "/live/other").status == 404
    assert policy.may_listen(who(Role.CITY), "/live/parts").status == 403


@pytest.mark.row("Z-01")
def test_what_has_no_policy_is_named(house: House, declared) -> None:
    browser = house.signed_in("leader")
    browser.get("/cockpit")
    offered = browser.get("/_dash-dependencies").json
    assert policy.unpolicied(offered, house.app.server.url_map, ["/city/<adcode>", "/system/health", "/secret", "/area/<code>"]) == [
        "callback secret.data",
        "page /area/<code>",
        "page /secret",
        "route GET /api/v1/undeclared",
    ]
    declared("secret.data", Role.AUDITOR)
    assert policy.unpolicied(offered, house.app.server.url_map) == ["route GET /api/v1/undeclared"]
