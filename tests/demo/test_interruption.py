"""The building that is cut off: the old province serves on, the next build goes on where it stopped, and nothing shows that it did."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access import staging
from data_access.batches import MartsFailed
from data_access.checksum import Checksum, checksums
from data_access.mart_tables import COMPLAINT_DAILY, ENTITY_DAILY
from data_access.marts import Marts
from data_access.verification import verify
from demo import stage
from demo.build import build, ensure, plan_of, standing, unfinished
from demo.frames import TABLES
from demo.things.parts import SOURCE as MOVING
from tests.demo.conftest import NOON, Stood, stand
from tests.demo.interrupted import digests, killed, run

pytestmark = pytest.mark.row("I-04")
SMALL = ("build", "--scale", "small", "--seed")


class PulledThePlug(RuntimeError):
    """The end of a build in a test."""


def all_of(marts: Marts) -> list[Checksum]:
    """Everything but today, which is drawn anew at every build."""
    return checksums(Marts(marts.folder), NOON.date() - timedelta(days=1), MOVING)


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> list[Checksum]:
    """The checksums of an undisturbed build of seed 9."""
    return all_of(stand(tmp_path_factory.mktemp("nine"), seed=9).marts)


def cut_off(stood: Stood, seed: int, after: str) -> None:
    """A build of another seed in this process that ends when it has said something."""

    def told(text: str) -> None:
        if after in text:
            raise PulledThePlug

    with pytest.raises(PulledThePlug):
        build(plan_of(stood.settings.model_copy(update={"seed": seed}), NOON), stood.marts, stood.store, told)


@contextmanager
def dying(monkeypatch: pytest.MonkeyPatch, part: object, name: str) -> Iterator[None]:
    """A step of the build that never ends well."""
    with monkeypatch.context() as patch:

        def die(*_: object, **__: object) -> None:
            raise PulledThePlug

        patch.setattr(part, name, die)
        yield


def test_a_build_killed_in_the_middle_leaves_the_old_province_and_goes_on_to_the_same_checksums(own: Stood, tmp_path: Path) -> None:
    home = own.settings.home
    old = digests(run(home, "checksums").stdout)
    assert len(old) > len(TABLES)
    said = killed(home, *SMALL, "6", after="投诉举报日报")
    assert not any("一次发布" in line for line in said)
    assert digests(run(home, "checksums").stdout) == old and not verify(Marts(home / "marts"))
    assert "未完成" in (status := run(home, "status").stdout) and "种子 7" in status and "种子 6" in status
    again = run(home, *SMALL, "6")
    assert again.stdout.count("接续上次") >= 6, again.stderr
    fresh = run(tmp_path / "undisturbed", *SMALL, "6")
    assert digests(again.stdout) == digests(fresh.stdout) != old
    assert unfinished(Marts(home / "marts")) is None


def test_a_reader_sees_the_old_province_or_the_new_one_and_nothing_between(own: Stood) -> None:
    total = select(func.sum(ENTITY_DAILY.c.stock))
    other = select(func.sum(COMPLAINT_DAILY.c.received))
    reader = Marts(own.marts.folder)
    seen: set[tuple[float, float]] = set()
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.01):
            with reader.snapshot() as shot:
                seen.add((float(shot.read(total).iloc[0, 0]), float(shot.read(other).iloc[0, 0])))

    watching = threading.Thread(target=look)
    watching.start()
    try:
        build(plan_of(own.settings.model_copy(update={"seed": 8}), NOON), own.marts, own.store, lambda text: None)
    finally:
        done.set()
        watching.join()
    with reader.snapshot() as shot:
        seen.add((float(shot.read(total).iloc[0, 0]), float(shot.read(other).iloc[0, 0])))
    assert len(seen) == 2


def test_another_plan_begins_anew(own: Stood) -> None:
    cut_off(own, 9, after="双随机日报")
    lines: list[str] = []
    build(plan_of(own.settings.model_copy(update={"seed": 10}), NOON), own.marts, own.store, lines.append)
    assert not any("接续" in line for line in lines)
    assert unfinished(own.marts) is None


def test_a_file_that_was_damaged_meanwhile_is_drawn_again(own: Stood, nine: list[Checksum]) -> None:
    cut_off(own, 9, after="监督检查日报")
    damaged = own.marts.folder / ".staging" / "licence_daily.duckdb"
    damaged.write_bytes(damaged.read_bytes()[:-1000] + b"0" * 1000)
    lines: list[str] = []
    build(plan_of(own.settings.model_copy(update={"seed": 9}), NOON), own.marts, own.store, lines.append)
    known = [line for line in lines if "接续" in line]
    assert any("市场主体日报" in line for line in known) and not any("行政许可日报" in line for line in known)
    assert all_of(own.marts) == nine


def test_hours_later_only_what_has_changed_is_drawn_again(own: Stood) -> None:
    early = NOON.replace(hour=8, minute=20)  # the late table's batch is due at 08:30
    settings = own.settings.model_copy(update={"seed": 9})
    lines: list[str] = []

    def told(text: str) -> None:
        if "来源系统日报" in text:
            raise PulledThePlug

    with pytest.raises(PulledThePlug):
        build(plan_of(settings, early), own.marts, own.store, told)
    build(plan_of(settings, NOON), own.marts, own.store, lines.append)
    anew = [line for line in lines if "日报" in line or "时报" in line if "接续" not in line and "一次" not in line]
    assert len(anew) == 2 and "双随机日报" in anew[0] and "非现场监管点位日报" in anew[1]  # a site's minutes of today go on


@pytest.mark.parametrize(("part", "name"), [(Marts, "publish_staged"), (stage, "play"), (staging.Staging, "clear")])
def test_a_switch_that_was_cut_off_is_finished_by_the_next_tick(
    own: Stood, nine: list[Checksum], monkeypatch: pytest.MonkeyPatch, part: object, name: str
) -> None:
    settings = own.settings.model_copy(update={"seed": 9})
    with dying(monkeypatch, part, name), pytest.raises(PulledThePlug):
        build(plan_of(settings, NOON), own.marts, own.store, lambda text: None)
    ensure(own.settings, NOON + timedelta(minutes=1))
    record = standing(own.plan.province.code, Marts(own.marts.folder), own.store)
    assert record is not None and record["seed"] == 9 and unfinished(own.marts) is None
    assert all_of(own.marts) == nine


def test_two_builds_at_once_are_refused_in_words(own: Stood) -> None:
    with staging.opened(own.marts.folder / ".staging", {"edition": 0}), pytest.raises(MartsFailed, match="另一个生成进程"):
        build(own.plan, own.marts, own.store, lambda text: None)


def test_the_billion_is_reserved_and_said_so(tmp_path: Path) -> None:
    refused = run(tmp_path, "build", "--scale", "billion")
    assert refused.returncode == 1 and "留给规模基准" in refused.stderr and "Usage" not in refused.stderr
    assert run(tmp_path, "build", "--scale", "huge").returncode == 2
