"""The composite index: components scored between two goalposts, weighted and aggregated with an open formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from indicators.failure import IndicatorFailed

Goalposts = Mapping[str, tuple[float, float]]


def scores(frame: pd.DataFrame, goalposts: Goalposts) -> pd.DataFrame:
    """Each component's score in 0…1: its place between the goalposts (low, high), clipped.

    A high below the low turns the scale: less is better.
    """
    for name, (low, high) in goalposts.items():
        if name not in frame.columns:
            raise IndicatorFailed(f"the frame has no component {name!r}; it has {', '.join(map(str, frame.columns))}.")
        if not np.isfinite([low, high]).all() or low == high:
            raise IndicatorFailed(f"the goalposts of {name} must be two different finite numbers, not {low} and {high}.")
    ends = np.array(list(goalposts.values()), dtype="float64").reshape(-1, 2)
    values = frame[list(goalposts)].to_numpy(dtype="float64", na_value=np.nan)
    return pd.DataFrame(np.clip((values - ends[:, 0]) / (ends[:, 1] - ends[:, 0]), 0, 1), index=frame.index, columns=list(goalposts))


def composite(
    frame: pd.DataFrame,
    goalposts: Goalposts,
    weights: Mapping[str, float] | None = None,
    how: Literal["arithmetic", "geometric"] = "arithmetic",
    missing: Literal["propagate", "reweight"] = "propagate",
) -> pd.Series:
    """The index of each row of `frame` (rows × components), 0…1.

    Weights (default: equal) are scaled to sum 1. A row with a missing component stays missing, unless the policy `reweight` spreads the
    weight of what is missing over the rest. Method: OECD/JRC Handbook on Constructing Composite Indicators (2008).
    """
    scored = scores(frame, goalposts)
    chosen = pd.Series(dict.fromkeys(goalposts, 1.0) if weights is None else dict(weights), dtype="float64")
    if set(chosen.index) != set(goalposts) or not (chosen >= 0).all() or not chosen.sum() > 0:
        raise IndicatorFailed("the weights must name the same components as the goalposts, be at least 0, and not all be 0.")
    if how not in ("arithmetic", "geometric") or missing not in ("propagate", "reweight"):
        raise IndicatorFailed(
            f"the index is arithmetic or geometric and propagates or reweights what is missing, not {how!r} and {missing!r}."
        )
    chosen = chosen[scored.columns]
    known = scored.notna()
    total = (known * chosen).sum(axis=1) if missing == "reweight" else pd.Series(chosen.sum(), index=scored.index)
    shares = known.mul(chosen, axis=1).div(total.where(total > 0), axis=0)
    if how == "arithmetic":
        result = (scored.fillna(0) * shares).sum(axis=1, min_count=len(scored.columns))
    else:
        result = pd.Series(np.prod(np.power(scored.fillna(1).to_numpy(), shares.to_numpy()), axis=1), index=scored.index)
    complete = known.all(axis=1) if missing == "propagate" else known.any(axis=1) & (total > 0)
    return result.where(complete).rename("index")


Normal = Literal["goalposts", "range", "rank"]
How = Literal["arithmetic", "geometric"]


@dataclass(frozen=True, kw_only=True)
class Variation:
    """What a sensitivity analysis varies: each weight by at most `spread` of itself, and with equal chance one of each other choice.

    `normals`: scores by the goalposts, by the range of the rows themselves, or by their ranks. `missing`: a component dropped by
    `reweight`, or taken as the mean of the others' (`mean`).
    """

    spread: float = 0.25
    normals: tuple[Normal, ...] = ("goalposts", "range", "rank")
    hows: tuple[How, ...] = ("arithmetic", "geometric")
    missing: tuple[Literal["reweight", "mean"], ...] = ("reweight", "mean")


def sensitivity(
    frame: pd.DataFrame,
    goalposts: Goalposts,
    weights: Mapping[str, float] | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
    variation: Variation | None = None,
) -> pd.DataFrame:
    """How far scores and ranks depend on the choices of the maker: bands over `draws` drawn formulas, the same for the same seed.

    A row for each of `frame`: `score` and `rank` of the formula itself (missing reweighted; rank 1 is best, ties share the better one),
    and the 5 % and 95 % quantiles `score_low`, `score_high`, `rank_low` (the better end), `rank_high`. NaN where no component is known.
    Method: OECD/JRC Handbook (2008), step 7, uncertainty analysis by Monte Carlo.
    """
    chosen, rng = variation or Variation(), np.random.default_rng(seed)
    base = composite(frame, goalposts, weights, missing="reweight")
    plain = np.array([1.0 if weights is None else weights[name] for name in goalposts])
    options = {normal: _normal(frame, goalposts, normal).to_numpy() for normal in chosen.normals}
    drawn = np.empty((draws, len(frame)))
    for turn in range(draws):
        scored = options[chosen.normals[rng.integers(len(chosen.normals))]]
        shares = plain * (1 + chosen.spread * rng.uniform(-1, 1, len(plain)))
        how, lack = chosen.hows[rng.integers(len(chosen.hows))], chosen.missing[rng.integers(len(chosen.missing))]
        drawn[turn] = _drawn(scored, shares, how, lack)
    known = base.notna().to_numpy()
    ranks = pd.DataFrame(drawn[:, known]).rank(axis=1, ascending=False, method="min").to_numpy()
    bands = np.full((4, len(frame)), np.nan)
    if draws and known.any():
        bands[:2, known] = np.quantile(drawn[:, known], [0.05, 0.95], axis=0)
        bands[2:, known] = np.quantile(ranks, [0.05, 0.95], axis=0, method="nearest")
    columns = dict(zip(("score_low", "score_high", "rank_low", "rank_high"), bands, strict=True))
    return pd.DataFrame({"score": base, "rank": base.rank(ascending=False, method="min"), **columns}, index=frame.index)


def _normal(frame: pd.DataFrame, goalposts: Goalposts, normal: Normal) -> pd.DataFrame:
    """The scores 0…1 by one of the ways to make unlike components comparable; a component on which all agree is in the middle."""
    if normal == "goalposts":
        return scores(frame, goalposts)
    signs = np.array([1.0 if high > low else -1.0 for low, high in goalposts.values()])
    turned = frame[list(goalposts)].astype("float64") * signs
    if normal == "rank":
        low, width, placed = turned.min() * 0 + 1, turned.notna().sum() - 1.0, turned.rank()
    else:
        low, width, placed = turned.min(), turned.max() - turned.min(), turned
    scored = (placed - low) / width.where(width > 0)
    return scored.fillna(0.5).where(turned.notna())


FLOOR = 0.01
"""The least score of a component in a drawn geometric mean: one that is nought would make all else of no account."""


def _drawn(scored: np.ndarray, shares: np.ndarray, how: How, lack: str) -> np.ndarray:
    """The index of each row by one drawn formula."""
    known = ~np.isnan(scored)
    filled = np.where(known, scored, 0.0)
    if lack == "mean":
        means = filled.sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
        filled, used = np.where(known, filled, means), np.ones_like(known)
    else:
        used = known
    total = np.maximum((used * shares).sum(axis=1), 1e-12)
    if how == "geometric":
        return np.exp((used * shares * np.log(np.maximum(filled, FLOOR))).sum(axis=1) / total)
    return (used * shares * filled).sum(axis=1) / total
