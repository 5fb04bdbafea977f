"""The shell: the HTML document around every page.

The document already holds the frames and the first answer, and loads our own few scripts first, so that the panels are
drawn before Dash has started; Dash then takes the frames over without redrawing them (`assets/10-panels.js`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_SRC = re.compile(r'<script src="([^"]+)"')
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LATER = ("/_dash-component-suites/",)
_OF_DESKS = re.compile(r"/assets/6\d-")
"""Our files that only desk pages need: a wall does without them."""
_LINK = re.compile(r"<link[^>]*>")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What one HTML document is made of. `first` is the JSON answer that draws the page; `body` the printed frames."""

    title: str
    page: str
    kind: str = "desk"  # wall | desk: the unit of all sizes
    body: str = ""
    first: str = ""
    seq: str = ""  # the live stream's newest message when the answer was made
    offset: int = 480  # minutes east of UTC of the province's clock
    preload: tuple[tuple[str, str], ...] = ()  # (address, kind)
    leave_out: tuple[str, ...] = ()  # component packages that this page does not use
    demo: bool = False  # whether all that the product shows is a demonstration
    passport: bool = False  # whether the numbers may be asked for their passports
    tour: str = ""  # whether the guided tour is offered: here, or the address where it goes


def document(page: Document, *, css: str, scripts: str, config: str) -> str:
    """The document. `css`, `scripts` and `config` are Dash's own fragments."""
    sources = _SRC.findall(scripts)
    wall = page.kind == "wall"
    ours = [s for s in sources if not s.startswith(_LATER) and not (wall and _OF_DESKS.search(s))]
    css = _LINK.sub(lambda link: "" if wall and _OF_DESKS.search(link[0]) else link[0], css)
    ours.sort(key=lambda s: "vendor/" not in s)
    dash = [s for s in sources if s.startswith(_LATER) and not any(f"/{name}/" in s for name in page.leave_out)]
    links = "".join(_preload(address, kind) for address, kind in page.preload)
    links += "".join(f'<link rel="preload" as="script" href="{escape(s)}">' for s in dash)
    first = page.first.replace("</", "<\\/")
    tour = f' data-tour="{escape(page.tour)}"' if page.tour else ""
    tour += " data-passport" if page.passport else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN" class="{page.kind}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(page.title)}</title>'
        f'<link rel="icon" href="/assets/logo.svg" type="image/svg+xml">{css}{links}</head>'
        f'<body data-page="{escape(page.page)}" data-offset="{page.offset}" data-seq="{escape(page.seq)}"{tour}><div id="yiping-page">{page.body}</div><div id="react-entry-point"></div>'
        + ("" if page.kind == "wall" or "data-demo-mark" in page.body else _demo_mark(page.demo))  # heads of walls and desks have their own
        + (f'<script type="application/json" id="yiping-first">{first}</script>' if first else "")
        + f'{config}<template id="yiping-dash">{_held(dash)}<script id="_dash-renderer"></script></template>'
        + "".join(f'<script src="{escape(s)}"></script>' for s in ours)
        + "".join(f"<script>{code}</script>" for code in _INLINE.findall(scripts))  # Dash's own, allowed by their hashes
        + "</body></html>"
    )


def _demo_mark(shown: bool) -> str:
    """The mark of invented data, in a corner of every page. A page whose panels hold demo data shows it in any mode."""
    return f'<div class="demo-corner" data-demo-mark{"" if shown else " hidden"}>演示数据</div>'


def _held(sources: list[str]) -> str:
    """Dash's own scripts, inert inside a template: `10-panels.js` starts them when the panels are drawn."""
    return "".join(f'<script src="{escape(s)}"></script>' for s in sources)


def _preload(address: str, kind: str) -> str:
    crossed = " crossorigin" if kind in ("font", "fetch") else ""
    return f'<link rel="preload" href="{escape(address)}" as="{kind}"{crossed}>'
