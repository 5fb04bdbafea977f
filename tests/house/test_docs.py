"""The documentation keeps up with the code: what is registered is documented, what is generated is current."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from docs import commands_page, demo_page, demo_plots, indicators_page, marts_page, pages_page, rules_page, settings_page, stories_page
from indicators.registry import registered
from settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WRITTEN: dict[str, tuple[Callable[[], str], str]] = {
    "settings.md": (settings_page.text, "python -m docs.settings_page"),
    "commands.md": (commands_page.text, "python -m docs.commands_page"),
    "indicators.md": (indicators_page.text, "python -m docs.indicators_page"),
    "pages.md": (pages_page.text, "python -m docs.pages_page"),
    "rules.md": (rules_page.text, "python -m docs.rules_page"),
    "demo.md": (demo_page.text, "python -m docs.demo_page"),
    "stories.md": (stories_page.text, "python -m docs.stories_page"),
    **{name: (write, "python -m docs.marts_page") for name, write in marts_page.WRITTEN.items()},
}


def told() -> str:
    """All that a reader finds: the README and the pages of docs/."""
    return "\n".join(page.read_text("utf-8") for page in (*ROOT.glob("README*.md"), *DOCS.glob("*.md")))


@pytest.mark.parametrize("page", WRITTEN)
def test_a_page_that_is_written_from_the_code_is_current(page: str) -> None:
    write, remedy = WRITTEN[page]
    assert (DOCS / page).read_text("utf-8") == write(), f"run: {remedy}"


@pytest.mark.row("I-04")
def test_the_pictures_of_the_demo_are_small_and_drawn_by_this_generator() -> None:
    files = {path.stem: path for path in (DOCS / "pictures").glob("demo-*.svg")}
    assert set(files) == set(demo_plots.PICTURES)
    assert sum(path.stat().st_size for path in files.values()) < 400_000
    for name in ("demo-hours", "demo-silence"):
        assert files[name].read_text("utf-8") == demo_plots.PICTURES[name]().svg(), "run: python -m docs.demo_page"


def test_every_room_stands_in_the_guide_and_no_other() -> None:
    guide = (ROOT / "AGENTS.md").read_text("utf-8")
    rooms = {f"{path.parent.name}/" for path in ROOT.glob("*/__init__.py")} | {"app.py", "jobs.py", "settings.py", "assets/", "deploy/"}
    named = set(re.findall(r"^\| `([^`]+)` \|", guide, re.M))
    assert rooms - named - {"docs/"} == set()
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_verb_and_every_setting_is_documented() -> None:
    text = told()
    verbs = [name for name, _ in commands_page.verbs()]
    assert len(verbs) > 15
    assert [name for name in verbs if name not in text] == []
    assert [name for name in Settings.model_fields if f"YIPING_{name.upper()}" not in text] == []


def test_every_page_address_is_documented() -> None:
    text = told()
    found = pages_page.addresses()
    assert "/wall/overview" in found
    assert [address for address in found if f"`{address}`" not in text] == []


def test_every_verb_says_what_it_does() -> None:
    assert [name for name, command in commands_page.verbs() if not command.help] == []


@pytest.mark.row("O-03")
def test_every_family_of_numbers_is_one_file_of_the_catalogue() -> None:
    files = {path.stem for path in (ROOT / "indicators" / "catalogue").glob("*.py")} - {"__init__"}
    assert {one.family for one in registered().values()} == files


def test_the_documentation_speaks_of_files_that_exist() -> None:
    """A path in backticks that begins with a room is there."""
    rooms = "|".join(sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))) + "|assets|deploy"
    missing = []
    told = (DOCS / "extending.md").read_text("utf-8")
    added = {f"extending.md: {path}" for path in re.findall(r"`([\w/]+\.py)`:\n\n```python", told)}
    """The files that the extending page has one write."""
    for page in (*ROOT.glob("*.md"), *DOCS.glob("*.md")):
        for path in re.findall(rf"`((?:{rooms})/[\w./-]+)`", page.read_text("utf-8")):
            if not (ROOT / path).exists():
                missing.append(f"{page.name}: {path}")
    assert set(missing) <= added
