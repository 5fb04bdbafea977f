"""The counties of the seeded clusters: those that the words file names for a province, else such as the seed gives."""

from __future__ import annotations

import numpy as np

from demo.things.draws import among
from demo.things.stock import Stock
from demo.things.words import words


def chosen(stock: Stock, name: str) -> int:
    """The place of a cluster's county in the province's list; of a city, its largest county."""
    province = stock.province
    code = words()["places"].get(province.code, {}).get(name)
    for place, county in enumerate(province.counties):
        if county.code == code:
            return place
    mine = [place for place, county in enumerate(province.counties) if county.city == code]
    if mine:
        return max(mine, key=lambda place: province.sizes[place])
    return int(among(stock.seed, f"place.{name}", np.zeros(1, dtype=np.int64), len(province.counties))[0])


def city_of(stock: Stock, county: int) -> np.ndarray:
    """Which counties lie in the same city as one."""
    return np.asarray(stock.province.county_city == stock.province.county_city[county])
