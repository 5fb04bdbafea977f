"""The demo's random draws: one of each city and one of the province, made by the product's own hand once the register stands."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from data_access.measure import Reader
from data_access.scope import Scope
from data_access.stores import draws
from data_access.stores.engine import Store
from demo.places import Province
from demo.procedures import words
from enterprises.draw import digest
from enterprises.drawing import Drawer, Wish, finish, prepare
from enterprises.failure import EnterprisesFailed
from security.identity import Identity, Kind
from security.roles import Role


def ensure(reader: Reader, store: Store, seed: int, province: Province, now: datetime) -> int:
    """Make the draws where there are none of the demo; gives how many were made. A place too small for its plan has none."""
    whole = Scope.whole(province.code)
    with store.read() as connection:
        if any(one.nature == "demo" for one in draws.listed(connection, whole)):
            return 0
    plans, made = words()["draw"], 0
    places = [
        (province.code, province.name, whole),
        *((city.code, city.name, Scope.of(province.code, city.code)) for city in province.cities),
    ]
    for number, (code, name, scope) in enumerate(places):
        at = datetime.combine(now.date() - timedelta(days=2 + 2 * number), time(10, 12), now.tzinfo)
        who = Identity("demo", f"{name}市场监管局", Role.DUTY, scope, Kind.PERSON)
        drawer = Drawer(store=store, reader=reader, identity=who, now=at, nature="demo", audited=False)
        made += _draw(drawer, plans[number % len(plans)], code, digest(str(seed), "draw", code))
    return made


def _draw(drawer: Drawer, plan: dict[str, Any], region: str, secret: str) -> bool:
    wish = Wish(plan=plan["plan"], kind=plan["kind"], region=region, why=plan["why"], percent=plan["percent"], industry=plan["industry"])
    try:
        found = prepare(drawer, wish, secret)
        finish(drawer, found.id, f"{drawer.now:%Y%m%d}")
    except EnterprisesFailed:
        return False
    return True
