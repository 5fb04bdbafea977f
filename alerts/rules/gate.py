"""The gate: no rule raises I or II before its present edition was replayed over 90 days."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from alerts.rulebook import edition, rulebook
from data_access.stores import rulings
from data_access.stores.engine import Store

DAYS = 90
MOST_UNTESTED = "III"


def allowed_level(connection: Connection, rule_code: str, of_edition: str) -> str:
    """The gravest level that this edition of a rule may raise."""
    return "I" if rulings.tested_days(connection, rule_code, of_edition) >= DAYS else MOST_UNTESTED


def allowed_in(store: Store) -> Callable[[str], str]:
    """The gate of a store, as the intake's grading stage asks it: of a rule by its code. A rule that nobody knows is not tested."""

    def allowed(rule: str) -> str:
        if rule not in rulebook():
            return MOST_UNTESTED
        with store.read() as connection:
            return allowed_level(connection, rule, edition(rule))

    return allowed
