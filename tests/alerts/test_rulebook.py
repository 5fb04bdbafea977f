"""The rulebook: three families of at least six rules, each of which explains itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.clocks.limits import limits_of
from alerts.failure import AlertsFailed
from alerts.rule import Rule
from alerts.rulebook import collect, edition, find, rulebook
from data_access.mart_tables import MARTS
from indicators.registry import catalogue

FIRST = next(iter(rulebook().values()))


@pytest.mark.row("A-01")
@pytest.mark.parametrize("family", ["登记注册", "食品安全", "特种设备安全"])
def test_each_of_the_three_families_has_at_least_six_rules(family: str) -> None:
    assert len([one for one in rulebook().values() if one.family == family]) >= 6


@pytest.mark.row("A-01")
@pytest.mark.parametrize("code", list(rulebook()))
def test_a_rule_names_its_question_limit_owner_and_source(code: str) -> None:
    one = find(code)
    assert one.question.endswith("？") and one.limit and one.owner and one.citation and one.plan
    assert one.status == "V" or one.example == "示例"
    assert one.clock is None or one.clock in limits_of().table
    known = {*catalogue(), *MARTS.tables, "clock"}
    assert one.feed.inputs() and set(one.feed.inputs()) <= known


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(AlertsFailed, match="reg_address"):
        find("reg_adress")


def test_two_rules_of_one_code_are_an_error() -> None:
    with pytest.raises(AlertsFailed, match="twice"):
        collect([FIRST, replace(FIRST)])


@pytest.mark.parametrize("wrong", [{"code": "Big"}, {"family": "别的"}, {"level": "V"}, {"citation": ""}])
def test_a_rule_that_cannot_be_explained_cannot_be_declared(wrong: dict[str, str]) -> None:
    with pytest.raises(AlertsFailed):
        replace(FIRST, **wrong)  # type: ignore[arg-type]


def test_every_rule_has_an_edition_of_its_own() -> None:
    editions = {edition(code) for code in rulebook()}
    assert len(editions) == len(rulebook()) and all(len(one) == 16 for one in editions)
    assert all(isinstance(one, Rule) for one in rulebook().values())
