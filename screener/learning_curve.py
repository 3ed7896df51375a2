"""The corpus in growing parts -> how much more data would buy.

Owns which parts: the same share of every writer's announcements, each part inside the next, so that the mixture of
categories stays the same. The curve therefore tells what more announcements by the same hands are worth, not what more
hands would be. Measured on writers whom no part holds, and on a labelled set where one is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold
from threadpoolctl import threadpool_limits

from screener.curves import Ranking, ranking
from screener.errors import DatasetError
from screener.features import Features
from screener.linear import SEED, Head, matrix_of
from screener.samples import Progress, Sample
from screener.training import Trainer

SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
"""Parts of the corpus that are trained on, beside the writers held out."""
_HELD_OUT = 6  # one writer in so many is held out

Labelled = Sequence[tuple[Features, bool]]
"""Features and label (is it harmful?) of announcements that are not of the corpus."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the harm head reaches after so many announcements, by unseen writers and on a labelled set."""

    announcements: int
    unseen: Ranking
    gold: Ranking | None


def learning_curve(samples: Sequence[Sample], gold: Labelled, progress: Progress) -> Iterator[Step]:
    """Yield a step for every share; only the harm head is trained."""
    originals = [sample for sample in samples if sample.original]
    announcement = np.cumsum([sample.original for sample in samples]) - 1  # copies follow their original
    seen, unseen = held_out_writers(originals)
    held_out = {originals[i].writer for i in unseen}
    position = positions([sample.writer for sample in originals])
    strangers = [(originals[i].features, bool(originals[i].categories)) for i in unseen]
    for share in SHARES:
        part = set(seen[position[seen] < share].tolist())
        chosen = [
            sample
            for sample, number in zip(samples, announcement, strict=True)
            if number in part and sample.company not in held_out
        ]
        progress(f"{len(part)} announcements")
        yield _step(len(part), chosen, strangers, gold)


def _step(announcements: int, samples: Sequence[Sample], strangers: Labelled, gold: Labelled) -> Step:
    with threadpool_limits(limits=1):
        trainer = Trainer(samples)
        head = trainer.harm_head(np.arange(len(samples)))
        unseen = _ranked(trainer, head, strangers)
        return Step(announcements, unseen, _ranked(trainer, head, gold) if gold else None)


def _ranked(trainer: Trainer, head: Head, test: Labelled) -> Ranking:
    scores = head.logits(matrix_of([features for features, _ in test], trainer.codes))
    return ranking(scores, [harmful for _, harmful in test])


def held_out_writers(originals: Sequence[Sample]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the indices of announcements to train on and of those by writers who are held out; seeded.

    Raises:
        DatasetError: there are too few writers.
    """
    if len({sample.writer for sample in originals}) < _HELD_OUT:
        raise DatasetError(f"a learning curve needs a corpus by at least {_HELD_OUT} writers")
    harmful = [bool(sample.categories) for sample in originals]
    folds = StratifiedGroupKFold(n_splits=_HELD_OUT, shuffle=True, random_state=SEED)
    seen, unseen = next(folds.split(harmful, harmful, [sample.writer for sample in originals]))
    return seen, unseen


def positions(writers: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return in [0, 1) where each announcement stands in a seeded order of its writer's announcements."""
    chance = np.random.default_rng(SEED)
    names = np.array(writers)
    found = np.zeros(len(names))
    for writer in sorted(set(writers)):
        own = np.flatnonzero(names == writer)
        found[chance.permutation(own)] = np.arange(len(own)) / len(own)
    return found
