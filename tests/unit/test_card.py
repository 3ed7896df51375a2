import pytest

from screener.alternatives import Outcome
from screener.card import card
from screener.corpus import Entry
from screener.curves import Ranking
from screener.errors import DatasetError
from screener.learning_curve import Step
from screener.measurements import COMPARISON, CURVE, EVALUATION, PUBLIC, comparison, curve, keep

CORPUS = [
    Entry("文字", ("N7.gambling",), "implicit", "", "", "W1", ""),
    Entry("文字", (), "plain", "", "", "W2", ""),
    Entry("文字", (), "plain", "", "", "W2", ""),
]
CODES = ("N1", "N7", "N7.gambling", "A1", "A1.no_speech")
MANIFEST = {"version": "m1", "corpus": "c1", "announcements": {"all": 4, "harmful": 1, "feedback": 1}}
VERSIONS = {"model": "m1", "lexicon": "l1"}
SHARES = [
    {"name": "recall", "whole": [6, 10], "rules": [3, 10]},
    {"name": "recall, plain", "whole": [6, 8], "rules": [3, 8]},
    {"name": "recall, N8", "whole": [0, 2], "rules": [0, 2]},
    {"name": "clause accuracy", "whole": [0, 0], "rules": [0, 0]},
]


@pytest.fixture
def lines(tmp_path):
    """A function that writes the card from what it is given and returns the card's lines."""

    def written(**kept):
        for name, values in kept.items():
            keep(tmp_path / f"{name}.json", values)
        return card(MANIFEST, CORPUS, CODES, tmp_path).splitlines()

    return written


def test_the_corpus_is_counted(lines):
    found = lines()
    assert "3 announcements to 2 briefs ([their card](corpus/README.md))." in found
    assert "The model learned from 4, 1 of them harmful and 1 from reviewers' verdicts." in found
    assert "| harmless | plain | 2 |" in found
    assert "| to flag | implicit | 1 |" in found
    assert "Clauses without any announcement: N1." in found


def test_what_was_not_measured_is_left_out(lines):
    assert [line for line in lines() if line.startswith("## ")] == ["## Data", "## Model", "## Limits", "## Retraining"]


def test_an_evaluation_shows_figures_and_failures(lines):
    confused = [["N8", "N7", 1], ["pass", "N9", 3]]
    classifier = {"auc": 0.95, "recall": {"0.01": 0.5, "0.02": 0.6}, "brier": 0.07}
    values = {"set": "gold.jsonl", "items": 20, "shares": SHARES, "confused": confused, "classifier": classifier}
    found = lines(evaluation={**values, "versions": VERSIONS})
    assert "## Figures on gold.jsonl" in found
    assert "| recall | 0.600 (6 of 10) | 0.300 (3 of 10) |" in found
    assert "| clause accuracy | – | – |" in found
    assert "Known failures. Found less often than the average: N8 0.000 (0 of 2)." in found
    assert "Wrong clauses and false alarms: pass taken for N9 3, N8 taken for N7 1." in found
    assert any("AUC 0.950, recall 0.500 at 1% false alarms" in line for line in found)


def test_unseen_writers_are_shown_without_their_clauses(lines):
    values = {"set": "new.jsonl", "items": 20, "shares": SHARES, "confused": []}
    found = lines(unseen={**values, "versions": VERSIONS})
    text = " ".join(found)
    assert "20 announcements (new.jsonl) by writers of whom nothing had been seen" in text
    assert "| recall | 0.600 (6 of 10) | 0.300 (3 of 10) |" in found
    assert "N8" not in text
    assert "measure again" not in text
    assert "measure again" in " ".join(lines(unseen={**values, "versions": VERSIONS | {"model": "m0"}}))


def test_a_curve_says_what_the_last_step_bought(lines):
    steps = [
        Step(100, Ranking(0.9, (0.4, 0.5)), Ranking(0.8, (0.3, 0.4))),
        Step(200, Ranking(0.95, (0.6, 0.7)), Ranking(0.85, (0.25, 0.45))),
    ]
    found = lines(curve=curve(steps, "gold.jsonl", {"corpus": "c1"}))
    assert "| 200 | 0.950 | 0.600 | 0.700 | 0.850 | 0.250 | 0.450 |" in found
    text = " ".join(found)
    assert "From 100 to 200 announcements" in text
    assert "on unseen writers from 0.400 to 0.600 (+0.200), on gold.jsonl from 0.300 to 0.250 (-0.050)" in text
    assert "a doubling was worth +0.200 on unseen writers, -0.050 on gold.jsonl on average" in text


def test_a_curve_without_a_labelled_set_has_no_columns_for_one(lines):
    steps = [Step(n, Ranking(0.9, (0.4, 0.5)), None) for n in (1, 2)]
    assert "| 2 | 0.900 | 0.400 | 0.500 |" in lines(curve=curve(steps, None, {"corpus": "c1"}))


def test_a_comparison_has_a_row_an_alternative(lines):
    outcomes = {"writers": {"other": Outcome(0.9, 0.4, 12.4)}, "sectors": {"other": Outcome(0.95, 0.6, 9.0)}}
    assert "| other | 0.900 | 0.400 | 0.950 | 0.600 | 12 |" in lines(
        comparison=comparison(outcomes, 6, {"corpus": "c1"})
    )


def test_totals_of_public_sets_weigh_labels_by_their_size(lines):
    rows = [
        {"set": "S", "label": "a", "flag": True, "of": 300, "texts": 10, "flagged": {"x": 10}, "right_clause": 7},
        {"set": "S", "label": "b", "flag": True, "of": 100, "texts": 10, "flagged": {"x": 0}, "right_clause": None},
    ]
    found = lines(public={"versions": VERSIONS, "seed": 1, "most": 10, "systems": ["x"], "rows": rows})
    assert "| **S** | **all to flag** | 20 | 0.75 |  |" in found
    assert "| S | a (to flag) | 10 | 1.00 | 7 of 10 |" in found
    assert "| S | b (to flag) | 10 | 0.00 |  |" in found


@pytest.mark.parametrize(("version", "stale"), [("c1", False), ("c0", True)])
def test_figures_of_something_else_are_said_to_be_so(lines, version, stale):
    found = lines(curve=curve([Step(n, Ranking(0.9, (0.4, 0.5)), None) for n in (1, 2)], None, {"corpus": version}))
    assert any(line.startswith("**Measured with corpus c0,") for line in found) == stale


@pytest.mark.parametrize("name", [EVALUATION, CURVE, COMPARISON, PUBLIC])
def test_a_broken_measurement_is_named(tmp_path, name):
    (tmp_path / name).write_text("{", encoding="utf-8")
    with pytest.raises(DatasetError, match=name):
        card(MANIFEST, CORPUS, CODES, tmp_path)
