"""Text -> the features that the classifier weighs, with where each stands.

Owns what a feature is; training and prediction both come here, so they cannot differ. A feature is a string: `c:` and
characters, `w:` and words, `s:` and sounds (robust to homophones and mishearing), `r:` and what the lexicon found.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from screener.matching import Matches
from screener.matching.hits import STRONG
from screener.normalize import COMMA, NOISE, STOP, strip
from screener.phonetics import sounds
from screener.words import Words


class Feature(NamedTuple):
    """A feature and its span, `[start, end)` in the original text; rules' features span the whole text."""

    name: str
    start: int
    end: int


def names(words: Words, matches: Matches) -> list[str]:
    """Return the names of all features of a text, repeated as often as they occur."""
    stripped = strip(words.folded).text
    heard, text = sounds(stripped), stripped.translate(_NUMBERS)
    found = [f"c:{text[i : i + n]}" for n in (1, 2, 3) for i in range(len(text) - n + 1)]
    found += [f"s:{heard[i : i + n]}" for n in (2, 3) for i in range(len(heard) - n + 1)]
    tokens = [token.translate(_NUMBERS) for token in words.tokens if token not in _BREAKS]
    found += [f"w:{token}" for token in tokens if len(token) > 1]
    found += [f"w:{a} {b}" for a, b in pairwise(tokens)]
    return found + list(_rule_names(matches))


_NUMBERS = dict.fromkeys(map(ord, "123456789"), "0")  # which digit it is says nothing: prices, extensions, dates
_BREAKS = frozenset({COMMA, STOP, NOISE})


def _rule_names(matches: Matches) -> Iterator[str]:
    """Yield what the lexicon says, by category and strength, never by rule: it must hold for rules to come."""
    for hit in matches.hits:
        sure = "strong" if hit.strength >= STRONG else "weak"
        yield f"r:{hit.rule.category} {hit.rule.severity} {sure}"
    for hit in matches.set_aside:
        yield f"r:{hit.rule.category} aside"


def located(words: Words) -> Iterator[Feature]:
    """Yield the features of characters, sounds and words with their spans, for explanations."""
    stream = strip(words.folded)
    heard, plain = sounds(stream.text), stream.text.translate(_NUMBERS)
    for mark, text, sizes in (("c", plain, (1, 2, 3)), ("s", heard, (2, 3))):
        for n in sizes:
            for i in range(len(text) - n + 1):
                yield Feature(f"{mark}:{text[i : i + n]}", stream.starts[i], stream.ends[i + n - 1])
    yield from _located_words(words)


def _located_words(words: Words) -> Iterator[Feature]:
    spans = [(start, end) for start, end in words.ends.items() if words.folded[start:end] not in _BREAKS]
    text = words.folded.translate(_NUMBERS)
    for start, end in spans:
        if end - start > 1:
            yield Feature(f"w:{text[start:end]}", start, end)
    for (start, middle), (left, end) in pairwise(spans):
        yield Feature(f"w:{text[start:middle]} {text[left:end]}", start, end)
