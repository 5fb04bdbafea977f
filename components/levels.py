"""The four alert levels: roman numeral, word, colour token, shape and meaning, always shown together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class Level:
    """How one level is said and drawn. `ink` is the token of its text colour; its shape is filled with ``<ink>f``."""

    code: str
    number: int
    roman: str
    colour: str
    ink: str
    shape: str
    meaning: str

    @property
    def word(self) -> str:
        """What stands beside the shape: Ⅰ级 红."""
        return f"{self.roman}级 {self.colour}" if self.number else self.meaning


LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        level.code: level
        for level in (
            Level(code="I", number=1, roman="Ⅰ", colour="红", ink="l1", shape="八角", meaning="特别重大"),
            Level(code="II", number=2, roman="Ⅱ", colour="橙", ink="l2", shape="三角", meaning="重大"),
            Level(code="III", number=3, roman="Ⅲ", colour="黄", ink="l3", shape="菱形", meaning="较大"),
            Level(code="IV", number=4, roman="Ⅳ", colour="蓝", ink="l4", shape="圆", meaning="一般"),
        )
    }
)
SILENT = Level(code="0", number=0, roman="", colour="灰", ink="t2", shape="虚线方框", meaning="报送异常")
"""A source that does not report is no fifth level: grey, and between III and IV by its clock."""
SILENT_CODE = SILENT.code
ALL_LEVELS: tuple[str, ...] = (*LEVELS, SILENT_CODE)
"""The codes in the order of the legend: the four levels, then 报送异常."""


def level_of(code: str) -> Level:
    """The level of a code; 报送异常 is no level but has its own sign."""
    return LEVELS.get(code, SILENT)
