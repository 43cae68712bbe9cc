"""What a count lets one claim: exact bounds, none of them by a normal curve."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

CONFIDENCE = 0.95
ROUNDS = 200


def share_at_most(hits: int, of: int, confidence: float = CONFIDENCE) -> float:
    """The largest share that `hits` out of `of` leave open: Clopper and Pearson (1934), one-sided, 0 to 1."""
    if hits >= of:
        return 1.0
    return _crossing(lambda share: _binomial_up_to(hits, of, share), 1 - confidence, 1.0)


def events_between(events: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The lowest and highest mean number of events that `events` seen leave open (Garwood, 1936)."""
    tail = (1 - confidence) / 2
    most = 10.0 * (events + 5)
    low = _crossing(lambda mean: _poisson_up_to(events - 1, mean), 1 - tail, most) if events else 0.0
    return low, _crossing(lambda mean: _poisson_up_to(events, mean), tail, most)


def _crossing(falling: Callable[[float], float], level: float, most: float) -> float:
    low, high = 0.0, most
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > level else (low, middle)
    return (low + high) / 2


def _binomial_up_to(hits: int, of: int, share: float) -> float:
    if share <= 0 or share >= 1:
        return float(share <= 0)
    ways = (lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) for k in range(hits + 1))
    return sum(exp(w + k * log(share) + (of - k) * log1p(-share)) for k, w in enumerate(ways))


def _poisson_up_to(events: int, mean: float) -> float:
    if mean <= 0:
        return 1.0
    return sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(events + 1))
