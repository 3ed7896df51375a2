"""Corpus -> trained classifier with thresholds chosen on writers that the model had not seen.

Owns training: augmentation, the linear heads, calibration, thresholds, the artefact's files and manifest. scikit-learn
is imported here and nowhere at run time. Same corpus, lexicon and library versions give the same files bit for bit.
"""

import hashlib
import json
import logging
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from screener.classifier import FORMAT, MANIFEST, WEIGHTS, Thresholds, read
from screener.corpus import Entry
from screener.features import Codes, Features, features
from screener.matching import Matcher
from screener.noise import disguise, surround, transcribe
from screener.normalize import fold
from screener.words import Words

logger = logging.getLogger(__name__)

SEED = 400
_FOLDS = 6
_MINIMUM_DOCUMENTS = 2  # announcements that a feature must occur in
_MOST_FEATURES = 160_000
_HARM_C, _CATEGORY_C = 8.0, 8.0  # inverse regularisation; source: grouped cross-validation, models/CARD.md
_FALSE_ALARMS = 0.01  # of harmless announcements by unseen writers, at the flag threshold
_MISHEARD = 0.1  # share of syllables replaced in augmented copies
_SURROUNDED, _SURROUNDINGS = 140, 2  # characters of the longest text that is also learned among others; how often

Progress = Callable[[str], None]
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Sample:
    """One training text: features, labels, who wrote it and the words around it, and whether it is a changed copy."""

    features: Features
    categories: tuple[str, ...]
    writer: str
    company: str
    original: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A linear function of a text's vector; its sign says on which side of a question the text falls."""

    weights: Floats
    intercept: float

    def logits(self, matrix: Any) -> Floats:  # noqa: ANN401 - scipy has no types
        """Return the logit of every row."""
        return np.asarray(matrix @ self.weights + self.intercept)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What models said of announcements by writers that they had not seen; one row an original sample."""

    logits: Floats
    harmful: npt.NDArray[np.bool_]


def samples_of(entries: Sequence[Entry], matcher: Matcher, progress: Progress) -> list[Sample]:
    """Return every entry and changed copies of it as features: misheard, disguised, and among harmless words."""
    chance = random.Random(SEED)
    company = _harmless_by_writer(entries)
    found = []
    for number, entry in enumerate(entries):
        for copy, (text, other) in enumerate(_copies(entry.text, company, chance)):
            found.append(Sample(_features(text, matcher), entry.categories, entry.writer, other, copy == 0))
        if number % 500 == 0:
            progress(f"features {number}/{len(entries)}")
    return found


def _harmless_by_writer(entries: Sequence[Entry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if not entry.categories:
            found[entry.writer].append(entry.text)
    return found


def _copies(text: str, company: Mapping[str, Sequence[str]], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the text and its changed copies, each with the writer of the words that were put around it."""
    yield text, ""
    yield transcribe(text, _MISHEARD, chance), ""
    yield disguise(text, chance), ""
    if company and len(text) <= _SURROUNDED:
        for _ in range(_SURROUNDINGS):
            writer = chance.choice(list(company))
            yield surround(text, company[writer], chance), writer


def _features(text: str, matcher: Matcher) -> Features:
    words = Words(fold(text))
    return features(words, matcher.match_words(text, words))


