"""The verbs of stories, as an operator runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import cli
from settings import settings
from tests.demo.conftest import Stood, copied


@pytest.fixture
def ran(stood: Stood, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs a verb in the home of a standing province."""
    monkeypatch.setenv("YIPING_HOME", str(copied(stood, tmp_path / "home").settings.home))
    monkeypatch.setenv("YIPING_DEMO", "true")
    settings.cache_clear()

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli.build(), ["demo", *words])

    yield run
    settings.cache_clear()


@pytest.mark.row("I-04")
def test_a_story_is_played_to_its_end_and_each_step_is_printed(ran) -> None:  # type: ignore[no-untyped-def]
    done = ran("play", "tour", "--speed", "600", "--wait")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "Playing tour at 600×."
    assert lines[1].split() == ["0:00:00", "告警", "临港冷链物流园", "2", "号库温度越限"]
    assert [word for word in ("确认", "派单", "到场", "办结") if not any(word in line for line in lines)] == []
    assert len(lines) == 13
    again = ran("reset")
    assert (again.exit_code, "1 alerts" in again.output) == (0, True)


@pytest.mark.row("I-04")
def test_the_stories_are_listed_with_their_lengths(ran) -> None:  # type: ignore[no-untyped-def]
    done = ran("play", "--list")
    assert done.exit_code == 0
    assert {line.split()[0] for line in done.output.splitlines()} >= {"cold_store", "tour", "storm", "silent_city"}


@pytest.mark.row("I-04")
def test_a_story_that_names_an_unknown_region_is_refused_with_its_line(ran, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    story = tmp_path / "mine.toml"
    head = 'title = "t"\nabout = "a"\nprovince = "320000"\n\n[[step]]\nat = "00:00:00"\n'
    story.write_text(head + 'do = "note"\ntext = "x"\nregion = "999999"\n', "utf-8")
    done = ran("play", str(story), "--wait")
    assert done.exit_code == 1
    assert f"{story} 第 9 行：演示省没有区划 999999" in done.output


def test_without_a_worker_the_operator_is_told_what_to_do(ran) -> None:  # type: ignore[no-untyped-def]
    done = ran("play", "tour")
    assert done.exit_code == 1
    assert "--wait" in done.output
    assert ran("play", "--stop").output.strip() == "No story is running."


@pytest.mark.parametrize("words", [("play", "nowhere", "--wait"), ("play", "--wait"), ("play", "tour", "--wait", "--speed", "0")])
def test_what_cannot_be_played_is_a_sentence(ran, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done = ran(*words)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert "。" in done.output


def test_a_time_without_its_zone_is_refused(ran) -> None:  # type: ignore[no-untyped-def]
    assert ran("play", "tour", "--at", "tomorrow").exit_code == 2
    assert ran("play", "tour", "--at", "2026-11-22T09:30").exit_code == 2
