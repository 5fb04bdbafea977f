"""The making of assets/fonts/ and assets/00-fonts.css out of the font packages; prints the checksum lines."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

HEAD = """\
/* The fonts. Figures and Latin: Barlow, always ours, because the wall's columns depend on its tabular figures; `block`, so that a number is
   never first drawn in another font and then moved. Quotes, dash and ellipsis are left out of it: in Chinese text they are full-width.
   Chinese: "Yiping Sans" and "Yiping Serif" take the client's own Noto CJK or Source Han and download nothing; a client without them (or
   without that weight) gets our slices, only those whose characters are on the page. That works because within one family and weight the
   face declared LAST is asked first, and one whose local() names are all missing counts as not there. `swap` moves nothing, because every
   Chinese glyph is one em wide in every font. There is no Noto Sans CJK of weight 600: 600 is drawn as 700 by both ways.
   Written by deploy/vendor/fonts/make_fonts.py. */
"""
FIGURES = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2010-2013,U+2022,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2212,U+2215"
)
BARLOW = (("Barlow", "barlow"), ("Barlow SC", "barlow-semi-condensed"))
UNUSED = re.compile(r"-(vietnamese|cyrillic)-")
SANS = (("400", "Regular"), ("500", "Medium"), ("700 900", "Bold"))
SANS_LOCAL = (
    ("Noto Sans CJK SC", "NotoSansCJKsc"),
    ("Source Han Sans SC", "SourceHanSansSC"),
    ("Source Han Sans CN", "SourceHanSansCN"),
    ("Noto Sans SC", "NotoSansSC"),
)
SERIF_LOCAL = (
    ("Noto Serif CJK SC", "NotoSerifCJKsc"),
    ("Source Han Serif SC", "SourceHanSerifSC"),
    ("Source Han Serif CN", "SourceHanSerifCN"),
    ("Noto Serif SC", "NotoSerifSC"),
)


def slices(css: Path) -> list[tuple[str, str]]:
    """File name and unicode range of each slice, the rarest characters first."""
    found = re.findall(r"url\(\./files/([^)]+?\.woff2)\).*?unicode-range:\s*([^;}]+)", css.read_text("utf-8"), re.DOTALL)
    return [(name, re.sub(r"U\+0+(?=[0-9A-Fa-f])", "U+", spread.strip())) for name, spread in found if not UNUSED.search(name)]


def local(names: tuple[tuple[str, str], ...], style: str) -> str:
    """All names by which systems know one cut. A Regular also goes by the family's name alone."""
    words = []
    for full, postscript in names:
        words += [f"{full} {style}", f"{postscript}-{style}"] + ([full] if style == "Regular" else [])
    return ",".join(f'local("{word}")' for word in words)


def face(family: str, weight: str, src: str, spread: str = "", display: str = "swap") -> str:
    tail = f";unicode-range:{spread}" if spread else ""
    return f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:{display};src:{src}{tail}}}'


def url(name: str) -> str:
    return f'url(fonts/{name}) format("woff2")'


def build(packages: Path, assets: Path) -> list[tuple[str, str, str]]:
    """Copies the files and writes the CSS; gives (file, version, package)."""
    fonts = assets / "fonts"
    shutil.rmtree(fonts, ignore_errors=True)
    fonts.mkdir(parents=True)
    lines, origin = [], []

    def take(package: str, source: str, name: str) -> str:
        shutil.copyfile(packages / package / "files" / source, fonts / name)
        origin.append((name, json.loads((packages / package / "package.json").read_text())["version"], package))
        return name

    for family, slug in BARLOW:
        for weight in ("400", "500", "600"):
            name = take(f"@fontsource/{slug}", f"{slug}-latin-{weight}-normal.woff2", f"{slug}-{weight}.woff2")
            lines.append(face(family, weight, url(name), FIGURES, "block"))
    serif = {spread: name for name, spread in slices(packages / "@fontsource/noto-serif-sc/700.css")}
    sans = slices(packages / "@fontsource-variable/noto-sans-sc/wght.css")
    for source, spread in sans:  # the same range side by side: gzip then writes it once
        name = take("@fontsource-variable/noto-sans-sc", source, re.sub(r"noto-sans-sc-(.+)-wght-normal", r"sans-\1", source))
        lines += [face("Yiping Sans", weight, url(name), spread) for weight, _ in SANS]
        if spread in serif:
            source = serif.pop(spread)
            name = take("@fontsource/noto-serif-sc", source, re.sub(r"noto-serif-sc-(.+)-700-normal", r"serif-\1", source))
            lines.append(face("Yiping Serif", "700", url(name), spread))
    for spread, source in serif.items():
        name = take("@fontsource/noto-serif-sc", source, re.sub(r"noto-serif-sc-(.+)-700-normal", r"serif-\1", source))
        lines.append(face("Yiping Serif", "700", url(name), spread))
    lines += [face("Yiping Sans", weight, local(SANS_LOCAL, style)) for weight, style in SANS]
    lines.append(face("Yiping Serif", "700", local(SERIF_LOCAL, "Bold")))
    (assets / "00-fonts.css").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return origin


def main() -> None:
    packages, assets = Path(sys.argv[1]), Path(sys.argv[2])
    for name, version, package in build(packages, assets):
        digest = hashlib.sha256((assets / "fonts" / name).read_bytes()).hexdigest()
        sys.stdout.write(f"{digest}  fonts/{name}  {version}  OFL-1.1  {package}\n")


if __name__ == "__main__":
    main()
