"""The centre: its name on the wall, from the setting or from the province's own name."""

from __future__ import annotations

from geo.regions import regions_of
from settings import settings


def centre_name() -> str:
    """For example 江苏市场监管智慧指挥中心."""
    known = settings()
    return known.centre_name or f"{regions_of(known.province).short(known.province)}市场监管智慧指挥中心"
