"""Features -> how likely an announcement is harmful, of which category, and which words say so.

Owns the model's file format and prediction: plain arrays (a linear model), read without pickle and checked against
their manifest. Training them is `screener.training`'s business; scikit-learn is not needed here.
"""

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from screener.errors import ModelError
from screener.features import BREAKS, Codes, Features, Offsets, features
from screener.matching import Matches
from screener.words import Words

FORMAT = 3
"""Version of the files below; a model of another format is refused."""
MANIFEST, WEIGHTS = "manifest.json", "weights.npz"
_WELL_KNOWN = 500  # announcements of a category from which the model may overrule a rule of it
_MOST_PHRASES = 4  # phrases shown for a finding: more would not be read
_SHARE = 0.35  # of the highest contribution: words from there on belong to a phrase
_GAP = 1  # words that may lie between two parts of one phrase


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model sees it: a vector of unit length, and where in the text its features stand.

    Attributes:
        columns: features of the model that occur, ascending, shape (n,).
        values: their weight in the vector, shape (n,).
        places: every occurrence as an index into `columns`, shape (m,).
        starts: where each occurrence starts in the original text, shape (m,).
        ends: where each ends, shape (m,).
        length: characters of the text.
    """

    columns: npt.NDArray[np.intp]
    values: npt.NDArray[np.float64]
    places: npt.NDArray[np.intp]
    starts: Offsets
    ends: Offsets
    length: int


class Classifier:
    """A trained linear model; immutable."""

    def __init__(self, manifest: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> None:
        """Take what `load` read: codes of the features, ascending, and their weights (features x categories)."""
        self.manifest = manifest
        self.categories: list[str] = manifest["categories"]
        self.thresholds = Thresholds(**manifest["thresholds"])
        self.known = frozenset(code for code, count in manifest["learned"].items() if count >= _WELL_KNOWN)
        self._codes: Codes = arrays["codes"]
        self._harm = arrays["harm"].astype(np.float64)
        self._weights = arrays["weights"]
        self._intercepts = arrays["intercepts"].astype(np.float64)
        self._harm_intercept = float(arrays["harm_intercept"][0])
        self._slope, self._offset = (float(x) for x in arrays["calibration"])

    @property
    def version(self) -> str:
        """First characters of a hash over weights and thresholds."""
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
        with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
            return cls(manifest, dict(arrays))

    def read(self, words: Words, matches: Matches) -> Reading:
        """Return what the model sees of a text whose words and lexicon hits are given."""
        return read(features(words, matches), self._codes, len(words.folded))

    def predict(self, reading: Reading) -> Scores:
        """Return the scores of a text."""
        logits = reading.values @ self._weights[reading.columns].astype(np.float64) + self._intercepts
        scores = 1 / (1 + np.exp(-logits))
        ranked = np.argsort(-scores, kind="stable")[:5]
        return Scores(self.harm(reading), tuple((self.categories[i], round(float(scores[i]), 4)) for i in ranked))

    def harm(self, reading: Reading) -> float:
        """Return only the probability of harm of a text."""
        logit = self._slope * (float(reading.values @ self._harm[reading.columns]) + self._harm_intercept)
        # Rounded: processors differ in the last bits of a sum, and decisions must not.
        return round(1 / (1 + math.exp(-max(-40.0, min(40.0, logit + self._offset)))), 6)

    def explain(self, reading: Reading, words: Words, category: str | None) -> tuple[Phrase, ...]:
        """Return the phrases, of the text's words, that spoke most for harm and for `category`; strongest first."""
        weights = self._harm[reading.columns]
        if category in self.categories:
            weights = weights + self._weights[reading.columns, self.categories.index(category)]
        shares = reading.values * weights / np.bincount(reading.places, minlength=len(weights)).clip(1)
        spans = reading.ends > reading.starts  # findings of the lexicon stand nowhere
        starts, ends = reading.starts[spans], reading.ends[spans]
        heights = shares[reading.places[spans]] / (ends - starts)
        steps = np.zeros(reading.length + 1)
        np.add.at(steps, starts, heights)
        np.add.at(steps, ends, -heights)
        return _phrases(np.cumsum(steps[:-1]), words)


def read(found: Features, codes: Codes, length: int) -> Reading:
    """Return the vector of a text of `length` characters over a model's features, whose `codes` are ascending.

    A feature weighs 1 + ln(occurrences), the whole is scaled to unit length. No document frequencies: how much a
    feature tells is in the weights. Source: Wang & Manning, 2012.
    """
    order = np.argsort(found.codes, kind="stable")  # looking up what is sorted takes a third of the time
    asked = found.codes[order]
    nearest = np.minimum(np.searchsorted(codes, asked), len(codes) - 1)
    known = codes[nearest] == asked
    order, columns = order[known], nearest[known]
    first = np.diff(columns, prepend=-1) > 0
    places = np.cumsum(first) - 1
    values = 1 + np.log(np.bincount(places))
    norm = math.sqrt(float(values @ values))
    values = values / norm if norm else values
    return Reading(columns[first], values, places, found.starts[order], found.ends[order], length)


def _phrases(spread: npt.NDArray[np.float64], words: Words) -> tuple[Phrase, ...]:
    """Return the runs of words where contributions (one a character) are high; weights are shares of all of them."""
    edges = np.cumsum([0, *map(len, words.tokens)])
    heights = np.add.reduceat(spread, edges[:-1]) / np.diff(edges)
    said = np.array([token not in BREAKS for token in words.tokens])
    highest = float(heights.max(initial=0.0, where=said))
    if highest <= 0:
        return ()
    spans = [(int(edges[a]), int(edges[b])) for a, b in _runs((heights >= _SHARE * highest) & said, said)]
    runs = [(a, b, float(spread[a:b].clip(0).sum())) for a, b in spans if b - a > 1]
    runs = sorted(runs, key=lambda run: (-run[2], run[0]))[:_MOST_PHRASES]
    total = float(spread.clip(0).sum())
    return tuple(Phrase(a, b, round(weight / total, 4)) for a, b, weight in runs)


def _runs(marked: npt.NDArray[np.bool_], said: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the runs of marked words, over gaps of at most `_GAP` words, none of them a pause."""
    start = end = -1
    for i in np.flatnonzero(marked).tolist():
        if start >= 0 and i - end <= _GAP and said[end:i].all():
            end = i + 1
            continue
        if start >= 0:
            yield start, end
        start, end = i, i + 1
    if start >= 0:
        yield start, end


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); train a model: make model") from error
    except ValueError as error:
        raise ModelError(f"{path}: is no valid JSON ({error}); restore it or train again: make model") from error
    missing = {"format", "files", "version", "categories", "thresholds", "learned"} - set(manifest)
    if missing or manifest["format"] != FORMAT:
        raise ModelError(f"{path}: is of another format (this release reads {FORMAT}); train again: make model")
    return manifest


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); restore it or train again: make model") from error
