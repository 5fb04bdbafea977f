"""Tests of the rule by which a newer batch supersedes an older one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data_access.batches import Batch, BatchPart, Catalogue, Nature, outside, states, with_batch

DAY0 = date(2024, 1, 1)
START = datetime(2024, 1, 1, tzinfo=UTC)


def day(n: int) -> date:
    return DAY0 + timedelta(days=n)


def batch(number: int, source: str, nature: Nature, spans: dict[str, tuple[int, int] | None]) -> Batch:
    parts = tuple(
        BatchPart(table=table, rows=1, visible_rows=1, first=day(span[0]) if span else None, last=day(span[1]) if span else None, windows=((day(span[0]), day(span[1])),) if span else ())
        for table, span in spans.items()
    )  # fmt: skip
    at = START + timedelta(minutes=number)
    return Batch(number=number, source=source, nature=nature, as_of=at, loaded_at=at, file=f"{number}", sha256="", size=0, parts=parts)


spans = st.tuples(st.integers(0, 12), st.integers(0, 4)).map(lambda pair: (pair[0], pair[0] + pair[1]))
publications = st.lists(
    st.tuples(
        st.sampled_from(["S1", "S2"]),
        st.sampled_from(list(Nature)),
        st.fixed_dictionaries({}, optional={"entity_daily": spans, "case_daily": spans, "enterprise": st.none()}).filter(bool),
    ),
    max_size=12,
)


@given(publications)
def test_each_day_of_a_source_shows_its_newest_batch_and_no_other(sequence):
    batches: tuple[Batch, ...] = ()
    owner: dict[tuple[str, str, date | None], tuple[int, Nature]] = {}
    for number, (source, nature, parts) in enumerate(sequence, 1):
        batches = with_batch(batches, batch(number, source, nature, parts))
        for table, span in parts.items():
            for n in range(span[0], span[1] + 1) if span else [None]:
                owner[table, source, None if n is None else day(n)] = (number, nature)
    catalogue = Catalogue(batches=batches)
    for table in ("entity_daily", "case_daily", "enterprise"):
        of_table = {key: held for key, held in owner.items() if key[0] == table}
        if any(nature is not Nature.DEMO for _, nature in of_table.values()):
            of_table = {key: held for key, held in of_table.items() if held[1] is not Nature.DEMO}
        seen = {}
        for found, part in catalogue.parts_of(table):
            days = [a + timedelta(days=n) for a, b in part.windows for n in range((b - a).days + 1)] if part.windows else [None]
            for on in days:
                assert (table, found.source, on) not in seen
                seen[table, found.source, on] = (found.number, found.nature)
        assert seen == of_table
        state = states(catalogue).get(table)
        assert (state.batch if state else None) == max((number for number, _ in of_table.values()), default=None)


def test_a_day_in_the_middle_splits_the_older_window():
    assert outside([(day(0), day(9))], (day(3), day(5))) == ((day(0), day(2)), (day(6), day(9)))


def test_a_batch_that_is_wholly_superseded_is_retired():
    batches = with_batch(with_batch((), batch(1, "S1", Nature.DEMO, {"entity_daily": (3, 3)})), batch(2, "S1", Nature.DEMO, {"entity_daily": (3, 3)}))
    assert [b.live for b in batches] == [False, True] and batches[0].retired_at == batches[1].loaded_at


def test_a_correction_of_old_days_does_not_make_the_table_old():
    today, correction = batch(1, "S1", Nature.PRODUCTION, {"entity_daily": (9, 9)}), batch(2, "S1", Nature.PRODUCTION, {"entity_daily": (1, 1)})
    old = START - timedelta(days=300)
    found = states(Catalogue(batches=with_batch((today,), Batch(**{**correction.__dict__, "as_of": old}))))["entity_daily"]
    assert found.as_of == today.as_of and found.batch == 2


def test_the_source_that_is_furthest_behind_is_known():
    one, two = batch(1, "S1", Nature.PRODUCTION, {"entity_daily": (1, 1)}), batch(2, "S2", Nature.PRODUCTION, {"entity_daily": (2, 2)})
    found = states(Catalogue(batches=(one, two)))["entity_daily"]
    assert found.oldest_as_of == one.as_of and found.as_of == two.as_of and found.sources == ("S1", "S2")
