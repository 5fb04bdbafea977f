"""What a version of the marts remembers: a question that several threads ask at once is answered once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Select, select

from data_access.batches import Catalogue
from data_access.mart_tables import REGION
from data_access.remembered import Remembered

THREADS = 8


class Counting(Remembered):
    """A version that counts its statements and holds each until all threads have come."""

    def __init__(self) -> None:
        super().__init__(Catalogue())
        self.asked = 0

    def _asked(self, select: Select[Any]) -> pd.DataFrame:
        self.asked += 1
        return pd.DataFrame({"code": ["A"]})


def at_once(work: Any) -> list[Any]:
    """The results of threads that begin together."""
    gate = threading.Barrier(THREADS)

    def begun(_: int) -> Any:
        gate.wait()
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begun, range(THREADS)))


@pytest.mark.row("O-08")
def test_a_statement_that_many_threads_ask_at_once_goes_to_the_engine_once() -> None:
    version = Counting()
    found = at_once(lambda: version.read(select(REGION.c.code)))
    assert version.asked == 1 and all(frame["code"].tolist() == ["A"] for frame in found)


@pytest.mark.row("O-08")
def test_what_is_made_for_many_threads_is_made_once_and_may_be_made_of_other_things() -> None:
    version, made = Counting(), []

    def make() -> str:
        made.append(version.recall("part", lambda: version.read(select(REGION.c.code))["code"][0]))
        return "whole"

    assert at_once(lambda: version.recall("whole", make)) == ["whole"] * THREADS
    assert made == ["A"] and version.asked == 1


@pytest.mark.row("K-03")
def test_what_failed_is_tried_again_by_the_next_who_asks() -> None:
    version, tries = Counting(), []

    def broken() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("the engine is away")
        return "found"

    with pytest.raises(RuntimeError):
        version.recall("key", broken)
    assert version.recall("key", broken) == "found" and len(tries) == 2
