"""Learning curve and comparison on small made-up samples: who is held out, what is nested, what is left out."""

import numpy as np
import pytest

from screener.alternatives import ALTERNATIVES, Alternative, compare, without_features
from screener.errors import DatasetError
from screener.features import Family, Features
from screener.learning_curve import SHARES, held_out_writers, learning_curve, positions
from screener.samples import Sample
from screener.training import Trainer

WRITERS = [f"W{i}" for i in range(12)]


FAMILIES = {"c": Family.CHARACTERS, "s": Family.SOUNDS, "w": Family.WORDS, "r": Family.FINDINGS}


def quiet(_):
    pass


def features(*names):
    codes = [FAMILIES[name[0]] << 62 | sum(name.encode()) * 1000 + len(name) for name in names]
    nowhere = np.zeros(len(names), dtype=np.intp)
    return Features(np.array(codes, dtype=np.uint64), nowhere, nowhere)


def sample(names, harmful, writer, original, company=""):
    return Sample(features(*names), ("N7",) if harmful else (), writer, company, original, hard=False)


@pytest.fixture(scope="module")
def samples():
    """Twelve writers of twenty announcements each, every other one harmful, each with a damaged copy."""
    chance = np.random.default_rng(1)
    found = []
    for number, writer in enumerate(WRITERS):
        harmful = number % 2 == 0
        for _ in range(20):
            word = "c:bet" if harmful == (chance.random() < 0.9) else "c:shop"
            noise = [f"w:{chance.integers(10)}" for _ in range(4)]
            rule = ["r:N7 high strong"] if harmful and chance.random() < 0.5 else []
            names = [word, f"s:{word[2:]}", *noise, *rule]
            found += [sample(names, harmful, writer, original) for original in (True, False)]
    return found


def test_positions_nest_the_shares_of_every_writer():
    writers = ["a"] * 8 + ["b"] * 16
    found = positions(writers)
    for share, of_a, of_b in ((1 / 8, 1, 2), (1 / 4, 2, 4), (1.0, 8, 16)):
        assert (sum(found[:8] < share), sum(found[8:] < share)) == (of_a, of_b)
    assert list(found) == list(positions(writers))
    assert list(found[:8]) != sorted(found[:8])


def test_writers_held_out_are_in_no_part(samples):
    originals = [sample for sample in samples if sample.original]
    seen, unseen = held_out_writers(originals)
    assert not {originals[i].writer for i in seen} & {originals[i].writer for i in unseen}
    assert {bool(originals[i].categories) for i in unseen} == {True, False}


def test_the_curve_grows_and_measures_both_sets(samples):
    gold = [(features("c:bet", "s:bet"), True), (features("c:shop", "s:shop"), False)]
    steps = list(learning_curve(samples, gold, quiet))
    sizes = [step.announcements for step in steps]
    assert len(steps) == len(SHARES)
    assert sizes == sorted(set(sizes))
    assert steps[-1].announcements == 200  # 10 of 12 writers
    assert steps[-1].gold.auc == 1.0
    assert 0.8 < steps[-1].unseen.auc < 1.0


def test_the_curve_needs_no_labelled_set(samples):
    assert [step.gold for step in learning_curve(samples, [], quiet)] == [None] * len(SHARES)


@pytest.mark.parametrize("alternative", ALTERNATIVES, ids=lambda alternative: alternative.name)
def test_every_alternative_learns_what_can_be_learned(samples, alternative):
    trainer = Trainer(samples)
    ((name, outcome),) = compare(trainer, trainer.groups, 3, quiet, [alternative])
    assert name == alternative.name
    assert 0.8 < outcome.auc < 1.0
    assert 0 < outcome.recall < 1


def test_no_fold_learns_from_a_group_or_a_copy_that_it_is_measured_on(samples):
    trainer = Trainer(samples)
    seen = []

    def spy(trainer, rows):
        def score(unseen):
            assert not set(trainer.groups[rows]) & set(trainer.groups[unseen])
            assert trainer.original[unseen].all()
            seen.append(trainer.original[rows].all())
            return trainer.harmful[unseen].astype(float)

        return score

    for augmented in (True, False):
        ((_, outcome),) = compare(trainer, trainer.groups, 3, quiet, [Alternative("spy", spy, augmented=augmented)])
        assert outcome.auc == 1.0
    assert seen == [False] * 3 + [True] * 3


def test_features_left_out_are_gone_and_rows_are_of_unit_length(samples):
    trainer = Trainer(samples)
    reduced = without_features(trainer, Family.SOUNDS)
    assert reduced.matrix.shape[1] == trainer.matrix.shape[1] - 2
    assert np.allclose(np.sqrt(reduced.matrix.multiply(reduced.matrix).sum(axis=1)), 1)
    assert trainer.matrix.shape[1] == len(trainer.codes)


def test_too_few_writers_or_folds_are_refused(samples):
    few = [sample for sample in samples if sample.writer in WRITERS[:2]]
    with pytest.raises(DatasetError, match="at least 6 writers"):
        list(learning_curve(few, [], quiet))
    trainer = Trainer(few)
    for folds in (1, 3):
        with pytest.raises(DatasetError, match=f"{folds} folds of 2 groups"):
            next(compare(trainer, trainer.groups, folds, quiet))
