"""The page of commands: `docs/commands.md`, written from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

import cli

PAGE = Path(__file__).parent / "commands.md"
HEAD = """# Commands

What `yiping --help` says, on one page. It is written from `cli/` by `python -m docs.commands_page`; each group is one file there.
Every verb reads the settings of `docs/settings.md`; one that cannot do its work says why and what to do, and leaves with a code other than 0.
"""


def text() -> str:
    """The page."""
    return HEAD + "".join(_section(path, command) for path, command in verbs())


def verbs() -> Iterator[tuple[str, Any]]:
    """Every verb with its whole name, group by group, in the order of the alphabet."""
    yield from _below("yiping", typer.main.get_command(cli.build()))


def _below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name in sorted(below):
        yield from _below(f"{path} {name}", below[name])


def _section(path: str, command: Any) -> str:
    own = [p for p in command.params if p.name != "help" and not getattr(p, "hidden", False)]
    given = [p for p in own if p.param_type_name == "argument"]
    options = [p for p in own if p.param_type_name == "option"]
    call = " ".join([path, *("[OPTIONS]" for _ in options[:1]), *(_shown(p) for p in given)])
    says = " ".join((command.help or "").split())
    rows = "".join(f"- `{', '.join((*p.opts, *p.secondary_opts))}`: {_told(p)}\n" for p in options)
    return f"\n## `{call}`\n\n{says}\n" + (f"\n{rows}" if rows else "")


def _shown(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    several = f"{name.rstrip('…')}…" if argument.nargs == -1 else name
    return several if argument.required else f"[{several}]"


def _told(option: Any) -> str:
    says = " ".join((getattr(option, "help", None) or "").split())
    default = option.default if isinstance(option.default, str | int | float) and not isinstance(option.default, bool) else None
    return f"{says} (default: `{default}`)" if default not in (None, "") else says or "on or off"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
