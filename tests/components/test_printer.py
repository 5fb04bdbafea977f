"""The tests of the printer: everything is escaped, links stay on the origin, nothing interactive slips in."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from components.printer import UnprintableError, to_html
from components.raw import Raw

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<script>alert(1)</script>&\"'"


class Reader(HTMLParser):
    """What a browser reads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_tree_is_written_as_html() -> None:
    tree = html.Div(
        [html.B("12", className="num"), None, False, ["a", ("b", 3, 1.5)], html.Img(src="/x.png", alt="画面"), html.Br()],
        id="x", tabIndex=0, **{"data-value": "12.0", "aria-label": "数"},
    )  # fmt: skip
    assert to_html(tree) == (
        '<div id="x" tabindex="0" aria-label="数" data-value="12.0"><b class="num">12</b>ab31.5<img alt="画面" src="/x.png"><br></div>'
    )
    assert to_html(None) == to_html([]) == to_html("") == ""


def test_hostile_text_is_text() -> None:
    written = to_html(
        html.Div([HOSTILE, html.P(HOSTILE, title=HOSTILE, className=HOSTILE, **{"data-x": HOSTILE})], style={"color": HOSTILE})
    )
    read = Reader(written)
    assert read.tags == ["div", "p"]
    assert read.text == HOSTILE * 2
    assert ("title", HOSTILE) in read.attributes and ("class", HOSTILE) in read.attributes and ("data-x", HOSTILE) in read.attributes


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=80))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    read = Reader(to_html(html.I(text, title=text)))
    assert (read.tags, read.text, read.attributes) == (["i"], text, [("title", text)])


def test_our_own_markup_passes_as_it_is() -> None:
    assert to_html(html.Span(Raw("<svg></svg>"))) == "<span><svg></svg></span>"


@pytest.mark.parametrize(
    "link",
    ["https://evil.example", "//evil.example", "javascript:alert(1)", "data:text/html,x", "x.html", "", " /x", "\\\\x", "JAVASCRIPT:1"],
)
def test_a_link_off_the_origin_is_refused(link: str) -> None:
    with pytest.raises(UnprintableError, match="this origin"):
        to_html(html.A("x", href=link))
    with pytest.raises(UnprintableError, match="this origin"):
        to_html(html.Img(src=link))


@pytest.mark.parametrize("link", ["/wall/overview", "#top", "/assets/stills/cold.jpg?m=1"])
def test_a_link_on_the_origin_is_written(link: str) -> None:
    assert f'href="{link}"' in to_html(html.A("x", href=link))


@pytest.mark.parametrize("node", [dcc.Store(id="x"), dcc.Link("x", href="/x"), dbc.Alert("x"), object(), {"a": 1}, b"x"])
def test_what_is_no_plain_element_is_refused(node: object) -> None:
    with pytest.raises(UnprintableError):
        to_html(html.Div([node]))


def test_styles_are_written_as_css() -> None:
    written = to_html(html.I(style={"width": 12, "opacity": 0.5, "flex": 1, "backgroundColor": "red", "--m": 3, "top": 0, "left": "5.0%"}))
    assert written == '<i style="width:12px;opacity:0.5;flex:1;background-color:red;--m:3;top:0;left:5.0%"></i>'


def test_true_and_false_attributes() -> None:
    assert to_html(html.Details("x", open=True)) == '<details open="">x</details>'
    assert to_html(html.Div(hidden=False)) == "<div></div>"
    assert to_html(html.Div([0, True if math.pi > 3 else None][:1])) == "<div>0</div>"


def test_two_processes_write_the_same_text() -> None:
    """The web runs in several processes, and a panel is only drawn again when its hash has changed."""
    code = (
        "from dash import html; from components.printer import to_html; print(to_html(html.I('x', **{f'data-{c}': c for c in 'gfedcba'})))"
    )
    seeds = [{**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)} for seed in (1, 2, 3)]
    written = {subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout for env in seeds}
    assert len(written) == 1 and 'data-a="a" data-b="b"' in written.pop()
