"""Corpus -> the samples that a model is trained on: every announcement, and changed copies of it, as features.

Owns which texts are learned.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screener.corpus import Entry
from screener.features import Features, features
from screener.linear import SEED
from screener.matching import Matcher
from screener.noise import disguise, surround, transcribe
from screener.normalize import fold
from screener.words import Words

_MISHEARD = 0.1  # share of syllables replaced in augmented copies
_SURROUNDED = 140  # characters of the longest text that is also learned among others
_HARD = "hard_negative"

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One training text.

    Attributes:
        features: what the model sees of it.
        categories: main one first, empty for a harmless one.
        writer: whose announcement it is.
        company: who wrote the words that were put around it, empty where there are none.
        original: it is the announcement itself, not a changed copy.
        hard: harmless, but full of risky words.
    """

    features: Features
    categories: tuple[str, ...]
    writer: str
    company: str
    original: bool
    hard: bool


def samples_of(entries: Sequence[Entry], matcher: Matcher, progress: Progress) -> list[Sample]:
    """Return every entry and changed copies of it as features: misheard, disguised, and among harmless words."""
    chance = random.Random(SEED)
    company = _harmless_by_writer(entries)
    found = []
    for number, entry in enumerate(entries):
        for copy, (text, other) in enumerate(_copies(entry.text, company, chance)):
            seen = features_of(text, matcher)
            found.append(Sample(seen, entry.categories, entry.writer, other, copy == 0, entry.kind == _HARD))
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
        writer = chance.choice(list(company))
        yield surround(text, company[writer], chance), writer


def features_of(text: str, matcher: Matcher) -> Features:
    """Return the features of one text as training sees them."""
    words = Words(fold(text))
    return features(words, matcher.match_words(text, words))
