"""Tests of the credit codes and the older registration numbers."""

from __future__ import annotations

import duckdb
import pytest

from enterprises.codes import ALPHABET, is_valid_uscc, kind_of
from tests.data_access.making import shared

GOOD = ("91350100M000100Y43", "11320000MB151840XJ", "9132128214109686XP")


@pytest.mark.parametrize("code", GOOD)
def test_a_published_code_is_valid(code):
    assert is_valid_uscc(code)


@pytest.mark.parametrize("code", ["91350100M000100Y4Z", "", "91350100M000100Y4", "91350100M000100Y433", "91350100m000100y43", "91350100I000100Y43", "９1350100M000100Y43", "91350100M000100Y4\n"])
def test_what_is_no_credit_code_is_not_valid(code):
    assert not is_valid_uscc(code)


def test_all_510_single_substitutions_are_caught():
    code, caught = GOOD[0], 0
    for place in range(17):
        for other in set(ALPHABET) - {code[place]}:
            caught += not is_valid_uscc(code[:place] + other + code[place + 1 :])
    assert caught == 510


def test_all_swaps_of_unlike_neighbours_are_caught():
    code = GOOD[0]
    swaps = [code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(17) if code[n] != code[n + 1]]
    assert not any(map(is_valid_uscc, swaps))


@pytest.mark.parametrize(
    ("code", "kind"),
    [(GOOD[0], "uscc18"), ("91350100M000100Y4Z", "uscc18"), ("320102000012345", "reg15"), ("321283NA000123X", "reg15"), ("3209231100626", "reg13"), ("91320205_66d66713af0e", "masked"), ("13830295-X", None), ("企合苏总字第000113", None), ("", None)],
)  # fmt: skip
def test_the_kind_of_a_code(code, kind):
    assert kind_of(code) == kind


def test_every_credit_code_of_the_real_registrations_is_valid():
    path = shared("data", "enterprises", "dev", "jiangsu_enterprises.parquet")
    codes = duckdb.connect().execute(f"SELECT uscc FROM '{path}' WHERE uscc_len = 18 AND NOT is_masked").fetchall()
    assert len(codes) == 105_446 and all(is_valid_uscc(code) for (code,) in codes)
