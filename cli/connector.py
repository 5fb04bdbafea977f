"""The connector's verbs: `yiping connector check|allow|forbid|list`, for cities that plug in their own systems."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from bureaus import conformance, systems
from bureaus.conformance import Result
from bureaus.failure import BureausFailed
from bureaus.fetching import Bounds, FetchFailed, networks_of
from bureaus.systems import Admission
from cli.told import opened, told
from data_access.scope import Scope
from data_access.stores import city_systems
from settings import settings

app = typer.Typer(help="Systems of cities: the conformance test, and the list of those that boards may show.", no_args_is_help=True)


@app.command()
@told
def check(
    url: Annotated[str, typer.Argument(help="Base address of the system, such as https://food.city.example/.")],
    city: Annotated[str, typer.Option(help="Adcode of the city that it must be of. Default: whichever it names.")] = "",
    inside: Annotated[str, typer.Option(help="Internal networks that may be reached, such as 10.0.0.0/8,127.0.0.0/8.")] = "",
    seconds: Annotated[float, typer.Option(min=0.5, max=60, help="Longest time of one answer.")] = 8.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")] = False,
) -> None:
    """Test a city's system against the contract (docs/connectors.md): numbered checks, exit code 1 where one fails. Needs no store."""
    try:
        bounds = Bounds(seconds=seconds, private=networks_of([*settings().city_networks.split(","), *inside.split(",")]))
    except FetchFailed as failed:
        raise typer.BadParameter(str(failed), param_hint="--inside") from failed
    found = conformance.check(url, datetime.now(UTC), bounds, city)
    typer.echo(_as_json(url, found) if as_json else _as_lines(found))
    if not all(one.passed for one in found):
        raise typer.Exit(1)


def _as_lines(found: list[Result]) -> str:
    lines = [
        f"{one.number:>3}  {'通过' if one.passed else '不过'}  {one.part}  {one.text}" + (f"：{one.why}" if one.why else "")
        for one in found
    ]
    return "\n".join([*lines, f"符合性 {sum(one.passed for one in found)}/{len(found)}"])


def _as_json(url: str, found: list[Result]) -> str:
    rows = [{"number": one.number, "part": one.part, "text": one.text, "passed": one.passed, "why": one.why or None} for one in found]
    return json.dumps(
        {"url": url, "passed": sum(one.passed for one in found), "total": len(found), "checks": rows}, ensure_ascii=False, indent=1
    )


@app.command()
@told
def allow(
    city: Annotated[str, typer.Argument(help="Adcode of the city.")],
    url: Annotated[str, typer.Argument(help="Base address of its system.")],
    name: Annotated[str, typer.Option(help="Name on the screen until its manifest tells it.")] = "",
) -> None:
    """Let a city's board show a system. Its frame may load from this origin and no other."""
    try:
        one = systems.allow(settings(), opened(), Admission(adcode=city, base=url, name=name), datetime.now(UTC))
    except BureausFailed as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(1) from failed
    typer.echo(f"{one.base} of {city} is allowed as {one.id}; the worker looks at it within a minute.")


@app.command()
@told
def forbid(
    city: Annotated[str, typer.Argument(help="Adcode of the city.")],
    url: Annotated[str, typer.Argument(help="Base address of its system.")],
) -> None:
    """Take a system off the list: its frame is gone with the next answer."""
    try:
        systems.forbid(settings(), opened(), city, url, datetime.now(UTC))
    except BureausFailed as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(1) from failed
    typer.echo(f"{url} of {city} is no longer shown.")


@app.command("list")
@told
def show() -> None:
    """List the systems with their state and how many checks they pass."""
    with opened().read() as connection:
        for one in city_systems.listed(connection, Scope.whole(settings().province), allowed=False):
            passed = f"{one.passed}/{one.total}" if one.total else "-"
            state = one.state if one.allowed else "forbidden"
            typer.echo(f"{one.adcode}  {state:<12}{passed:<8}{one.base}  {one.name}" + (f"  {one.detail}" if one.detail else ""))