class Trainer:
    """The vectorised samples and the heads trained on them."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        """Choose features over the original texts and vectorise all."""
        self.samples = samples
        self.harmful = np.array([bool(sample.categories) for sample in samples])
        self.original = np.array([sample.original for sample in samples])
        self.groups = np.array([sample.writer for sample in samples])
        self.company = np.array([sample.company for sample in samples])
        self.codes = _worth_learning([sample.features.codes for sample in samples if sample.original])
        self.matrix: Any = _matrix([sample.features for sample in samples], self.codes)

    def harm_head(self, rows: Rows) -> Head:
        """Return the harmless/harmful head trained on `rows`."""
        return fit(self.matrix[rows], self.harmful[rows], _HARM_C)

    def category_heads(self, categories: Sequence[str], rows: Rows) -> list[Head]:
        """Return one head a category, each trained to tell it from other harmful announcements."""
        matrix = self.matrix[rows]
        labels = [np.array([category in self.samples[row].categories for row in rows]) for category in categories]
        return [fit(matrix, label, _CATEGORY_C, class_weight="balanced") for label in labels]

    def held_out(self, progress: Progress) -> HeldOut:
        """Return the logits of every original sample from a model that saw nothing of its writer."""
        logits = np.zeros(len(self.samples))
        folds = GroupKFold(n_splits=min(_FOLDS, len(set(self.groups))))
        for number, (seen, unseen) in enumerate(folds.split(self.matrix, self.harmful, self.groups), start=1):
            seen = seen[~np.isin(self.company[seen], self.groups[unseen])]
            logits[unseen] = self.harm_head(seen).logits(self.matrix[unseen])
            progress(f"fold {number}")
        return HeldOut(logits[self.original], self.harmful[self.original])


def fit(matrix: Any, labels: npt.NDArray[np.bool_], strength: float, **options: Any) -> Head:  # noqa: ANN401
    """Return a logistic regression over features scaled by how unevenly they occur in the two classes.

    The scale is the absolute log ratio of naive Bayes: what occurs alike in both classes is held down before it can fit
    chance. Source: Wang & Manning, "Baselines and bigrams", 2012; what it gains here is in models/CARD.md.
    """
    scale = np.abs(_log_ratio(matrix, labels))
    head = LogisticRegression(C=strength, solver="liblinear", random_state=SEED, max_iter=200, **options)
    head.fit(matrix @ sparse.diags_array(scale), labels)
    return Head(head.coef_[0] * scale, float(head.intercept_[0]))


def _log_ratio(matrix: Any, labels: npt.NDArray[np.bool_]) -> Floats:  # noqa: ANN401 - scipy has no types
    present = matrix.astype(bool)
    counts = [1 + np.asarray(present[rows].sum(axis=0)).ravel() for rows in (labels, ~labels)]
    first, second = (count / count.sum() for count in counts)
    return np.asarray(np.log(first / second))


def _worth_learning(texts: Sequence[Codes]) -> Codes:
    """Return, ascending, the codes of the features that occur in several texts, the most common ones of them."""
    codes, documents = np.unique(np.concatenate([np.unique(text) for text in texts]), return_counts=True)
    common = documents >= _MINIMUM_DOCUMENTS
    codes, documents = codes[common], documents[common]
    order = np.lexsort((codes, -documents))[:_MOST_FEATURES]
    return np.sort(codes[order])


def _matrix(texts: Sequence[Features], codes: Codes) -> Any:  # noqa: ANN401 - scipy has no types
    readings = [read(found, codes, 0) for found in texts]
    ends = np.cumsum([0, *(len(reading.columns) for reading in readings)])
    columns = np.concatenate([reading.columns for reading in readings])
    values = np.concatenate([reading.values for reading in readings])
    # liblinear takes 32-bit indices only.
    indices = columns.astype(np.int32), ends.astype(np.int32)
    return sparse.csr_array((values, *indices), shape=(len(texts), len(codes)))


def calibrate(held_out: HeldOut) -> tuple[float, float]:
    """Return slope and offset that turn logits into probabilities. Source: Platt, 1999."""
    head = LogisticRegression(C=1e6, solver="lbfgs").fit(held_out.logits.reshape(-1, 1), held_out.harmful)
    return float(head.coef_[0, 0]), float(head.intercept_[0])


def thresholds_of(held_out: HeldOut, calibration: tuple[float, float]) -> Thresholds:
    """Return the probabilities from which to flag, support a rule, clear a text, and hold it."""
    slope, offset = calibration
    probability = 1 / (1 + np.exp(-(slope * held_out.logits + offset)))
    harmless, harmful = probability[~held_out.harmful], probability[held_out.harmful]
    return Thresholds(
        flag=_round(np.quantile(harmless, 1 - _FALSE_ALARMS)),
        support=_round(np.quantile(harmless, 1 - 4 * _FALSE_ALARMS)),
        clear=_round(np.quantile(harmful, 0.01)),
        block=0.9,
    )


def _figures(held_out: HeldOut, calibration: tuple[float, float], thresholds: Thresholds) -> dict[str, float]:
    """Return what the classifier alone reaches on announcements by unseen writers."""
    slope, offset = calibration
    probability = 1 / (1 + np.exp(-(slope * held_out.logits + offset)))
    flagged = probability >= thresholds.flag
    return {
        "auc": _round(roc_auc_score(held_out.harmful, probability)),
        "recall": _round(flagged[held_out.harmful].mean()),
        "false_alarm": _round(flagged[~held_out.harmful].mean()),
        "brier": _round(np.mean((probability - held_out.harmful) ** 2)),
    }


def _round(value: "float | np.floating[Any]") -> float:
    return round(float(value), 6)


def train(entries: Sequence[Entry], matcher: Matcher, folder: Path, progress: Progress) -> dict[str, Any]:
    """Train on `entries` and write the artefact into `folder`; return its manifest."""
    with threadpool_limits(limits=1):  # more threads add in another order, and the files would differ in the last bit
        trainer = Trainer(samples_of(entries, matcher, progress))
        progress(f"{trainer.matrix.shape[1]} features of {len(trainer.samples)} texts")
        held_out = trainer.held_out(progress)
        calibration = calibrate(held_out)
        everything = np.arange(len(trainer.samples))
        harm = trainer.harm_head(everything)
        categories = sorted({category for entry in entries for category in entry.categories})
        progress(f"{len(categories)} categories")
        heads = trainer.category_heads(categories, everything[trainer.harmful])
    arrays: dict[str, npt.NDArray[Any]] = {
        "codes": trainer.codes,
        "harm": harm.weights.astype(np.float32),
        "harm_intercept": np.array([harm.intercept]),
        "weights": np.stack([head.weights for head in heads], axis=1).astype(np.float16),
        "intercepts": np.array([head.intercept for head in heads], dtype=np.float32),
        "calibration": np.array(calibration),
    }
    thresholds = thresholds_of(held_out, calibration)
    about = {
        "categories": categories,
        "thresholds": asdict(thresholds),
        "held_out": _figures(held_out, calibration, thresholds),
        "lexicon": matcher.lexicon.version,
        "corpus": _corpus_version(entries),
        "announcements": {"harmful": sum(bool(e.categories) for e in entries), "all": len(entries)},
        "libraries": {name: version(name) for name in ("scikit-learn", "numpy", "scipy", "jieba")},
    }
    return _write(folder, arrays, about)


def _corpus_version(entries: Sequence[Entry]) -> str:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(f"{entry.text}\0{','.join(entry.categories)}\n".encode())
    return digest.hexdigest()[:12]


def _write(folder: Path, arrays: dict[str, npt.NDArray[Any]], about: dict[str, Any]) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / WEIGHTS).open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    manifest = {"format": FORMAT, "version": digest[:12], **about, "files": {WEIGHTS: digest}}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return manifest
