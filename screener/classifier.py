"""Features -> how likely an announcement is harmful, of which category, and which words say so.

Owns the model's file format and prediction: plain arrays (a linear model over TF-IDF features), read without pickle and
checked against their manifest. Training them is `screener.training`'s business; scikit-learn is not needed here.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from screener.errors import ModelError
from screener.features import located, names
from screener.matching import Matches
from screener.words import Words

FORMAT = 1
"""Version of the files below; a model of another format is refused."""
_MOST_PHRASES = 4  # phrases shown for a finding: more would not be read
_SHARE = 0.35  # of the highest contribution: characters from there on belong to a phrase
_GAP = 1  # characters that may lie between two parts of one phrase


class Phrase(NamedTuple):
    """Words at `[start, end)` of the original that spoke for a category; `weight` is their share in [0, 1]."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Scores:
    """`harm` in [0, 1] is the calibrated probability of harm; `categories` are scores in [0, 1], best first."""

    harm: float
    categories: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the model's manifest puts them: chosen on held-out writers, never on training data."""

    flag: float
    support: float
    clear: float
    block: float


class Classifier:
    """A trained linear model; immutable."""

    def __init__(self, manifest: dict[str, Any], vocabulary: list[str], arrays: dict[str, npt.NDArray[Any]]) -> None:
        """Take what `load` read: features, document frequencies, weights (features x categories), intercepts."""
        self.manifest = manifest
        self.categories: list[str] = manifest["categories"]
        self.thresholds = Thresholds(**manifest["thresholds"])
        self._columns = {feature: column for column, feature in enumerate(vocabulary)}
        self._idf = arrays["idf"].astype(np.float32)
        self._harm = arrays["harm"].astype(np.float32)
        self._weights = arrays["weights"]
        self._intercepts = arrays["intercepts"].astype(np.float32)
        self._harm_intercept = float(arrays["harm_intercept"][0])
        self._slope, self._offset = (float(x) for x in arrays["calibration"])

    @property
    def version(self) -> str:
        """First characters of the hash over the model's files."""
        return str(self.manifest["version"])

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Return the model in `folder` after checking every file against `manifest.json`.

        Raises:
            ModelError: a file is missing, altered or of another format; names it and says what to do.
        """
        manifest = _manifest(folder)
        for name, expected in manifest["files"].items():
            if _sha256(folder / name) != expected:
                raise ModelError(f"{folder / name}: differs from manifest.json; restore it or train again: make model")
        vocabulary = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            return cls(manifest, vocabulary, dict(arrays))

    def harm(self, words: Words, matches: Matches) -> float:
        """Return only the probability of harm of a text whose words and lexicon hits are given."""
        return self._harm_of(*self._vector(words, matches))

    def predict(self, words: Words, matches: Matches) -> Scores:
        """Return the scores of a text whose words and lexicon hits are given."""
        columns, values = self._vector(words, matches)
        harm = self._harm_of(columns, values)
        logits = values @ self._weights[columns].astype(np.float32) + self._intercepts
        scores = 1 / (1 + np.exp(-logits))
        ranked = np.argsort(-scores, kind="stable")[:5]
        return Scores(harm, tuple((self.categories[i], round(float(scores[i]), 4)) for i in ranked))

    def _vector(self, words: Words, matches: Matches) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """Return columns and values of the text's TF-IDF vector of unit length."""
        counts = Counter(map(self._columns.get, names(words, matches)))
        del counts[None]
        columns = np.fromiter(counts, np.intp, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float64))).astype(np.float32) * self._idf[columns]
        length = float(np.linalg.norm(values))
        return columns, values / length if length else values

    def _harm_of(self, columns: npt.NDArray[np.intp], values: npt.NDArray[np.float32]) -> float:
        return self._calibrated(float(values @ self._harm[columns]) + self._harm_intercept)

    def _calibrated(self, logit: float) -> float:
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, self._slope * logit + self._offset))))

    def explain(self, words: Words, matches: Matches, category: str | None) -> tuple[Phrase, ...]:
        """Return the phrases that spoke most for harm, and for `category` where one is named; strongest first."""
        columns, values = self._vector(words, matches)
        weights = self._harm[columns]
        if category in self.categories:
            weights = weights + self._weights[columns, self.categories.index(category)].astype(np.float32)
        contributions = dict(zip(columns.tolist(), (values * weights).tolist(), strict=True))
        spread = np.zeros(len(words.folded))
        counts: Counter[int] = Counter()
        known = self._columns.get
        placed = [(at, f.start, f.end) for f in located(words) if (at := known(f.name)) is not None]
        counts.update(column for column, _, _ in placed)
        for column, start, end in placed:
            spread[start:end] += contributions.get(column, 0.0) / counts[column] / (end - start)
        return _phrases(spread)


def _phrases(spread: npt.NDArray[np.float64]) -> tuple[Phrase, ...]:
    """Return the stretches where contributions are high, merged over small gaps; weights are shares of all of them."""
    highest = float(spread.max(initial=0.0))
    if highest <= 0:
        return ()
    runs = [(a, b, float(spread[a:b].clip(0).sum())) for a, b in _runs(spread >= _SHARE * highest) if b - a > 1]
    runs = sorted(runs, key=lambda run: (-run[2], run[0]))[:_MOST_PHRASES]
    total = float(spread.clip(0).sum())
    return tuple(Phrase(a, b, round(weight / total, 4)) for a, b, weight in runs)


def _runs(marked: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for i in np.flatnonzero(marked).tolist():
        if start >= 0 and i - end <= _GAP:
            end = i + 1
            continue
        if start >= 0:
            yield start, end
        start, end = i, i + 1
    if start >= 0:
        yield start, end


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); train a model: make model") from error
    except ValueError as error:
        raise ModelError(f"{path}: is no valid JSON ({error}); restore it or train again: make model") from error
    missing = {"format", "files", "version", "categories", "thresholds"} - set(manifest)
    if missing or manifest["format"] != FORMAT:
        raise ModelError(f"{path}: is of another format (this release reads {FORMAT}); train again: make model")
    return manifest


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); restore it or train again: make model") from error
