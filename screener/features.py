"""Text -> the features that the classifier weighs: what each is, and where it stands.

Owns what a feature is; training, prediction and explanation all come here, so they cannot differ. A feature is a run of
one to three units of a stream (characters, sounds, words), or what the lexicon found; it is known by a 64-bit code.
Codes are computed for a whole text at once: naming every feature by a string costs more than jieba's words do.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from screener.matching import Matches
from screener.matching.hits import STRONG
from screener.normalize import COMMA, NOISE, STOP, strip
from screener.phonetics import sounds
from screener.words import Words

Codes = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.intp]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no power of it loses bits. Source: Knuth's 2^64 / golden ratio
_FAMILY_BITS = np.uint64(62)  # the two bits above them say what kind of feature a code is
_CHARACTERS_IN_A_ROW, _SOUNDS_IN_A_ROW, _WORDS_IN_A_ROW = (1, 2, 3), (2, 3), (1, 2)
BREAKS = frozenset({COMMA, STOP, NOISE})
"""Words that are pauses or noise."""


class Family(IntEnum):
    """The kinds of features."""

    CHARACTERS = 0
    SOUNDS = 1
    WORDS = 2
    FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Features:
    """All features of one text, in no meaningful order, repeated as often as they occur.

    Attributes:
        codes: what each is, shape (n,).
        starts: where it starts in the original text, shape (n,); a finding of the lexicon spans nothing.
        ends: where it ends, shape (n,).
    """

    codes: Codes
    starts: Offsets
    ends: Offsets


def features(words: Words, matches: Matches) -> Features:
    """Return the features of a text whose words and lexicon hits are given."""
    stream = strip(words.folded)
    starts, ends = np.array(stream.starts, dtype=np.intp), np.array(stream.ends, dtype=np.intp)
    parts = [
        *_runs(_units(stream.text), starts, ends, Family.CHARACTERS, _CHARACTERS_IN_A_ROW),
        *_runs(_code_points(sounds(stream.text)), starts, ends, Family.SOUNDS, _SOUNDS_IN_A_ROW),
        *_word_runs(words),
    ]
    found = _marked(np.fromiter(map(_named, _findings(matches)), dtype=np.uint64), Family.FINDINGS)
    nowhere = np.zeros(len(found), dtype=np.intp)
    return Features(
        np.concatenate([*(part.codes for part in parts), found]),
        np.concatenate([*(part.starts for part in parts), nowhere]),
        np.concatenate([*(part.ends for part in parts), nowhere]),
    )


def _code_points(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)


def _units(text: str) -> Codes:
    """Return the characters of a text; which digit it is says nothing: prices, extensions, dates."""
    points = _code_points(text)
    points[(points >= ord("1")) & (points <= ord("9"))] = ord("0")
    return points


def _runs(units: Codes, starts: Offsets, ends: Offsets, family: Family, sizes: Sequence[int]) -> Iterator[Features]:
    """Yield, for each size, the features made of that many neighbouring units."""
    for size in sizes:
        count = len(units) - size + 1
        if count > 0:
            codes = np.full(count, size, dtype=np.uint64)
            for i in range(size):
                codes = codes * _FACTOR + units[i : i + count]
            yield Features(_marked(codes, family), starts[:count], ends[size - 1 :])


def _word_runs(words: Words) -> Iterator[Features]:
    """Yield the features of words and pairs of words; single characters are words only within a pair."""
    if not words.tokens:
        return
    lengths = np.fromiter(map(len, words.tokens), dtype=np.intp)
    kept = np.fromiter((token not in BREAKS for token in words.tokens), dtype=bool)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    within = np.arange(ends[-1]) - np.repeat(starts, lengths)
    units = np.add.reduceat(_units(words.folded) * _powers(int(lengths.max()))[within], starts)
    units, starts, ends = units[kept], starts[kept], ends[kept]
    for part in _runs(units, starts, ends, Family.WORDS, _WORDS_IN_A_ROW):
        single = part.ends - part.starts == 1
        yield Features(part.codes[~single], part.starts[~single], part.ends[~single])


@lru_cache(maxsize=64)
def _powers(count: int) -> Codes:
    return np.cumprod(np.full(count, _FACTOR), dtype=np.uint64)


def _findings(matches: Matches) -> Iterator[str]:
    """Yield what the lexicon says, by category and strength, never by rule: it must hold for rules to come."""
    for hit in matches.hits:
        sure = "strong" if hit.strength >= STRONG else "weak"
        yield f"{hit.rule.category} {hit.rule.severity} {sure}"
    for hit in matches.set_aside:
        yield f"{hit.rule.category} aside"


def _named(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


def _marked(codes: Codes, family: Family) -> Codes:
    """Return the codes with their family in the two highest bits; the two lowest, the least mixed, make room."""
    return codes >> np.uint64(2) | np.uint64(family) << _FAMILY_BITS


def families_of(codes: Codes) -> npt.NDArray[np.uint64]:
    """Return the `Family` of every code."""
    return codes >> _FAMILY_BITS
