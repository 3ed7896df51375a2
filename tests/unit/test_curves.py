import pytest

from screener.curves import Bin, Point, brier, precision_recall, ranking, reliability
from screener.errors import DatasetError

SCORES = [0.05, 0.15, 0.3, 0.6, 0.8, 1.0]
HARMFUL = [False, False, True, False, True, True]


def test_ranking_counts_pairs_in_the_right_order():
    # 9 pairs of harmful and harmless; only (0.3, 0.6) stands the wrong way round.
    assert ranking(SCORES, HARMFUL).auc == pytest.approx(8 / 9, abs=1e-4)


def test_recall_is_what_is_reached_within_the_false_alarms():
    # No harmless announcement may be flagged among three, so the threshold lies above 0.6.
    assert ranking(SCORES, HARMFUL).recall == (0.6667, 0.6667)
    hundred = [i / 100 for i in range(100)]
    assert ranking([*hundred, 0.985, 0.5], [False] * 100 + [True] * 2).recall == (0.5, 0.5)


def test_ties_are_half_right():
    assert ranking([0.5, 0.5], [False, True]).auc == 0.5


@pytest.mark.parametrize("harmful", [[True, True], [False, False], []])
def test_one_sort_alone_cannot_be_ranked(harmful):
    with pytest.raises(DatasetError, match="both sorts"):
        ranking([0.5] * len(harmful), harmful)


def test_brier_is_the_mean_squared_error():
    assert brier([0.0, 0.5], [False, True]) == 0.125


def test_precision_recall_goes_from_all_flagged_to_none():
    points = precision_recall(SCORES, HARMFUL)
    assert points[0] == Point(1.0, 0.5)
    assert Point(pytest.approx(2 / 3), 1.0) in points
    assert points[-1] == Point(0.0, 1.0)


def test_reliability_leaves_out_empty_bins_and_counts_certainty():
    bins = list(reliability([0.05, 0.15, 0.95, 1.0], [False, True, True, False]))
    assert bins == [
        Bin(0.0, 0.1, 1, 0.05, 0.0),
        Bin(0.1, 0.2, 1, 0.15, 1.0),
        Bin(0.9, 1.0, 2, pytest.approx(0.975), 0.5),
    ]
