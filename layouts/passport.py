"""The passports on a page: whom they are offered to. A video wall takes no touch, and nobody stands before it to ask."""

from __future__ import annotations

from security import policy
from security.identity import Identity, Kind

ANY = "/api/v1/indicators/any/passport"


def offered(who: Identity) -> bool:
    """Whether the numbers of a page may be asked for their passports by this caller."""
    return who.kind is Kind.PERSON and policy.may_ask(who, "GET", ANY).allowed
