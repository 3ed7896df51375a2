"""What models said of announcements by writers unknown to them -> probabilities, thresholds, figures.

Owns every number that a decision is read by; none is chosen on text that the model in question was trained on.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from screener.classifier import Thresholds

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Of harmless announcements at the flag threshold. Most are twins of harmful ones: the same trade, the same words. The
# level was set on what later writers (W141 to W159) wrote, before it was learned from: fewer are flagged there. Rules
# were written with most of these announcements in view, so their finds tell more here.
_FALSE_ALARMS = 0.035
_SUPPORTED = 0.04  # the same where a rule of medium severity speaks too
_CLEAR = 0.5  # of 83 convicted by rules that had not seen them, 79 were harmless below; writers W103 to W112, 2026-11
_BLOCK = 0.9


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What models said of announcements by writers that they had not seen; one row an announcement.

    Attributes:
        logits: of harm, float, shape (n,).
        harmful: the label.
        hard: harmless, but full of risky words.
    """

    logits: Floats
    harmful: Flags
    hard: Flags

    def of(self, rows: Flags) -> "HeldOut":
        """Return the chosen rows."""
        return HeldOut(self.logits[rows], self.harmful[rows], self.hard[rows])


def calibrate(held_out: HeldOut) -> tuple[float, float]:
    """Return slope and offset that turn logits into probabilities. Source: Platt, 1999."""
    head = LogisticRegression(C=1e6, solver="lbfgs").fit(held_out.logits.reshape(-1, 1), held_out.harmful)
    return float(head.coef_[0, 0]), float(head.intercept_[0])


def thresholds_of(held_out: HeldOut, calibration: tuple[float, float]) -> Thresholds:
    """Return the probabilities from which to flag, support a rule, clear a text, and hold it."""
    probability = _probabilities(held_out, calibration)
    harmless = probability[~held_out.harmful]
    support = rounded(np.quantile(harmless, 1 - _SUPPORTED))
    return Thresholds(
        flag=rounded(np.quantile(harmless, 1 - _FALSE_ALARMS)),
        support=support,
        clear=min(_CLEAR, support),
        block=_BLOCK,
    )


def figures(held_out: HeldOut, calibration: tuple[float, float], thresholds: Thresholds) -> dict[str, float]:
    """Return what the classifier alone reaches on announcements by unseen writers."""
    probability = _probabilities(held_out, calibration)
    flagged = probability >= thresholds.flag
    return {
        "announcements": len(probability),
        "auc": rounded(roc_auc_score(held_out.harmful, probability)),
        "recall": _share(flagged[held_out.harmful]),
        "false_alarm": _share(flagged[~held_out.harmful & ~held_out.hard]),
        "false_alarm_hard": _share(flagged[held_out.hard]),
        "brier": rounded(np.mean((probability - held_out.harmful) ** 2)),
    }


def _share(flagged: Flags) -> float:
    return rounded(flagged.mean()) if flagged.size else 0.0


def rounded(value: "float | np.floating[Any]") -> float:
    """Return a figure as it is written down."""
    return round(float(value), 6)


def _probabilities(held_out: HeldOut, calibration: tuple[float, float]) -> Floats:
    slope, offset = calibration
    return np.asarray(1 / (1 + np.exp(-(slope * held_out.logits + offset))))
