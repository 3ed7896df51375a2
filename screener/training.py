"""Corpus -> trained classifier with thresholds chosen on writers that the model had not seen.

Owns training: the heads, the artefact's files and manifest. scikit-learn is needed here and nowhere at run time. Same
corpus, lexicon and library versions give the same files bit for bit.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from screener.calibration import Flags, Floats, HeldOut, calibrate, figures, thresholds_of
from screener.classifier import FORMAT, MANIFEST, WEIGHTS
from screener.corpus import REVIEWERS, Entry
from screener.linear import Head, fit, matrix_of, worth_learning
from screener.matching import Matcher
from screener.samples import Progress, Sample, samples_of

_FOLDS = 8
HARM_C, _CATEGORY_C = 8.0, 8.0  # inverse regularisation; source: grouped cross-validation, models/CARD.md
_WORKERS = 2  # heads fitted at once; each needs some 2 GiB

Rows = npt.NDArray[np.intp]
_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Trainer:
    """The vectorised samples and the heads trained on them."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        """Choose features over the original texts and vectorise all."""
        self.samples = samples
        self.harmful = np.array([bool(sample.categories) for sample in samples])
        self.original = np.array([sample.original for sample in samples])
        self.groups = np.array([sample.writer for sample in samples])
        self.company = np.array([sample.company for sample in samples])
        self.codes = worth_learning([sample.features.codes for sample in samples if sample.original])
        self.matrix: Any = matrix_of([sample.features for sample in samples], self.codes)

    def harm_head(self, rows: Rows) -> Head:
        """Return the harmless/harmful head trained on `rows`."""
        return fit(self.matrix[rows], self.harmful[rows], HARM_C)

    def category_heads(self, categories: Sequence[str], rows: Rows) -> list[Head]:
        """Return one head a category, each trained to tell it from other harmful announcements."""
        matrix = self.matrix[rows]
        labels = (np.array([category in self.samples[row].categories for row in rows]) for category in categories)
        return list(_side_by_side(lambda label: fit(matrix, label, _CATEGORY_C, class_weight="balanced"), labels))

    def held_out(self, progress: Progress) -> HeldOut:
        """Return the logits of every original sample from a model that saw nothing of its writer."""
        logits = np.zeros(len(self.samples))
        folds = GroupKFold(n_splits=min(_FOLDS, len(set(self.groups)))).split(self.matrix, self.harmful, self.groups)
        for number, (unseen, found) in enumerate(_side_by_side(self._fold, folds), start=1):
            logits[unseen] = found
            progress(f"fold {number}")
        hard = np.array([sample.hard for sample in self.samples])
        return HeldOut(logits, self.harmful, hard).of(self.original & self._both_sides())

    def _fold(self, fold: tuple[Rows, Rows]) -> tuple[Rows, Floats]:
        """Return the rows that a fold leaves out, and their logits by a head that saw none of their writers' words."""
        seen, unseen = fold
        seen = seen[~np.isin(self.company[seen], self.groups[unseen])]
        return unseen, self.harm_head(seen).logits(self.matrix[unseen])

    def _both_sides(self) -> Flags:
        """Return the rows of writers who wrote harmful and harmless announcements, or all where no writer did.

        Where somebody wrote one side only, leaving him out leaves his trades out too: that says how the model does on
        trades it has never met, not how it does on another hand.
        """
        both = set(self.groups[self.harmful]) & set(self.groups[~self.harmful])
        rows = np.isin(self.groups, sorted(both))
        return rows if rows.any() else np.ones(len(rows), dtype=bool)


def _side_by_side(work: Callable[[_In], _Out], items: Iterable[_In]) -> Iterator[_Out]:
    """Yield what `work` makes of the items, in their order; some run at once, as the solver holds no lock meanwhile."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        yield from pool.map(work, items)


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
        "held_out": figures(held_out, calibration, thresholds),
        "lexicon": matcher.lexicon.version,
        "corpus": corpus_version(entries),
        "announcements": _counts(entries),
        "learned": {code: sum(code in entry.categories for entry in entries) for code in categories},
        "libraries": {name: version(name) for name in ("scikit-learn", "numpy", "scipy", "jieba")},
    }
    return _write(folder, arrays, about)


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


def model_version(weights: str, about: Mapping[str, Any]) -> str:
    """Return a hash over everything that decides: the hash of the weights, and what they are read by."""
    deciding = [weights, about["categories"], about["thresholds"], about["learned"]]
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()[:12]


def _write(folder: Path, arrays: dict[str, npt.NDArray[Any]], about: dict[str, Any]) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / WEIGHTS).open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    manifest = {"format": FORMAT, "version": model_version(digest, about), **about, "files": {WEIGHTS: digest}}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return manifest
