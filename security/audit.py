"""The audit trail: every sign-in, refusal, change of rights and look at a foreign region, one chained row each."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from data_access.stores import audit as trail
from data_access.stores.accounts import joined
from data_access.stores.audit import Deed
from data_access.stores.engine import Store
from security.identity import Identity

NOBODY = "-"
WIDTHS = {"who": 64, "role": 16, "scope": 128, "action": 64, "object": 256, "result": 16, "detail": 2000, "address": 64}


@dataclass(frozen=True, kw_only=True)
class Act:
    """What was done, when, from where, and how it ended: ok, fail, locked or denied. `detail` never holds a secret."""

    action: str
    object: str
    result: str
    now: datetime
    detail: str = ""
    address: str = ""


def record(  # noqa: PLR0913 - one row's columns, by name
    store: Store, *, identity: Identity | None, action: str, object: str, result: str, now: datetime, detail: str = "", address: str = ""
) -> int:
    """Writes one row of its own and gives its number. `identity` None: nobody is signed in."""
    with store.write() as connection:
        return add(connection, identity, Act(action=action, object=object, result=result, now=now, detail=detail, address=address))


def add(connection: Connection, identity: Identity | None, act: Act) -> int:
    """Writes one row inside the write that does the deed: texts neutralised and cut to their columns."""
    texts = {"action": act.action, "object": act.object, "result": act.result, "detail": act.detail, "address": act.address}
    if identity is None:
        texts |= {"who": NOBODY, "role": NOBODY, "scope": NOBODY}
    else:
        cities = identity.scope.cities
        scope = joined(None if cities is None else tuple(cities)) or identity.scope.province
        texts |= {"who": identity.user, "role": identity.role.value, "scope": scope}
    return trail.append(connection, Deed(at=act.now, **{name: neutral(text)[: WIDTHS[name]] for name, text in texts.items()}))


def add_operator(connection: Connection, action: str, object: str, now: datetime, detail: str = "") -> int:
    """Writes one row about what the operator did at the machine's own command line."""
    texts = {"who": "operator", "role": "operator", "scope": NOBODY, "action": action, "object": neutral(object)[:256], "result": "ok"}
    return trail.append(connection, Deed(at=now, **texts, detail=neutral(detail), address="console"))


def verify(store: Store) -> int | None:
    """Number of the first row that is missing, changed or out of chain; None for a whole trail."""
    with store.read() as connection:
        return trail.first_break(connection)


def neutral(text: str) -> str:
    """Text in which line breaks, other controls, direction marks and broken characters are written out: nobody forges a row."""
    return "".join(f"\\u{ord(sign):04x}" if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else sign for sign in text)
