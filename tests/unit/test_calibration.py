"""Thresholds: read off announcements that no model had seen."""

import numpy as np
import pytest

from screener.calibration import HeldOut, calibrate, figures, thresholds_of


def held_out(harmless, harmful):
    logits = np.array([*harmless, *harmful], dtype=float)
    labels = np.arange(len(logits)) >= len(harmless)
    return HeldOut(logits, labels, ~labels & (logits > 0))


IDENTITY = (1.0, 0.0)
HARMLESS, HARMFUL = np.linspace(-8, 1, 1000), np.linspace(-1, 8, 1000)


def test_few_harmless_announcements_reach_the_flag_threshold():
    found = thresholds_of(held_out(HARMLESS, HARMFUL), IDENTITY)
    probability = 1 / (1 + np.exp(-HARMLESS))
    assert (probability >= found.flag).mean() == pytest.approx(0.035, abs=0.002)
    assert (probability >= found.support).mean() == pytest.approx(0.04, abs=0.002)
    assert found.clear <= 0.5 < found.support < found.flag < found.block


def test_what_supports_a_rule_is_never_cleared():
    found = thresholds_of(held_out(HARMLESS - 3, HARMFUL), IDENTITY)
    assert found.clear == found.support < 0.5


def test_calibration_makes_probabilities_of_logits_that_exaggerate():
    chance = np.random.default_rng(1)
    logits = chance.normal(0, 2, 4000)
    labels = chance.random(4000) < 1 / (1 + np.exp(-logits))
    exaggerated = HeldOut(3 * logits, labels, ~labels)
    slope, offset = calibrate(exaggerated)
    assert slope == pytest.approx(1 / 3, rel=0.15)
    assert offset == pytest.approx(0, abs=0.15)
    raw, mended = (figures(exaggerated, c, thresholds_of(exaggerated, c))["brier"] for c in (IDENTITY, (slope, offset)))
    assert mended < raw
