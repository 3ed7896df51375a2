"""What the matcher hands on: finds that count, and finds that were set aside, each with why.

Owns shapes and how sure a disguised spelling is; no searching.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from screener.lexicon.rules import Rule
from screener.matching.index import Spelling
from screener.phonetics import sound_alike

STRONG = 0.75
"""From this strength on a hit counts by itself; below it needs corroboration."""
_LEAST = 0.4  # a find that is less sure says nothing, even beside one that is

# How sure a find is by variant, for terms of 2, 3, 4 and 5 or more characters. Source: counts of chance finds on the
# harmless half of the corpus, 2026-11: a chance sound-alike of two syllables turns up in every second announcement.
_STRENGTH = {
    "split": (0.9, 0.9, 0.9, 0.9),
    "lookalike": (0.5, 0.9, 0.9, 0.9),
    "mixed": (0.6, 0.8, 0.9, 0.9),
    "pinyin": (0.5, 0.8, 0.9, 0.9),
    "homophone": (0.4, 0.5, 0.8, 0.9),
    "sound": (0.2, 0.3, 0.6, 0.8),
    "padding": (0.4, 0.6, 0.8, 0.9),
    "initials": (0.5, 0.5, 0.5, 0.5),
}


class Find(NamedTuple):
    """An occurrence of a spelling at `[start, end)` of the original text, and how it was disguised there."""

    start: int
    end: int
    spelling: Spelling
    variant: str


def strength_of(find: Find) -> float:
    """Return in [0, 1] how sure it is that the find is meant as its term."""
    row = _STRENGTH.get(find.variant)
    return 1.0 if row is None else row[min(max(len(find.spelling.folded), 2), 5) - 2]


def strength_together(finds: Sequence[Find]) -> float:
    """Return in [0, 1] how sure finds are that make one hit: weak ones beside a strong one are borne out by it."""
    strengths = [strength_of(find) for find in finds]
    borne_out = max(strengths) >= STRONG and min(strengths) >= _LEAST
    return sum(strengths) / len(strengths) if borne_out else min(strengths)


Found = tuple[Spelling, list[Find]]
"""A spelling and where it was found."""


class Part(NamedTuple):
    """Words found in the original text at `[start, end)` for a term."""

    term: str
    text: str
    start: int
    end: int
    variant: str


class Hit(NamedTuple):
    """A rule that found all its words; `because` says why it does not count, None when it does."""

    rule: Rule
    parts: tuple[Part, ...]
    strength: float
    because: str | None = None


class Matches(NamedTuple):
    """All hits of a text, in order of where they start: `hits` count, `set_aside` do not."""

    hits: tuple[Hit, ...] = ()
    set_aside: tuple[Hit, ...] = ()

    def within(self, start: int, end: int) -> "Matches":
        """Return the hits that begin in `[start, end)`; their spans stay as they are."""
        return Matches(
            self.hits[bisect_left(self.hits, start, key=_start) : bisect_left(self.hits, end, key=_start)],
            self.set_aside[
                bisect_left(self.set_aside, start, key=_start) : bisect_left(self.set_aside, end, key=_start)
            ],
        )


def _start(hit: Hit) -> int:
    return hit.parts[0].start


def name_spelling(original: str, folded: str, term: str) -> str:
    """Return how `original` differs from `term`, given that both fold to the same characters."""
    if original == term:
        return "exact"
    if len(original) != len(term):
        return "symbols"
    kinds = [_name_pair(a, b, f) for a, b, f in zip(original, term, folded, strict=True) if a != b]
    return kinds[0] if kinds else "exact"


_FRAMED = range(0x2460, 0x2500)  # letters in circles and brackets


def _name_pair(original: str, term: str, folded: str) -> str:
    if folded.isdigit():
        return "digits"
    if original.lower() == term.lower():
        return "case"
    if "\u3400" <= original <= "\u9fff" and "\u3400" <= term <= "\u9fff":
        return "traditional"
    return "width" if ord(original) > 0x2E7F or ord(original) in _FRAMED else "lookalike"


def name_sound(text: str, term: str) -> str:
    """Return "homophone" where all syllables agree as spelled, "sound" where only up to common confusions."""
    same = len(text) == len(term) and sound_alike(text, term)
    return "homophone" if same else "sound"
