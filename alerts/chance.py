"""The tails of distributions that rules need, exact where a closed form exists."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

NORMAL = NormalDist()


def normal_quantile(p: float) -> float:
    """The value that a standard normal stays below with probability p."""
    return NORMAL.inv_cdf(p)


def normal_tail(z: float) -> float:
    """The probability that a standard normal exceeds z."""
    return 0.5 * math.erfc(z / math.sqrt(2))


def student_tail(t: float, freedom: int) -> float:
    """The probability that Student's t with a whole number of degrees of freedom exceeds t (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    if freedom < 1:
        raise ValueError("Student's t needs at least one degree of freedom")
    theta = math.atan2(abs(t), math.sqrt(freedom))
    sine, cosine = math.sin(theta), math.cos(theta)
    odd = freedom % 2 == 1
    term, total = (cosine, cosine) if odd else (1.0, 1.0)
    for k in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    inside = 2 / math.pi * (theta + (sine * total if freedom > 1 else 0.0)) if odd else sine * total
    tail = max(0.0, (1 - inside) / 2)
    return tail if t >= 0 else 1 - tail


def poisson_tail(count: int, mean: float) -> float:
    """The probability of at least `count` events where `mean` are expected."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    log_term = count * math.log(mean) - mean - math.lgamma(count + 1)
    if count > mean:
        return _rest(math.exp(log_term), lambda k: mean / k, count)
    below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count))
    return max(0.0, 1 - below)


def binomial_tail(hits: int, trials: int, share: float) -> float:
    """The probability of at least `hits` among `trials` when each is one with probability `share`."""
    if hits <= 0:
        return 1.0
    if hits > trials or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    log_term = (
        math.lgamma(trials + 1)
        - math.lgamma(hits + 1)
        - math.lgamma(trials - hits + 1)
        + hits * math.log(share)
        + (trials - hits) * math.log1p(-share)
    )
    odds = share / (1 - share)
    if hits > trials * share:
        return _rest(math.exp(log_term), lambda k: (trials - k + 1) / k * odds, hits)
    return max(0.0, 1 - sum(_binomial(k, trials, share) for k in range(hits)))


def _binomial(hits: int, trials: int, share: float) -> float:
    return math.exp(
        math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1) + hits * math.log(share)
        + (trials - hits) * math.log1p(-share)
    )  # fmt: skip


def _rest(term: float, ratio: Callable[[int], float], start: int) -> float:
    """The sum of a falling tail from its first term on."""
    total, k = term, start
    while term > total * 1e-16 and term > 0:
        k += 1
        term *= ratio(k)
        total += term
    return min(1.0, total)
