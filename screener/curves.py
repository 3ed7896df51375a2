"""Probabilities and labels -> how well they are ranked and how far they can be believed.

Owns the figures that need no threshold; what a decision is worth is `screener.evaluate`'s business.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import brier_score_loss, precision_recall_curve, roc_auc_score, roc_curve

from screener.errors import DatasetError

FALSE_ALARMS = (0.01, 0.02)
"""Shares of harmless announcements flagged at which recall is reported."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well scores tell harmful from harmless: area under the ROC curve, recall at `FALSE_ALARMS`."""

    auc: float
    recall: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Recall and precision, both in [0, 1], of one threshold."""

    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Announcements whose probability is in `[low, high)`: how many, their mean probability, their share of harm."""

    low: float
    high: float
    count: int
    said: float
    true: float


def ranking(scores: "Sequence[float] | npt.NDArray[Any]", harmful: "Sequence[bool] | npt.NDArray[Any]") -> Ranking:
    """Return how well `scores` (higher is worse) rank announcements of which some are `harmful` and some are not.

    Raises:
        DatasetError: all are harmful, or none is.
    """
    if len(set(np.asarray(harmful).tolist())) < 2:
        raise DatasetError("a ranking needs announcements of both sorts, harmful and harmless; add the missing ones")
    false_alarms, recall, _ = roc_curve(harmful, scores)
    within = (float(recall[false_alarms <= most].max()) for most in FALSE_ALARMS)
    return Ranking(round(float(roc_auc_score(harmful, scores)), 4), tuple(round(share, 4) for share in within))


def brier(probabilities: Sequence[float], harmful: Sequence[bool]) -> float:
    """Return the mean squared error of the probabilities, 0 is best. Source: Brier, 1950."""
    return round(float(brier_score_loss(harmful, probabilities)), 4)


def precision_recall(probabilities: Sequence[float], harmful: Sequence[bool]) -> list[Point]:
    """Return a point for every threshold, from all flagged to almost none."""
    precision, recall, _ = precision_recall_curve(harmful, probabilities)
    return [Point(float(r), float(p)) for p, r in zip(precision, recall, strict=True)]


def reliability(probabilities: Sequence[float], harmful: Sequence[bool], bins: int = 10) -> Iterator[Bin]:
    """Yield what was said and what was true in `bins` stretches of equal width, those that are not empty."""
    said, true = np.array(probabilities), np.array(harmful)
    places = np.minimum((said * bins).astype(int), bins - 1)
    for place in range(bins):
        here = places == place
        if here.any():
            yield Bin(
                place / bins, (place + 1) / bins, int(here.sum()), float(said[here].mean()), float(true[here].mean())
            )
