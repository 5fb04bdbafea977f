"""The settings page: `docs/settings.md`, written from the typed settings."""

from __future__ import annotations

from pathlib import Path

from settings import Settings

PAGE = Path(__file__).parent / "settings.md"
HEAD = """# Settings

Every knob is an environment variable, read once at start. This page is written from `settings.py` by `python -m docs.settings_page`.

| variable | default | what it does |
|---|---|---|
"""


def text() -> str:
    """The page."""
    rows = (f"| `YIPING_{name.upper()}` | `{field.default}` | {field.description} |" for name, field in Settings.model_fields.items())
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text())
