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
ACTORS: Roles = HANDLERS | {Role.CITY}
EDITORS: Roles = frozenset({Role.CITY, Role.DUTY})
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
    "/net/registration": READERS, "/net/approval": READERS, "/net/enforcement": READERS,
    "/net/credit": READERS, "/net/platform": READERS, "/net/trace": READERS,
    "/theme/cold-chain": READERS, "/theme/infant-formula": READERS, "/theme/vaccine": READERS, "/theme/kitchen": READERS,
    "/theme/equipment": READERS, "/theme/double-random": READERS, "/theme/dual-notice": READERS, "/theme/supervision": READERS,
    "/city/<adcode>": READERS, "/city/<adcode>/edit": EDITORS, "/area/<adcode>": READERS,
    "/map": READERS, "/opinion": READERS, "/video": READERS, "/alerts": READERS, "/alerts/rules": READERS, "/alerts/rules/<code>": READERS,
    "/alerts/silences": READERS, "/query": READERS,
    "/incident/<id>": READERS, "/enterprise/<uscc>": READERS, "/industry/<code>": READERS,
    "/indicators": PEOPLE, "/indicators/run": PEOPLE, "/indicators/<code>": PEOPLE, "/briefings": READERS, "/sources": PROVINCE | OPERATORS,
    "/sources/corrections": READERS | OPERATORS, "/platform": PROVINCE | OPERATORS, "/boards": READERS | OPERATORS,
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
    ("GET", "/api/v1/indicators/<code>/rows"): READERS,
    ("GET", "/api/v1/indicators/<code>/export.csv"): READERS,
    ("GET", "/api/v1/indicators/<code>/export.xlsx"): READERS,
    **{("GET", f"/api/v1/sites/{what}/export.{kind}"): READERS for what in ("kitchen", "remote", "devices") for kind in ("csv", "xlsx")},
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
    ("GET", "/api/v1/draws"): READERS,
    ("POST", "/api/v1/draws"): ACTORS,
    ("GET", "/api/v1/draws/<id>"): READERS,
    ("POST", "/api/v1/draws/<id>/draw"): ACTORS,
    ("POST", "/api/v1/draws/<id>/verify"): READERS,
    ("GET", "/api/v1/draws/<id>/export.csv"): READERS,
    ("GET", "/api/v1/draws/<id>/export.xlsx"): READERS,
    ("GET", "/api/v1/clocks"): READERS,
    ("POST", "/api/v1/clocks/<id>/appeal"): ACTORS,
    ("POST", "/api/v1/appeals/<id>/decide"): HANDLERS,
    ("POST", "/api/v1/pushes/<id>/receipt"): ACTORS,
    ("GET", "/api/v1/city-boards/<adcode>"): READERS,
    ("GET", "/api/v1/city-boards/<adcode>/versions"): READERS,
    ("GET", "/api/v1/city-boards/<adcode>/versions/<version>"): EDITORS,
    ("GET", "/api/v1/city-boards/<adcode>/catalogue"): EDITORS,
    ("GET", "/api/v1/city-boards/<adcode>/numbers"): EDITORS,
    ("POST", "/api/v1/city-boards/<adcode>/draft"): EDITORS,
    ("POST", "/api/v1/city-boards/<adcode>/preview"): EDITORS,
    ("POST", "/api/v1/city-boards/<adcode>/publish"): EDITORS,
    ("POST", "/api/v1/city-boards/<adcode>/rollback"): EDITORS,
    ("GET", "/api/v1/corrections"): READERS | OPERATORS,
    ("POST", "/api/v1/corrections"): READERS,
    ("GET", "/api/v1/corrections/export.csv"): READERS | OPERATORS,
    ("GET", "/api/v1/corrections/export.xlsx"): READERS | OPERATORS,
    ("GET", "/api/v1/corrections/<id>"): READERS | OPERATORS,
    ("POST", "/api/v1/corrections/<id>/approve"): HANDLERS,
    ("POST", "/api/v1/corrections/<id>/reject"): HANDLERS,
    ("GET", "/api/v1/sources"): PROVINCE | OPERATORS,
    ("GET", "/api/v1/sources/<id>/failures"): PROVINCE | OPERATORS,
    ("GET", "/api/v1/sources/<id>/failures.csv"): PROVINCE | OPERATORS,
    ("GET", "/api/v1/sources/<id>/failures.xlsx"): PROVINCE | OPERATORS,
}

LIVE: dict[str, Roles] = {
    "/live/ws": EVERYONE,
    "/live/parts": WATCHERS,
}
"""Sockets; the asyncio side asks `may_listen`."""
