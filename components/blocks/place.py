"""The place of a city's block: the view cut to the city, and the questions to the indicators that name it."""

from __future__ import annotations

from dataclasses import dataclass

from bureaus.blocks import Block
from components.panel import View
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.period import Span
from indicators.question import Ask
from indicators.registry import find


@dataclass(frozen=True)
class Spot:
    """One block on one city's board."""

    adcode: str
    block: Block

    def scope(self, view: View) -> Scope:
        """What the caller may see of this city: all of it, or nothing."""
        return view.scope.narrow(self.adcode)

    @property
    def span(self) -> Span | None:
        told = self.block.settings.get("span")
        return Span(told) if told else None

    def ask(self, view: View, *codes: str, by: tuple[str, ...] = ()) -> Ask:
        """The question over this city and the block's period."""
        return Ask(codes=codes, scope=self.scope(view), region=self.adcode, span=self.span, by=by)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The block's numbers that are measured."""
        return tuple(one for code in self.block.codes if isinstance(one := find(code), Indicator))

    @property
    def title(self) -> str:
        """What stands over the block: the editor's title, else the number's own name."""
        named = find(self.block.codes[0]).name if len(self.block.codes) == 1 else self.block.kind.name
        return self.block.title or named
