"""The composite index: components scored between two goalposts, weighted and aggregated with an open formula."""

from __future__ import annotations

from collections.abc import Mapping
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
    return pd.DataFrame(
        {name: ((frame[name].astype("float64") - low) / (high - low)).clip(0, 1) for name, (low, high) in goalposts.items()},
        index=frame.index,
    )


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
