"""Other ways to tell harmless from harmful -> what each reaches on announcements by unseen hands and of unseen trades.

Owns the alternatives and the comparison. All share one matrix of features; a part of the features is left out by
dropping its columns. Figures are means over folds, since the scores of different learners have no common scale.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from screener.curves import ranking
from screener.errors import DatasetError
from screener.features import Family, families_of
from screener.linear import SEED
from screener.samples import Progress
from screener.training import HARM_C, Trainer

Rows = npt.NDArray[np.intp]
Scorer = Callable[[Rows], npt.NDArray[np.float64]]
_INNER_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way to train: `fit` takes the rows to learn from and returns what scores rows."""

    name: str
    fit: Callable[[Trainer, Rows], Scorer]
    without: Family | None = None  # features left out
    augmented: bool = True  # whether changed copies are learned from
    surrounded: bool = True  # whether copies among words of others are


@dataclass(frozen=True, slots=True)
class Outcome:
    """Mean over folds of the area under the ROC curve and of the recall at 1 % false alarms; seconds in all."""

    auc: float
    recall: float
    seconds: float


def _shipped(trainer: Trainer, rows: Rows) -> Scorer:
    head = trainer.harm_head(rows)
    return lambda unseen: head.logits(trainer.matrix[unseen])


def _estimator(make: Callable[[], Any]) -> Callable[[Trainer, Rows], Scorer]:
    def fit(trainer: Trainer, rows: Rows) -> Scorer:
        head = make().fit(trainer.matrix[rows], trainer.harmful[rows])
        if hasattr(head, "decision_function"):
            return lambda unseen: head.decision_function(trainer.matrix[unseen])
        return lambda unseen: np.diff(head.predict_joint_log_proba(trainer.matrix[unseen]), axis=1)[:, 0]

    return fit


def _stacked(trainer: Trainer, rows: Rows) -> Scorer:
    """Learn from the text alone, then weigh its logit beside what the lexicon found.

    The second stage learns from logits of writers that the first had not seen, or it would trust them too much.
    """
    text = without_features(trainer, Family.FINDINGS)
    found = trainer.matrix[:, families_of(trainer.codes) == Family.FINDINGS]
    logits = np.zeros(trainer.matrix.shape[0])
    for seen, unseen in GroupKFold(_INNER_FOLDS).split(rows, groups=trainer.groups[rows]):
        logits[rows[unseen]] = text.harm_head(rows[seen]).logits(text.matrix[rows[unseen]])
    second = LogisticRegression(solver="liblinear", random_state=SEED)
    second.fit(_beside(logits[rows], found[rows]), trainer.harmful[rows])
    first = text.harm_head(rows)
    return lambda unseen: second.decision_function(_beside(first.logits(text.matrix[unseen]), found[unseen]))


def _beside(logits: npt.NDArray[np.float64], found: Any) -> Any:  # noqa: ANN401 - sparse matrices have no types
    return hstack([csr_array(logits.reshape(-1, 1)), found]).tocsr()


ALTERNATIVES = (
    Alternative("logistic regression, as shipped", _shipped),
    Alternative("without sounds", _shipped, without=Family.SOUNDS),
    Alternative("without words", _shipped, without=Family.WORDS),
    Alternative("without lexicon finds", _shipped, without=Family.FINDINGS),
    Alternative("without changed copies", _shipped, augmented=False),
    Alternative("without copies among others' words", _shipped, surrounded=False),
    Alternative("without naive-Bayes scaling", _estimator(lambda: LogisticRegression(C=HARM_C, solver="liblinear"))),
    Alternative("linear support vectors", _estimator(lambda: LinearSVC(C=0.5, random_state=SEED))),
    Alternative("complement naive Bayes", _estimator(lambda: ComplementNB(alpha=0.1))),
    Alternative(
        "stochastic gradient, log loss",
        _estimator(lambda: SGDClassifier(loss="log_loss", alpha=1e-6, random_state=SEED, max_iter=200)),
    ),
    Alternative("text alone, stacked with lexicon finds", _stacked),
)


def without_features(trainer: Trainer, family: Family) -> Trainer:
    """Return the trainer without the features of a family, its rows of unit length again."""
    kept = families_of(trainer.codes) != family
    reduced = copy(trainer)
    reduced.matrix = normalize(trainer.matrix[:, kept])
    reduced.codes = trainer.codes[kept]
    return reduced


def compare(
    trainer: Trainer,
    groups: Sequence[str],
    folds: int,
    progress: Progress,
    alternatives: Sequence[Alternative] = ALTERNATIVES,
) -> Iterator[tuple[str, Outcome]]:
    """Yield (name, outcome) of every alternative, cross-validated over `groups`, one name a row of the trainer.

    No fold is trained on a group that it is measured on; unchanged announcements only are measured on. Copies among
    words of a writer who is measured on are left out too; with groups of another sort, clauses of theirs stay in.

    Raises:
        DatasetError: there are fewer groups than folds, or fewer than two folds.
    """
    if not 2 <= folds <= len(set(groups)):
        raise DatasetError(f"{folds} folds of {len(set(groups))} groups: must be from 2 to the number of groups")
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=SEED)
    splits = list(splitter.split(trainer.matrix, trainer.harmful, groups))
    for alternative in alternatives:
        with threadpool_limits(limits=1):
            outcome = _outcome(alternative, trainer, splits, np.array(groups))
        progress(alternative.name)
        yield alternative.name, outcome


def _outcome(
    alternative: Alternative, trainer: Trainer, splits: Sequence[tuple[Rows, Rows]], groups: npt.NDArray[np.str_]
) -> Outcome:
    started = time.perf_counter()
    reduced = trainer if alternative.without is None else without_features(trainer, alternative.without)
    learned = trainer.original | alternative.augmented
    learned &= (trainer.company == "") | alternative.surrounded
    found = []
    for seen, unseen in splits:
        rows = seen[learned[seen] & ~np.isin(trainer.company[seen], groups[unseen])]
        measured = unseen[trainer.original[unseen]]
        found.append(ranking(alternative.fit(reduced, rows)(measured), trainer.harmful[measured]))
    seconds = time.perf_counter() - started
    auc, recall = np.mean([(r.auc, r.recall[0]) for r in found], axis=0)
    return Outcome(round(float(auc), 4), round(float(recall), 4), round(seconds, 1))
