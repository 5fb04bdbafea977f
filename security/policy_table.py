"""The policy table: which role opens which page, gets which callback, calls which API. What is not written here is refused.

A newcomer adds one line: a page by its address, a callback by each output's `id.property`, an API call by method and address.
`<name>` stands for one part of an address; `<adcode>` is also checked against the caller's scope. A dict id is written
`{index=*,type=kpi}`: keys in order, wildcards as `*`.
"""

from __future__ import annotations

from security.roles import Role

Roles = frozenset[Role]

EVERYONE: Roles = frozenset(Role)
PEOPLE: Roles = EVERYONE - {Role.WALL}
PROVINCE: Roles = frozenset({Role.LEADER, Role.DUTY, Role.BRIEFER})
READERS: Roles = PROVINCE | {Role.CITY}
WATCHERS: Roles = PROVINCE | {Role.AUDITOR, Role.ADMIN, Role.WALL}
HANDLERS: Roles = frozenset({Role.DUTY, Role.LEADER})
KEEPERS: Roles = frozenset({Role.DUTY, Role.ADMIN})
OPERATORS: Roles = frozenset({Role.ADMIN, Role.AUDITOR})

PUBLIC = frozenset({"/login", "/login/demo", "/login/wall", "/logout", "/healthz", "/readyz", "/_favicon.ico"})
"""Addresses that anybody may ask for."""
PUBLIC_FILES = ("/assets/", "/_dash-component-suites/")
"""Folders of files that anybody may read."""
SIGNED_IN = frozenset({"/_dash-layout", "/_dash-dependencies"})
"""Dash's own addresses that every signed-in browser reads."""
CALLBACK = "/_dash-update-component"
METRICS = "/metrics"

PAGES: dict[str, Roles] = {
    "/": EVERYONE,
    "/wall/overview": WATCHERS, "/wall/business": WATCHERS, "/wall/trace": WATCHERS, "/wall/kitchen": WATCHERS, "/wall/equipment": WATCHERS,
    "/wall/opinion": WATCHERS, "/wall/video": WATCHERS, "/wall/incident/<id>": WATCHERS,
    "/cockpit": frozenset({Role.LEADER}), "/duty": HANDLERS,
    "/business": PROVINCE, "/business/indices": PROVINCE,
    "/net/registration": PROVINCE, "/net/approval": PROVINCE, "/net/enforcement": PROVINCE,
    "/net/credit": PROVINCE, "/net/platform": PROVINCE, "/net/trace": PROVINCE,
    "/theme/cold-chain": READERS, "/theme/infant-formula": READERS, "/theme/vaccine": READERS, "/theme/kitchen": READERS,
    "/theme/equipment": READERS, "/theme/double-random": READERS, "/theme/dual-notice": READERS, "/theme/supervision": READERS,
    "/city/<adcode>": READERS, "/area/<adcode>": READERS,
    "/map": READERS, "/opinion": READERS, "/video": READERS, "/alerts": READERS, "/alerts/rules": READERS, "/alerts/rules/<code>": READERS,
    "/alerts/silences": READERS, "/query": READERS,
    "/incident/<id>": READERS, "/enterprise/<uscc>": READERS, "/industry/<code>": READERS,
    "/indicators": PEOPLE, "/indicators/run": PEOPLE, "/indicators/<code>": PEOPLE, "/briefings": READERS, "/sources": PROVINCE | OPERATORS,
    "/platform": PROVINCE | OPERATORS, "/boards": READERS | OPERATORS,
    "/system/audit": frozenset({Role.AUDITOR}), "/system/health": OPERATORS, "/system/quarantine": KEEPERS, "/system/<part>": OPERATORS,
}  # fmt: skip

CALLBACKS: dict[str, Roles] = {
    "_pages_content.children": EVERYONE,
    "_pages_store.data": EVERYONE,
    "panel-answer.data": EVERYONE,
}

API: dict[tuple[str, str], Roles] = {
    ("GET", "/api/v1/openapi.json"): PEOPLE,
    ("GET", "/api/v1/indicators"): PEOPLE,
    ("GET", "/api/v1/indicators/export.csv"): PEOPLE,
    ("GET", "/api/v1/indicators/export.xlsx"): PEOPLE,
    ("GET", "/api/v1/indicators/<code>"): PEOPLE,
    ("GET", "/api/v1/indicators/<code>/series"): READERS,
    ("GET", "/api/v1/indicators/<code>/passport"): PEOPLE,
    ("POST", "/api/v1/indicators/<code>/recompute"): PEOPLE,
    ("GET", "/api/v1/indicators/<code>/export.csv"): READERS,
    ("GET", "/api/v1/indicators/<code>/export.xlsx"): READERS,
    ("GET", "/api/v1/alerts"): READERS,
    ("GET", "/api/v1/alerts/export.csv"): READERS,
    ("GET", "/api/v1/alerts/export.xlsx"): READERS,
    ("GET", "/api/v1/alerts/<id>"): READERS,
    ("GET", "/api/v1/map/dots"): READERS,
    ("GET", "/api/v1/map/export.svg"): READERS,
    ("POST", "/api/v1/demo/tour"): WATCHERS & PEOPLE,
    ("POST", "/api/v1/alerts"): HANDLERS | {Role.ADMIN},
    ("POST", "/api/v1/alerts/cap"): HANDLERS | {Role.ADMIN},
    ("POST", "/api/v1/alerts/alertmanager"): HANDLERS | {Role.ADMIN},
    ("POST", "/api/v1/alerts/cloudevents"): HANDLERS | {Role.ADMIN},
    ("GET", "/api/v1/alerts/<id>.cap"): READERS,
    ("GET", "/api/v1/quarantine"): KEEPERS,
    ("GET", "/api/v1/quarantine/<id>"): KEEPERS,
    ("POST", "/api/v1/quarantine/<id>/replay"): KEEPERS,
    ("POST", "/api/v1/quarantine/<id>/dismiss"): KEEPERS,
    ("POST", "/api/v1/alerts/<id>/ack"): HANDLERS,
    ("POST", "/api/v1/alerts/<id>/silence"): HANDLERS,
    ("POST", "/api/v1/alerts/<id>/dismiss"): HANDLERS,
    ("POST", "/api/v1/alerts/<id>/reopen"): HANDLERS,
    ("POST", "/api/v1/alerts/ack"): HANDLERS,
    ("POST", "/api/v1/silences/<id>/lift"): HANDLERS,
}

LIVE: dict[str, Roles] = {
    "/live/ws": EVERYONE,
    "/live/parts": WATCHERS,
}
"""Sockets; the asyncio side asks `may_listen`."""
