"""Corpus -> trained classifier with thresholds chosen on writers that the model had not seen.

Owns training: augmentation, the linear heads, calibration, thresholds, the artefact's files and manifest. scikit-learn
is imported here and nowhere at run time. Same corpus, lexicon and library versions give the same files bit for bit.
"""

import hashlib
import json
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from screener.classifier import FORMAT, Thresholds
from screener.corpus import REVIEWERS, Entry
from screener.features import names
from screener.matching import Matcher
from screener.noise import disguise, transcribe
from screener.normalize import fold
from screener.words import Words

logger = logging.getLogger(__name__)

SEED = 400
_FOLDS = 6
_MINIMUM_DOCUMENTS = 2  # announcements that a feature must occur in
_MOST_FEATURES = 160_000
_HARM_C, _CATEGORY_C = 12.0, 20.0  # inverse regularisation; source: grouped cross-validation, models/CARD.md
_FALSE_ALARMS = 0.01  # of harmless announcements by unseen writers, at the flag threshold
_MISHEARD = 0.1  # share of syllables replaced in augmented copies

Progress = Callable[[str], None]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One training text: features, labels, who wrote it, and whether it is a damaged copy."""

    features: list[str]
    categories: tuple[str, ...]
    writer: str
    original: bool


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What models said of announcements by writers that they had not seen; one row an original sample."""

    logits: Floats
    harmful: npt.NDArray[np.bool_]


def samples_of(entries: Sequence[Entry], matcher: Matcher, progress: Progress) -> list[Sample]:
    """Return every entry and two damaged copies of it, misheard and disguised, as features."""
    chance = random.Random(SEED)
    found = []
    for number, entry in enumerate(entries):
        texts = (entry.text, transcribe(entry.text, _MISHEARD, chance), disguise(entry.text, chance))
        for copy, text in enumerate(texts):
            found.append(Sample(features_of(text, matcher), entry.categories, entry.writer, copy == 0))
        if number % 500 == 0:
            progress(f"features {number}/{len(entries)}")
    return found


def features_of(text: str, matcher: Matcher) -> list[str]:
    """Return the features of one text as training sees them."""
    words = Words(fold(text))
    return names(words, matcher.match_words(text, words))


class Trainer:
    """The vectorised samples and the heads trained on them."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        """Choose features over the original texts and vectorise all."""
        self.samples = samples
        self.harmful = np.array([bool(sample.categories) for sample in samples])
        self.original = np.array([sample.original for sample in samples])
        self.groups = np.array([sample.writer for sample in samples])
        self.vectorizer = TfidfVectorizer(
            analyzer=_identity,
            sublinear_tf=True,
            min_df=_MINIMUM_DOCUMENTS,
            max_features=_MOST_FEATURES,
            dtype=np.float64,
        )
        self.vectorizer.fit([sample.features for sample in samples if sample.original])
        self.matrix: Any = self.vectorizer.transform([sample.features for sample in samples]).tocsr()

    def harm_head(self, rows: npt.NDArray[np.intp]) -> LogisticRegression:
        """Return the harmless/harmful head trained on `rows`."""
        head = LogisticRegression(C=_HARM_C, solver="liblinear", random_state=SEED, max_iter=200)
        return head.fit(self.matrix[rows], self.harmful[rows])

    def category_heads(self, categories: Sequence[str], rows: npt.NDArray[np.intp]) -> list[LogisticRegression]:
        """Return one head a category, each trained to tell it from other harmful announcements."""
        matrix = self.matrix[rows]
        heads = []
        for category in categories:
            labels = np.array([category in self.samples[row].categories for row in rows])
            head = LogisticRegression(C=_CATEGORY_C, solver="liblinear", random_state=SEED, class_weight="balanced")
            heads.append(head.fit(matrix, labels))
        return heads

    def held_out(self, progress: Progress) -> HeldOut:
        """Return the logits of every original sample from a model that saw nothing of its writer."""
        logits = np.zeros(len(self.samples))
        folds = GroupKFold(n_splits=min(_FOLDS, len(set(self.groups))))
        for number, (seen, unseen) in enumerate(folds.split(self.matrix, self.harmful, self.groups), start=1):
            logits[unseen] = self.harm_head(seen).decision_function(self.matrix[unseen])
            progress(f"fold {number}")
        return HeldOut(logits[self.original], self.harmful[self.original])


def _identity(features: list[str]) -> list[str]:
    return features


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
    arrays = {
        "idf": trainer.vectorizer.idf_.astype(np.float32),
        "harm": harm.coef_[0].astype(np.float32),
        "harm_intercept": harm.intercept_.astype(np.float64),
        "weights": np.stack([head.coef_[0] for head in heads], axis=1).astype(np.float16),
        "intercepts": np.array([head.intercept_[0] for head in heads], dtype=np.float32),
        "calibration": np.array(calibration, dtype=np.float64),
    }
    thresholds = thresholds_of(held_out, calibration)
    about = {
        "categories": categories,
        "thresholds": asdict(thresholds),
        "held_out": _figures(held_out, calibration, thresholds),
        "lexicon": matcher.lexicon.version,
        "corpus": corpus_version(entries),
        "announcements": _counts(entries),
        "libraries": {name: version(name) for name in ("scikit-learn", "numpy", "scipy", "jieba")},
    }
    return _write(folder, list(trainer.vectorizer.get_feature_names_out()), arrays, about)


def _counts(entries: Sequence[Entry]) -> dict[str, int]:
    return {
        "all": len(entries),
        "harmful": sum(bool(entry.categories) for entry in entries),
        "feedback": sum(entry.writer == REVIEWERS for entry in entries),
    }


def corpus_version(entries: Sequence[Entry]) -> str:
    """Return a hash over texts and labels."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(f"{entry.text}\0{','.join(entry.categories)}\n".encode())
    return digest.hexdigest()[:12]


def _write(
    folder: Path, vocabulary: list[str], arrays: dict[str, npt.NDArray[Any]], about: dict[str, Any]
) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), encoding="utf-8", newline="\n")
    with (folder / "weights.npz").open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    names = ("vocabulary.txt", "weights.npz")
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    number = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:12]
    manifest = {"format": FORMAT, "version": number, **about, "files": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return manifest
