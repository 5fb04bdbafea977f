"""The data scope: which regions a caller may see. No query exists without one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, false, func, or_, true


@dataclass(frozen=True)
class Scope:
    """The regions that a caller may see.

    `cities` is None for the whole province, else the city adcodes (``320100``). An empty set sees nothing.
    A county belongs to the city whose first four digits it shares; a row that is only known to lie in a city carries
    the city's own adcode, a row that is only known to lie in the province carries the province's and is seen by the province alone.
    """

    province: str
    cities: frozenset[str] | None = None

    @classmethod
    def whole(cls, province: str) -> Scope:
        return cls(province)

    @classmethod
    def of(cls, province: str, *cities: str) -> Scope:
        """The scope of some cities; no city means that nothing is visible."""
        return cls(province, frozenset(cities))

    @classmethod
    def nothing(cls, province: str) -> Scope:
        return cls(province, frozenset())

    @property
    def is_whole(self) -> bool:
        return self.cities is None

    @property
    def key(self) -> str:
        """Text that names this scope in every cache key."""
        return f"{self.province}:*" if self.cities is None else f"{self.province}:" + "+".join(sorted(self.cities))

    def allows(self, region: str) -> bool:
        """Whether rows of this region (province, city or county adcode) may be seen."""
        if self.cities is None:
            return region[:2] == self.province[:2]
        return any(region[:4] == city[:4] for city in self.cities)

    def clause(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The SQL condition that keeps only visible regions."""
        if self.cities is None:
            return true()
        if not self.cities:
            return false()
        return or_(*(column.between(f"{city[:4]}00", f"{city[:4]}99") for city in sorted(self.cities)))

    def only(self, cities: Collection[str]) -> Scope:
        """This scope cut to some cities; foreign ones among them give nothing."""
        return Scope.of(self.province, *(city for city in cities if self.allows(city)))

    def narrow(self, region: str) -> Scope:
        """This scope cut to one region's city; nothing when the region is foreign."""
        if region == self.province:
            return self
        return Scope.of(self.province, region[:4] + "00") if self.allows(region) else Scope.nothing(self.province)


def city_of(column: ColumnElement[str]) -> ColumnElement[str]:
    """The SQL expression of the city that a region lies in: its first four digits and 00."""
    return func.substr(column, 1, 4, type_=String).concat("00")
